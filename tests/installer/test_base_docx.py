"""base.docx: the page and its styles, as resources hold them."""

import io
import runpy
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from export import style, word
from installer import base_docx
from model.report.report import Fonts

PATH = word.PATHS[Fonts.STANDARD]
# Twips, worked out from GB/T 9704: 1 mm is 56.69.
PAGE = {"w": 11906, "h": 16838}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587, "footer": 1395, "header": 1134}


def unpacked(data: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    """Give the parts with their times, in order: zlib's releases compress differently."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


@pytest.mark.parametrize("fonts", Fonts)
def test_the_bases_in_resources_are_what_the_program_makes(fonts: Fonts) -> None:
    assert unpacked(word.PATHS[fonts].read_bytes()) == unpacked(base_docx.base_docx(fonts))


def test_running_the_module_writes_the_bases_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {fonts: tmp_path / path.name for fonts, path in word.PATHS.items()}
    monkeypatch.setattr(word, "PATHS", paths)
    runpy.run_path(base_docx.__file__, run_name="__main__")
    for fonts, path in paths.items():
        assert unpacked(path.read_bytes()) == unpacked(base_docx.base_docx(fonts))


def test_page_and_margins_are_those_of_the_standard_in_twips() -> None:
    section = docx.Document(str(PATH)).sections[0]._sectPr
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    assert {key: int(size.get(qn(f"w:{key}"))) for key in PAGE} == PAGE
    assert {key: int(margins.get(qn(f"w:{key}"))) for key in MARGINS} == MARGINS


def test_the_text_area_is_156_by_225_mm() -> None:
    width = PAGE["w"] - MARGINS["left"] - MARGINS["right"]
    height = PAGE["h"] - MARGINS["top"] - MARGINS["bottom"]
    assert abs(width - style.TEXT_WIDTH) <= 1
    assert abs(width / 56.69 - 156) < 0.1
    assert abs(height / 56.69 - 225) < 0.1


def test_22_lines_fill_the_text_area() -> None:
    section = docx.Document(str(PATH)).sections[0]._sectPr
    grid = section.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    height = PAGE["h"] - MARGINS["top"] - MARGINS["bottom"]
    assert 22 * 579 <= height < 23 * 579


def test_28_characters_fill_a_line() -> None:
    normal = docx.Document(str(PATH)).styles["Normal"].element.rPr
    assert normal.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert normal.find(qn("w:sz")).get(qn("w:val")) == "32"
    assert 28 * (320 - 5) <= style.TEXT_WIDTH < 29 * (320 - 5)


def test_the_base_holds_no_text_of_its_own() -> None:
    document = docx.Document(io.BytesIO(base_docx.base_docx()))
    assert document.paragraphs == []
    assert document.tables == []
