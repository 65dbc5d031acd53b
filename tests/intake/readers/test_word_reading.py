"""Word's own ways of writing text and tables, read as a reader of the page would see them."""

import pytest

from tests.bad_parts import word
from tests.intake.drawing import said

RUN = "<w:r><w:t>{}</w:t></w:r>"
RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<w:p><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t></w:p>", ["一\t二\n三"]),
        (f"<w:p><w:ins>{RUN}</w:ins><w:del>{RUN}</w:del></w:p>".format("新", "旧"), ["新"]),
        (f"<w:p><w:moveFrom>{RUN}</w:moveFrom>{RUN}</w:p>".format("旧", "新"), ["新"]),
        (f"<w:sdt><w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>".format("控件"), ["控件"]),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", []),
        (
            "<w:p><w:t>段</w:t><w:pict><w:txbxContent><w:p><w:t>框</w:t></w:p></w:txbxContent>"
            "</w:pict></w:p>",
            ["段", "框"],
        ),
    ],
)  # fmt: skip
def test_word_text_is_what_a_reader_of_the_page_would_see(body: str, lines: list[str]) -> None:
    assert said(word(body)) == lines


def test_a_drawing_and_its_fallback_are_one() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    name = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback>"
    body = f'<w:p><m:AlternateContent xmlns:m="{name}">{both}</m:AlternateContent></w:p>'
    assert said(word(body)) == ["框"]


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def box(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{RUN.format(text)}</w:p></w:tc>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([box("甲", RESTART) + box("乙"), box("", GO_ON) + box("丙")], ["|0:甲 2×1|1:乙", "|1:丙"]),
        ([box("甲", GO_ON), box("", GO_ON)], ["|0:甲", "|0:"]),
        ([box("甲", '<w:gridSpan w:val="2"/>') + box("乙")], ["|0:甲 1×2|2:乙"]),
        (['<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + box("甲")], ["|2:甲"]),
        ([f"<w:sdt><w:sdtContent>{box('甲')}</w:sdtContent></w:sdt>" + box("乙")], ["|0:甲|1:乙"]),
    ],
)  # fmt: skip
def test_word_tables_are_laid_out_by_spans_and_merges(rows: list[str], lines: list[str]) -> None:
    assert said(word(table(*rows))) == lines


def test_a_text_box_in_a_cell_is_text_of_the_cell() -> None:
    hung = f"<w:r><w:txbxContent><w:p>{RUN.format('框')}</w:p></w:txbxContent></w:r>"
    assert said(word(table(box("甲").replace("</w:p>", f"{hung}</w:p>")))) == ["|0:甲\n框"]


def test_a_word_table_that_holds_another_is_layout() -> None:
    inner = box("外").replace("</w:tc>", f"{table(box('内'))}<w:p>{RUN.format('后')}</w:p></w:tc>")
    assert said(word(table(inner + box("右")))) == ["外", "|0:内", "后", "右"]
