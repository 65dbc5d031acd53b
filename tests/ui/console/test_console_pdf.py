"""export --only pdf: the console draws a PDF without a screen, in a process of its own."""

import builtins
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model.drafts import storage
from model.resources import ROOT
from tests import office
from tests.conftest import EXAMPLE
from tests.paper import sheets
from tests.patience import PATIENCE
from tests.ui.console.calling import Run


def called(folder: Path, fonts: Path = office.FONTS) -> str:
    """Export the example as a PDF where there is no screen; give what is said."""
    lacking = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in lacking}
    call = [sys.executable, str(ROOT / "main.py"), "export", str(EXAMPLE), "--only", "pdf"]
    done = subprocess.run(
        [*call, "--out", str(folder)],
        env=environment | {"FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def test_a_pdf_is_drawn_without_a_screen_and_comes_back_whole(run: Run, tmp_path: Path) -> None:
    said = called(tmp_path)
    (pdf,) = tmp_path.glob("*.pdf")
    assert f"{pdf}：已重新打开：共7页，" in said
    assert len(sheets(pdf.read_bytes())) == 7
    status, said, _ = run("import", pdf, "--out", tmp_path / "读回.gknb")
    assert (status, "全部识别" in said) == (0, True)
    read, drawn = (storage.load(path).report for path in (tmp_path / "读回.gknb", EXAMPLE))
    assert read.totals() == drawn.totals()


@pytest.mark.skipif(sys.platform == "win32", reason="fontconfig is not there")
def test_with_one_chinese_font_only_the_pdf_is_whole_and_says_what_stands_in(
    tmp_path: Path,
) -> None:
    _, configured = office.only_font(tmp_path, "Noto Sans CJK SC")
    said = called(tmp_path, configured)
    (pdf,) = tmp_path.glob("*.pdf")
    assert "代以：Noto Sans CJK SC（" in said
    assert {name.partition("-")[0] for name in office.fonts_of(pdf)} == {"NotoSansCJKsc"}


def test_a_system_without_what_qt_needs_gets_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name == "ui.paper.offscreen":
            raise ImportError("libGL.so.1")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", lacking)
    status, _, complaint = run("export", EXAMPLE, "--out", tmp_path, "--only", "pdf")
    assert status == 2
    assert "本机缺少绘制 PDF 所需的系统组件（libGL.so.1）" in complaint
