"""打印报告: the pages that the program draws, sent to a printer of this computer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from export.outline import outline
from model.errors import ReportError
from model.report.begin import stem
from model.report.report import Report
from ui.paper.composition import DrawnPage, composed
from ui.paper.pages import TWIPS_PER_INCH, lacking_sentence, paint

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def print_report(parent: QWidget, report: Report) -> str:
    """Ask for printer and pages, and print a report; return what became of it, in a sentence."""
    # 10 ms, and seldom needed
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    try:
        pages = composed(report, outline(report)).pages
    except ReportError as error:
        return str(error)
    if sentence := lacking_sentence(pages):
        return f"{sentence}未打印。"
    if not QPrinterInfo.availablePrinterNames():
        return "本机没有打印机。可以导出 PDF，到其他电脑打印。"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDocName(stem(report))
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return "未打印。"
    count = print_pages(pages, printer)
    if not count:
        return f"打印机「{printer.printerName()}」没有接受。检查打印机后再试。"
    return f"已交给打印机「{printer.printerName()}」，共{count}页（{report.stage}）。"


def print_pages(pages: Sequence[DrawnPage], printer: "QPrinter") -> int:
    """Print the pages that a printer was asked for; return their number, 0 if it takes none."""
    from PySide6.QtPrintSupport import QPrinter

    ranges = printer.pageRanges()
    chosen = [
        page for number, page in enumerate(pages, 1) if ranges.isEmpty() or ranges.contains(number)
    ]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    scale = printer.resolution() / TWIPS_PER_INCH
    painter.scale(scale, scale)
    for number, page in enumerate(chosen * copies):
        if number:
            printer.newPage()
        paint(page, painter)
    return len(chosen) if painter.end() else 0
