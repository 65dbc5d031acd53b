"""new: begin a report. example: a complete one to try things with. export: write the documents."""

import argparse
from pathlib import Path
from typing import Final

from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import ReportError, StorageError, reason_of
from model.form import catalog
from model.report.report import Stage
from model.text import clean_line, left_out
from model.unit import CHOICES, Unit, UnitKind, kind_question, with_kind
from ui.app import acts
from ui.console.terminal import Commands, complain, progress, say, worst


def add_new(commands: Commands) -> None:
    """Describe the commands."""
    new = commands.add_parser(
        "new",
        help="新建报告",
        description="新建一份空白报告，或以上年报告为底稿（--last），保存为草稿文件。",
    )
    new.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件，如 2024.gknb")
    new.add_argument(
        "--last",
        metavar="LAST",
        type=Path,
        help="上年报告的草稿：沿用单位、文字、版式，带入上年结转",
    )
    new.add_argument("--unit", metavar="名称", help="机关名称；用 --last 时默认不变")
    new.add_argument("--year", metavar="年度", help="报告年度，如 2024；用 --last 时默认为次年")
    new.add_argument("--form", metavar="格式", choices=catalog.keys(), help="表样，默认按年度选择")
    kinds = [str(kind) for kind in CHOICES]
    told = f"默认按名称拟定；可选：{'、'.join(kinds)}"
    new.add_argument("--kind", metavar="类型", choices=kinds, help=told)
    new.set_defaults(run=run_new)
    example = commands.add_parser(
        "example", help="生成示例", description="生成一份完整的示例报告。"
    )
    example.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件，如 示例.gknb")
    example.set_defaults(run=run_example)


def run_new(arguments: argparse.Namespace) -> int:
    """Begin a report, blank or from last year's."""
    name = clean_line(arguments.unit or "")
    if told := left_out(arguments.unit or ""):
        complain(told)
    loaded = _follow(arguments, name) if arguments.last else _begin(arguments, name)
    if loaded.told:
        complain(loaded.told)
    say(f"已新建「{loaded.path}」，格式：{loaded.report.form.basis}。")
    if question := kind_question(loaded.report.unit):
        say(f"单位类型未选：{question}。在“单位与年度”中选择，或填写 unit/kind。")
    return 0


def _begin(arguments: argparse.Namespace, name: str) -> Loaded:
    if not name:
        raise ReportError("机关名称为空。用 --unit 填写。")
    if not arguments.year:
        raise ReportError("没有报告年度。用 --year 填写。")
    kind = _kind(arguments)
    unit = with_kind(Unit(name=name), kind) if kind else Unit(name=name)
    path, year = acts.draft_path(arguments.draft), acts.open_year(arguments.year)
    return acts.begin(path, unit, year, arguments.form or "")


def _follow(arguments: argparse.Namespace, name: str) -> Loaded:
    if arguments.form:
        raise ReportError("--last 不能与 --form 同用，格式按年度选择。去掉其中一个。")
    last = storage.load(arguments.last)
    year = acts.open_year(arguments.year) if arguments.year else 0
    path = acts.draft_path(arguments.draft)
    return acts.begin_following(path, [last], year, name, _kind(arguments))


def _kind(arguments: argparse.Namespace) -> UnitKind | None:
    return UnitKind(arguments.kind) if arguments.kind else None


def run_example(arguments: argparse.Namespace) -> int:
    """Write the example."""
    loaded = acts.begin_example(arguments.draft)
    say(f"已生成示例「{loaded.path}」：{loaded.report.unit.name}，{loaded.report.year}年。")
    return 0


_KINDS: Final = {
    "word": ("word",),
    "excel": ("excel",),
    "web": ("web",),
    "checklist": acts.CHECKLISTS,
    "collection": acts.COLLECTION,
}


def add_export(commands: Commands) -> None:
    """Describe the command."""
    export = commands.add_parser(
        "export",
        help="导出文件",
        description="导出 Word 文件、Excel 表格和网页；写入前重新打开，与草稿逐格核对。\n"
        "--only collection 导出空白采集表，报告未填完也可以导出。\n"
        "按定稿导出时，未处理的公布前提示写到标准错误，仍然导出，退出状态不变。",
    )
    export.add_argument("drafts", metavar="DRAFT", type=Path, nargs="+", help="草稿文件")
    export.add_argument("--out", required=True, metavar="DIR", type=Path, help="保存到的文件夹")
    export.add_argument("--only", metavar="类别", help=f"{','.join(_KINDS)} 中的若干项")
    stages = [str(stage) for stage in Stage]
    export.add_argument("--stage", metavar="稿别", choices=stages, help="、".join(stages))
    export.add_argument("--allow-unfinished", action="store_true", help="未填完也导出，只作草稿")
    export.add_argument("--overwrite", action="store_true", help="覆盖同名文件")
    export.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Export drafts; two of one name in one call are both kept."""
    only = _only(arguments.only)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"无法建立「{arguments.out}」：{reason_of(error)}") from error
    taken: set[Path] = set()
    drafts = progress(arguments.drafts, "导出")
    return worst(_export_one(path, arguments, only, taken) for path in drafts)


def _only(listed: str | None) -> tuple[str, ...]:
    """Read --only; empty where it was not given."""
    kinds: list[str] = []
    for name in (listed or "").split(","):
        if name.strip() and name.strip() not in _KINDS:
            raise ReportError(f"--only 中的「{name.strip()}」无法识别。可选：{'、'.join(_KINDS)}。")
        kinds += _KINDS.get(name.strip(), ())
    if listed is not None and not kinds:
        raise ReportError(f"--only 没有内容。可选：{'、'.join(_KINDS)}。")
    return tuple(dict.fromkeys(kinds))


def _export_one(
    path: Path, arguments: argparse.Namespace, only: tuple[str, ...], taken: set[Path]
) -> int:
    try:
        loaded = storage.load(path)
    except ReportError as error:
        complain(error)
        return 2
    if loaded.told:
        complain(f"{path.name}：{loaded.told}")
    stage = Stage(arguments.stage) if arguments.stage else None
    try:
        asked = only == acts.COLLECTION or arguments.allow_unfinished
        report = acts.staged(loaded.report, stage, asked)
        kinds = only or acts.default_kinds(report.stage)
        if told := acts.publication_told(report, kinds):
            complain(f"{path.name}：{told}仍按定稿导出。")
        written = acts.export(report, arguments.out, kinds, arguments.overwrite, taken)
    except StorageError as error:
        complain(f"{path.name}：{error}")
        return 2
    except ReportError as error:
        complain(f"{path.name}：{error}")
        return 1
    if stage is not None and report.stage is not stage and only != acts.COLLECTION:
        complain(f"{path.name}：报告未填完，只能作为{report.stage}导出。")
    taken |= {one.path for one in written}
    for one in written:
        say(f"{one.path}：{one.message}")
    return 0
