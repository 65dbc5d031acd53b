"""导出 to PDF, where LibreOffice makes it: what becomes of it, and of the other files."""

import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from export.pdf.proof import page_texts
from intake.office import suites
from tests.ui.export.exporting import click, export_page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.export.choices import PDF
from ui.export.libreoffice import Conversion
from ui.export.page import ExportPage
from ui.paper import faces
from ui.wizard import Wizard

with_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")


@pytest.fixture
def page(wizard: Wizard) -> ExportPage:
    """The last step of the complete example."""
    return export_page(wizard)


def test_without_libreoffice_the_program_draws_the_pdf(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suites, "soffice", lambda: "")
    page = ExportPage(session, Settings())
    qtbot.addWidget(page)
    page.choices.folder.setText(str(tmp_path))
    page.choices.kinds[PDF].setChecked(True)
    assert page.choices.converted.isHidden()
    page.run()
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    said = page.written.texts()[-1]
    assert "字与草稿一致，所用字体已嵌入" in said
    assert "本机没有的字体，在 PDF 和打印中代以：" in said


def test_a_pdf_that_cannot_be_drawn_leaves_the_other_files(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(faces, "may_be_embedded", lambda family: False)
    page.choices.kinds[PDF].setChecked(True)
    click(qtbot, page.export_button)
    assert page.written.count() == 3
    assert page.state.text() == "本机没有可以嵌入 PDF 的中文字体，未生成 PDF。安装中文字体后再试。"
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_pdf_that_cannot_be_made_leaves_the_other_files(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suites, "soffice", lambda: "/nowhere/soffice")
    page.choices.kinds[PDF].setChecked(True)
    page.choices.converted.setChecked(True)
    click(qtbot, page.export_button)
    qtbot.waitUntil(lambda: page.export_button.isEnabled())
    assert page.written.count() == 3
    assert "未生成 PDF。取消“PDF 由 Word 文件转换”，由程序绘制。" in page.state.text()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_pdf_that_cannot_be_read_is_not_kept(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Conversion, "begin", lambda job, word: job.done.emit(b"%PDF-"))
    page.choices.kinds[PDF].setChecked(True)
    page.choices.converted.setChecked(True)
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
    page.choices.kinds[PDF].setChecked(True)
    page.choices.converted.setChecked(True)
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
    page.choices.converted.setChecked(True)
    click(qtbot, page.export_button)
    assert not page.export_button.isEnabled()
    qtbot.waitUntil(lambda: page.written.count() == 2)
    (pdf,) = tmp_path.glob("*.pdf")
    assert "已重新打开：共" in page.written.texts()[1]
    data = pdf.read_bytes()
    text = "".join("".join(page.split()) for page in page_texts(data))
    for said in (
        "青岚市商务局",
        "2024年政府信息公开工作年度报告",
        "8406",
        "没有需要报告的其他事项",
    ):
        assert said in text
    assert page.state.text() == "已导出2个文件（草稿）。"
    root = PdfReader(io.BytesIO(data)).root_object
    assert root["/MarkInfo"]["/Marked"]  # what is a heading, a table and a cell is said in it
    assert root["/Outlines"]["/First"]
