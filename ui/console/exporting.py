"""export: write the documents of drafts."""

import argparse
from pathlib import Path
from typing import Final

from model.drafts import storage
from model.errors import ReportError, StorageError
from model.report.report import Stage
from model.system_errors import reason_of
from ui.app import acts
from ui.console.output import complain, progress, say, worst
from ui.console.terminal import Commands

_KINDS: Final = {
    "word": ("word",),
    "excel": ("excel",),
    "web": ("web",),
    "checklist": acts.CHECKLISTS,
    "collection": acts.COLLECTION,
}


def add(commands: Commands) -> None:
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
    export.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
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
        say(f"{one.path}：{one.told}")
    return 0
