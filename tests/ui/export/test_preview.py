"""版面预览: pictures of the pages, who drew them, and that nothing is left running."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from export.outline import Outline, outline
from export.pdf.proof import page_texts
from intake.office import job, suites
from model.report.report import Fonts, Report, Stage
from tests.writing import render_pdf
from ui.export import preview
from ui.export.preview import BY_OFFICE, OWN, Preview
from ui.paper.composition import Composition, composed
from ui.paper.pages import picture

with_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")


class Desk:
    """A window with a preview, and the report it shows."""

    def __init__(self, qtbot: QtBot, report: Report, converted: bool = False) -> None:
        self.report = report
        self.view = Preview(lambda: self.report, lambda: converted)
        self.qtbot = qtbot
        qtbot.addWidget(self.view)
        self.view.resize(500, 600)
        self.view.show()

    def wait(self, state: str = OWN) -> None:
        self.qtbot.waitUntil(lambda: self.view.state.text().startswith(state))


def fake_office(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a shell script in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(suites, "soffice", lambda: str(program))


@with_office
def test_libreoffice_makes_the_pages_of_the_very_word_file_where_that_is_chosen(
    qtbot: QtBot, example: Report
) -> None:
    desk = Desk(qtbot, example, converted=True)
    desk.wait(BY_OFFICE)
    count = desk.view.sheets.count
    assert count >= 6
    assert desk.view.count.text() == f"共 {count} 页　第 1 页"
    page = desk.view.sheets._pages[0]
    assert (page.width(), page.height()) == (992, 1403)
    assert ink(page, slice(132, 870, 4), slice(175, 1237, 4)) > 300
    assert ink(page, slice(0, 120, 4), slice(0, 1403, 4)) == 0


def test_the_pages_are_those_of_the_pdf(qtbot: QtBot, example: Report) -> None:
    desk = Desk(qtbot, example)
    desk.wait()
    assert desk.view.sheets.count == len(list(page_texts(render_pdf(example))))


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_where_libreoffice_fails_the_program_draws_and_says_so(
    script: str, qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_office(monkeypatch, tmp_path, script)
    desk = Desk(qtbot, example, converted=True)
    desk.wait("LibreOffice 未能完成，以下由程序绘制。")
    assert desk.view.sheets.count >= 6


def test_a_program_that_cannot_be_started_is_said(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suites, "soffice", lambda: "/nowhere/soffice")
    Desk(qtbot, example, converted=True).wait("LibreOffice 未能完成，以下由程序绘制。")


def test_a_temporary_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_office(monkeypatch, tmp_path, "exit 0")

    def full(prefix: str, ignore_cleanup_errors: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job, "TemporaryDirectory", full)
    Desk(qtbot, example, converted=True).wait("临时文件夹无法写入，以下由程序绘制。")


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


SLOW = "sleep 300 & echo $! > child.part; mv child.part child; wait"


def begun(desk: Desk, folder: Path) -> int:
    """Wait until the slow office has a child; gives its number."""
    desk.qtbot.waitUntil(lambda: bool([*folder.glob("gknb-*/child")]))
    (child,) = folder.glob("gknb-*/child")
    return int(child.read_text())


def leave(desk: Desk) -> None:
    desk.view.hide()


def close(desk: Desk) -> None:
    desk.view.close()


def ask_again(desk: Desk) -> None:
    desk.view.refresh()
    desk.view.stop()


@pytest.mark.parametrize("act", [leave, close, ask_again])
def test_an_office_nobody_waits_for_ends_with_its_children_and_its_folder(
    act: Callable[[Desk], None],
    qtbot: QtBot,
    example: Report,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    fake_office(monkeypatch, tmp_path, SLOW)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk = Desk(qtbot, example, converted=True)
    child = begun(desk, tmp_path)
    assert alive(child)
    assert list(tmp_path.glob("gknb-*"))
    act(desk)
    qtbot.waitUntil(lambda: not alive(child))
    assert list(tmp_path.glob("gknb-*")) == []


def test_an_office_that_takes_too_long_is_ended_and_named(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_office(monkeypatch, tmp_path, SLOW)
    monkeypatch.setattr(job, "LIMIT", 0.5)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk = Desk(qtbot, example, converted=True)
    desk.wait("LibreOffice 超过一分钟没有完成，以下由程序绘制。")
    assert list(tmp_path.glob("gknb-*")) == []


def test_pages_are_drawn_beside_the_thread_of_the_window(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []

    def noted(report: Report, items: Outline) -> Composition:
        threads.append(QThread.currentThread())
        return composed(report, items)

    monkeypatch.setattr(preview, "composed", noted)
    Desk(qtbot, example).wait()
    assert threads
    assert QApplication.instance().thread() not in threads  # type: ignore[union-attr]


def test_changes_are_said_and_drawn_on_demand(qtbot: QtBot, example: Report) -> None:
    desk = Desk(qtbot, example)
    desk.wait()
    desk.report = example.at_stage(Stage.FINAL)
    desk.view.say_changed()
    assert desk.view.state.text() == "内容或版式已有改动。刷新预览，查看新的版面。"
    desk.view.again.click()
    desk.wait()


def test_coming_back_draws_only_what_changed(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    monkeypatch.setattr(
        preview, "composed", lambda one, items: drawn.append(one) or composed(one, items)
    )
    desk = Desk(qtbot, example)
    desk.wait()
    for report in (example, example.at_stage(Stage.FINAL)):
        desk.view.hide()
        desk.report = report
        desk.view.show()
        qtbot.waitUntil(lambda: not desk.view._soon.isActive())
        desk.wait()
    assert drawn == [example, example.at_stage(Stage.FINAL)]


def test_pages_are_turned_and_enlarged_by_keys(qtbot: QtBot, example: Report) -> None:
    desk = Desk(qtbot, example)
    desk.wait()
    sheets, count = desk.view.sheets, desk.view.sheets.count
    qtbot.keyClick(sheets, Qt.Key.Key_End)
    assert desk.view.count.text() == f"共 {count} 页　第 {count} 页"
    qtbot.keyClick(sheets, Qt.Key.Key_Home)
    assert desk.view.count.text() == f"共 {count} 页　第 1 页"
    qtbot.keyClick(sheets, Qt.Key.Key_PageDown)
    assert sheets.verticalScrollBar().value() > 0
    assert desk.view.count.text() == f"共 {count} 页　第 2 页"
    control = Qt.KeyboardModifier.ControlModifier
    (to_width,) = [b for b in desk.view.findChildren(QToolButton) if b.text() == "适合宽度"]
    to_width.click()
    fitting = sheets.verticalScrollBar().maximum()
    assert sheets.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(sheets, Qt.Key.Key_Plus, control)
    assert sheets.horizontalScrollBar().maximum() > 0
    to_width.click()
    assert sheets.verticalScrollBar().maximum() == fitting
    qtbot.keyClick(sheets, Qt.Key.Key_Minus, control)
    assert sheets.verticalScrollBar().maximum() < fitting
    desk.view.resize(900, 500)
    sheets.show_whole()
    page = sheets._pages[0]
    assert sheets._height(page) <= sheets.viewport().height() < sheets._height(page) * 1.2
    to_width.click()
    assert sheets._height(page) > sheets.viewport().height()


def test_a_page_is_seen_whole_and_all_pages_in_small_beside_it(
    qtbot: QtBot, example: Report
) -> None:
    desk = Desk(qtbot, example)
    desk.wait()
    sheets, small = desk.view.sheets, desk.view.thumbnails
    assert sheets._height(sheets._pages[0]) <= sheets.viewport().height()
    assert small.isVisible()
    assert small.count() == sheets.count
    names = [small.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert names == ["第1页", "第2页"]
    picture = small.grab().toImage()
    assert is_near(picture.pixelColor(30, 30), QColor("white"))
    for row in range(small.count()):  # also where several are seen at once
        small.setCurrentRow(row)
        assert desk.view.count.text() == f"共 {sheets.count} 页　第 {row + 1} 页"
    qtbot.keyClick(sheets, Qt.Key.Key_Home)
    assert small.currentRow() == 0
    qtbot.keyClick(small, Qt.Key.Key_Down)
    qtbot.keyClick(sheets, Qt.Key.Key_PageDown)
    assert small.currentRow() == 2


def test_a_low_or_narrow_preview_shows_readable_pages_and_none_in_small(
    qtbot: QtBot, example: Report
) -> None:
    desk = Desk(qtbot, example)
    desk.wait()
    for wide, high in ((600, 250), (300, 700)):
        desk.view.resize(wide, high)
        assert not desk.view.thumbnails.isVisible()
        assert desk.view.sheets._page_width >= 240


def is_near(one: QColor, other: QColor) -> bool:
    """Whether two colours look the same: processors round differently."""
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return max(abs(left - right) for left, right in pairs) <= 3


def pictures(report: Report) -> list[QImage]:
    return [picture(page) for page in composed(report, outline(report)).pages]


def ink(page: QImage, across: slice, down: slice) -> int:
    """Count dark dots in a part of a page."""
    return sum(
        QColor(page.pixel(x, y)).lightness() < 128
        for x in range(page.width())[across]
        for y in range(page.height())[down]
    )


def test_paper_is_white_and_ink_black_whatever_the_palette(qtbot: QtBot, example: Report) -> None:
    before = QApplication.palette()
    QApplication.setPalette(QPalette(QColor(40, 40, 40)))
    try:
        page = pictures(example)[0]
    finally:
        QApplication.setPalette(before)
    assert (page.width(), page.height()) == (992, 1403)
    assert is_near(QColor(page.pixel(5, 5)), QColor("white"))
    assert ink(page, slice(132, 870, 4), slice(175, 1237, 4)) > 300
    assert ink(page, slice(0, 120, 4), slice(0, 1403, 4)) == 0


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.FINAL])
def test_the_stage_stands_in_the_header_of_all_but_the_final_version(
    stage: Stage, qtbot: QtBot, example: Report
) -> None:
    page = pictures(example.at_stage(stage))[1]
    assert bool(ink(page, slice(600, 880), slice(60, 160))) == (stage is Stage.DRAFT)


def test_layout_follows_the_options(qtbot: QtBot, example: Report) -> None:
    options = replace(example.options, pitch="50", fonts=Fonts.SYSTEM, shading=False, run_in=True)
    assert len(pictures(replace(example, options=options))) > len(pictures(example))


def test_pages_that_cannot_be_drawn_are_said_and_can_be_asked_for_again(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[object] = []

    def fails(report: Report, items: Outline) -> Composition:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(preview, "composed", fails)
        broken.setattr(sys, "excepthook", lambda kind, *_: logged.append(kind))
        desk = Desk(qtbot, example)
        desk.wait("预览未能生成，不影响导出。点“刷新预览”再试一次。")
        assert logged == [RuntimeError]
    desk.view.again.click()
    desk.wait()
