"""A PDF that the program draws: its text, language and bookmarks, and what a loss is called."""

import io
import re
from typing import Final

import pytest
from pypdf import PdfReader

from export.outline import OutlineHeading, outline
from export.pdf.completion import Bookmark, DrawnPdf, complete
from export.pdf.proof import page_pictures, page_texts, prove_drawn
from model.drafts import storage
from model.errors import ReadbackError, ReportError
from model.report.answers import put
from model.report.begin import title
from model.report.report import Report, Stage
from tests.conftest import EXAMPLE
from tests.sampling import sampled
from tests.writing import MOMENT, render_pdf
from ui.paper.pages import draw_pdf

pytestmark = pytest.mark.usefixtures("qapp")

GB2312: Final = "".join(
    bytes((row, cell)).decode("gb2312", "ignore")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
)
PART: Final = 700
PROBLEMS: Final = "text/problems.problems"


def loaded() -> Report:
    return storage.load(EXAMPLE).report.at_stage(Stage.FINAL)


def text_of(data: bytes) -> str:
    """The text of all pages, without their numbers."""
    pages = ("".join(page.split()) for page in page_texts(data))
    return "".join(page.replace(f"—{number}—", "") for number, page in enumerate(pages, 1))


@pytest.mark.parametrize("begin", sampled(range(0, 6763, PART), 3))
def test_every_character_of_gb_2312_is_found_in_the_pdf(begin: int) -> None:
    assert len(set(GB2312)) == 6763
    text = GB2312[begin : begin + PART]
    assert text in text_of(render_pdf(put(loaded(), PROBLEMS, text)))


@pytest.mark.parametrize(
    "text",
    [
        "工作办法见八月二日一览表，生产用水、土、木、火、金",  # Qt writes them as radicals
        "电话0000-0000000，“一网通办”……〇号——ＡＢ，℃，①⑩㈠ⅣⅩ·、〔2024〕％‰",
        "𠮷家：姓名用字，fi ffi fl",  # one character beyond U+FFFF, and letters that may join
        "网址https://www.qinglan.example/zwgk/fdzdgknr/2024/index.html?page=1&id=22，邮箱。",
    ],
)
def test_rare_signs_are_found_as_they_were_typed(text: str) -> None:
    assert "".join(text.split()) in text_of(render_pdf(put(loaded(), PROBLEMS, text)))


@pytest.mark.parametrize(
    "text",
    [
        "  双  空  格  ",
        "\u00a0不间断\u2003空格\u3000",
        "软\u00ad连字符，零\u200b宽\u200d连\ufeff",
        "ⅷ，︵竖︶，㈱℡㎡",  # PDFium writes the first three as other characters
        "e\u0301 ạ̈ é，مرحبا",
        "政" * 3000,
    ],
)
def test_unusual_texts_are_no_false_alarm(text: str) -> None:
    assert render_pdf(put(loaded(), PROBLEMS, text))


def test_a_radical_in_the_place_of_a_character_is_a_loss() -> None:
    report = loaded()
    drawn = draw_pdf(report)
    data = complete(report, MOMENT, changed(drawn, "工", "\u2f2f"))
    with pytest.raises(ReadbackError, match="第1页缺少「工」"):
        prove_drawn(report, data, drawn)


@pytest.mark.parametrize("text", ["\U000f0000", "私\ue000"])
def test_a_character_that_no_font_holds_is_named_and_there_is_no_pdf(text: str) -> None:
    with pytest.raises(ReportError, match=f"没有可以印出「{text[-1]}」的字体。未生成 PDF"):
        render_pdf(put(loaded(), PROBLEMS, text))


def test_two_characters_of_one_shape_are_both_found() -> None:
    """Fonts have one glyph for 工 and for the radical U+2F2F; here 的 stands for it once."""
    report = loaded()
    drawn = draw_pdf(report)
    data = complete(report, MOMENT, changed(drawn, "的", "\u2f2f"))
    text = "".join(next(page_texts(data)).split())
    count = "".join(drawn.glyphs[0]).count("的")
    assert count > 1
    assert (text.count("\u2f2f"), text.count("的")) == (1, count - 1)


def test_a_pdf_says_its_language_its_title_and_its_headings() -> None:
    report = loaded()
    reader = PdfReader(io.BytesIO(render_pdf(report)))
    root = reader.root_object
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == title(report)
    assert reader.metadata.creation_date == MOMENT
    headings = [item for item in outline(report) if isinstance(item, OutlineHeading)]
    assert flat(reader, reader.outline) == [(one.level, one.text) for one in headings]
    for item in reader.outline:
        if not isinstance(item, list):
            page = reader.get_destination_page_number(item)
            assert page is not None
            assert item.title.replace(" ", "") in "".join(reader.pages[page].extract_text().split())


def flat(reader: PdfReader, items: list, level: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in items:
        found += flat(reader, item, level + 1) if isinstance(item, list) else [(level, item.title)]
    return found


def test_every_font_is_embedded_as_a_part() -> None:
    for page in PdfReader(io.BytesIO(render_pdf(loaded()))).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor
            assert re.match(r"/[A-Z]{6}\+", font.get_object()["/BaseFont"])


def test_one_report_gives_one_pdf() -> None:
    assert render_pdf(loaded()) == render_pdf(loaded())


def changed(drawn: DrawnPdf, old: str, new: str) -> DrawnPdf:
    """A drawing that says of one glyph that it is another."""
    page = list(drawn.glyphs[0])
    page[page.index(old)] = new
    return drawn._replace(glyphs=[page, *drawn.glyphs[1:]])


def test_a_character_that_is_not_read_again_is_named() -> None:
    report = loaded()
    drawn = draw_pdf(report)
    data = complete(report, MOMENT, changed(drawn, "务", "错"))
    with pytest.raises(ReadbackError, match="第1页缺少「务」，未保存"):
        prove_drawn(report, data, drawn)


def test_a_page_that_is_not_read_again_is_named() -> None:
    report = loaded()
    drawn = draw_pdf(report)
    with pytest.raises(ReadbackError, match="第1页缺少"):
        prove_drawn(report, b"%PDF-1.7\n", drawn)


@pytest.mark.parametrize(
    ("address", "value"),
    [
        (PROBLEMS, "没有绘出的一段话。"),
        ("requests/received/natural", "9352"),
        ("note/review", "注：某。"),
        ("unit/signature", "青岚市商务局办公室"),
    ],
)
def test_a_text_that_was_not_drawn_is_named(address: str, value: str) -> None:
    drawn = draw_pdf(loaded())
    report = put(loaded(), address, value)
    data = complete(report, MOMENT, drawn)
    with pytest.raises(ReadbackError, match="没有印全「"):
        prove_drawn(report, data, drawn)


@pytest.mark.parametrize(("more", "message"), [(["多"], "缺少字符「多」"), ([], "比绘出的多字符")])
def test_glyphs_that_do_not_fit_the_drawing_are_refused(more: list[str], message: str) -> None:
    report = loaded()
    drawn = draw_pdf(report)
    page = [*drawn.glyphs[0], *more] if more else list(drawn.glyphs[0])[:-1]
    with pytest.raises(ReadbackError, match=message):
        complete(report, MOMENT, drawn._replace(glyphs=[page, *drawn.glyphs[1:]]))


def test_the_parts_of_a_drawing() -> None:
    drawn = draw_pdf(loaded())
    assert drawn.bookmarks[0] == Bookmark(1, "一、总体情况", 0, drawn.bookmarks[0].height)
    assert 100 < drawn.bookmarks[0].height < 842


def test_pictures_show_the_pages_on_white_paper() -> None:
    pages = list(page_pictures(render_pdf(loaded()), 30))
    assert len(pages) == 7
    for page in pages:
        assert (page.width, page.height, len(page.pixels)) == (248, 351, 248 * 351 * 4)
        assert page.pixels[:3] == b"\xff\xff\xff"
        assert min(page.pixels) < 128
    assert list(page_pictures(b"%PDF-", 30)) == []
