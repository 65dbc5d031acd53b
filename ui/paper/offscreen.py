"""Drawing for a program without a window: the console draws a PDF like the window does."""

import os
import sys
from functools import partial

from PySide6.QtGui import QGuiApplication

from export.pdf.completion import DrawnPdf, PdfDrawer
from model.report.report import Report
from ui.paper.pages import draw_pdf


def offscreen_drawer() -> PdfDrawer:
    """Return what draws a PDF; it holds the QGuiApplication that fonts need.

    Linux asks for no screen; Windows has its fonts from its own platform only.
    """
    if sys.platform != "win32":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return partial(_draw, QGuiApplication.instance() or QGuiApplication([]))


def _draw(_application: object, report: Report) -> DrawnPdf:
    return draw_pdf(report)
