"""PDF read as paragraphs and tables: drawn by hand, by LibreOffice, and as one was published."""

import json
import shutil
from pathlib import Path

import pytest

from intake.child import Reader
from intake.content import AsideKind, Document, SourceParagraph
from intake.readers import pdf_pages
from intake.readers.pdf_lines import lines_of
from intake.readers.pdf_pages import Glyph
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from
from intake.worker import forms, read
from model.drafts import storage
from model.errors import RefusedError
from tests import DATA, office
from tests.bad_pdf import forms as form_objects
from tests.bad_pdf import of_content
from tests.conftest import EXAMPLE
from tests.intake.pdf_drawing import Sheet, assembled, document, stream

WIDE = "本机关全年公开信息三百条，内容包括机构职能、政策文件、办事指南等各类信息，公"
"""A line that is as wide as the text of its page."""
LEFT, INDENTED, STEP = 80, 104, 20


def page(*lines: str | tuple[float, str], number: str = "") -> Sheet:
    """Give a page of lines at the left, or at a distance from it; ``number`` stands at its foot."""
    sheet = Sheet()
    for count, line in enumerate(lines):
        x, text = (LEFT, line) if isinstance(line, str) else line
        sheet.write(x, 120 + STEP * count, text)
    if number:
        sheet.write(290, 800, number)
    return sheet


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, SourceParagraph)]


def cells(found: Document, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.height, c.width, c.text) for c in found.tables[number].cells]


def drawn(*sheets: Sheet) -> Document:
    return read(document(*sheets))


def test_a_paragraph_goes_on_over_the_end_of_a_line() -> None:
    found = drawn(page((INDENTED, WIDE[:-2]), WIDE, "开工作有序。", (INDENTED, "下一段。")))
    assert texts(found) == [WIDE[:-2] + WIDE + "开工作有序。", "下一段。"]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    """The page numbers between are no part of it."""
    found = drawn(page((INDENTED, WIDE[:-2]), number="— 1 —"), page("工作有序。", number="— 2 —"))
    assert texts(found) == [WIDE[:-2] + "工作有序。"]
    assert [(a.kind, a.text) for a in found.asides] == [
        (AsideKind.MARGIN, "— 1 —"),
        (AsideKind.MARGIN, "— 2 —"),
    ]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert texts(drawn(page(WIDE, "短行", "另一行"))) == [WIDE + "短行", "另一行"]


def test_a_sentence_that_leaves_room_for_the_next_word_ends_its_paragraph() -> None:
    last = WIDE[:-3] + "1。"
    assert texts(drawn(page(WIDE, WIDE, last, "另一段。"))) == [WIDE + WIDE + last, "另一段。"]


def test_paragraphs_of_one_full_line_are_apart_where_one_goes_on_further_left() -> None:
    full = (INDENTED, WIDE[:-3] + "。")
    found = drawn(page(*[full] * 12, (INDENTED, WIDE[:-2]), "开工作有序。"))
    assert texts(found) == [full[1]] * 12 + [WIDE[:-2] + "开工作有序。"]


def test_a_full_line_that_may_end_a_paragraph_is_named() -> None:
    full = WIDE[:-1] + "。"
    found = drawn(page(WIDE, full, "另一段。"))
    assert texts(found) == [WIDE + full + "另一段。"]
    assert found.notices == (
        "整行以句号结束，与下一行按同一段读取：第1页「…、办事指南等各类信息，。」「另一段。…」。核对分段。",
    )
    for note in ("注：另有一件。", "备注1：另有一件。"):
        assert texts(drawn(page(WIDE, full, note))) == [WIDE + full, note]
    indented = drawn(page((INDENTED, WIDE[:-2]), full, "同一段。"))
    assert texts(indented) == [WIDE[:-2] + full + "同一段。"]
    assert indented.notices == ()


def test_a_gap_after_a_full_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    sheet = page(WIDE, WIDE, full := WIDE[:-1] + "。")
    sheet.write(LEFT, 120 + 2 * STEP + 1.3 * STEP, "另一段。")
    assert texts(drawn(sheet)) == [WIDE + WIDE + full, "另一段。"]


def test_a_sentence_ends_its_paragraph_where_no_line_reaches_an_edge() -> None:
    lines = [WIDE[:27] + "。", "另一段。", WIDE[:20] + "。"]
    assert texts(drawn(page(*lines))) == lines


def test_a_new_heading_is_not_joined_to_a_full_line() -> None:
    full = WIDE[:-1] + "。"
    assert texts(drawn(page(full, "二、主动公开政府信息情况"))) == [
        full,
        "二、主动公开政府信息情况",
    ]


def test_a_long_address_goes_to_the_next_line_whole() -> None:
    line = WIDE[:-6] + "："
    found = drawn(page(WIDE, line, "public@district.example）。"))
    assert texts(found) == [WIDE + line + "public@district.example）。"]


def test_larger_letters_and_wide_gaps_begin_a_paragraph() -> None:
    sheet = page(WIDE, WIDE)
    sheet.write(LEFT, 170, WIDE[:30], size=16)
    sheet.write(LEFT, 300, WIDE)
    sheet.write(LEFT, 400, WIDE)
    assert texts(drawn(sheet)) == [WIDE + WIDE, WIDE[:30], WIDE, WIDE]


@pytest.mark.parametrize("number", ["2、", "2. ", "二、", "（二）"])
def test_a_number_begins_a_paragraph_after_a_full_line_that_ends_a_sentence(number: str) -> None:
    full = WIDE[:-1] + "。"
    assert texts(drawn(page(full, f"{number}主动公开", WIDE))) == [full, f"{number}主动公开", WIDE]


def two_columns(right: float, low: float = 0) -> Sheet:
    """Give a page with a title over two columns; ``low`` is how much lower the right one stands."""
    sheet = Sheet()
    sheet.write(150, 60, "某某局二〇二三年政府信息公开工作年度报告标题")
    full = WIDE[:16]
    for count, text in enumerate(("　　" + full[2:], full, "左段完。", "（一）小标题", full)):
        sheet.write(60, 100 + STEP * count, text)
    for count, text in enumerate((full, full, "右段完。", "　　" + full[2:], "末。")):
        sheet.write(right, 100 + low + STEP * count, text)
    return sheet


@pytest.mark.parametrize("low", [0, 3, 9])
def test_two_columns_of_prose_are_read_one_after_the_other(low: float) -> None:
    full = WIDE[:16]
    assert texts(drawn(two_columns(290, low))) == [
        "某某局二〇二三年政府信息公开工作年度报告标题",
        *(full[2:] + full + "左段完。", "（一）小标题", full + full + full + "右段完。"),
        full[2:] + "末。",
    ]


def test_lines_with_gaps_or_short_parts_are_no_columns_of_prose() -> None:
    rows = [(60, f"第{n}行的标题文字比较长一些", 330, f"{n} {n}") for n in range(1, 6)]
    sheet = Sheet()
    for count, (x, label, y, figures) in enumerate(rows):
        sheet.write(x, 100 + STEP * count, label)
        sheet.write(y, 100 + STEP * count, figures)
        sheet.write(y + 160, 100 + STEP * count, figures)
    assert len(texts(drawn(sheet))) == len(rows)


def test_the_header_of_every_page_is_no_text() -> None:
    sheets = [page(WIDE, f"第{n}件。") for n in "一二"]
    for sheet in sheets:
        sheet.write(250, 50, "某市某局年度报告")
    found = drawn(*sheets)
    assert [a.text for a in found.asides] == ["某市某局年度报告"]
    assert "某市某局年度报告" not in "".join(texts(found))


def test_a_page_on_its_side_has_its_own_margins() -> None:
    wide = Sheet(842, 595)
    wide.write(80, 100, WIDE + WIDE[:20])
    assert texts(drawn(page(WIDE, "完。"), wide)) == [WIDE + "完。", WIDE + WIDE[:20]]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turned: int) -> None:
    sheet = Sheet(entries=f"/Rotate {turned}")
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, 595, 0),
        180: (-1, 0, 0, -1, 595, 842),
        270: (0, -1, 1, 0, 0, 842),
    }[turned]
    sheet.drawn.append(f"{a} {b} {c} {d} {e} {f} cm")
    sheet.table([80, 180, 280], [100, 130, 160], [["甲", "1"], ["乙", "2"]])
    if turned in (90, 270):  # the table is drawn within 595 points of height
        sheet.drawn.insert(1, "1 0 0 1 0 -247 cm")
    found = drawn(sheet)
    assert cells(found) == [
        (0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2"),
    ]  # fmt: skip


def merged(sheet: Sheet, top: float) -> None:
    """Draw a table whose first column is one cell, whose first row is another."""
    sheet.line(80, top, 300, top)
    sheet.line(140, top + 30, 300, top + 30)
    sheet.line(80, top + 60, 300, top + 60)
    for x in (80, 140, 300):
        sheet.line(x, top, x, top + 60)
    sheet.line(220, top + 30, 220, top + 60)
    for x, y, text in ((84, 40, "合"), (144, 20, "宽"), (144, 50, "1"), (224, 50, "2")):
        sheet.write(x, top + y, text)


def test_cells_over_several_rows_and_columns_are_one() -> None:
    sheet = Sheet()
    merged(sheet, 100)
    assert cells(drawn(sheet)) == [
        (0, 0, 2, 1, "合"), (0, 1, 1, 2, "宽"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2"),
    ]  # fmt: skip


def test_a_frame_around_text_is_no_table() -> None:
    sheet = page(WIDE)
    sheet.line(70, 100, 560, 100)
    sheet.line(70, 130, 560, 130)
    for x in (70, 560):
        sheet.line(x, 100, x, 130)
    found = drawn(sheet)
    assert (texts(found), found.tables) == ([WIDE], [])


def test_a_frame_around_text_that_goes_on_on_the_next_page_loses_nothing() -> None:
    sheets = [page(f"{WIDE[:30]}。"), page("另有一事。"), page("又有一事。")]
    for sheet in sheets:
        for y in (100, 130):
            sheet.line(70, y, 560, y)
        for x in (70, 560):
            sheet.line(x, 100, x, 130)
    assert texts(drawn(*sheets)) == [f"{WIDE[:30]}。", "另有一事。", "又有一事。"]


def test_a_tall_cell_without_its_edge_on_the_next_page_goes_on_there() -> None:
    one, two = page(number="1"), page(number="2")
    one.table([80, 180, 280], [700, 730, 760], [["项目", "数"], ["甲", "1"]])
    for x in (40, 80):
        one.line(x, 700, x, 760)
    for y in (700, 760):
        one.line(40, y, 80, y)
    two.table([80, 180, 280], [80, 110], [["乙", "2"]])
    found = drawn(one, two)
    assert len(found.tables) == 1
    assert [text for *_, text in cells(found) if text] == ["项目", "数", "甲", "1", "乙", "2"]


def test_a_table_that_has_only_lines_across_is_read_by_its_gaps() -> None:
    sheet = page("甲")
    for y in (150, 180, 210):
        sheet.line(70, y, 560, y)
    for x in (70, 560):
        sheet.line(x, 150, x, 210)
    for y, texts_of in ((170, "乙1"), (200, "丙2")):
        for x, text in zip((80, 300), texts_of, strict=True):
            sheet.write(x, y, text)
    found = drawn(sheet)
    assert found.tables == []
    assert texts(found) == ["甲", "乙 1", "丙 2"]
    assert [[one.text for one in each.stretches] for each in found.paragraphs[1:]] == [
        ["乙", "1"],
        ["丙", "2"],
    ]


def test_a_line_stays_one_where_the_box_of_a_character_is_low() -> None:
    high = [Glyph(t, 50 + 12 * n, 90, 62 + 12 * n, 100, 100) for n, t in enumerate("年度")]
    row = [Glyph(t, 99 + 12 * n, 93, 111 + 12 * n, 103, 103) for n, t in enumerate("（一予以")]
    row[1] = row[1]._replace(top=98, bottom=99)
    assert [one.text for one in lines_of([*high, *row])] == ["年度 （一予以"]


def test_lines_that_make_no_frame_are_no_table() -> None:
    sheet = page(WIDE)
    sheet.line(70, 130, 560, 130)
    sheet.line(20, 300, 20, 500)
    assert texts(drawn(sheet)) == [WIDE]


def test_numbers_in_two_lines_of_a_cell_are_not_made_one() -> None:
    sheet = Sheet()
    sheet.table([80, 180, 280], [100, 150], [["公开", "1"]])
    sheet.write(84, 130, "主动")
    sheet.write(184, 130, "12")
    assert [text for *_, text in cells(drawn(sheet))] == ["主动公开", "12\n1"]


def test_words_of_two_lines_keep_a_space_between_them() -> None:
    sheet = Sheet()
    sheet.table([80, 180, 280], [100, 150], [["Office", "1"]])
    sheet.write(84, 130, "WPS")
    assert cells(drawn(sheet))[0][-1] == "WPS Office"


def test_a_raised_figure_is_the_mark_of_a_note() -> None:
    sheet = page("行政许可12")
    sheet.write(LEFT + 60, 115, "1", size=6)
    sheet.write(LEFT, 300, "末行")
    assert texts(drawn(sheet)) == ["行政许可12¹", "末行"]


def test_spaces_and_wide_gaps_are_spaces() -> None:
    sheet = page("甲 乙")
    sheet.write(LEFT + 100, 120, "丙")
    assert texts(drawn(sheet)) == ["甲 乙 丙"]


def table_over_two_pages(head: bool, label: str = "", more: str = "") -> Document:
    """Read a table that goes on on the next page; its head stands there again if it is to."""
    rows = [["项目", "数"], ["甲", "1"]]
    one, two = page(number="1"), page(number="2")
    one.table([80, 180, 280], [700, 730, 760], rows)
    below = [*rows[:head], [more or "乙", "2"]]
    two.table([80, 180, 280], [60 + 30 * n for n in range(len(below) + 1)], below)
    return drawn(one, two)


@pytest.mark.parametrize("head", [False, True])
def test_a_table_that_goes_on_on_the_next_page_is_one(head: bool) -> None:
    found = table_over_two_pages(head)
    assert [text for *_, text in cells(found)] == ["项目", "数", "甲", "1", "乙", "2"]
    assert found.tables[0].where(found.tables[0].cells[-1]) == "第2页第1个表格第3行第2列"


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (["申请人逾期", "—", "/"], ["不补正", "", ""], ["申请人逾期不补正", "—", "/"]),
        (["规章", "5", "7"], ["规范性文件", "—", "10"], None),
    ],
)
def test_a_dash_in_a_row_that_a_page_ends_is_a_figure(
    above: list[str], below: list[str], whole: list[str] | None
) -> None:
    one, two = page(number="1"), page(number="2")
    edges = [80.0, 200.0, 300.0, 400.0]
    one.table(edges, [730, 760], [above])
    two.table(edges, [60, 90], [below])
    assert [text for *_, text in cells(drawn(one, two))] == (whole or [*above, *below])


def test_a_heading_at_the_end_of_a_page_is_no_part_of_the_row_on_the_next() -> None:
    one, two = Sheet(), Sheet()
    one.table([80, 180, 280], [700, 730], [["信息内容", "本年处理决定数量"]])
    two.table([80, 180, 280], [60, 90], [["行政许可", "963"]])
    texts_of = ["信息内容", "本年处理决定数量", "行政许可", "963"]
    assert [text for *_, text in cells(drawn(one, two))] == texts_of


def test_tables_of_other_widths_on_two_pages_are_two() -> None:
    one, two = Sheet(), Sheet()
    one.table([80, 180, 280], [700, 730], [["甲", "1"]])
    two.table([80, 180, 380], [60, 90], [["乙", "2"]])
    assert len(drawn(one, two).tables) == 2


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [("办理结果", "", True), ("", "办理结果", True), ("不予", "处理", True),
     ("办理结果", "（六）其他", False), ("3", "", False), ("", "", False)],
)  # fmt: skip
def test_a_tall_cell_goes_on_on_the_next_page(above: str, below: str, joined: bool) -> None:
    sheets = Sheet(), Sheet()
    for sheet, top, text in zip(sheets, (700, 60), (above, below), strict=True):
        for y in (top, top + 60):
            sheet.line(80, y, 300, y)
        sheet.line(180, top + 30, 300, top + 30)
        for x in (80, 180, 300):
            sheet.line(x, top, x, top + 60)
        sheet.write(84, top + 40, text or " ")
        sheet.write(184, top + 20, "1")
        sheet.write(184, top + 50, "2")
    labels = [cell for cell in cells(drawn(*sheets)) if cell[1] == 0]
    assert labels == (
        [(0, 0, 4, 1, above + below)] if joined else [(0, 0, 2, 1, above), (2, 0, 2, 1, below)]
    )


def test_edges_of_grey_rectangles_stand_in_for_missing_lines() -> None:
    sheet = Sheet()
    for y in (100, 130, 160):
        sheet.line(80, y, 280, y)
    for top, texts_of in ((100, "甲1"), (130, "乙2")):
        for left, text in zip((80, 180), texts_of, strict=True):
            sheet.fill(left, top, left + 100, top + 30)
            sheet.write(left + 4, top + 20, text)
    sheet.fill(90, 105, 95, 120)  # a marked word
    sheet.fill(90, 100, 92, 130)
    assert [text for *_, text in cells(drawn(sheet))] == ["甲", "1", "乙", "2"]


def test_text_that_nobody_sees_and_watermarks_are_named() -> None:
    sheet = page(WIDE)
    sheet.write(80, 300, "白字", mode=3)
    sheet.write(800, 300, "页外")
    sheet.write(80, 320, "小字", size=0.5)
    sheet.slant(200, 500, "内部资料")
    found = drawn(sheet)
    assert texts(found) == [WIDE]
    hidden = "".join(a.text for a in found.asides if a.kind is AsideKind.HIDDEN).replace(" ", "")
    assert sorted(hidden) == sorted("白字页外小字内部资料")


def test_a_scan_says_so_and_what_to_do() -> None:
    sheet = Sheet()
    sheet.picture(0, 0, 595, 842)
    with pytest.raises(RefusedError, match=r"扫描件.*识别文字"):
        drawn(sheet)


def test_text_behind_a_scan_is_read_and_doubted() -> None:
    sheet = Sheet()
    sheet.picture(0, 0, 595, 842)
    sheet.write(80, 100, "一、总体情况", mode=3)
    found = drawn(sheet)
    assert texts(found) == ["一、总体情况"]
    assert found.notices == ("第1页的文字由扫描软件识别，可能有误。对照原件逐格核对。",)
    assert found.asides == ()


def test_a_page_that_is_a_picture_is_named_among_others() -> None:
    scanned = Sheet()
    scanned.picture(0, 0, 595, 842)
    scanned.picture(0, 0, 9, 9)
    found = drawn(page(WIDE), scanned)
    assert [(a.kind, a.text, a.after) for a in found.asides] == [
        (AsideKind.PICTURE, "第2页的图片", 1)
    ]


NOTES = (
    b"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(note)>>"
    b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/V(12)>>"
    b"<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>"
    b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(link)>>]"
)


def test_notes_and_form_fields_over_a_page_are_named() -> None:
    found = drawn(Sheet(entries=NOTES.decode(), drawn=page(WIDE).drawn))
    assert [(a.kind, a.text) for a in found.asides] == [
        (AsideKind.REMARK, "note"),
        (AsideKind.REMARK, "12"),
    ]


def test_characters_without_a_meaning_are_named() -> None:
    """A font that says of no character which one it is."""
    data = of_content(b"BT /F 12 Tf 80 700 Td <01020103> Tj ET").replace(
        b"/Subtype/Type1/BaseFont/Helvetica",
        b"/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4>>>>]",
    )
    found = read(data)
    assert texts(found) == ["□□"]
    assert found.notices == ("2个字的字体没有注明是什么字，读为□。对照原件核对。",)


def test_lines_within_a_form_object_are_lines() -> None:
    """They are moved and enlarged by two matrices."""
    form = b"0 0 m 50 0 l 50 15 l 0 15 l h 25 0 m 25 15 l S"
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[2 0 0 2 0 0]"
    data = assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</XObject<</X 5 0 R>>/Font<</F 6 0 R>>>>>>",
            4: stream(
                b"q 1 0 0 1 80 700 cm /X Do Q BT /F 12 Tf 90 710 Td (1) Tj 50 0 Td (2) Tj ET"
            ),
            5: stream(form, entries),
            6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )
    assert [text for *_, text in cells(read(data))] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "most", "reason"),
    [("CHARACTERS", 20, "文字超过"), ("ELEMENTS", 1, "图形过多"), ("_RULES", 2, "线条超过2条")],
)
def test_a_pdf_with_more_than_any_report_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, most: int, reason: str
) -> None:
    sheet = page(WIDE)
    sheet.table([80, 180], [300, 330], [["甲"]])
    monkeypatch.setattr(pdf_pages, name, most)
    with pytest.raises(RefusedError, match=reason):
        drawn(sheet)


def reading_of(data: bytes) -> Recognition:
    return recognise(read(data), forms())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, good: dict[str, bytes]) -> dict[str, bytes]:
    """Our own documents as LibreOffice prints them."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is missing")
    documents = {name: good[name] for name in ("word.docx", "web.html")}
    made = office.convert(tmp_path_factory.mktemp("pdf"), documents, "pdf")
    return {name: path.read_bytes() for name, path in made.items()}


def test_our_web_page_as_pdf_is_the_very_report(printed: dict[str, bytes]) -> None:
    """Its tables go over pages, and their heads are repeated there."""
    example = storage.load(EXAMPLE).report
    reading = reading_of(printed["web.html"])
    report = report_from(reading, example.year)
    assert reading.understood
    assert report.values == example.values
    assert report.texts == example.texts


def test_our_word_document_as_pdf_is_the_report(printed: dict[str, bytes]) -> None:
    """But for a mark that LibreOffice leaves out of the PDF where it hangs at the end of a line."""
    example = storage.load(EXAMPLE).report
    reading = reading_of(printed["word.docx"])
    report = report_from(reading, example.year)
    assert reading.understood
    cells_of = example.form.cells
    assert {a: v for a, v in report.values.items() if a in cells_of} == {
        a: v for a, v in example.values.items() if a in cells_of
    }
    assert report.texts == example.texts


def published() -> bytes:
    """Give the tables of a PDF as they were published: characters and lines where they stood."""
    sheets = []
    for shown in json.loads((DATA / "published_tables.json").read_text("utf-8")):
        width, height = shown["size"]
        sheet = Sheet(width, height)
        for left, bottom, right, top in shown["paths"]:
            sheet.fill(left, height - top, right, height - bottom)
        for text, left, bottom, right, top in shown["chars"]:
            middle, size = (left + right) / 2, 11
            wide = size if ord(text) > 0x2E80 else size / 2
            base = (bottom + top) / 2 - 0.36 * size
            sheet.write(middle - wide / 2, height - base, text, size)
        sheets.append(sheet)
    return document(*sheets)


def test_published_tables_over_pages_are_read_and_what_is_wrong_in_them_is_said() -> None:
    """The PDF lacks one row at a page's end; the old form has one row in place of three."""
    reading = reading_of(published())
    figures = json.loads((DATA / "reports" / "district-2023-old-form.json").read_text("utf-8"))
    assert len(reading.cells) == 200 - 7
    assert [figures["year"], figures["format"]] == [2023, "2021"]
    lacking = [issue.text for issue in reading.issues if issue.why.startswith("来源中没有找到")]
    assert "2.没有现成信息需要另行制作" in lacking
    stated = report_from(reading, 2023)
    totals = stated.totals()
    wrong = {
        address: (stated.stated[address], totals[address])
        for address in stated.stated
        if address in totals and stated.stated[address] != totals[address]
    }
    assert sorted(wrong.values()) == [(0, 5), (0, 11)]


def test_a_pdf_is_read_in_the_confined_child(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "年报.pdf"
    path.write_bytes(document(page("一、总体情况", "公开信息3条。"), packed=True))
    assert texts(reader.read(path)) == ["一、总体情况", "公开信息3条。"]


def test_a_child_that_pdfium_exhausts_is_one_sentence(reader: Reader, tmp_path: Path) -> None:
    """Form objects by the power of two: neither gate nor PDFium can count them before."""
    path = tmp_path / "年报.pdf"
    path.write_bytes(form_objects(60))
    with pytest.raises(RefusedError, match="未导入。"):
        reader.read(path)


def test_tables_of_one_width_with_other_columns_are_one_with_the_columns_of_both() -> None:
    one, two = Sheet(), Sheet()
    one.table([80, 180, 280], [700, 730, 760], [["项目", "数"], ["甲", "1"]])
    two.table([80, 130, 280], [60, 90, 120], [["项目", "数"], ["乙", "2"]])
    assert [cell[1:4:2] for cell in cells(drawn(one, two))] == [(0, 2), (2, 1)] * 2 + [
        (0, 1),
        (1, 2),
    ] * 2


def test_figures_that_are_no_tables_are_left_out() -> None:
    sheet = page(WIDE)
    sheet.drawn.append("100 300 m 200 400 l 300 300 l h S")
    for at in (500, 503):
        sheet.line(100, at, 103, at)
        sheet.line(at - 400, 500, at - 400, 503)
    found = drawn(sheet)
    assert (texts(found), found.tables) == ([WIDE], [])


def test_a_cell_beside_a_tall_one_is_not_part_of_it() -> None:
    """The line between them is only above: the tall cell ends where the other begins."""
    sheet = Sheet()
    for y in (100, 160):
        sheet.line(80, y, 280, y)
    for x in (80, 280):
        sheet.line(x, 100, x, 160)
    sheet.line(180, 100, 180, 130)
    sheet.line(80, 130, 180, 130)
    for x, y, text in ((84, 120, "甲"), (184, 120, "乙"), (84, 150, "丙")):
        sheet.write(x, y, text)
    assert sorted(text for *_, text in cells(drawn(sheet))) == sorted("甲乙丙")


TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
    b"endcodespacerange 2 beginbfchar <41> <D842DFB7> <42> <4E00> endbfchar endcmap"
)


def test_rare_characters_and_hyphens_at_the_end_of_a_line_are_read() -> None:
    data = assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 6 0 R/G 7 0 R>>>>>>",
            4: stream(
                b"BT /F 12 Tf 80 700 Td (ABA) Tj ET "
                b"BT /G 12 Tf 80 600 Td (pub-) Tj 0 -15 Td (lic) Tj ET"
            ),
            5: stream(TO_UNICODE),
            6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>",
            7: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )
    assert texts(read(data)) == ["𠮷一𠮷", "pub-", "lic"]


def test_without_lines_there_is_no_table() -> None:
    """Columns of text alone do not tell a row from the second line of a number."""
    sheet = Sheet()
    for number, row in enumerate((("甲", "乙", "丙"), ("1", "2", "3"), ("4", "5", "6"))):
        for text, x in zip(row, (80, 200, 300), strict=True):
            sheet.write(x, 200 + 20 * number, text)
    found = drawn(sheet)
    assert (found.tables, texts(found)) == ([], ["甲 乙 丙", "1 2 3", "4 5 6"])


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (("2.申请人逾期", "10", "3"), ("未按时", "", ""), ("2.申请人逾期未按时", "10", "3")),
        (("2.申请人逾期", "", ""), ("未按时", "10", "3"), ("2.申请人逾期未按时", "10", "3")),
        (("2.申请人逾期", "10", "3"), ("未按时", "5", ""), ("2.申请人逾期未按时", "10\n5", "3")),
        (("行政处罚", "10", "3"), ("行政强制", "5", "6"), None),
        (("2.申请人逾期", "10", "3"), ("3.其他", "", ""), None),
        (("2.申请人逾期", "10", "3"), ("（七）总计", "", ""), None),
        (("2.申请人逾期", "10", "3"), ("", "", ""), None),
        (("", "10", "3"), ("未按时", "", ""), None),
        (("规章", "", ""), ("行政规范性文件", "", ""), None),
        (("信息内容", "制发件数", "废止件数"), ("规章", "0", "0"), None),
    ],
)  # fmt: skip
def test_a_row_that_the_end_of_a_page_cut_is_one(
    above: tuple[str, ...], below: tuple[str, ...], joined: tuple[str, ...] | None
) -> None:
    sheets = Sheet(), Sheet()
    for sheet, top, row in zip(sheets, (700, 60), (above, below), strict=True):
        sheet.table([80, 280, 380, 480], [top, top + 30], [row])
    found = [text for *_, text in cells(drawn(*sheets))]
    assert found == list(joined or (*above, *below))


def test_a_cut_row_is_one_beside_a_tall_cell_that_ends_with_it() -> None:
    one, two = Sheet(), Sheet()
    one.table([180, 380, 480], [700, 730, 760], [["1.其他", "5"], ["2.属于行政", "7"]])
    one.table([80, 180], [700, 760], [["不予公开"]])
    two.table([80, 180, 380, 480], [60, 90], [["", "查询事项", ""]])
    found = cells(drawn(one, two))
    assert found == [
        (0, 0, 2, 1, "不予公开"),
        (0, 1, 1, 1, "1.其他"),
        (0, 2, 1, 1, "5"),
        (1, 1, 1, 1, "2.属于行政查询事项"),
        (1, 2, 1, 1, "7"),
    ]


def test_figures_that_did_not_fit_into_a_narrow_cell_are_one_number() -> None:
    sheet = Sheet()
    sheet.table([80, 180, 204], [100, 150], [["公开", "6"]])
    sheet.write(184, 130, "123")
    assert cells(drawn(sheet))[1][-1] == "1236"


def test_the_second_line_of_a_number_without_lines_around_it_is_no_figure() -> None:
    """Of 20163 in a narrow column only 163 stands in the last line."""
    sheet = page("二、主动公开政府信息情况")
    for y, label, figure in (
        (200, "行政许可", "7"),
        (220, "行政处罚", "8"),
        (240, "行政强制", "20"),
    ):
        sheet.write(80, y, label)
        sheet.write(300, y, figure)
    sheet.write(300, 260, "163")
    assert reading_of(document(sheet)).cells == {}
