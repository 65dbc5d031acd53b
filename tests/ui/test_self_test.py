"""--self-test: what the program says of itself on a computer it was just put on."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication

from export.pdf.completion import DrawnPdf
from model.errors import ReadbackError
from model.report.report import Report
from model.resources import ROOT
from ui import self_test
from ui.self_test import STEPS, Work, run_self_test

METHODS = "由系统提供" if sys.platform == "win32" else "compose、ibus"
PASSED = f"""\
读取报告格式：通过（2019、2021）
生成示例草稿：通过（青岚市商务局）
核对：通过（11条关系成立）
导出并读回：通过（Word 文件、Excel 文件、网页文件）
导入：通过（由独立的读取程序读了3个文件）
读取各种文件：通过（.txt、.md、.html、.mht、.mhtml、.docx、.xlsx、.xls、.ods、.pdf、.gknb）
打开和关闭窗口：通过（offscreen；输入法：{METHODS}；PDF 已绘制并读回；打印已试，本机打印机{{}}台）
全部通过
"""


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the folders back that the self-test names for itself."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def without_screen(home: Path) -> dict[str, str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in gone} | {
        "HOME": str(home)
    }


def test_every_step_passes_without_a_screen_and_nothing_is_left(
    tmp_path: Path, qapp: QApplication
) -> None:
    printers = len(QPrinterInfo.availablePrinterNames())
    call = [sys.executable, str(ROOT / "main.py"), "--self-test"]
    done = subprocess.run(
        call, env=without_screen(tmp_path), capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.stdout, done.returncode) == (PASSED.format(printers), 0)
    assert list(tmp_path.rglob("*")) == []


def test_a_step_that_fails_is_named_and_the_next_are_tried(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(work: Work) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    steps: dict[str, Callable[[Work], str]] = {"生成示例草稿": fail, "核对": lambda _: "无误"}
    assert run_self_test(steps) == 1
    message = "生成示例草稿：未通过（OSError：磁盘已满）\n核对：通过（无误）\n有步骤未通过\n"
    assert capsys.readouterr().out == message


def test_a_document_that_reads_otherwise_does_not_pass(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = iter([{"requests/received/natural": 1}, {"requests/received/natural": 2}])
    monkeypatch.setattr(self_test, "_tables", lambda _: next(read))
    names = ("生成示例草稿", "导出并读回", "导入")
    assert run_self_test({name: STEPS[name] for name in names}) == 1
    message = "导入：未通过（FailedError：从.docx文件读出的数字与草稿不同）"
    assert message in capsys.readouterr().out


def test_a_pdf_that_reads_otherwise_does_not_pass(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    def spoilt(report: Report) -> DrawnPdf:
        raise ReadbackError("生成的 PDF 缺少字符「年」，未保存。")

    monkeypatch.setattr(self_test, "draw_pdf", spoilt)
    steps = {"生成示例草稿": STEPS["生成示例草稿"], "绘制": self_test._draw}
    assert run_self_test(steps) == 1
    assert (
        "绘制：未通过（ReadbackError：生成的 PDF 缺少字符「年」，未保存。）"
        in capsys.readouterr().out
    )
