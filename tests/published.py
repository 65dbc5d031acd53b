"""Figures of published reports (tests/data/reports) as answers by address, matched by label."""

import json
from pathlib import Path
from typing import Any

from model.form import catalog

FOLDER = Path(__file__).parent / "data" / "reports"
FORM = catalog.form("2021")
_DISCLOSURE = {
    "规章": "regulations",
    "行政规范性文件": "normative",
    "行政许可": "licences/decisions",
    "行政处罚": "penalties/decisions",
    "行政强制": "coercion/decisions",
    "行政事业性收费（万元）": "fees/amount",
}
_COLUMNS = {"本年制发件数": "issued", "本年废止件数": "repealed", "现行有效件数": "in_force"}


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return content


def answers(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Typed answers, and the totals that were published."""
    data = read(name)
    found: dict[str, str] = {}
    for label, value in data["table1"].items():
        key = _DISCLOSURE[label]
        if isinstance(value, dict):
            for column, number in value.items():
                found[f"disclosure/{key}/{_COLUMNS[column]}"] = str(number)
        else:
            found[f"disclosure/{key}"] = str(value)
    rows = _request_rows(data["table2_rows"])
    columns = list(FORM.tables["requests"].leaves("columns"))
    for row, numbers in zip(rows, data["table2"], strict=True):
        for column, number in zip(columns, numbers, strict=True):
            if number is not None:
                found[f"requests/{row}/{column}"] = str(number)
    for address, number in zip(FORM.tables["review"].cells, data["table3"], strict=True):
        found[address] = str(number)
    computed = {a for a, cell in FORM.cells.items() if cell.computed}
    typed = {a: v for a, v in found.items() if a not in computed}
    return typed, {a: v for a, v in found.items() if a in computed}


def _request_rows(labels: list[str]) -> list[str]:
    """Give the rows in printed order; the single （六） row of 2019 is typed under 3.其他."""
    leaves = FORM.tables["requests"].leaves("rows")
    paths = list(leaves)
    if "三（六）其他处理" in labels:
        paths = [path for path in paths if path not in _SPLIT_IN_2021]
    for path, label in zip(paths, labels, strict=True):
        printed = leaves[path].labels[-1].partition("（区分")[0]
        assert label.endswith(printed) or label == "三（六）其他处理", (path, label)
    return paths


_SPLIT_IN_2021 = ("handled.other.uncorrected", "handled.other.unpaid")
