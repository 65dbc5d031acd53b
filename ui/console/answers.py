"""set: type answers into a draft. show: print all of them."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from model.drafts import storage
from model.errors import ReportError
from model.report.answers import put, put_stated
from model.report.report import Report
from model.text import left_out
from model.unit import LABELS
from model.values import Values, write_number
from ui.app import acts
from ui.console.output import complain, say, say_json
from ui.console.terminal import Commands


def add(commands: Commands) -> None:
    """Describe the commands."""
    setting = commands.add_parser(
        "set",
        help="填写内容",
        description="填写表格、文字、数据项、备注和单位信息。\n"
        "ADDRESS=内容；ADDRESS=@文件 从文件读取文字（内容以@开头时写作@@）；ADDRESS= 清空。",
    )
    setting.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件")
    setting.add_argument("answers", metavar="ADDRESS=VALUE", nargs="*", help="地址和内容")
    setting.add_argument(
        "--from", dest="source", metavar="FILE.json", type=Path, help="从 JSON 读取"
    )
    setting.add_argument(
        "--stated", metavar="ADDRESS=VALUE", action="append", default=[], help="原表合计，可重复"
    )
    setting.set_defaults(run=run_set)
    show = commands.add_parser("show", help="查看内容", description="列出草稿的全部内容，含合计。")
    show.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件")
    show.add_argument("--json", action="store_true", help="按 JSON 输出")
    show.set_defaults(run=run_show)


def run_set(arguments: argparse.Namespace) -> int:
    """Type answers; nothing is saved unless all of them have a place."""
    loaded = storage.load(arguments.draft)
    report, given = loaded.report, ""
    for address, typed in (*_from_file(arguments.source), *map(_pair, arguments.answers)):
        if address == "unit/year":
            acts.open_year(typed)
        report, given = put(report, address, typed), given + typed
    for address, typed in map(_pair, arguments.stated):
        report = put_stated(report, address, typed)
    saved = storage.save(replace(loaded, report=report))
    for told in filter(None, (loaded.told, left_out(given), saved.told)):
        complain(told)
    before = loaded.report.unread
    fresh = [address for address, text in report.unread.items() if before.get(address) != text]
    for address in fresh:
        complain(
            f"「{address}」填的「{report.unread[address]}」未能识别，已原样保留，改正后再核对。"
        )
    say(f"已保存「{arguments.draft}」。")
    return 1 if fresh else 0


def _pair(argument: str) -> tuple[str, str]:
    address, equals, value = argument.partition("=")
    if not equals:
        raise ReportError(f"「{argument}」缺少等号。按 地址=内容 填写。")
    if value.startswith("@@"):
        return address, value[1:]
    if value.startswith("@"):
        return address, _text_of(Path(value[1:]))
    return address, value


def _text_of(path: Path) -> str:
    try:
        return storage.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(f"「{path.name}」不是 UTF-8 文本。另存为 UTF-8 再读取。") from error


def _from_file(path: Path | None) -> Iterator[tuple[str, str]]:
    if path is None:
        return
    try:
        content = json.loads(_text_of(path))
    except (RecursionError, ValueError) as error:
        raise ReportError(f"「{path.name}」不是有效的 JSON 文件。") from error
    if not isinstance(content, dict):
        raise ReportError(f"「{path.name}」应为 {{地址: 内容}}。")
    for address, value in content.items():
        if not isinstance(value, str):
            raise ReportError(f"「{path.name}」中「{address}」的内容应为文字，加上引号。")
        yield address, value


def run_show(arguments: argparse.Namespace) -> int:
    """Print all answers, computed cells included; a blank is absent."""
    described = describe(storage.load(arguments.draft).report)
    if arguments.json:
        say_json(described)
        return 0
    for part, content in described.items():
        if isinstance(content, dict):
            for key, value in content.items():
                say(f"{part}\t{key}\t{value}")
        else:
            say(f"{part}\t{content}")
    return 0


def describe(report: Report) -> dict[str, Any]:
    """Give everything a report holds, by address, as text."""
    numbers = report.totals()
    unit = {name: str(getattr(report.unit, name) or "") for name in LABELS}
    return {
        "form": report.form.key,
        "year": str(report.year),
        "stage": str(report.stage),
        "period": {
            "start": report.period.start.isoformat(),
            "end": report.period.end.isoformat(),
        },
        "unit": {name: value for name, value in unit.items() if value},
        "counts": _written({a: numbers[a] for a in report.form.cells if a in numbers}),
        "stated": _written(report.stated),
        "unread": dict(report.unread),
        "texts": {block.address: block.body for block in report.texts if block.body},
        "tallies": _written({a: n for a, n in report.values.items() if a.startswith("tally/")}),
        "figures": _written({a: n for a, n in report.values.items() if a.startswith("figure/")}),
        "remarks": {f"{address}#remark": text for address, text in report.remarks.items()},
        "notes": {f"note/{table}": text for table, text in report.notes.items()},
        "sources": {f"{address}#source": text for address, text in report.sources.items()},
        "reasons": {key: reason.text for key, reason in report.reasons.items()},
    }


def _written(values: Values) -> dict[str, str]:
    return {address: write_number(number) for address, number in values.items()}
