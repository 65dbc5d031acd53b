"""Reports as units really print them: official tables, bent by chance in every way that was met."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.content import Document, FileKind, SourceBlock, SourceCell, SourceParagraph, SourceTable
from model.report.report import Report
from tests.intake.cells import Cells, printed, stacked
from tests.intake.recognition.bends import ALL, Bend, in_pieces


@dataclass(frozen=True)
class Bent:
    """A document, and what was done to it."""

    what: str
    document: Document


def documents(
    report: Report, other: Report, count: int, seed: str, bends: Sequence[Bend] = ALL
) -> Iterator[Bent]:
    """Give documents with the three tables of a report, bent by chance in three ways on average.

    Where all bends are allowed, some print ``other``, last year's or a neighbour's, beside or
    behind it.
    """
    share = 3 / len(bends)
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        chosen = [bend for bend in bends if chance.random() < share]
        kind = chance.choice([FileKind.WORD, FileKind.EXCEL, FileKind.WEB, FileKind.TEXT])
        tables = [printed(report, key) for key in report.form.tables]
        others = [printed(other, key) for key in other.form.tables]
        for bend in chosen:
            tables = [
                bend(chance, cells, beside) for cells, beside in zip(tables, others, strict=True)
            ]
        names = [bend.__name__ for bend in chosen]
        pieces = [piece for cells in tables for piece in in_pieces(chance, cells)]
        if chance.random() < 0.1:
            names.append("stacked")
            pieces = [stacked(tables)]
        if bends is ALL and chance.random() < 0.05:
            names.append("two units")
            pieces += others
        yield Bent(f"{number} {kind} {'、'.join(names)}", _document(report, kind, pieces))


def _document(report: Report, kind: FileKind, pieces: list[Cells]) -> Document:
    title = SourceParagraph(1, f"{report.unit.name}{report.year}年政府信息公开工作年度报告")
    tables: list[SourceBlock] = [_table(kind, n, cells) for n, cells in enumerate(pieces, 1)]
    return Document(kind, (title, *tables))


def _table(kind: FileKind, number: int, cells: Cells) -> SourceTable:
    cells = sorted(cells, key=lambda cell: (cell.row, cell.column))
    if kind is FileKind.TEXT:
        cells = _fields(cells)
    if kind is FileKind.EXCEL:  # a blank cell is not stored
        cells = [cell for cell in cells if cell.text]
    return SourceTable(number, tuple(cells), "表" if kind is FileKind.EXCEL else "")


def _fields(cells: Cells) -> Cells:
    """Give cells as the fields of lines, which know no columns."""
    filled: dict[int, int] = {}
    fields = []
    for cell in cells:
        column = filled.get(cell.row, 0)
        fields.append(SourceCell(cell.row, column, 1, 1, cell.text))
        filled[cell.row] = column + 1
    return fields


def older_document(report: Report, kind: FileKind) -> Document:
    """Give the tables of a report with one row （六）其他处理, as the form of 2019 has it."""
    tables = []
    for key in report.form.tables:
        cells = printed(report, key)
        rows = [cell.row for cell in cells if cell.text in _SIX]
        if rows:
            last = rows[-1]
            cells = [_older(cell, last) for cell in cells if not rows[0] <= cell.row < last]
        tables.append(cells)
    return _document(report, kind, tables)


_SIX = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)


def _older(cell: SourceCell, row: int) -> SourceCell:
    if cell.row != row or cell.text != _SIX[-1]:
        return cell
    return SourceCell(row, cell.column - 1, 1, cell.width + 1, "（六）其他处理")
