"""Last year's report, of any kind: several as one, looked at first, read beside the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from intake.source import Source
from model.combine.last_year import with_last
from model.errors import RefusedError
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests.ui.conftest import shown, table_page
from tests.ui.starting import chosen, opened, press, saved, start
from ui import filing
from ui.app import acts, folders
from ui.base.session import Session
from ui.base.work import WaitingDialog
from ui.entry.new_dialog import NewDialog
from ui.imports import reading
from ui.imports.dialog import may_go_on
from ui.imports.reading import ask_last_year, read_all

CARRIED_ON = "requests/carried_out/natural"
CARRIED_IN = "requests/carried_in/natural"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown before a report was taken from files; it is always gone on with."""
    lines: list[str] = []

    def go_on(parent: object, sentence: str, shown: list[str]) -> bool:
        lines.extend(shown)
        return True

    monkeypatch.setattr(reading, "may_go_on", go_on)
    return lines


def named(report: Report, name: str) -> Report:
    return replace(report, unit=replace(report.unit, name=name))


@pytest.mark.parametrize("kind", ["word", "web", "excel"])
def test_a_new_report_follows_last_years_file_of_any_kind(
    qtbot: QtBot,
    tmp_path: Path,
    example: Report,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    kind: str,
) -> None:
    documents = tmp_path / "文档"
    documents.mkdir()
    monkeypatch.setattr(folders, "documents_folder", lambda: documents)
    (written,) = acts.export(example, tmp_path, [kind])
    chosen(monkeypatch, written.path)
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: dialog.accept())
    application, window = start(qtbot)
    press(qtbot, window, "从上年报告新建")
    report = opened(qtbot, application)
    assert application.wizard is not None
    assert application.wizard.session.path.parent == documents
    assert (report.year, report.unit.name) == (2025, example.unit.name)
    assert report.last_values.items() >= {
        (a, n) for a, n in example.totals().items() if a in example.form.cells
    }
    assert report.values[CARRIED_IN] == example.values[CARRIED_ON]


def test_reports_of_predecessors_are_added(
    qtbot: QtBot,
    tmp_path: Path,
    example: Report,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
) -> None:
    one = saved(example, tmp_path / "甲.gknb")
    two = saved(replace(named(example, "某市外贸局"), id="two"), tmp_path / "乙.gknb")
    chosen(monkeypatch, one.path, two.path)
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: dialog.accept())
    application, window = start(qtbot)
    press(qtbot, window, "从上年报告新建")
    report = opened(qtbot, application)
    assert asked == []
    assert report.values[CARRIED_IN] == 2 * int(example.values[CARRIED_ON])
    assert report.previous is not None
    assert report.previous.source == "甲.gknb、乙.gknb"
    assert application.wizard is not None
    assert application.wizard.session.path.parent == tmp_path


def test_a_blank_in_one_of_the_predecessors_is_named_and_not_taken_for_zero(
    qtbot: QtBot,
    tmp_path: Path,
    example: Report,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
) -> None:
    one = saved(example, tmp_path / "甲.gknb")
    other = replace(put(named(example, "某市外贸局"), CARRIED_ON, ""), id="two")
    chosen(monkeypatch, one.path, saved(other, tmp_path / "乙.gknb").path)
    last = ask_last_year(None, tmp_path, 2024)  # type: ignore[arg-type]
    assert last is not None
    assert CARRIED_ON not in last.report.values
    assert asked == ["[未相加] 四、结转下年度继续办理，自然人：某市外贸局的报告中为空。"]
    dialog = NewDialog(tmp_path, last=last.each)
    qtbot.addWidget(dialog)
    assert dialog.message.text().endswith(
        "与「某市外贸局」合并：上年结转和上年现行有效按各单位之和。"
    )


def test_last_years_report_is_laid_beside_the_open_one(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    wizard: object,
) -> None:
    last = replace(session.report, year=2023, id="last")
    (written,) = acts.export(last, tmp_path, ["word"])
    chosen(monkeypatch, written.path)
    filing.choose_last(None, session)  # type: ignore[arg-type]
    assert session.report.previous is not None
    assert session.report.previous.year == 2023
    session.undo_stack.undo()
    assert session.report.previous is None


def test_what_an_older_format_has_and_the_new_one_has_not_is_said(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    old = new_report(catalog.form("2019"), Unit("某市水务局"), 2020)
    old = put(old, "disclosure/services/decisions", "3")
    chosen(monkeypatch, saved(old, tmp_path / "旧.gknb").path)
    found = ask_last_year(None, tmp_path, 2020)  # type: ignore[arg-type]
    assert found is not None
    (line,) = asked
    assert line.startswith("[没有对应]")


def test_files_on_different_years_are_not_taken_for_one(
    tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    one = saved(example, tmp_path / "甲.gknb")
    two = saved(replace(example, year=2023, id="two"), tmp_path / "乙.gknb")
    chosen(monkeypatch, one.path, two.path)
    with pytest.raises(RefusedError, match="年度不同（2023、2024）"):
        ask_last_year(None, tmp_path, 2024)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_is_said_and_leaves_the_report(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before, message = tmp_path / "坏.docx", session.report, list[str]()
    path.write_bytes(b"PK\x03\x04")
    session.failed.connect(message.append)
    chosen(monkeypatch, path)
    filing.choose_last(None, session)  # type: ignore[arg-type]
    assert session.report is before
    assert message[-1].startswith("「坏.docx」：")


def test_who_goes_back_at_the_notes_begins_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (written,) = acts.export(session.report, tmp_path, ["web"])
    chosen(monkeypatch, written.path)
    monkeypatch.setattr(QDialog, "exec", lambda dialog: QDialog.DialogCode.Rejected)
    assert may_go_on(None, "", ["一"]) is False


def test_nothing_is_asked_where_nothing_is_doubtful(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
) -> None:
    (written,) = acts.export(session.report, tmp_path, ["web"])
    chosen(monkeypatch, written.path)
    assert ask_last_year(None, tmp_path, 2024) is not None  # type: ignore[arg-type]
    assert asked == []


def test_reading_says_which_file_and_can_be_given_up(
    qtbot: QtBot, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shown = saved(example, tmp_path / "甲.gknb").path, list[tuple[str, str]]()

    def exec_(dialog: WaitingDialog[Source]) -> None:
        shown.append((dialog.windowTitle(), dialog.message.text()))
        dialog.reject()

    monkeypatch.setattr(WaitingDialog, "is_done_soon", lambda _: False)
    monkeypatch.setattr(WaitingDialog, "exec", exec_)
    assert read_all(None, [path, path], 2024) is None
    assert shown == [("读取上年报告", "正在读取「甲.gknb」，其后还有1份…")]


def test_all_files_are_read_in_their_order(qtbot: QtBot, tmp_path: Path, example: Report) -> None:
    paths = [saved(example, tmp_path / name).path for name in ("甲.gknb", "乙.gknb")]
    sources = read_all(None, paths, 2024)
    assert sources is not None
    assert [source.path for source in sources] == paths


def test_a_blank_that_last_year_gives_is_suggested_beside_the_cell_and_filled_by_one_key(
    qtbot: QtBot, session: Session, example: Report
) -> None:
    stock = "disclosure/normative/in_force"
    last = put(replace(example, year=2023), stock, "20")
    session.apply(with_last(put(session.report, stock, ""), last, "上年"), "选择上年报告")
    window = shown(qtbot, session)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = table_page(window, "disclosure")
    page.go_to(stock)
    values = session.report.values
    given = (
        20
        + int(values["disclosure/normative/issued"])
        - int(values["disclosure/normative/repealed"])
    )
    assert page.card.suggestion.text() == f"按上年推算：{given}"
    qtbot.keyClick(page.view, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: session.report.values.get(stock) == given)
    assert page.card.suggestion.isHidden()
    assert session.undo_stack.undoText() == "按上年推算"
    page.go_to("disclosure/licences/decisions")
    assert page.card.suggestion.isHidden()
