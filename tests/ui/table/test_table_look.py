"""What steps forward and back in a painted table, and what the inspector says of a cell."""

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from model.combine.last_year import with_last
from model.form.arithmetic import arithmetic
from model.report.answers import put_stated
from model.report.report import Report
from tests.ui import seeing
from tests.ui.conftest import shown, table_page
from ui.base.session import Session
from ui.look import appearance, tokens
from ui.look.appearance import Appearance
from ui.table.meter import standing_of
from ui.table.page import TablePage
from ui.wizard import Wizard

FIRST = "requests/received/natural"
LATER = "requests/carried_in/legal.other"


def page_of(qtbot: QtBot, wizard: Wizard, key: str = "requests") -> TablePage:
    wizard.resize(1366, 768)
    page = table_page(wizard, key)
    qtbot.waitUntil(lambda: page.inspected.is_docked and page.inspector.isVisible())
    return page


def colours(image: QImage, room: QRect) -> Counter[str]:
    """The colours of a place, how often each; without its grid lines at the right and below."""
    return seeing.colours(image.copy(room.adjusted(0, 0, -1, -1)))


def painted(page: TablePage, address: str) -> Counter[str]:
    index = page.model.index_of(address)
    return colours(page.view.viewport().grab().toImage(), page.view.visualRect(index))


def role(name: str) -> str:
    return tokens.colour(name).name()


def test_a_zero_is_faint_and_a_count_dark(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    page.go_to(LATER)
    wizard.session.put(FIRST, "0")
    zero = painted(page, FIRST)
    assert role("faint") in zero and role("text") not in zero
    assert role("text") in painted(page, "requests/carried_in/natural")


def test_a_total_stands_on_a_tint(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    assert painted(page, "requests/received/total").most_common(1)[0][0] == role("sunk")
    assert painted(page, "requests/handled.total/legal.law").most_common(1)[0][0] == role("sunk")
    assert painted(page, LATER).most_common(1)[0][0] == role("surface")


def test_the_column_of_a_broken_sum_is_tinted_and_its_head_underlined(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = page_of(qtbot, wizard)
    page.go_to(LATER)
    head = page.view.horizontalHeader()
    wizard.session.put(FIRST, "1353")
    assert page.model.broken == {0}
    assert painted(page, FIRST).most_common(1)[0][0] == role("error_ground")
    assert painted(page, LATER).most_common(1)[0][0] == role("surface")
    image = head.viewport().grab().toImage()
    assert image.pixelColor(5, image.height() - 1).name() == role("error")
    assert image.pixelColor(5, image.height() - 2).name() == role("error")
    wizard.session.put(FIRST, "1352")
    assert page.model.broken == set()
    image = head.viewport().grab().toImage()
    assert image.pixelColor(5, image.height() - 1).name() == role("line")


def test_the_current_cell_has_a_frame_of_two_pixels(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    page.go_to(LATER)
    room = page.view.visualRect(page.model.index_of(LATER))
    image = page.view.viewport().grab().toImage()
    for inside in (0, 1):
        corner = room.topLeft() + QPoint(inside, inside)
        assert image.pixelColor(corner).name() == role("accent")
    assert image.pixelColor(room.topLeft() + QPoint(2, 2)).name() == role("surface")


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.CONTRAST])
def test_a_table_is_painted_anew_with_another_look(
    qtbot: QtBot, wizard: Wizard, look: Appearance
) -> None:
    page = page_of(qtbot, wizard)
    page.go_to(LATER)
    with qtbot.waitSignal(wizard.session.checked):
        wizard.session.put(FIRST, "1353")
    page.grab()
    try:
        appearance.apply(look)
        ground = painted(page, FIRST).most_common(1)[0][0]
        assert ground == role("error_ground") != tokens.LIGHT.error_ground.lower()
        for part in (page.view.horizontalHeader().viewport(), page.meter):
            image = part.grab().toImage()
            assert image.pixelColor(image.width() - 3, 3).name() == role("sunk")
        signs = painted(page, "requests/handled.granted/natural")
        assert (role("error") in signs) == (look is Appearance.CONTRAST)
    finally:
        appearance.apply(Appearance.SYSTEM)


def only_part(widget: QWidget, room: QRect) -> QImage:
    """What a repaint of a part alone leaves there."""
    return widget.grab(room).toImage()


def test_a_part_is_painted_as_in_the_whole(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    wizard.session.put(FIRST, "1353")
    page.go_to("requests/handled.granted/legal.law")
    page.view.select_under(next(p for p in page.model.grid.places if p.label == "（四）无法提供"))
    viewport = page.view.viewport()
    whole = viewport.grab().toImage()
    for index in (page.model.index(row, column) for row in range(25) for column in range(7)):
        room = page.view.visualRect(index)
        assert only_part(viewport, room) == whole.copy(room), index.data()


def test_blocks_are_painted_part_by_part_as_in_the_whole(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard, "disclosure")
    viewport = page.view.viewport()
    whole = viewport.grab().toImage()
    for place in page.model.places.values():
        room = page.view.grid.rectangle(place)
        assert only_part(viewport, room) == whole.copy(room), place.label


def test_a_pill_says_as_much_as_it_has_room_for(session: Session) -> None:
    line = arithmetic(session.report.form).lines["balance/natural"]
    state = session.evaluation.states[line.id]
    assert standing_of(line, state, 0).shorter == ("✓ 相等", "✓")
    more = state._replace(right=state.right + 1)
    assert standing_of(line, more, 0).shorter[:2] == ("✗ 结果多 1", "✗ 多 1")
    assert standing_of(line, more, 0).words == "✗ 办理结果和结转多1件"
    less = state._replace(right=state.right - 12)
    assert standing_of(line, less, 0).shorter[0] == "✗ 结果少 12"
    blank = state._replace(blanks=3)
    assert standing_of(line, blank, 3).shorter == ("○ 未填 3", "○ 3", "○")
    assert standing_of(line, blank, 0).state == "error"


def test_the_inspector_says_what_a_row_counts_and_how_its_column_stands(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = page_of(qtbot, wizard)
    page.go_to("requests/handled.granted/natural")
    card = page.card
    assert card.name.text() == "（一）予以公开 · 自然人"
    assert card.counts.text().startswith("填报口径：") and "条例第三十六条" in card.counts.text()
    assert card.balance.equation.text().splitlines() == [
        "第一项 1352 ＋ 第二项 41 ＝ 1393",
        "第三项总计 1335 ＋ 第四项 58 ＝ 1393",
    ]
    assert card.balance.verdict.text() == "✓ 相等"
    wizard.session.put("requests/handled.granted/natural", "")
    assert card.balance.verdict.text() == "○ 还有 1 格没有数"
    assert "第三项总计 1267… ＋ 第四项 58 ＝ 1325…" in card.balance.equation.text()


def test_a_broken_equation_stands_once_beside_the_table(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    page.go_to(FIRST)
    for cell in (FIRST, "requests/received/legal.law"):
        with qtbot.waitSignal(wizard.session.checked):
            wizard.session.put(cell, "9000")
        assert page.card.balance.isVisible() == (cell != FIRST)  # the only card says it
    assert page.card.balance.verdict.text() == "✗ 办理结果和结转合计少7648件"


def test_a_total_says_how_it_stands_to_that_of_the_source(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    total = "requests/received/total"
    page.go_to(total)
    assert page.card.stated.text() == "由程序计算；键入数字，填原表合计"
    for number, said in (("8406", "8406 件，相等"), ("8400", "8400 件，不相等")):
        wizard.session.apply(put_stated(wizard.session.report, total, number), "原表合计")
        assert page.card.stated.text() == said


def test_what_stands_beside_a_total_never_reaches_into_it(qtbot: QtBot, blank: Session) -> None:
    page = page_of(qtbot, shown(qtbot, blank))
    totals = [cell for cell in blank.report.form.tables["requests"].cells.values() if cell.computed]
    report = blank.report
    for number, cell in enumerate(totals):
        report = put_stated(report, cell.address, str(7 * 10 ** (number % 4)))
    for address in report.form.tables["requests"].typed:
        if address.endswith("natural"):
            report = report.with_value(address, 1)  # the sums of the other columns are open
    blank.apply(report, "粘贴")
    grid, crowded = page.view.grid, 0
    for cell in totals:
        index = page.model.index_of(cell.address)
        where = index.row(), index.column()
        placed = [
            (text.x, text.x + text.text.size().width())
            for kept in grid._numbers.values()
            for text in kept.get(where, ())
        ]
        crowded += len(placed) > 1
        for (_, end), (begin, _) in pairwise(sorted(placed)):
            assert end <= begin, cell.address
    assert crowded  # where there is room, the total of the source stands there


def test_last_year_stands_with_the_difference(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    page = page_of(qtbot, shown(qtbot, blank))
    blank.apply(with_last(blank.report, example, "上年.gknb"), "选择上年报告")
    page.go_to(FIRST)
    for typed, said in (
        ("", "1352 件"),
        ("1352", "1352 件，与上年相等"),
        ("1360", "1352 件，本年多8件"),
    ):
        blank.put(FIRST, typed)
        assert page.card.last.text() == said


def test_a_remark_is_reached_by_its_key_in_a_drawer_that_spares_the_current_cell(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    wizard.resize(640, 360)
    qtbot.waitUntil(lambda: not page.inspected.is_docked and page.inspector.isHidden())
    for column in ("natural", "legal.commercial", "legal.public", "total"):
        page.go_to(f"requests/received/{column}")
        page.edit(page.card.remark)
        assert page.inspector.isVisible()
        room = page.view.visualRect(page.view.currentIndex())
        cell = QRect(page.view.viewport().mapTo(page.inspected, room.topLeft()), room.size())
        assert not page.inspector.geometry().intersects(cell)
    qtbot.keyClick(page.card.remark, Qt.Key.Key_Escape)
    assert page.inspector.isHidden()
    page.edit(page.card.source)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.inspector.isHidden()


def test_typed_text_that_is_no_number_is_red_and_shortened(qtbot: QtBot, wizard: Wizard) -> None:
    page = page_of(qtbot, wizard)
    wizard.session.put(FIRST, "约一千三百多件，待核实")
    seen = painted(page, FIRST)
    assert role("error") in seen
    room = page.view.visualRect(page.model.index_of(FIRST))
    image = page.view.viewport().grab().toImage()
    edge = {image.pixelColor(room.left() + 3, y).name() for y in range(room.top(), room.bottom())}
    assert QColor(role("error")).name() not in edge
