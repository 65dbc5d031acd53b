"""The fonts of the documents: those of 公文, or those that come with Windows."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from export import style
from export.documents import prove_word
from model.drafts import file_format
from model.errors import DraftError
from model.report.report import Fonts, Report
from tests.writing import render_web, render_word

SPECIAL = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312")


def named(report: Report, fonts: Fonts) -> Report:
    return replace(report, options=replace(report.options, fonts=fonts))


def parts(data: bytes) -> str:
    """All text of a package together."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist())


@pytest.mark.parametrize(
    ("fonts", "faces"),
    [
        (Fonts.STANDARD, ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312")),
        (Fonts.SYSTEM, ("宋体", "黑体", "楷体", "仿宋")),
    ],
)
def test_each_style_names_its_font(
    example: Report, fonts: Fonts, faces: tuple[str, str, str, str]
) -> None:
    styles = docx.Document(io.BytesIO(render_word(named(example, fonts)))).styles
    found = [
        styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3")
    ]
    assert tuple(found) == faces


def test_only_the_title_in_a_font_of_windows_is_bold(example: Report) -> None:
    bold = {
        fonts: docx.Document(io.BytesIO(render_word(named(example, fonts)))).styles["Title"]
        for fonts in Fonts
    }
    assert bold[Fonts.SYSTEM].font.bold
    assert not bold[Fonts.STANDARD].font.bold


def test_a_document_in_fonts_of_windows_names_no_other(example: Report) -> None:
    data = render_word(named(example, Fonts.SYSTEM))
    assert not any(name in parts(data) for name in SPECIAL)
    page = render_web(named(example, Fonts.SYSTEM)).decode("utf-8")
    assert not any(name in page for name in SPECIAL)
    standard = parts(render_word(example))
    assert all(name in standard for name in SPECIAL)


def test_fonts_change_no_word_of_the_report(example: Report) -> None:
    changed = named(example, Fonts.SYSTEM)
    assert prove_word(example, render_word(changed)).paragraphs > 40


def test_a_font_that_every_windows_has_needs_no_alternative() -> None:
    assert set(style.ALTERNATIVES) == set(SPECIAL)


def test_a_draft_names_its_fonts_only_where_somebody_chose_them(example: Report) -> None:
    assert b'"fonts"' not in file_format.encode(example)
    assert b'"shading"' in file_format.encode(example)
    chosen = file_format.encode(named(example, Fonts.SYSTEM))
    assert b'"fonts": "system"' in chosen
    assert file_format.decode(chosen).options.fonts is Fonts.SYSTEM
    assert file_format.decode(file_format.encode(example)).options.fonts is Fonts.STANDARD


def test_fonts_that_do_not_exist_are_refused_by_place(example: Report) -> None:
    chosen = file_format.encode(named(example, Fonts.SYSTEM))
    with pytest.raises(DraftError, match=r"options\.fonts"):
        file_format.decode(chosen.replace(b'"system"', b'"comic"'))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize(
    ("fonts", "others"),
    [
        (
            Fonts.STANDARD,
            {
                "仿宋_GB2312": "仿宋",
                "楷体_GB2312": "楷体",
                "方正小标宋简体": "宋体",
                "黑体": "SimHei",
                "宋体": "SimSun",
            },
        ),
        (
            Fonts.SYSTEM,
            {"仿宋": "FangSong", "楷体": "KaiTi", "黑体": "SimHei", "宋体": "SimSun"},
        ),
    ],
)
def test_each_font_has_one_name_to_take_where_it_is_missing(
    example: Report, fonts: Fonts, others: dict[str, str]
) -> None:
    """Word takes a list of them for one name, and none of more than 31 characters."""
    with zipfile.ZipFile(io.BytesIO(render_word(named(example, fonts)))) as package:
        table = ElementTree.fromstring(package.read("word/fontTable.xml"))
        styles = package.read("word/styles.xml").decode("utf-8")
    found = {
        font.attrib[f"{W}name"]: [name.attrib[f"{W}val"] for name in font.iter(f"{W}altName")]
        for font in table.iter(f"{W}font")
    }
    assert found == {name: [other] for name, other in others.items()}
    assert not any("," in other or len(other) > 31 for other in others.values())
    assert {name for name in others if f'w:eastAsia="{name}"' in styles} == set(others)


def test_a_font_is_known_by_its_names_in_chinese_and_in_english() -> None:
    named_fonts = {name for fonts in Fonts for name in style.FACES[fonts][:4]} | {style.SONG_FONT}
    assert set(style.OTHER_NAMES) == named_fonts
    assert set(style.GB2312_FONTS) == set(SPECIAL)
