"""Commands on report forms: form prints one, forms lists, adds and removes them.

Each ``run_…`` carries out one command and returns its exit status.
"""

import argparse
from collections.abc import Iterator
from typing import Any

from model.address import tally_address
from model.form import catalog
from model.form.form import Form
from model.form.table import Cell
from ui.app import forms
from ui.app.terminal import answer, complain, say


def run_form(arguments: argparse.Namespace) -> int:
    """Print the addresses of a form with their labels."""
    form = catalog.form(arguments.form)
    described = described_form(form)
    answer(arguments.json, described, _labels(form, described))
    return 0


def _labels(form: Form, described: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for cell in form.cells.values():
        yield f"{cell.address}\t{cell.name}{'（合计）' if cell.computed else ''}"
    for part in ("texts", "tallies", "figures"):
        for item in described[part]:
            yield f"{item['address']}\t{item.get('title') or item.get('label')}"


def described_form(form: Form) -> dict[str, list[dict[str, Any]]]:
    """Return all that can be answered as JSON holds it, in printed order, row by row."""
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


def run_list(arguments: argparse.Namespace) -> int:
    """Print all forms, one a line."""
    for _, line in forms.listed():
        say(line)
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Print what a form file contains, and add it if ``--yes`` confirms it."""
    offered = forms.offer(arguments.file)
    for line in offered.messages:
        say(line)
    if not arguments.yes:
        complain("尚未增加。核对后加 --yes 增加。")
        return 1
    say(forms.add(offered))
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Remove an added form."""
    say(forms.remove(arguments.form))
    return 0
