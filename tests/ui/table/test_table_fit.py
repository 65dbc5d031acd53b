"""What is painted of a table, measured in the rendered window: rows, labels, meter, type."""

from collections.abc import Iterator
from itertools import accumulate

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from export.breaks import words_of
from model.form import catalog
from model.form.grid import grid_of
from tests.ui.conftest import table_page
from ui.look.tokens import theme
from ui.table.fit import SMALLEST, edges, fit_of, lines_of, sized
from ui.table.headings import HeadingView
from ui.table.lines import balanced_lines, label_lines
from ui.table.page import TablePage
from ui.wizard import Wizard

FIRST = "requests/received/natural"
WHOLE = [((1366, 768), 13), ((1366, 672), 13), ((1280, 720), 12), ((1536, 800), 12)]
"""Client areas, menu bar included, and the least type in each."""


def page_in(qtbot: QtBot, wizard: Wizard, size: tuple[int, int], key: str) -> TablePage:
    """The page of a table in a client area of a size, painted."""
    page = table_page(wizard, key)
    page.begin()
    wizard.resize(*size)
    qtbot.waitUntil(lambda: wizard.size() == QSize(*size) and page.frame.isVisible())
    before = None
    while before != (before := (page.frame.geometry(), page.view.fit, page.view.geometry())):
        QApplication.processEvents()  # one layout may ask for another
    return page


def broken(qtbot: QtBot, wizard: Wizard) -> None:
    """Break a sum, and wait until the finding is shown."""
    with qtbot.waitSignal(wizard.session.checked):
        wizard.session.put(FIRST, "1353")


def rendered(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def whole_rows(page: TablePage) -> int:
    """Rows all of whose values are whole within the viewport, and it within the window."""
    view, window = page.view, page.window()
    seen = view.viewport().rect()
    corner = view.viewport().mapTo(window, QPoint())
    assert window.rect().contains(seen.translated(corner))
    columns = range(view.model().columnCount())
    return sum(
        all(seen.contains(view.visualRect(page.model.index(row, column))) for column in columns)
        for row in range(page.model.rowCount())
    )


def headings(page: TablePage) -> Iterator[tuple[HeadingView, QRect, str]]:
    """Every heading that is painted: where, and its words."""
    for header in (page.view.horizontalHeader(), page.view.verticalHeader()):
        assert isinstance(header, HeadingView)
        for place in header._places:
            yield header, header.rectangle(place), place.label


def lines_around(room: QRect, image: QRect) -> Iterator[QPoint]:
    """The pixels of the lines over, under and right of a heading, as far as they are painted."""
    for x in range(room.left(), room.right()):
        yield from (QPoint(x, y) for y in (room.top() - 1, room.bottom()) if y >= image.top())
    for y in range(room.top(), room.bottom()):
        yield QPoint(room.right(), y)


@pytest.mark.parametrize(("size", "type_size"), WHOLE)
def test_the_whole_table_of_section_three_is_seen(
    qtbot: QtBot, wizard: Wizard, size: tuple[int, int], type_size: int
) -> None:
    broken(qtbot, wizard)
    page = page_in(qtbot, wizard, size, "requests")
    assert QFontInfo(page.view.fit.font).family() == "Noto Sans CJK SC"
    assert page.inspector.isVisible() and page.panel.count() > 0
    assert whole_rows(page) == 25
    for bar in (page.view.horizontalScrollBar(), page.view.verticalScrollBar()):
        assert (bar.isVisible(), bar.maximum()) == (False, 0)
    meter = QRect(page.meter.mapTo(wizard, QPoint()), page.meter.size())
    assert meter.height() >= SMALLEST + 6
    assert QRect(page.mapTo(wizard, QPoint()), page.size()).contains(meter)
    fit = page.view.fit
    assert fit.pixels >= type_size
    assert min(fit.rows) >= fit.pixels + 5


@pytest.mark.parametrize("size", [size for size, _ in WHOLE])
def test_no_label_of_section_three_is_cut_or_elided(
    qtbot: QtBot, wizard: Wizard, size: tuple[int, int]
) -> None:
    page = page_in(qtbot, wizard, size, "requests")
    fit, grid = page.view.fit, page.model.grid
    images = {}
    for header, room, label in headings(page):
        image = images.setdefault(header, rendered(header.viewport()))
        assert image.rect().contains(room), label
        seen = {image.pixel(point) for point in lines_around(room, image.rect())}
        assert seen == {QColor(theme().line).rgb()}, label  # no stroke reaches beyond its place
    across, down = edges(fit.columns), edges(fit.labels)
    for place in grid.places:
        if place.role in ("row", "column"):
            side, first = (down, place.column) if place.role == "row" else (across, place.column)
            first -= grid.side * (place.role == "column")
            lines = lines_of(grid, place, side[first + place.width] - side[first], fit.font)
            assert "".join(lines) == place.label


@pytest.mark.parametrize(("size", "rows"), [((640, 360), 11), ((640, 290), 7)])
def test_small_windows_show_as_many_rows_as_they_can(
    qtbot: QtBot, wizard: Wizard, size: tuple[int, int], rows: int
) -> None:
    broken(qtbot, wizard)
    page = page_in(qtbot, wizard, size, "requests")
    assert whole_rows(page) >= rows
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page.view.fit.pixels >= SMALLEST
    for part in (page.meter, wizard.foot.back, wizard.foot.forward):
        assert part.isVisible()
        assert wizard.rect().contains(QRect(part.mapTo(wizard, QPoint()), part.size()))


def test_the_meter_stays_while_the_rows_scroll(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_in(qtbot, wizard, (640, 360), "requests")
    before = page.meter.mapTo(wizard, QPoint())
    page.go_to("requests/carried_out/legal.other")
    assert page.view.verticalScrollBar().value() > 0
    assert page.meter.mapTo(wizard, QPoint()) == before
    assert page.meter.geometry().top() == page.view.geometry().bottom() + 1


def test_a_large_window_is_not_filled_with_emptiness(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_in(qtbot, wizard, (1920, 1080), "requests")
    fit = page.view.fit
    assert max(fit.rows) <= 2.1 * fit.pixels
    assert max(fit.columns) <= 110
    longest = max(len(p.label) for p in page.model.grid.places if p.role == "row")
    assert all(width <= longest * fit.pixels + 16 for width in fit.labels)
    assert 320 <= page.inspector.width() <= 360
    assert whole_rows(page) == 25


@pytest.mark.parametrize("key", ["disclosure", "review"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (640, 360)])
def test_low_tables_are_whole_too(
    qtbot: QtBot, wizard: Wizard, key: str, size: tuple[int, int]
) -> None:
    page = page_in(qtbot, wizard, size, key)
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page.view.verticalScrollBar().maximum() == 0
    fit = page.view.fit
    assert fit.pixels >= SMALLEST
    assert min(fit.rows) >= fit.pixels + 4


def test_the_tables_of_2019_are_whole(qapp: QApplication) -> None:
    for table in catalog.form("2019").tables.values():
        fit = fit_of(grid_of(table), qapp.font(), QSize(876, 600), 12)
        assert fit.size.width() <= 876
        assert fit.size.height() <= 600
        assert fit.pixels >= 13


@pytest.mark.parametrize("size", [(876, 600), (790, 560), (1050, 640), (1400, 900)])
def test_headings_break_where_words_end(qapp: QApplication, size: tuple[int, int]) -> None:
    for grid in (grid_of(t) for k in catalog.keys() for t in catalog.form(k).tables.values()):  # noqa: SIM118
        fit = fit_of(grid, qapp.font(), QSize(*size), 12)
        for place in (p for p in grid.places if p.role == "column" and p.width == 1):
            width = fit.columns[place.column - grid.side * bool(fit.heads)]
            lines = lines_of(grid, place, width, fit.font)
            assert set(accumulate(lines)) <= set(accumulate(words_of(place.label)))


def test_headings_break_evenly_and_groups_after_their_number(qapp: QApplication) -> None:
    font = sized(qapp.font(), 13)
    assert balanced_lines("社会公益组织", font, 60) == ("社会公益", "组织")
    assert balanced_lines("商业企业", font, 60, 2) == ("商业", "企业")
    assert balanced_lines("自然人", font, 60, 2) == ("自然人",)
    assert balanced_lines("（三）不予公开", font, 55) == ("（三）", "不予公开")
    assert label_lines("一二三四五六七八九十甲乙", font, 10 * 13) == (
        "一二三四五六",
        "七八九十甲乙",
    )
