"""The fonts of the drawn pages: the named ones, or what stands in and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from export import style
from model.errors import ReportError
from model.report.report import Fonts
from ui.paper import faces
from ui.paper.faces import FaceFinder, is_licence_free, may_be_embedded

pytestmark = pytest.mark.usefixtures("qapp")

KAITI = Path("/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf")
OWN, NAME = "AR PL KaitiM GB", "FangSong_GB2312"
"""The name of that font, and an equally long one of another."""


def licence(bits: int) -> bytes:
    """Table OS/2 with the bits of a licence."""
    return bytes(8) + bits.to_bytes(2, "big") + bytes(80)


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x000C, 0x0006])
def test_a_font_that_may_be_embedded_is_known_by_its_licence(bits: int) -> None:
    assert is_licence_free(licence(bits))


@pytest.mark.parametrize("bits", [0x0002, 0x0100, 0x0108, 0x0200])
def test_a_font_that_forbids_embedding_parts_or_shapes_is_known_too(bits: int) -> None:
    assert not is_licence_free(licence(bits))


def with_licence(bits: int) -> bytes:
    """The font 楷体 under the name of 仿宋_GB2312, with the bits of a licence."""
    data = bytearray(KAITI.read_bytes())
    for coding in ("utf-16-be", "ascii"):
        data[:] = data.replace(OWN.encode(coding), NAME.encode(coding))
    entry = data.index(b"OS/2")
    table = int.from_bytes(data[entry + 8 : entry + 12], "big")
    data[table + 8 : table + 10] = bits.to_bytes(2, "big")
    return bytes(data)


@pytest.fixture
def installed(request: pytest.FixtureRequest) -> Iterator[None]:
    """That font among those of this computer."""
    number = QFontDatabase.addApplicationFontFromData(with_licence(request.param))
    assert NAME in QFontDatabase.applicationFontFamilies(number)
    yield
    QFontDatabase.removeApplicationFont(number)


arphic = pytest.mark.skipif(not KAITI.is_file(), reason="the font is missing")


@arphic
@pytest.mark.parametrize("installed", [0x0008], indirect=True)
@pytest.mark.usefixtures("installed")
def test_a_font_that_is_here_is_used_by_any_of_its_names() -> None:
    finder = FaceFinder()
    assert finder.family("仿宋_GB2312") == NAME
    assert finder.sentence() == ""


@arphic
@pytest.mark.parametrize("installed", [0x0002], indirect=True)
@pytest.mark.usefixtures("installed")
def test_a_font_that_forbids_embedding_is_named_with_what_stands_in() -> None:
    assert not may_be_embedded(NAME)
    finder = FaceFinder()
    instead = finder.family("仿宋_GB2312")
    assert instead != NAME
    assert finder.sentence() == f"不允许嵌入的字体，在 PDF 和打印中代以：{instead}（仿宋_GB2312）。"
    assert may_be_embedded(instead)


@pytest.mark.parametrize("fonts", Fonts)
def test_with_one_chinese_font_that_is_used_and_named(
    fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = "Noto Sans CJK SC"
    monkeypatch.setattr(faces.QFontDatabase, "families", lambda *_: [only])
    monkeypatch.setattr(faces.QFontInfo, "family", lambda info: "DejaVu Sans")
    finder = FaceFinder()
    named = dict.fromkeys((*style.FACES[fonts][:4], style.SONG_FONT))
    assert {finder.family(name) for name in named} == {only}
    said = f"本机没有的字体，在 PDF 和打印中代以：{only}（{'、'.join(named)}）。"
    assert finder.sentence() == said


def test_without_any_chinese_font_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces.QFontDatabase, "families", lambda *_: [])
    monkeypatch.setattr(faces.QFontInfo, "family", lambda info: "DejaVu Sans")
    with pytest.raises(ReportError, match="没有可以嵌入 PDF 的中文字体"):
        FaceFinder().family(style.SONG_FONT)


def test_a_title_is_bold_where_its_font_has_no_bold_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finder = FaceFinder()
    monkeypatch.setattr(faces, "_has_bold", lambda family: False)
    face = finder.typeface(style.SONG_FONT, 22, bold=True)
    assert face.outline > 0
    assert not face.chinese.bold()
    monkeypatch.setattr(faces, "_has_bold", lambda family: True)
    face = finder.typeface(style.SONG_FONT, 22, bold=True)
    assert (face.outline, face.chinese.bold()) == (0, True)
