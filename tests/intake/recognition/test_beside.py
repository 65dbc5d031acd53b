"""What stands beside the text: notes, remarks, pictures, what is deleted or hidden."""

import io

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from intake.worker import read
from model.errors import RefusedError
from tests.bad_parts import S, W, cell, excel, relations, word
from tests.bad_texts import page
from tests.intake.drawing import beside, drawn, said

RUN = "<w:r><w:t>{}</w:t></w:r>"
NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
PICTURE = f'<w:drawing {NAMES}><p:inline><p:docPr id="1" descr="{{}}"/></p:inline></w:drawing>'


def note(kind: str, number: int, text: str) -> str:
    return f'<w:{kind} w:id="{number}"><w:p>{RUN.format(text)}</w:p></w:{kind}>'


def noted() -> dict[str, str]:
    """Give the parts of notes, and the relations to them."""
    parts = {
        "footnotes": note("footnote", 0, "分隔线") + note("footnote", 2, "脚注"),
        "endnotes": note("endnote", 2, "尾注"),
        "comments": note("comment", 0, "批注"),
    }
    targets = [(name, f"{name}.xml") for name in parts]
    broken = [("comments", "nowhere.xml"), ("theme", "theme.xml")]
    return {
        **{f"word/{n}.xml": f"<w:{n} xmlns:w='{W}'>{inner}</w:{n}>" for n, inner in parts.items()},
        "word/_rels/document.xml.rels": relations(*targets, *broken).replace("rId8", "rId4"),
    }


def test_notes_hang_on_their_blocks() -> None:
    body = (
        f"<w:p>{RUN.format('一')}<w:footnoteReference w:id='2'/></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{RUN.format('二')}<w:commentReference w:id='0'/>"
        "</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p>{RUN.format('三')}<w:endnoteReference w:id='2'/></w:p>"
    )
    document = read(word(body, extra=noted()))
    assert drawn(document) == ["一", "|0:二", "三"]
    assert beside(document) == [
        "footnote 脚注 @一",
        "endnote 尾注 @三",
        "remark 批注 @|0:二",
    ]


@pytest.mark.parametrize(
    ("inner", "lines", "asides"),
    [
        (f"{RUN.format('一')}{PICTURE.format('柱形图')}", ["一"], ["picture 柱形图 @一"]),
        (f"{RUN.format('一')}{PICTURE.format('')}", ["一"], ["picture 图片 @一"]),
        (
            "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + RUN.format("一"),
            ["一"],
            ["deleted 旧 @一"],
        ),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + RUN.format("一"),
            ["一"],
            ["hidden 隐 @一"],
        ),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>现</w:t></w:r>", ["现"], []),
        (
            f"{RUN.format('一')}<w:pict><w:txbxContent><w:p>{RUN.format('框')}"
            f"{PICTURE.format('图')}</w:p></w:txbxContent></w:pict>",
            ["一", "框"],
            ["picture 图 @框"],
        ),
        (
            f"{RUN.format('一')}<m:AlternateContent {NAMES}><m:Choice>{PICTURE.format('图')}"
            f"</m:Choice><m:Fallback>{PICTURE.format('图')}</m:Fallback></m:AlternateContent>",
            ["一"],
            ["picture 图 @一"],
        ),
    ],
)  # fmt: skip
def test_what_a_word_paragraph_does_not_say_stands_beside_it(
    inner: str, lines: list[str], asides: list[str]
) -> None:
    document = read(word(f"<w:p>{inner}</w:p>"))
    assert (drawn(document), beside(document)) == (lines, asides)


def test_pictures_and_notes_in_boxes_of_cells_hang_on_the_table() -> None:
    box = f"<w:pict><w:txbxContent><w:p>{PICTURE.format('图')}</w:p></w:txbxContent></w:pict>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{RUN.format('一')}{box}</w:p></w:tc></w:tr></w:tbl>"
    assert beside(read(word(body))) == ["picture 图 @|0:一"]


def test_a_page_break_within_a_paragraph_keeps_its_order() -> None:
    broken = '<w:r><w:t>前</w:t><w:lastRenderedPageBreak/><w:br w:type="page"/><w:t>后</w:t></w:r>'
    assert said(word(f"<w:p>{broken}</w:p><w:p>{RUN.format('末')}</w:p>")) == ["前\n后", "末"]


def test_an_embedded_document_is_told() -> None:
    document = read(word(f"<w:p>{RUN.format('一')}</w:p><w:altChunk/>"))
    assert beside(document) == ["object 嵌入的其他文档 @一"]


def test_lists_are_paragraphs_in_order_with_the_numbers_that_word_sets() -> None:
    made = docx.Document()
    for text in ("一", "二"):
        made.add_paragraph(text, style="List Number")
    buffer = io.BytesIO()
    made.save(buffer)
    assert said(buffer.getvalue()) == ["1.一", "2.二"]


def test_remarks_hidden_rows_and_columns_of_a_worksheet_are_kept_with_their_cells() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["一", 3, "三"], ["四", 5, "六"]):
        sheet.append(row)
    sheet["B1"].comment = Comment("去年是2", "张三")
    sheet["D9"].comment = Comment("空格的批注", "张三")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    assert said(buffer.getvalue()) == [
        "|0:一|1:3（注：去年是2）|2:三（隐）",
        "|0:四（隐）|1:5（隐）|2:六（隐）",
        "|3:（注：空格的批注）",
    ]


@pytest.mark.parametrize("bounds", ['min="0" max="1"', 'min="1"', 'min="²" max="1"'])
def test_hidden_columns_that_are_none_are_refused(bounds: str) -> None:
    with pytest.raises(RefusedError, match="损坏"):
        read(excel(cell(""), before=f'<cols><col {bounds} hidden="1"/></cols>'))


def test_hidden_columns_may_reach_beyond_the_sheet() -> None:
    hidden = '<cols><col min="2" max="99999" hidden="1"/><col min="5" max="2" hidden="1"/></cols>'
    assert said(excel(cell("") + cell('r="XFD2"'), before=hidden)) == ["|0:1", "|16383:1（隐）"]


def test_a_remark_nowhere_is_refused() -> None:
    comment = f'<comments xmlns="{S}"><comment ref="A0"><text><t>一</t></text></comment></comments>'
    parts = {
        "xl/comments.xml": comment,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments.xml")),
    }
    with pytest.raises(RefusedError, match="单元格位置无效"):
        read(excel(cell(""), extra=parts))


def test_pictures_and_hidden_text_of_a_web_page_stand_beside_it() -> None:
    body = (
        "<img alt=题图><p>一<img alt=图一><span style='display:none'>隐</span>二</p>"
        "<table><tr><td>三<img alt=图二></table><img>"
    )
    document = read(page(body))
    assert drawn(document) == ["一二", "|0:三"]
    assert beside(document) == [
        "picture 题图 @",
        "picture 图一 @一二",
        "hidden 隐 @一二",
        "picture 图二 @|0:三",
        "picture 图片 @|0:三",
    ]
