"""Beginning a report: in two answers, knowing the unit, or following last year's."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report
from model.unit import Unit, UnitKind
from tests.ui.starting import chosen, opened, press, saved, start
from ui.app import clock
from ui.base.settings import Settings
from ui.entry import opening
from ui.entry.new_dialog import NewDialog


def test_a_new_report_needs_a_name_and_a_year(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("某县水务局")
    dialog.year.setText("2024")
    first, second = dialog.begin(), dialog.begin()
    assert (first.path.name, second.path.name) == (
        "2024年某县水务局年报.gknb",
        "2024年某县水务局年报(2).gknb",
    )


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_report_without_a_name_is_asked_for_it_at_its_field(
    qtbot: QtBot, tmp_path: Path, typed: str
) -> None:
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText(typed)
    dialog.folder.setFocus()
    (button,) = (one for one in dialog.findChildren(QPushButton) if one.text() == "新建")
    button.click()
    complaint = dialog._complaints[dialog.name]
    assert (complaint.words.text(), complaint.isVisible()) == ("填写机关名称。", True)
    assert (dialog.focusWidget(), dialog.name.property("wrong")) == (dialog.name, "true")
    assert (dialog.loaded, list(tmp_path.iterdir())) == (None, [])
    dialog.name.setText("某县水务局")
    assert (complaint.isVisible(), dialog.name.property("wrong")) == (False, "")


def test_the_name_that_is_proposed_is_typed_over(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewDialog(tmp_path, None, Unit(name="某市水务局"))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    qtbot.waitUntil(dialog.name.hasFocus)
    assert dialog.name.selectedText() == "某市水务局"
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    assert dialog.name.text() == "x"


def test_the_buttons_stand_right_below_the_fields(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    dialog = NewDialog(tmp_path, last=[Loaded(example, tmp_path / "a.gknb", "")])
    qtbot.addWidget(dialog)
    dialog.show()
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    below = buttons.geometry().top() - dialog._scrolled.geometry().bottom()
    assert below <= dialog.layout().spacing() + 1


def test_a_year_after_next_year_is_refused_and_nothing_is_made(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    late = clock.today().year + 2
    sentence = f"{late}年度还不能填报，最晚为{late - 1}年度。核对年度。"
    dialog = NewDialog(tmp_path, None, Unit(name="某市水务局"))
    qtbot.addWidget(dialog)
    dialog.year.setText(str(late))
    dialog.accept()
    assert dialog._complaints[dialog.year].words.text() == sentence
    assert dialog.year.property("wrong") == "true"
    last = [Loaded(replace(example, year=late - 1), tmp_path / "a.gknb", "")]
    following = NewDialog(tmp_path, last=last)
    qtbot.addWidget(following)
    following.accept()
    assert following._complaints[following.year].words.text() == sentence
    assert list(tmp_path.iterdir()) == []
    dialog.year.setText(str(late - 1))
    dialog.accept()
    assert dialog.loaded is not None


def test_a_new_report_that_cannot_be_begun_keeps_what_was_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = NewDialog(tmp_path / "nowhere")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText("某县水务局")
    dialog.accept()
    assert dialog.loaded is None
    complaint = dialog._complaints[dialog.folder]
    assert complaint.words.text().endswith("不存在。选择另一个文件夹。") and complaint.isVisible()
    assert dialog.focusWidget() is dialog.folder
    assert (dialog.folder.property("wrong"), dialog.year.property("wrong")) == ("true", None)
    dialog.folder.setText(str(tmp_path))
    assert (dialog.folder.property("wrong"), complaint.isVisible()) == ("", False)
    dialog.accept()
    assert dialog.loaded is not None


def test_a_new_report_knows_the_unit_of_the_last_one(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    settings = Settings()
    phoned = put(put(empty, "unit/phone", "0000-1"), "unit/kind", "派出机关")
    opening.keep_unit(Loaded(phoned, tmp_path / "a.gknb", ""), settings)
    unit = opening.known_unit(settings)
    assert (unit.name, unit.phone, unit.kind) == ("某市水务局", "0000-1", UnitKind.AGENCY)
    assert unit.deadline is None
    settings.choices = settings.choices._replace(pitch="28")
    dialog = NewDialog(tmp_path, None, unit, opening.options_of(settings))
    qtbot.addWidget(dialog)
    report = dialog.begin().report
    assert (report.unit.phone, report.options.pitch) == ("0000-1", "28")
    dialog.name.setText("某市财政局")
    assert dialog.begin().report.unit.phone == ""


def test_the_kind_of_a_new_report_follows_the_name_until_it_is_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    assert (dialog.kind.currentText(), dialog.kind.placeholderText()) == ("", "按机关名称拟定")
    dialog.name.setText("某县人民政府")
    assert dialog.kind.currentText() == "县级政府"
    unit = dialog.begin().report.unit
    assert (unit.kind, str(unit.deadline)[4:]) == (UnitKind.COUNTY, "-02-20")
    dialog.kind.setCurrentText("部门")
    dialog.kind.textActivated.emit("部门")
    dialog.name.setText("某镇人民政府")
    assert dialog.kind.currentText() == "部门"
    unit = dialog.begin().report.unit
    assert (unit.kind, unit.by_hand) == (UnitKind.DEPARTMENT, ("kind",))


def test_a_name_that_does_not_decide_the_kind_begins_a_report_all_the_same(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("某市人民政府")
    assert dialog.kind.currentText() == ""
    assert dialog.kind.placeholderText() == "县级还是地市级，可在“单位与年度”中选择"
    dialog.accept()
    assert dialog.loaded is not None
    unit = dialog.loaded.report.unit
    assert (unit.kind, unit.deadline) == (UnitKind.OPEN, None)


def test_a_kind_chosen_last_year_stays_in_the_next_report(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    last = saved(put(empty, "unit/kind", "授权组织"), tmp_path / "a.gknb")
    dialog = NewDialog(tmp_path, last=[last])
    qtbot.addWidget(dialog)
    dialog.name.setText("某县人民政府")
    assert dialog.kind.currentText() == "授权组织"
    assert dialog.begin().report.unit.kind is UnitKind.AUTHORISED


def test_a_kind_remembered_by_an_earlier_version_is_proposed_anew() -> None:
    settings = Settings()
    settings.unit = {"name": "某县人民政府", "kind": "县级以上政府"}
    assert opening.known_unit(settings).kind is UnitKind.COUNTY


def test_the_examples_unit_is_nobodys(tmp_path: Path, example: Report) -> None:
    settings = Settings()
    opening.keep_unit(Loaded(example, tmp_path / "a.gknb", ""), settings)
    assert settings.unit == {}


def test_a_remembered_unit_that_cannot_be_read_is_left_out() -> None:
    settings = Settings()
    settings.unit = {"name": "某局", "kind": "无", "year": "2", "phone": "1\n2"}
    settings.unit |= {"deadline": "x", "signed_on": "2025-01-15"}
    unit = opening.known_unit(settings)
    assert (unit.name, unit.kind, unit.phone) == ("某局", UnitKind.DEPARTMENT, "1 2")
    assert unit.signed_on is None


@pytest.mark.parametrize("years_on", [0, -1])
def test_a_report_that_would_not_come_after_last_years_is_refused_under_the_year(
    qtbot: QtBot, tmp_path: Path, example: Report, years_on: int
) -> None:
    dialog = NewDialog(tmp_path, last=[Loaded(example, tmp_path / "a.gknb", "")])
    qtbot.addWidget(dialog)
    dialog.year.setText(str(example.year + years_on))
    dialog.accept()
    said = dialog._complaints[dialog.year].words.text()
    assert said == "上年报告是2024年度的，新建的报告应为2025年度。核对年度。"
    assert dialog.loaded is None and list(tmp_path.iterdir()) == []


def test_a_new_report_follows_last_years(
    qtbot: QtBot, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = saved(example, tmp_path / "a.gknb")
    chosen(monkeypatch, last.path)
    shown: list[NewDialog] = []
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: (shown.append(dialog), dialog.accept()))
    application, window = start(qtbot)
    press(qtbot, window, "从上年报告新建")
    report = opened(qtbot, application)
    assert (report.year, report.unit.name) == (2025, example.unit.name)
    assert report.last_values == example.totals()
    assert application.wizard is not None
    assert application.wizard.session.path.name == "2025年青岚市商务局年报.gknb"
    assert "上年结转按上年数带入" in shown[0].message.text()


def test_a_gap_between_the_years_is_said(qtbot: QtBot, tmp_path: Path, example: Report) -> None:
    dialog = NewDialog(tmp_path, last=[saved(example, tmp_path / "a.gknb")])
    qtbot.addWidget(dialog)
    dialog.year.setText("2027")
    assert dialog.message.text().startswith("年度不相连")
    assert dialog.begin().report.previous is None


def test_nothing_is_begun_where_no_draft_is_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, "")
    application, window = start(qtbot)
    for words in ("从上年报告新建", "打开草稿"):
        press(qtbot, window, words)
    assert application.wizard is None
