"""How a table is painted: all of it in one pass, from what was prepared when something changed.

A table has 175 cells, and a delegate would be asked for each of them. Here grounds are painted by
column and row, lines at once, texts grouped by ink as texts that Qt has laid out already, and the
frame of the current cell last.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QLine, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPolygon

from model.form.grid import GridPlace
from model.text import shortened, visible
from ui.base.widgets import LaidText, laid_text
from ui.look.tokens import colour, theme
from ui.table.fit import TableFit, edges, lines_of, span
from ui.table.model import CellFace, TableModel

Where = tuple[int, int]
"""Row and column of the model."""
PAD: Final = 5
"""Least pixels between a number and the edge of its cell."""
_DIGITS: Final = "0000"
"""What a number is right-aligned as if it were that wide: short ones stand in the middle."""
_FEW: Final = 6
"""A part with less than one in so many of the cells is painted cell by cell."""
_SIGN: Final = 6
"""Pixels of a side of the sign in the corner of a cell."""
_SHOWN: Final = 60
"""Characters that are shown of a text which is no number; its tooltip has the whole."""


def middle(room: QRect) -> int:
    """Return the middle of a place above the line at its foot."""
    return room.top() + (room.height() - 2) // 2


class Ink(NamedTuple):
    """What texts of one group are painted with."""

    role: str
    bold: bool = False


class PlacedText(NamedTuple):
    """A text that is laid out, at its upper left corner."""

    x: int
    y: int
    text: LaidText


class TextMaker:
    """Lays texts out in a size of type, each once."""

    def __init__(self, fit: TableFit) -> None:
        self.plain, self.bold = QFont(fit.font), QFont(fit.font)
        self.bold.setBold(True)
        self._metrics = {False: QFontMetrics(self.plain), True: QFontMetrics(self.bold)}
        self._pitch = fit.pitch
        self._made: dict[tuple[str, bool], LaidText] = {}

    def font(self, bold: bool) -> QFont:
        """Return the font, in bold where asked."""
        return self.bold if bold else self.plain

    def width(self, text: str, bold: bool = False) -> int:
        """Return the width of a line in pixels."""
        return self._metrics[bold].horizontalAdvance(text)

    def made(self, text: str, bold: bool = False) -> LaidText:
        """Return a text laid out."""
        if (text, bold) not in self._made:
            if len(self._made) > 4096:
                self._made.clear()
            self._made[text, bold] = laid_text(text, self.font(bold))
        return self._made[text, bold]

    def top(self, middle: int, bold: bool = False) -> int:
        """Return the upper edge of a line whose digits are centred on a height."""
        metrics = self._metrics[bold]
        return middle + (metrics.capHeight() + 1) // 2 - metrics.ascent()

    def elided(self, text: str, width: int) -> str:
        """Return as much of a text as a cell has room for."""
        return self._metrics[False].elidedText(text, Qt.TextElideMode.ElideRight, width)

    def block(
        self, lines: Iterable[str], room: QRect, left: int | None = None, bold: bool = False
    ) -> list[PlacedText]:
        """Place lines in the middle of a room, each centred, or beginning at ``left``."""
        lines = tuple(lines)
        first = middle(room) - (len(lines) - 1) * self._pitch // 2
        placed = []
        for number, line in enumerate(lines):
            x = left
            if x is None:
                x = room.left() + (room.width() - self.width(line, bold)) // 2
            y = self.top(first + number * self._pitch, bold)
            placed.append(PlacedText(x, y, self.made(line, bold)))
        return placed


def draw_texts(painter: QPainter, ink: Ink, fonts: TextMaker, texts: Iterable[PlacedText]) -> None:
    """Draw texts of one ink."""
    painter.setPen(colour(ink.role))
    painter.setFont(fonts.font(ink.bold))
    for x, y, text in texts:
        painter.drawStaticText(x, y, text)


def ink_of(face: CellFace) -> Ink:
    """Return how a number is painted: zeros step back, totals step forward."""
    total = face.tone == "total"
    if face.tone == "unread":
        return Ink("error")
    if face.tone == "unfinished" or face.text == "0":
        return Ink("faint", total)
    return Ink("text", total)


class GridPainter:
    """Paints the values of one table, and the headings that stand between them.

    Everything is prepared in coordinates of the whole grid; a view paints it moved by what is
    scrolled.
    """

    def __init__(self, model: TableModel, fit: TableFit, shows_last: bool = False) -> None:
        self._model = model
        self.shows_last = shows_last
        self.xs, self.ys = edges(fit.columns), edges(fit.rows)
        self._texts = TextMaker(fit)
        self._rooms = {(p.row, p.column): self._measured(p) for p in model.places.values()}
        self._lines = self._grid_lines()
        self._headings: dict[Ink, list[tuple[QRect, list[PlacedText]]]] = {}
        self._sunk = list(self._sunk_places())
        self._numbers: dict[Ink, dict[Where, tuple[PlacedText, ...]]] = {}
        self._inks: dict[Where, tuple[Ink, ...]] = {}
        self._special: set[Where] = set()
        self._prepare_headings()
        self.prepare_all()

    def rectangle(self, place: GridPlace) -> QRect:
        """Return where a place of the model stands in the grid."""
        return self._rooms[place.row, place.column]

    def _measured(self, place: GridPlace) -> QRect:
        x, width = span(self.xs, place.column - self._model.left, place.width)
        y, height = span(self.ys, place.row - self._model.top, place.height)
        return QRect(x, y, width, height)

    def pad(self, column: int, width: int = 1) -> int:
        """Return the pixels between a number and the right edge of its cell."""
        _, room = span(self.xs, column, width)
        return PAD + 2 if self.shows_last else max(PAD, (room - self._texts.width(_DIGITS)) // 2)

    @property
    def font(self) -> QFont:
        """The font of the numbers."""
        return self._texts.plain

    def last_width(self) -> int:
        """Return how wide a column has to be for this year's and last year's figures."""
        wanted = [
            self._texts.width(face.text, bold=True) + self._texts.width(face.last) + 4 * PAD
            for face in self._model.faces.values()
            if face.last
        ]
        return max(wanted, default=0)

    def prepare_all(self) -> None:
        """Prepare every number."""
        for where in self._model.faces:
            self.prepare(where)

    def prepare(self, where: Where) -> None:
        """Prepare a number whose face is new."""
        for ink in self._inks.pop(where, ()):
            del self._numbers[ink][where]
        face = self._model.faces.get(where)
        if face is None:
            return
        texts: dict[Ink, list[PlacedText]] = {}
        room = self.rectangle(self._model.places[where])
        left = self._place_number(texts, face, where, room)
        self._place_beside(texts, face, room, left)
        for ink, placed in texts.items():
            self._numbers.setdefault(ink, {})[where] = tuple(placed)
        self._inks[where] = tuple(texts)
        special = face.marked or face.problem
        (self._special.add if special else self._special.discard)(where)

    def _place_number(
        self, texts: dict[Ink, list[PlacedText]], face: CellFace, where: Where, room: QRect
    ) -> int:
        """Place the number; return where it begins."""
        ink = ink_of(face)
        text = visible(shortened(face.text, _SHOWN)).replace("\n", " ")
        pad = self.pad(where[1], self._model.places[where].width)
        width, most = self._texts.width(text, ink.bold), room.width() - 2 * PAD
        if width > most and face.tone == "unfinished":
            text = f"{text.partition(' ')[0]}…"
        elif width > most:
            text = self._texts.elided(text, most)
        width = self._texts.width(text, ink.bold)
        x = max(room.right() - pad - width, min(room.left() + PAD, room.right() - PAD - width))
        if width > room.width() - pad - PAD:
            x = room.right() - PAD - width
        if not text:
            return room.right() - pad
        y = self._texts.top(middle(room), ink.bold)
        texts[ink] = [PlacedText(x, y, self._texts.made(text, ink.bold))]
        if face.remarked:
            star = PlacedText(x + width, y, self._texts.made("*", ink.bold))
            texts[ink].append(star)
        return x

    def _place_beside(
        self, texts: dict[Ink, list[PlacedText]], face: CellFace, room: QRect, end: int
    ) -> None:
        """Place the source's own total and last year's figure left of the number, as room is.

        What would reach into the number is left out; the inspector says it, and corners are marked.
        """
        beside: list[tuple[str, Ink]] = []
        if face.stated:
            sign = "≠" if face.differs else "="
            beside.append((f"{sign}{face.stated}", Ink("error" if face.differs else "quiet")))
        if face.last and self.shows_last:
            beside.append((face.last, Ink("quiet")))
        x = room.left() + PAD
        for text, ink in beside:
            if x + self._texts.width(text) > end - PAD:
                text = "≠" if ink.role == "error" else "…"
            if x + self._texts.width(text) > end:
                break
            placed = PlacedText(x, self._texts.top(middle(room)), self._texts.made(text))
            texts.setdefault(ink, []).append(placed)
            x += self._texts.width(text) + PAD

    def _prepare_headings(self) -> None:
        grid = self._model.grid
        for place in self._model.places.values():
            if place.cell is not None:
                continue
            room = self.rectangle(place)
            bold = place.role == "banner"
            lines = lines_of(grid, place, room.width(), self._texts.font(bold))
            left = room.left() + 8 if place.role == "row" else None
            ink = Ink("text" if place.role in ("row", "banner") else "quiet", bold)
            block = self._texts.block(lines, room, left, bold)
            self._headings.setdefault(ink, []).append((room, block))

    def _sunk_places(self) -> Iterable[QRect]:
        """Yield the grounds that are darker: totals, and headings between the values."""
        for place in self._model.places.values():
            if place.cell is None or place.cell.computed:
                yield self.rectangle(place)

    def _grid_lines(self) -> list[QLine]:
        """Return the lines right of and under every place, joined where they continue."""
        places = self._model.places.values()
        if len(places) == (len(self.xs) - 1) * (len(self.ys) - 1):  # no place reaches further
            right, foot = self.xs[-1] - 1, self.ys[-1] - 1
            lines = [QLine(x - 1, 0, x - 1, foot) for x in self.xs[1:]]
            return lines + [QLine(0, y - 1, right, y - 1) for y in self.ys[1:]]
        lines = []
        for place in places:
            room = self.rectangle(place)
            lines.append(QLine(room.topRight(), room.bottomRight()))
            lines.append(QLine(room.bottomLeft(), room.bottomRight()))
        return lines

    def paint(self, painter: QPainter, part: QRect, chosen: Iterable[tuple[QRect, str]]) -> None:
        """Paint a part of the grid; ``chosen`` are the selection, and its grounds."""
        places = self._places_in(part)
        if places is None:
            self._paint_grounds(painter, part, chosen)
            painter.setPen(colour("line"))
            painter.drawLines(self._lines)
            self._paint_signs(painter, self._special)
            for ink, numbers in self._numbers.items():
                placed = (one for texts in numbers.values() for one in texts)
                draw_texts(painter, ink, self._texts, placed)
        else:
            if part.right() >= self.xs[-1] or part.bottom() >= self.ys[-1]:
                painter.fillRect(part, colour("surface"))
            for place in places:
                self._paint_place(painter, place, chosen)
            here = self._special.intersection(map(self._where, places))
            self._paint_signs(painter, here)
        self._paint_headings(painter, part)

    def _where(self, place: GridPlace) -> Where:
        return place.row - self._model.top, place.column - self._model.left

    def _places_in(self, part: QRect) -> set[GridPlace] | None:
        """Return the places that a part of the grid touches; None where it is many of them."""
        columns = range(bisect_right(self.xs, part.left()) - 1, bisect_left(self.xs, part.right()))
        rows = range(bisect_right(self.ys, part.top()) - 1, bisect_left(self.ys, part.bottom()))
        if len(columns) * len(rows) * _FEW > len(self._model.faces):
            return None
        over = self._model.over
        touched = [over.get((row, column)) for row in rows for column in columns]
        return {place for place in touched if place is not None}

    def _paint_place(
        self, painter: QPainter, place: GridPlace, chosen: Iterable[tuple[QRect, str]]
    ) -> None:
        """Paint one value, or the ground of one heading between the values."""
        where, room = self._where(place), self.rectangle(place)
        ground = next((role for over, role in chosen if over.contains(room)), "")
        painter.fillRect(room, colour(ground or self._ground(place, where)))
        painter.setPen(colour("line"))
        right, foot = room.right(), room.bottom()
        painter.drawLine(right, room.top(), right, foot)
        painter.drawLine(room.left(), foot, right, foot)
        for ink in self._inks.get(where, ()):
            draw_texts(painter, ink, self._texts, self._numbers[ink][where])

    def _ground(self, place: GridPlace, where: Where) -> str:
        """Return the role of the ground of a place that is not chosen."""
        if where in self._special and (face := self._model.faces[where]).marked:
            return f"{face.problem}_ground" if face.problem else "veil"
        if place.cell is not None and where[1] in self._model.broken:
            return "error_ground"
        return "sunk" if place.cell is None or place.cell.computed else "surface"

    def _paint_grounds(
        self, painter: QPainter, part: QRect, chosen: Iterable[tuple[QRect, str]]
    ) -> None:
        """Paint all grounds: by column where they are alike."""
        painter.fillRect(part, colour("surface"))
        sunk = colour("sunk")
        for room in self._sunk:
            painter.fillRect(room, sunk)
        tint = colour("error_ground")
        for column in self._model.broken:
            x, width = span(self.xs, column, 1)
            painter.fillRect(QRect(x, 0, width, self.ys[-1]), tint)
        for where in self._special:
            place = self._model.places[where]
            painter.fillRect(self.rectangle(place), colour(self._ground(place, where)))
        for room, ground in chosen:
            painter.fillRect(room, colour(ground))

    def _paint_headings(self, painter: QPainter, part: QRect) -> None:
        """Paint the headings between the values."""
        for ink, headings in self._headings.items():
            seen = (one for room, block in headings if room.intersects(part) for one in block)
            draw_texts(painter, ink, self._texts, seen)

    def _paint_signs(self, painter: QPainter, cells: Iterable[Where]) -> None:
        """Mark a corner: filled for an error, hollow for what waits for a reason.

        A column whose sum is broken is tinted already, where the look has a tint.
        """
        for where in cells:
            problem = self._model.faces[where].problem
            is_tinted = where[1] in self._model.broken and theme().error_ground != theme().surface
            if not problem or (problem == "error" and is_tinted):
                continue
            ink = colour(problem)
            room = self.rectangle(self._model.places[where])
            corner = room.topLeft() + QPoint(1, 1)
            triangle = QPolygon([corner, corner + QPoint(_SIGN, 0), corner + QPoint(0, _SIGN)])
            painter.setPen(ink)
            painter.setBrush(ink if problem == "error" else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(triangle)

    def paint_frame(self, painter: QPainter, room: QRect, has_focus: bool) -> None:
        """Frame the current cell, two pixels wide."""
        painter.setPen(colour("accent" if has_focus else "outline"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room.adjusted(0, 0, -2, -2))
        painter.drawRect(room.adjusted(1, 1, -3, -3))
