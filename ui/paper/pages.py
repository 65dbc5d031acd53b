"""Pictures of the pages drawn by the program itself, where no office suite can draw them.

Qt lays out the same outline and grids as the Word document: the order and the tables are right, the
ends of pages only nearly. Paper is white and ink black, whatever the palette.
"""

from typing import Final

from PySide6.QtCore import QEventLoop, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from export import style
from export.outline import (
    OutlineHeading,
    OutlineItem,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
)
from model.form.grid import GridPlace
from model.report.report import Report, Stage
from ui.paper.libreoffice import DOTS

_TEXT_HEIGHT: Final = style.PAGE_HEIGHT - style.MARGIN_TOP - style.MARGIN_BOTTOM
_PADDING: Final = style.pt(3)
"""Above and below the text of a cell, in twips."""
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def drawn_pages(report: Report) -> list[QImage]:
    """Return pictures of the pages of a report; any thread may call this."""
    QEventLoop()  # gives the thread the timers that QTextDocument needs: Python's threads have none
    pages = _Pages(report)
    return [pages.page(number) for number in range(pages.document.pageCount())]


def _paper() -> QImage:
    """Return an empty sheet of A4."""
    dots = DOTS / 72 / style.TWIPS_PER_POINT
    width, height = round(style.PAGE_WIDTH * dots), round(style.PAGE_HEIGHT * dots)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


class _Pages:
    """A report as a document of Qt, cut into pages.

    The layout is in pixels of Qt's default resolution; the pictures are larger.
    """

    def __init__(self, report: Report) -> None:
        self._paper, self._report = _paper(), report
        self._pixel = self._paper.logicalDpiX() / 72 / style.TWIPS_PER_POINT
        self._faces = style.FACES[report.options.fonts]
        self._pitch = float(report.options.pitch)
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setUseDesignMetrics(True)
        self._width = style.TEXT_WIDTH * self._pixel
        self._height = _TEXT_HEIGHT * self._pixel
        self.document.setPageSize(QSizeF(self._width, self._height))
        self._cursor = QTextCursor(self.document)
        self._tables: list[tuple[QTextCursor, QTextTable]] = []
        self._cursor.beginEditBlock()
        blocks = outline(report)
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            self._add(block, following)
        self._cursor.endEditBlock()
        for heading, table in self._tables:
            self._keep_whole(heading, table)

    def _keep_whole(self, heading: QTextCursor, table: QTextTable) -> None:
        """Begin a page with a heading whose table would not fit on the present one."""
        place = self.document.documentLayout().frameBoundingRect(table)
        if int(place.top() / self._height) < int(place.bottom() / self._height):
            form = heading.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            heading.setBlockFormat(form)

    def page(self, number: int) -> QImage:
        """Draw one page, with 稿别 and page number."""
        image = self._paper.copy()
        painter = QPainter(image)
        painter.scale(DOTS / image.logicalDpiX(), DOTS / image.logicalDpiY())
        painter.translate(style.MARGIN_LEFT * self._pixel, style.MARGIN_TOP * self._pixel)
        self._draw_edges(painter, number)
        top = number * self._height
        painter.translate(0, -top)
        self.document.drawContents(painter, QRectF(0, top, self._width, self._height))
        painter.end()
        return image

    def _draw_edges(self, painter: QPainter, number: int) -> None:
        stage = "" if self._report.stage is Stage.FINAL else str(self._report.stage)
        side = Qt.AlignmentFlag.AlignLeft if number % 2 else Qt.AlignmentFlag.AlignRight
        lines = (
            (-style.mm(17), 12.0, stage, Qt.AlignmentFlag.AlignRight),
            (_TEXT_HEIGHT + style.mm(7), style.PAGE_NUMBER_SIZE, f"— {number + 1} —", side),
        )
        for top, size, text, where in lines:
            painter.setFont(_font(style.SONG_FONT, size))
            line = QRectF(0, top * self._pixel, self._width, style.mm(10) * self._pixel)
            painter.drawText(line, where, text)

    def _add(self, block: OutlineItem, following: OutlineItem | None) -> None:
        faces = self._faces
        match block:
            case Title(text):
                form = _char(faces.title, style.TITLE_SIZE, faces.bold_title)
                self._line([(text, form)], style.TITLE_PITCH, _CENTRE)
                if not isinstance(following, Title):
                    self._text([])
            case OutlineHeading(level, text):
                face = (faces.heading, faces.subhead, faces.body, faces.body)[level - 1]
                self._text([(text, self._char(face))])
            case OutlineParagraph(text, lead):
                runs = ((lead, self._char(faces.subhead)), (text, self._char(faces.body)))
                self._text([run for run in runs if run[0]])
            case PrintedTable():
                self._table(block)
                note = _char(style.SONG_FONT, 10)
                for text in block.notes:
                    self._line([(text, note)], 14, Qt.AlignmentFlag.AlignLeft)
            case Signature(signature, day):
                self._text([])
                for text in filter(None, (signature, day)):
                    run = (f"{text}　　", self._char(faces.body))
                    self._line([run], self._pitch, Qt.AlignmentFlag.AlignRight)

    def _char(self, face: str) -> QTextCharFormat:
        form = _char(face, style.BODY_SIZE)
        form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        form.setFontLetterSpacing(style.pt(style.CHARACTER_SPACING) * self._pixel)
        return form

    def _text(self, runs: list[tuple[str, QTextCharFormat]]) -> None:
        """Add a paragraph whose first line is indented by two characters."""
        self._line(runs, self._pitch, Qt.AlignmentFlag.AlignJustify, 2)

    def _line(
        self,
        runs: list[tuple[str, QTextCharFormat]],
        pitch: float,
        where: Qt.AlignmentFlag,
        indent: int = 0,
    ) -> None:
        form = self._block(pitch, where)
        form.setTextIndent(indent * style.pt(style.BODY_SIZE) * self._pixel)
        if self.document.isEmpty():
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
        for text, character in runs:
            self._cursor.insertText(text, character)

    def _block(self, pitch: float, where: Qt.AlignmentFlag) -> QTextBlockFormat:
        """Return a paragraph format with a fixed line pitch in points."""
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        form = QTextBlockFormat()
        form.setLineHeight(style.pt(pitch) * self._pixel, fixed)
        form.setAlignment(where)
        return form

    def _table(self, printed: PrintedTable) -> None:
        """Add a table from its grid: all merges, the widths of the Word document."""
        grid = printed.grid
        form = QTextTableFormat()
        form.setBorderCollapse(True)
        form.setCellSpacing(0)
        form.setCellPadding(0)
        widths = style.column_widths(grid, int(self._width) - 2)
        lengths = [QTextLength(QTextLength.Type.FixedLength, width) for width in widths]
        form.setColumnWidthConstraints(lengths)
        form.setHeaderRowCount(grid.head)
        heading = QTextCursor(self._cursor.block())
        table = self._cursor.insertTable(grid.height, grid.width, form)
        self._tables.append((heading, table))
        size, pitch, _ = style.table_type(grid)
        character = _char(style.SONG_FONT, size)
        for place in grid.places:
            if place.height * place.width > 1:
                table.mergeCells(place.row, place.column, place.height, place.width)
            cell = table.cellAt(place.row, place.column)
            cell.setFormat(self._cell_format(place))
            cursor = cell.firstCursorPosition()
            labelled = place.role == "row" and not place.vertical
            where = Qt.AlignmentFlag.AlignLeft if labelled else _CENTRE
            cursor.setBlockFormat(self._block(pitch, where))
            text = printed.values[place.cell.address] if place.cell else place.label
            cursor.insertText("\u2028".join(text) if place.vertical else text, character)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _cell_format(self, place: GridPlace) -> QTextTableCellFormat:
        form = QTextTableCellFormat()
        form.setBorder(1)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(QColor(Qt.GlobalColor.black))
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        for pad in (form.setTopPadding, form.setBottomPadding):
            pad(_PADDING * self._pixel)
        for pad in (form.setLeftPadding, form.setRightPadding):
            pad(style.CELL_MARGIN * self._pixel)
        if place.role == "banner" and self._report.options.shading:
            form.setBackground(QColor(f"#{style.BANNER_FILL}"))
        return form


def _char(face: str, size: float, bold: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(_font(face, size, bold))
    form.setForeground(QColor(Qt.GlobalColor.black))
    return form


def _font(face: str, size: float, bold: bool = False) -> QFont:
    """Return a font with its alternatives; ``size`` is in points."""
    font = QFont()
    others = [style.ALTERNATIVES[face]] if face in style.ALTERNATIVES else []
    font.setFamilies([style.LATIN_FONT, face, *others])
    font.setPointSizeF(size)
    font.setBold(bold)
    return font
