"""What the libraries do with the same texts alone: the measure beside which our care stands."""

import contextlib
import io
from collections.abc import Callable, Iterable

import docx
import openpyxl
import pytest
import xlsxwriter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.figures import tell
from tests.hostile.texts import TRIED, documented

Writer = Callable[[str], tuple[str, bool]]
"""Gives what comes back of a text, and whether it is a live formula."""


def in_openpyxl(text: str) -> tuple[str, bool]:
    workbook, buffer = openpyxl.Workbook(), io.BytesIO()
    workbook.active["A1"] = text
    workbook.save(buffer)
    return read(buffer)


def in_xlsxwriter(text: str) -> tuple[str, bool]:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write(0, 0, text)
    return read(buffer)


def read(buffer: io.BytesIO) -> tuple[str, bool]:
    cell = openpyxl.load_workbook(io.BytesIO(buffer.getvalue()), rich_text=True).active["A1"]
    return str(cell.value or ""), cell.data_type == "f"


def counted(write: Writer, texts: Iterable[str]) -> tuple[int, int, int]:
    """Count what comes back as typed or as cleaned, what is live, what cannot be written."""
    same = live = refused = 0
    for text in texts:
        try:
            seen, formula = write(text)
        except Exception:  # noqa: BLE001 whatever it is, the text is not in the document
            refused += 1
            continue
        same += not formula and seen in (text, documented(text))
        live += formula
    return same, live, refused


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("write", [in_openpyxl, in_xlsxwriter])
def test_a_library_alone_gives_fewer_back(write: Writer) -> None:
    same, live, refused = counted(write, TRIED.values())
    name = write.__name__.removeprefix("in_")
    tell(
        f"hostile texts: {name} alone gives {same} of {len(TRIED)} back, "
        f"{live} live formulas, {refused} not written"
    )
    assert same < len(TRIED)


def test_python_docx_alone_gives_fewer_back() -> None:
    document, buffer, held = docx.Document(), io.BytesIO(), {}
    for number, text in enumerate(TRIED.values()):
        paragraph = document.add_paragraph()
        with contextlib.suppress(ValueError):
            paragraph.text = text
            held[number] = text
    document.save(buffer)
    seen = [p.text for p in docx.Document(io.BytesIO(buffer.getvalue())).paragraphs]
    same = sum(seen[number] in (text, documented(text)) for number, text in held.items())
    message = f"{len(TRIED) - len(held)} not written"
    tell(f"hostile texts: python-docx alone gives {same} of {len(TRIED)} back, {message}")
    assert same < len(TRIED)


def test_qt_alone_changes_texts(qtbot: QtBot) -> None:
    edit, line = QPlainTextEdit(), QLineEdit()
    qtbot.addWidget(edit)
    qtbot.addWidget(line)

    def in_editor(text: str) -> tuple[str, bool]:
        edit.setPlainText(text)
        return edit.toPlainText(), False

    def in_line(text: str) -> tuple[str, bool]:
        line.setText(text)
        return line.text(), False

    for name, write in (("QPlainTextEdit", in_editor), ("QLineEdit", in_line)):
        same, _, _ = counted(write, TRIED.values())
        tell(f"hostile texts: {name} alone gives {same} of {len(TRIED)} back")
        assert same < len(TRIED)
