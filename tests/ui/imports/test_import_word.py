"""The exported Word file comes back, changed by somebody: what is listed, ticked, taken over."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake import source
from intake.proposal import Proposal, propose
from model.report.report import Report
from model.report.sections import printed_sentences
from tests.ui.compare.test_comparison import drawn, press
from ui.app import acts
from ui.base.session import Session
from ui.imports.dialog import ImportDialog

ISSUED = "disclosure/normative/issued"
Edit = Callable[[Document], None]


def came_back(report: Report, folder: Path, *edits: Edit) -> Proposal:
    """Export a report, change the file as somebody else would, and hold it against the report."""
    (written,) = acts.export(report, folder, ["word"])
    document = docx.Document(str(written.path))
    for edit in edits:
        edit(document)
    document.save(str(written.path))
    return propose(report, source.read(written.path, report.year))


def retyped(old: str, new: str) -> Edit:
    """Type something else in the paragraph or the cells that say ``old``; nothing: delete it."""

    def edit(document: Document) -> None:
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        inner = [paragraph for cell in cells for paragraph in cell.paragraphs]
        found = [p for p in (*document.paragraphs, *inner) if old in p.text]
        assert found, old
        paragraph = found[0]
        if new:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
        else:
            paragraph._p.getparent().remove(paragraph._p)

    return edit


def put(table: int, row: int, column: int, text: str) -> Edit:
    """Type something else into a cell of a table."""

    def edit(document: Document) -> None:
        document.tables[table].rows[row].cells[column].paragraphs[0].runs[0].text = text

    return edit


def worries(proposal: Proposal) -> list[str]:
    """Give the notes but for the one that says what no Word file carries."""
    return [note for note in proposal.notes if not note.startswith("[说明]")]


def rows(proposal: Proposal, session: Session, qtbot: QtBot) -> list[str]:
    dialog = ImportDialog(session, proposal, "")
    qtbot.addWidget(dialog)
    return drawn(dialog.comparison)


def test_a_file_that_nobody_changed_has_nothing_to_take_over(
    session: Session, tmp_path: Path
) -> None:
    proposal = came_back(session.report, tmp_path)
    assert (proposal.changes, worries(proposal), proposal.heading) == ((), [], "")


def test_a_changed_number_stands_beside_the_drafts_with_its_place(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    proposal = came_back(session.report, tmp_path, put(0, 3, 1, "9"))
    assert rows(proposal, session, qtbot) == [
        "x | 二、主动公开",
        "x | 行政规范性文件，本年制发件数 | 6 | 9",
    ]
    (origin,) = proposal.annotations().values()
    assert origin == "第1个表格第4行第2列"


def test_a_changed_paragraph_is_taken_over_alone(session: Session, tmp_path: Path) -> None:
    edits = retyped("每季度清理", "每月清理"), retyped("标注效力状态", "标明效力")
    proposal = came_back(session.report, tmp_path, *edits)
    assert [one.place for one in proposal.changes] == [
        "「政府信息管理」第1段",
        "「政府信息管理」第2段",
    ]
    assert proposal.sure == tuple(one.part for one in proposal.changes)
    made = proposal.applied_to(session.report, proposal.sure[1:])
    body = made.text("overview.management").body  # type: ignore[union-attr]
    assert "每季度清理" in body
    assert "标明效力" in body


def test_an_added_paragraph_is_offered_and_a_deleted_one_is_not_ticked(
    session: Session, tmp_path: Path
) -> None:
    edits = (
        retyped("规范性文件集中公开", ""),
        retyped("一是政策解读", "新增一段。\n一是政策解读"),
    )
    proposal = came_back(session.report, tmp_path, *edits)
    assert [(one.place, one.part in proposal.doubts) for one in proposal.changes] == [
        ("「政府信息管理」第2段", True),
        ("「存在的主要问题」新增一段", False),
    ]


def test_a_changed_remark_is_listed_and_a_deleted_one_is_not_ticked(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    report = session.report.with_entry("remarks", ISSUED, "含联合制发1件")
    other = "disclosure/normative/repealed"
    session.apply(report.with_entry("remarks", other, "自然失效"), "备注")
    proposal = came_back(
        session.report, tmp_path, put(0, 3, 1, "6（含联合制发2件）"), put(0, 3, 2, "3")
    )
    named = {one.part: proposal.doubts.get(one.part, "") for one in proposal.changes}
    assert {(p.field, p.key): doubt for p, doubt in named.items()} == {
        ("remarks", ISSUED): "",
        ("remarks", other): "来源中没有此备注",
    }


def test_a_deleted_sub_head_is_offered_and_not_ticked(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    edits = retyped("监督保障", ""), retyped("明确1名局领导", "")
    proposal = came_back(session.report, tmp_path, *edits)
    assert rows(proposal, session, qtbot)[1].startswith("· | 「监督保障」 | ")
    assert rows(proposal, session, qtbot)[1].endswith("| （没有此小标题）")
    (doubtful,) = proposal.doubts
    assert proposal.applied_to(session.report, proposal.sure) == session.report
    made = proposal.applied_to(session.report, [doubtful])
    assert made.text("overview.supervision") is None


def test_a_number_changed_in_a_sentence_of_the_programs_is_a_number(
    session: Session, tmp_path: Path
) -> None:
    proposal = came_back(session.report, tmp_path, retyped("收费通知14件", "收费通知15件"))
    assert [one.place for one in proposal.changes] == ["发出收费通知"]
    assert worries(proposal) == []
    made = proposal.applied_to(session.report, proposal.sure)
    assert made.values["figure/fee_notices"] == 15


def test_a_count_changed_in_a_tally_keeps_the_tally(session: Session, tmp_path: Path) -> None:
    old = session.report.tallies[0]
    key, label = old.parts[0]
    count = session.report.values[old.address(key)]
    edit = retyped(f"{label}{count}条", f"{label}{int(count) + 1}条")
    proposal = came_back(session.report, tmp_path, edit)
    (change,) = proposal.changes
    assert change.part.key == old.address(key)
    assert proposal.applied_to(session.report, proposal.sure).tallies == session.report.tallies


def test_other_words_in_a_sentence_of_the_programs_can_be_taken(
    session: Session, tmp_path: Path
) -> None:
    edit = retyped("我局承办人大代表建议3件", "本局共承办人大代表建议3件")
    proposal = came_back(session.report, tmp_path, edit)
    assert worries(proposal) == []
    assert len(proposal.changes) == len(proposal.sure) == 1
    made = proposal.applied_to(session.report, proposal.sure)
    motions = made.text("other.motions")
    assert motions is not None
    assert "2024年，本局共承办人大代表建议3件" in motions.body
    assert printed_sentences(made, motions) == []
    assert made.values == session.report.values


def test_a_sentence_of_the_programs_that_is_gone_is_said(session: Session, tmp_path: Path) -> None:
    proposal = came_back(session.report, tmp_path, retyped("实际收取9件、1260.50元", ""))
    (note,) = worries(proposal)
    assert note.startswith("[来源中没有] 「依据")


def test_words_like_a_sentence_of_the_programs_are_not_ticked(
    session: Session, tmp_path: Path
) -> None:
    edit = retyped("发出收费通知14件，实际收取9件、1260.50元", "发出收费通知、实际收取情况见附表")
    proposal = came_back(session.report, tmp_path, edit)
    (doubt,) = proposal.doubts.values()
    assert "采用后会重复" in doubt


def test_what_is_taken_over_is_one_act_that_can_be_undone(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    before = session.report
    edits = put(0, 3, 1, "9"), retyped("每季度清理", "每月清理")
    dialog = ImportDialog(session, came_back(before, tmp_path, *edits), "")
    qtbot.addWidget(dialog)
    assert session.report is before
    press(qtbot, dialog.comparison, 1)
    assert dialog.take_button.text() == "采用所选 1 处"
    press(qtbot, dialog.comparison, 1)
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    assert session.report.values[ISSUED] == 9
    assert session.undo_stack.undoText() == "导入"
    session.undo_stack.undo()
    assert session.report == before


def test_a_remark_taken_out_of_the_workbook_is_listed_and_not_ticked(
    session: Session, tmp_path: Path
) -> None:
    report = session.report.with_entry("remarks", ISSUED, "含联合制发1件")
    (written,) = acts.export(report, tmp_path, ["excel"])
    assert propose(report, source.read(written.path, 2024)).changes == ()
    book = openpyxl.load_workbook(written.path)
    noted = [c for sheet in book for row in sheet for c in row if "联合制发" in str(c.value)]
    for cell in noted:
        cell.value = None
    book.save(written.path)
    proposal = propose(report, source.read(written.path, 2024))
    assert [(one.part.field, one.part.key) for one in proposal.changes] == [("remarks", ISSUED)]
    assert [*proposal.doubts.values()] == ["来源中没有此备注"]


@pytest.mark.parametrize("kind", ["word", "web", "excel"])
def test_every_published_kind_comes_back_without_a_difference(
    session: Session, tmp_path: Path, kind: str
) -> None:
    (written,) = acts.export(session.report, tmp_path, [kind])
    assert propose(session.report, source.read(written.path, 2024)).changes == ()


def test_categories_of_zero_that_are_not_printed_stay(session: Session, tmp_path: Path) -> None:
    old = session.report.tallies[0]
    report = session.report.with_tally(replace(old, print_zero=False))
    report = report.with_value(old.part_addresses[3], 0)
    assert came_back(report, tmp_path).changes == ()


def test_a_text_without_a_head_is_doubtful_in_a_sub_head_that_is_not_there_yet(
    session: Session, tmp_path: Path
) -> None:
    gone = replace(
        session.report, texts=tuple(b for b in session.report.texts if b.section != "problems")
    )
    path = tmp_path / "a.txt"
    title = f"{gone.unit.name}\n2024年政府信息公开工作年度报告\n"
    path.write_text(
        f"{title}五、存在的主要问题及改进情况\n这一段没有小标题，写在标题之下。\n", "utf-8"
    )
    proposal = propose(gone, source.read(path, 2024))
    assert [one.place for one in proposal.changes] == ["「存在的主要问题」"]
    assert proposal.sure == ()


def test_a_draft_that_cannot_be_written_says_so_and_not_that_it_was_brought_in(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    proposal = came_back(session.report, tmp_path, put(0, 3, 1, "9"))
    session.saver.read_only, message = "只读。", list[str]()
    session.refused.connect(message.append)
    dialog = ImportDialog(session, proposal, "")
    qtbot.addWidget(dialog)
    dialog.take_chosen()
    assert message == ["只读。"]
