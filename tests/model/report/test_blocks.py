"""Copied blocks: what spreadsheets and browsers put on the clipboard, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.report.fill import MOST, PastedBlock, read_html, read_text, write_html, write_text

CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8)
BLOCKS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=6).map(tuple)
)

MERGED = """<html><body><p>表</p><table>
  <tr><th rowspan=2>项目</th><th colspan="2">申请人</th></tr>
  <tr><td>自然人</td><td>企业</td></tr>
  <tr><td>一、新收</td><td> 3,440&nbsp;</td><td>12<table><tr><td>内</td></tr></table></td></tr>
</table><table><tr><td>另一张表</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\n3\t4\n", (("1", "2"), ("3", "4"))),
        ("1\t2\r\n3\t\r\n", (("1", "2"), ("3", ""))),
        ("1\t2\t\n3\n", (("1", "2", ""), ("3", "", ""))),
        ('"一\n行"\t5\n', (("一\n行", "5"),)),
        ("7", (("7",),)),
        ("", ()),
    ],
)
def test_tab_separated_text_is_read_as_cells(text: str, block: PastedBlock) -> None:
    assert read_text(text) == block


@given(BLOCKS)
def test_what_is_copied_comes_back(block: PastedBlock) -> None:
    if any(text for row in block for text in row):
        assert read_text(write_text(block)) == block


def test_merged_cells_of_a_page_keep_their_places() -> None:
    assert read_html(MERGED) == (
        ("项目", "申请人", ""),
        ("", "自然人", "企业"),
        ("一、新收", "3,440", "12"),
    )


def test_a_table_left_open_takes_nothing_of_the_next() -> None:
    assert read_html("<table><tr><td>1</table>2<table>3<tr><td>4</table>") == (("1",),)


def test_a_page_without_a_table_gives_nothing() -> None:
    assert read_html("<p>1</p></table><td>x</td>") == ()


def test_numbers_are_copied_as_a_table_too() -> None:
    html = write_html([["<1>", "2"]])
    assert html == "<table><tr><td>&lt;1&gt;</td><td>2</td></tr></table>"
    assert read_html(html) == (("<1>", "2"),)


def test_a_block_beyond_reason_is_cut() -> None:
    wide = f'<table><tr><td colspan="9999999">1</td><td colspan="x">2</td></tr>{"<tr><td>3" * 1200}'
    assert len(read_html(wide)) == MOST
    assert len(read_text("1\n" * 1200)) == MOST


def test_a_paragraph_of_any_length_is_one_cell() -> None:
    assert read_text("公开" * 100_000) == (("公开" * 100_000,),)


@pytest.mark.parametrize(
    ("span", "width"), [("0", 1), ("x", 1), ("", 1), (" +2", 2), ("9" * 5000, MOST)]
)
def test_a_cell_covers_as_many_columns_as_in_a_browser(span: str, width: int) -> None:
    page = f'<table><tr><td rowspan="0" colspan="{span}">1</td></tr></table>'
    assert [len(row) for row in read_html(page)] == [width]
