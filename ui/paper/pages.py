"""The pages of a report as the program draws them: on the screen, on paper and in a PDF the same.

Paper is white and ink black, whatever the palette. The unit of a painter is a twip.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen

from export import style
from export.outline import outline
from export.pdf.completion import Bookmark, DrawnPdf
from model.errors import ReportError
from model.report.report import Report
from ui.paper.composition import DrawnPage, composed
from ui.paper.faces import is_licence_free
from ui.paper.lines import PlacedGlyphs

DOTS: Final = 120
"""Dots per inch of the pictures: A4 is 992 of them wide."""
TWIPS_PER_INCH: Final = 72 * style.TWIPS_PER_POINT


def lacking_sentence(pages: Sequence[DrawnPage]) -> str:
    """Say which characters of the pages cannot be printed; empty if all can.

    No font holds them, or only one that must not be embedded.
    """
    lacking = "".join(sorted(_unprintable(pages)))
    return f"本机没有可以印出「{lacking}」的字体。" if lacking else ""


def picture(page: DrawnPage) -> QImage:
    """Return a page as a picture."""
    scale = DOTS / TWIPS_PER_INCH
    width, height = round(style.PAGE_WIDTH * scale), round(style.PAGE_HEIGHT * scale)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    paint(page, painter)
    painter.end()
    return image


def paint(page: DrawnPage, painter: QPainter) -> None:
    """Draw a page on a painter whose unit is a twip."""
    black = QColor(Qt.GlobalColor.black)
    for fill in page.fills:
        painter.fillRect(fill, QColor(f"#{style.BANNER_FILL}"))
    for border in page.borders:
        painter.fillRect(border, black)
    for ink in page.inks:
        for stretch in ink.line.stretches:
            painter.setPen(black)
            painter.drawGlyphRun(QPointF(), stretch.run(ink.left, ink.baseline))
            if stretch.outline:
                _embolden(stretch, QPointF(ink.left, ink.baseline), painter)


def _embolden(stretch: PlacedGlyphs, at: QPointF, painter: QPainter) -> None:
    """Draw the outlines of characters, so that they look bold where their font has no bold ones.

    Qt would draw them twice, and the text of a PDF would have them twice.
    """
    path = QPainterPath()
    for glyph, place in zip(stretch.glyphs, stretch.places, strict=True):
        path.addPath(stretch.font.pathForGlyph(glyph).translated(at + QPointF(place, 0)))
    painter.strokePath(path, QPen(QColor(Qt.GlobalColor.black), stretch.outline))


def draw_pdf(report: Report) -> DrawnPdf:
    """Return a report as a PDF, with all that is needed to complete and to prove it.

    Raises:
        ReportError: no Chinese font may be embedded, or no font holds a character of the report.
    """
    items = outline(report)
    pages, headings, faces = composed(report, items)
    if sentence := lacking_sentence(pages):
        raise ReportError(f"{sentence}未生成 PDF。")
    blocks: defaultdict[int, str] = defaultdict(str)
    for ink in (ink for page in pages for ink in page.inks):
        blocks[ink.block] += ink.line.text
    bookmarks = [
        Bookmark(one.level, one.text, page, (style.PAGE_HEIGHT - top) / style.TWIPS_PER_POINT)
        for one, page, top in headings
    ]
    glyphs = [[text for one in _stretches(page) for text in one.texts] for page in pages]
    return DrawnPdf(items, _written(pages), glyphs, blocks, bookmarks, faces.sentence())


def _stretches(page: DrawnPage) -> Iterator[PlacedGlyphs]:
    return (stretch for ink in page.inks for stretch in ink.line.stretches)


def _unprintable(pages: Sequence[DrawnPage]) -> set[str]:
    """Return characters for which Qt found no font, or one that was not chosen and is barred."""
    found: set[str] = set()
    allowed: dict[str, bool] = {}
    for stretch in (stretch for page in pages for stretch in _stretches(page)):
        name = stretch.font.familyName()
        if name not in allowed:
            allowed[name] = is_licence_free(bytes(stretch.font.fontTable("OS/2").data()))
        pairs = zip(stretch.glyphs, stretch.texts, strict=True)
        found |= {text for glyph, text in pairs if not (glyph and allowed[name])}
    return found


def _written(pages: Sequence[DrawnPage]) -> bytes:
    """Return pages as a PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(TWIPS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        paint(page, painter)
    painter.end()
    return bytes(buffer.data().data())
