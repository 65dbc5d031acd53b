"""new: begin a report. example: a complete one to try the program with."""

import argparse
from pathlib import Path

from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import ReportError
from model.form import catalog
from model.text import clean_line, left_out
from model.unit import CHOICES, Unit, UnitKind, kind_question, with_kind
from ui.app import acts
from ui.console.output import complain, say
from ui.console.terminal import Commands


def add(commands: Commands) -> None:
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
