"""form: print a form's addresses with their labels."""

import argparse
from typing import Any

from model.form import catalog
from model.form.form import Form
from model.form.table import Cell
from ui.console.output import say, say_json
from ui.console.terminal import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    form = commands.add_parser("form", help="查看表样", description="列出表样的全部地址和名称。")
    form.add_argument(
        "form", metavar="格式", choices=catalog.keys(), help="、".join(catalog.keys())
    )
    form.add_argument("--json", action="store_true", help="按 JSON 输出")
    form.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a form."""
    form = catalog.form(arguments.form)
    described = describe(form)
    if arguments.json:
        say_json(described)
        return 0
    for cell in form.cells.values():
        say(f"{cell.address}\t{cell.name}{'（合计）' if cell.computed else ''}")
    for part in ("texts", "tallies", "figures"):
        for item in described[part]:
            say(f"{item['address']}\t{item.get('title') or item.get('label')}")
    return 0


def describe(form: Form) -> dict[str, list[dict[str, Any]]]:
    """Give everything that can be answered, in printed order, row by row, table by table."""
    presets = {preset.key: preset.parts for preset in form.presets}
    return {
        "cells": [_cell(cell) for cell in form.cells.values()],
        "texts": [
            {"address": text.address, "section": text.section, "title": text.title}
            for text in form.texts.values()
        ],
        "tallies": [
            {"address": f"tally/{tally.key}/{key}", "tally": tally.key, "label": label}
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
