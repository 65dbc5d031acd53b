"""打印报告: the pages that go to a printer are those of the preview and of the PDF."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from export.outline import outline
from model.report.report import Report, Stage
from tests.paper import Sheet, sheets
from tests.ui.export.exporting import export_page
from tests.writing import render_pdf
from ui.export.printing import print_pages, print_report
from ui.paper import faces
from ui.paper.composition import composed
from ui.wizard import Wizard

pytestmark = pytest.mark.usefixtures("qapp")


def into(path: Path) -> QPrinter:
    """A printer whose paper is a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def printed(report: Report, printer: QPrinter) -> list[Sheet]:
    count = print_pages(composed(report, outline(report)).pages, printer)
    found = sheets(Path(printer.outputFileName()).read_bytes())
    assert count <= len(found)
    return found


def places(sheet: Sheet) -> list[tuple[float, float]]:
    """Where the characters of a page stand, to a tenth of a millimetre."""
    return [(round(sign.left, 1), round(sign.baseline, 1)) for sign in sheet.signs]


def test_every_page_is_printed_as_it_is_in_the_pdf(example: Report, tmp_path: Path) -> None:
    pages = printed(example, into(tmp_path / "paper.pdf"))
    drawn = sheets(render_pdf(example))
    assert len(pages) == len(drawn)
    for one, other in zip(pages, drawn, strict=True):
        assert places(one) == places(other)
        assert len(one.areas) == len(other.areas)


@pytest.mark.parametrize(
    ("asked", "numbers"), [("2-3", [2, 3]), ("5", [5]), ("1,4-5", [1, 4, 5]), ("", range(1, 8))]
)
def test_only_the_pages_that_were_asked_for_are_printed(
    asked: str, numbers: list[int], example: Report, tmp_path: Path
) -> None:
    printer = into(tmp_path / "paper.pdf")
    printer.setPageRanges(QPageRanges.fromString(asked))
    lasts = ["".join(sheet.texts[-1]) for sheet in printed(example, printer)]
    assert lasts == [f"—{number}—" for number in numbers]


def test_pages_are_printed_in_the_order_of_the_printer(example: Report, tmp_path: Path) -> None:
    printer = into(tmp_path / "paper.pdf")
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setPageRanges(QPageRanges.fromString("1-2"))
    lasts = ["".join(sheet.texts[-1]) for sheet in printed(example, printer)]
    assert lasts == ["—2—", "—1—"]


refused = pytest.mark.qt_log_ignore("QPainter::begin", extend=True)


@refused
def test_a_printer_that_takes_nothing_is_told_apart(example: Report, tmp_path: Path) -> None:
    printer = into(tmp_path / "no folder" / "paper.pdf")
    assert print_pages(composed(example, outline(example)).pages, printer) == 0


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A window on a computer with a printer."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室"])
    window = QWidget()
    qtbot.addWidget(window)
    return window


def answer(
    monkeypatch: pytest.MonkeyPatch, path: Path, code: QPrintDialog.DialogCode
) -> list[QPrinter]:
    """Answer the dialogue; give the printers that it was shown for."""
    shown: list[QPrinter] = []

    def execute(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        printer = dialog.printer()
        shown.append(printer)
        assert (dialog.minPage(), dialog.maxPage()) == (1, 7)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return code

    monkeypatch.setattr(QPrintDialog, "exec", execute)
    return shown


def test_what_was_printed_is_said(
    desk: QWidget, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "paper.pdf", QPrintDialog.DialogCode.Accepted)
    said = print_report(desk, example.at_stage(Stage.REVIEW))
    assert said.endswith("，共7页（送审稿）。")
    assert len(sheets((tmp_path / "paper.pdf").read_bytes())) == 7


def test_nothing_is_printed_where_the_clerk_thinks_better_of_it(
    desk: QWidget, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "paper.pdf", QPrintDialog.DialogCode.Rejected)
    assert print_report(desk, example) == "未打印。"
    assert not (tmp_path / "paper.pdf").exists()


@refused
def test_a_printer_that_fails_is_named(
    desk: QWidget, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "no folder" / "a.pdf", QPrintDialog.DialogCode.Accepted)
    assert print_report(desk, example).endswith("没有接受。检查打印机后再试。")


def test_a_computer_without_a_printer_is_no_dead_end(
    desk: QWidget, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    assert print_report(desk, example) == "本机没有打印机。可以导出 PDF，到其他电脑打印。"


def test_without_a_chinese_font_nothing_is_printed(
    desk: QWidget, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "may_be_embedded", lambda family: False)
    assert "没有可以嵌入 PDF 的中文字体" in print_report(desk, example)


def test_ctrl_p_prints_from_any_step(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    page = export_page(wizard)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    (entry,) = [
        action
        for menu in wizard.menuBar().actions()
        for action in menu.menu().actions()
        if action.shortcut().toString() == "Ctrl+P"
    ]
    wizard.show_step("unit")
    entry.trigger()
    assert page.state.text() == "本机没有打印机。可以导出 PDF，到其他电脑打印。"
