"""new: begin a report. example: a complete one to try the program with."""

import argparse
from pathlib import Path

from model import catalog
from model.answers import read_year
from model.errors import ReportError
from model.text import clean_line
from model.unit import Unit, UnitKind
from ui import acts
from ui.console.arguments import Commands
from ui.console.output import say


def add(commands: Commands) -> None:
    """Describe the commands."""
    new = commands.add_parser(
        "new", help="新建报告", description="新建一份空白报告，保存为草稿文件。"
    )
    new.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件，如 2024.gknb")
    new.add_argument("--unit", required=True, metavar="名称", help="机关名称")
    new.add_argument("--year", required=True, metavar="年度", help="报告年度，如 2024")
    new.add_argument("--form", metavar="格式", choices=catalog.keys(), help="表样，默认按年度选择")
    kinds = [str(kind) for kind in UnitKind]
    new.add_argument(
        "--kind", metavar="类型", choices=kinds, default=kinds[0], help="、".join(kinds)
    )
    new.set_defaults(run=run_new)
    example = commands.add_parser(
        "example", help="生成示例", description="生成一份完整的示例报告。"
    )
    example.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件，如 示例.gknb")
    example.set_defaults(run=run_example)


def run_new(arguments: argparse.Namespace) -> int:
    """Begin a report."""
    unit = Unit(name=clean_line(arguments.unit), kind=UnitKind(arguments.kind))
    if not unit.name:
        raise ReportError("机关名称为空。用 --unit 填写。")
    loaded = acts.begin(
        acts.draft_path(arguments.draft), unit, read_year(arguments.year), arguments.form or ""
    )
    say(f"已新建「{loaded.path}」，格式：{loaded.report.form.basis}。")
    return 0


def run_example(arguments: argparse.Namespace) -> int:
    """Write the example."""
    loaded = acts.begin_example(arguments.draft)
    say(f"已生成示例「{loaded.path}」：{loaded.report.unit.name}，{loaded.report.year}年。")
    return 0
