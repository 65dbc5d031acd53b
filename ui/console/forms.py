"""form: print a form's addresses with their labels. forms: list, add and remove report forms."""

import argparse
from pathlib import Path
from typing import Any

from model.address import tally_address
from model.form import catalog
from model.form.form import Form
from model.form.table import Cell
from ui.app import forms
from ui.console.terminal import Commands, complain, say, say_json


def add_form(commands: Commands) -> None:
    """Describe the command."""
    form = commands.add_parser("form", help="查看表样", description="列出表样的全部地址和名称。")
    form.add_argument(
        "form", metavar="格式", choices=catalog.keys(), help="、".join(catalog.keys())
    )
    form.add_argument("--json", action="store_true", help="按 JSON 输出")
    form.set_defaults(run=run_form)


def run_form(arguments: argparse.Namespace) -> int:
    """Print a form."""
    form = catalog.form(arguments.form)
    described = described_form(form)
    if arguments.json:
        say_json(described)
        return 0
    for cell in form.cells.values():
        say(f"{cell.address}\t{cell.name}{'（合计）' if cell.computed else ''}")
    for part in ("texts", "tallies", "figures"):
        for item in described[part]:
            say(f"{item['address']}\t{item.get('title') or item.get('label')}")
    return 0


def described_form(form: Form) -> dict[str, list[dict[str, Any]]]:
    """Give everything that can be answered, in printed order, row by row, table by table."""
    presets = {preset.key: preset.parts for preset in form.presets}
    return {
        "cells": [_cell(cell) for cell in form.cells.values()],
        "texts": [
            {"address": text.address, "section": text.section, "title": text.title}
            for text in form.texts.values()
        ],
        "tallies": [
            {"address": tally_address(tally.key, key), "tally": tally.key, "label": label}
            for section in form.sections
            for tally in section.tallies
            for key, label in (*presets[tally.preset], ("total", "合计"))
        ],
        "figures": [
            {
                "address": figure.address,
                "label": figure.label,
                "kind": figure.kind,
                "unit": figure.unit,
            }
            for figure in form.figures.values()
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "address": cell.address,
        "table": cell.table,
        "row": list(cell.row),
        "column": list(cell.column),
        "kind": cell.kind,
        "computed": cell.computed,
    }


_DESCRIPTION = """列出本机的报告格式；增加格式文件（add），移除增加的格式（remove）。
add 先列出格式内容和校验码，核对后加 --yes 增加。"""


def add_forms(commands: Commands) -> None:
    """Describe the command."""
    described = commands.add_parser("forms", help="报告格式", description=_DESCRIPTION)
    described.set_defaults(run=run_list)
    acts = described.add_subparsers(metavar="操作", title="操作")
    adding = acts.add_parser("add", help="增加格式", description="增加格式文件。")
    adding.add_argument("file", metavar="FILE", type=Path, help="格式文件，如 2027.toml")
    adding.add_argument("--yes", action="store_true", help="已核对，增加")
    adding.set_defaults(run=run_add)
    removing = acts.add_parser("remove", help="移除格式", description="移除本机增加的格式。")
    removing.add_argument("form", metavar="格式", help="格式的键，如 2027")
    removing.set_defaults(run=run_remove)


def run_list(arguments: argparse.Namespace) -> int:
    """Print all forms."""
    for _, told in forms.listed():
        say(told)
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Say what a form file holds, and add it where that was confirmed."""
    offered = forms.offer(arguments.file)
    for line in offered.told:
        say(line)
    if not arguments.yes:
        complain("尚未增加。核对后加 --yes 增加。")
        return 1
    say(forms.add(offered))
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Take an added form away."""
    say(forms.remove(arguments.form))
    return 0
