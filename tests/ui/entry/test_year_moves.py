"""Years moved on: offered when a report begins from last year's, and from the menu."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model.report.answers import put
from model.report.report import Report
from tests.ui.compare.test_comparison import drawn
from tests.ui.compare.test_comparison import press as tick
from tests.ui.conftest import menu_act
from tests.ui.starting import chosen, opened, press, saved, start
from ui.base.session import Session
from ui.entry.new_dialog import NewDialog
from ui.imports.dialog import ImportDialog, offer_years
from ui.wizard import Wizard

MANAGED = "text/overview.management"
BODY = "2024年，我局开展培训。\n较2023年增加3件。\n平台2019年上线。\n"


def dialog_of(wizard: Wizard) -> ImportDialog:
    (dialog,) = wizard.findChildren(ImportDialog)
    return dialog


def test_a_report_begun_from_last_years_offers_its_years_one_by_one(
    qtbot: QtBot, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tuple(replace(one, body="") for one in example.texts)
    last = put(replace(example, texts=texts, year=2024), MANAGED, BODY)
    chosen(monkeypatch, saved(last, tmp_path / "上年.gknb").path)
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: dialog.accept())
    application, window = start(qtbot)
    press(qtbot, window, "从上年报告新建")
    report = opened(qtbot, application)
    wizard = application.wizard
    assert wizard is not None
    assert report.text("overview.management").body == BODY  # type: ignore[union-attr]
    dialog = dialog_of(wizard)
    assert dialog.windowTitle() == "更新年份"
    assert [line for line in drawn(dialog.comparison) if "第" in line] == [
        "x | 「政府信息管理」第1段 | 2024年，我局开展培训。 | 2025年，我局开展培训。",
        "· | 「政府信息管理」第2段 | 较2023年增加3件。 | 较2024年增加3件。",
    ]
    dialog.take_chosen()
    with_parts_from = wizard.session.report.text("overview.management")
    assert with_parts_from is not None
    assert with_parts_from.body.split("\n")[:2] == ["2025年，我局开展培训。", "较2023年增加3件。"]
    wizard.session.undo_stack.undo()
    assert wizard.session.report == report


def test_a_doubtful_paragraph_is_taken_where_it_is_ticked(
    qtbot: QtBot, wizard: Wizard, session: Session
) -> None:
    session.apply(put(session.report, MANAGED, "较2022年增加3件。"), "改", "")
    offer_years(wizard, session)
    dialog = dialog_of(wizard)
    rows = drawn(dialog.comparison)
    row = next(n for n, line in enumerate(rows) if "较2022年" in line)
    assert rows[row].startswith("·")
    dialog.choose_none()
    tick(qtbot, dialog.comparison, row)
    dialog.take_chosen()
    assert session.report.text("overview.management").body == "较2023年增加3件。"  # type: ignore[union-attr]


def test_where_no_year_moves_that_is_said(wizard: Wizard, session: Session) -> None:
    message: list[str] = []
    session.message.connect(message.append)
    texts = tuple(replace(one, body="") for one in session.report.texts)
    session.apply(replace(session.report, texts=texts), "清空", "")
    menu_act(wizard, "更新文字中的年份…").trigger()
    assert message[-1] == "文字中没有需要更新的年份。"
    assert not wizard.findChildren(ImportDialog)


@pytest.mark.parametrize(
    ("body", "name", "chosen", "why"),
    [
        ("2023年，我局开展培训。", "全选", 1, "勾选 1 处"),
        ("2023年，我局开展培训。\n较2022年增加3件。", "全选（需核对 1 处除外）", 1, "勾选 1 处"),
        ("较2022年增加3件。", "全选（需核对 1 处除外）", 0, "各处都需核对，看过后逐处勾选"),
    ],
)
def test_choosing_all_years_does_what_its_button_says(
    wizard: Wizard, session: Session, body: str, name: str, chosen: int, why: str
) -> None:
    texts = tuple(replace(one, body="") for one in session.report.texts)
    session.apply(put(replace(session.report, texts=texts), MANAGED, body), "改", "")
    offer_years(wizard, session)
    dialog = dialog_of(wizard)
    dialog.choose_none()
    (button,) = [b for b in dialog.findChildren(QPushButton) if b.text().startswith("全选")]
    assert (button.text(), button.toolTip(), button.isEnabled()) == (name, why, chosen > 0)
    button.click()
    assert len(dialog.comparison.chosen()) == chosen
