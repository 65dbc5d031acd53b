"""导出 to PDF, where LibreOffice makes it: what becomes of it, and of the other files."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake.office import suites
from tests.ui.export.exporting import click, export_page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.export.choices import PDF
from ui.export.page import ExportPage
from ui.paper.libreoffice import Conversion
from ui.wizard import Wizard

with_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler is missing",
)


@pytest.fixture
def page(wizard: Wizard) -> ExportPage:
    """The last step of the complete example."""
    return export_page(wizard)


def test_without_libreoffice_the_page_says_how_to_get_a_pdf(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suites, "soffice", lambda: "")
    page = ExportPage(session, Settings())
    qtbot.addWidget(page)
    page.choices.kinds[PDF].setChecked(True)
    assert not page.choices.kinds[PDF].isEnabled()
    assert not page.choices.wants_pdf
    assert page.choices.kinds[PDF].toolTip() == "用 WPS 打开 Word 文件，另存为 PDF。"


def test_a_pdf_that_cannot_be_made_leaves_the_other_files(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suites, "soffice", lambda: "/nowhere/soffice")
    page.choices.kinds[PDF].setEnabled(True)
    page.choices.kinds[PDF].setChecked(True)
    click(qtbot, page.export_button)
    qtbot.waitUntil(lambda: page.export_button.isEnabled())
    assert page.written.count() == 3
    assert "未生成 PDF。用 WPS 打开 Word 文件，另存为 PDF。" in page.state.text()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_pdf_that_cannot_be_read_is_not_kept(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Conversion, "begin", lambda job, word: job.done.emit(b"%PDF-", []))
    page.choices.kinds[PDF].setEnabled(True)
    page.choices.kinds[PDF].setChecked(True)
    click(qtbot, page.export_button)
    assert "生成的 PDF 不完整，未保存" in page.state.text()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_pdf_goes_on_while_another_step_is_looked_at_but_not_behind_a_closed_window(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Conversion] = []
    stopped: list[Conversion] = []  # the preview, which is not seen on another step, is among them
    monkeypatch.setattr(Conversion, "begin", lambda job, word: begun.append(job))
    monkeypatch.setattr(Conversion, "stop", lambda job: stopped.append(job))
    page.choices.kinds[PDF].setEnabled(True)
    page.choices.kinds[PDF].setChecked(True)
    click(qtbot, page.export_button)
    window = page.window()
    assert isinstance(window, Wizard)
    window.show_step("unit")
    (pdf,) = [job for job in begun if job not in stopped]
    window.close()
    assert pdf in stopped


@with_office
def test_the_pdf_says_what_the_word_file_says(
    qtbot: QtBot, page: ExportPage, tmp_path: Path
) -> None:
    for name, box in page.choices.kinds.items():
        box.setChecked(name in ("Word 文件", PDF))
    click(qtbot, page.export_button)
    assert not page.export_button.isEnabled()
    qtbot.waitUntil(lambda: page.written.count() == 2)
    (pdf,) = tmp_path.glob("*.pdf")
    assert "已重新打开：共" in page.written.texts()[1]
    call = ["pdftotext", "-raw", str(pdf), "-"]
    text = "".join(subprocess.run(call, capture_output=True, check=True).stdout.decode().split())
    for said in (
        "青岚市商务局",
        "2024年政府信息公开工作年度报告",
        "8406",
        "没有需要报告的其他事项",
    ):
        assert said in text
    assert page.state.text() == "已导出2个文件（草稿）。"
