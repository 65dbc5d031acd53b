"""全部识别 is a promise: every line is settled, every table and heading was found."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.content import Document, FileKind, SourceCell, SourceParagraph, SourceTable
from intake.recognition.account import Account, Ledger, Scope, line_of
from intake.words.labels import ReadingIssue
from intake.worker import read
from tests import DATA
from tests.intake.drawn import document as drawn_document
from tests.intake.known import FORMS
from tests.intake.recognition.damage import (
    KINDS,
    is_said,
    own,
    reading_of,
    tables_of,
    value_rows,
    with_table,
    with_text,
    without,
    without_row,
)
from tests.sampling import many

INCOMPLETE = sorted((DATA / "incomplete").iterdir())
SECTIONS = [section.title for section in FORMS[0].sections]


def said_of(name: str) -> list[str]:
    reading = reading_of(read((DATA / "incomplete" / name).read_bytes()))
    return [str(issue) for issue in reading.unrecognised]


@pytest.mark.parametrize("path", INCOMPLETE, ids=lambda path: path.name)
def test_a_file_of_which_something_is_lost_is_never_complete(path: Path) -> None:
    reading = reading_of(read(path.read_bytes()))
    assert not reading.understood
    assert reading.unrecognised


def test_a_preface_without_a_stop_is_a_preface_and_no_name() -> None:
    reading = reading_of(read((DATA / "complete" / "11-nostop.html").read_bytes()))
    assert reading.understood
    assert reading.identity.unit["name"] == "甲市水务局"
    assert reading.texts[0].body == "现将本单位2023年度政府信息公开工作情况公布如下"


def test_tables_that_were_not_found_are_named_with_their_cells() -> None:
    said = said_of("01-pictures.html")
    assert said[:3] == [
        "二、主动公开「二、主动公开政府信息情况」：来源中没有找到这张表，10格未读取",
        "三、申请办理「三、收到和处理政府信息公开申请情况」：来源中没有找到这张表，175格未读取",
        "四、复议诉讼「四、政府信息公开行政复议、行政诉讼情况」：来源中没有找到这张表，15格未读取",
    ]


def test_a_table_that_is_a_picture_is_named_and_so_is_the_picture() -> None:
    assert said_of("01-one_picture.html") == [
        "三、申请办理「三、收到和处理政府信息公开申请情况」：来源中没有找到这张表，175格未读取",
        "第7段「图片」：图片中的内容未读取",
    ]


COMPLETE = sorted((DATA / "complete").iterdir())


@pytest.mark.parametrize("path", COMPLETE, ids=lambda path: path.name)
def test_a_file_written_as_people_write_is_read_whole(path: Path) -> None:
    reading = reading_of(read(path.read_bytes()))
    assert reading.understood
    assert reading.account.sections == tuple(s.key for s in FORMS[0].sections)
    text = next(block for block in reading.texts if block.section == "overview")
    assert text.body or text.key != "overview.preface"


def test_an_unnumbered_sub_head_opens_no_section() -> None:
    for name in ("07-plain.html", "07-auto_numbered.docx"):
        reading = reading_of(read((DATA / "complete" / name).read_bytes()))
        text = next(block for block in reading.texts if block.key == "overview.proactive")
        assert text.title.startswith("主动公开")
        assert text.body == "全年公开信息十条。"


def test_a_sentence_between_heading_and_table_is_named() -> None:
    why = "这一部分只有表格，没有放文字的地方"
    assert said_of("08-short.html") == [
        f"第7段「本年度未制发行政规范性文件。」：{why}",
        f"第9段「2023年，我局新收政府信息公开申请3件，均已办结。」：{why}",
    ]


def test_fees_in_yuan_are_not_read_as_ten_thousands_of_them() -> None:
    reading = reading_of(read((DATA / "incomplete" / "09-yuan.html").read_bytes()))
    assert "disclosure/fees/amount" not in reading.cells
    assert said_of("09-yuan.html") == ["第1个表格第14行第2列「1234500」：单位是元，表样为万元"]


@pytest.mark.parametrize("name", ["example", "2019"])
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_documents_are_complete(kind: FileKind, name: str) -> None:
    reading = reading_of(own(kind, name))
    assert reading.understood, reading.unrecognised
    assert reading.account.is_settled


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_table_or_a_heading_a_document_is_not_complete(kind: FileKind) -> None:
    document = own(kind)
    for place, block in enumerate(document.blocks):
        if isinstance(block, SourceTable) or block.text in SECTIONS:
            reading = reading_of(without(document, place))
            assert not reading.understood
            assert reading.unrecognised, block


@pytest.mark.campaign
@settings(max_examples=many(150, 5), suppress_health_check=list(HealthCheck))
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_without_a_row_a_document_is_not_complete(data: st.DataObject, kind: FileKind) -> None:
    document = own(kind)
    place = data.draw(st.sampled_from(sorted(tables_of(document))))
    row = data.draw(st.sampled_from(value_rows(tables_of(document)[place])))
    assert not reading_of(without_row(document, place, row)).understood


SAID = st.one_of(
    st.text(
        "政府信息公开工作年报机关办理一二三（）、：，。1234年月日件条元表注附",
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(
        [
            "七、附件",
            "附件：1.政府信息公开申请清单",
            "注：按年末数填写。",
            "表1 主动公开一览",
            "主动公开情况",
            "本年度没有收费。",
            "甲市乙局",
            "单位：元",
            "（一）主动公开",
            "一、加强领导",
            "第三部分　其他",
            "累计66条。其中机关职能5条，规划计划7条，其他54条。",
        ]
    ),
).filter(lambda text: text.strip())


@pytest.mark.campaign
@settings(max_examples=many(600, 10), suppress_health_check=list(HealthCheck))
@given(data=st.data(), kind=st.sampled_from(KINDS), text=SAID)
def test_a_paragraph_put_in_anywhere_stands_somewhere_before_the_clerk(
    data: st.DataObject, kind: FileKind, text: str
) -> None:
    document = own(kind)
    place = data.draw(st.integers(0, len(document.blocks)))
    reading = reading_of(with_text(document, place, text))
    assert is_said(reading, text), (place, reading.unrecognised)


@pytest.mark.campaign
@settings(max_examples=many(400, 10), suppress_health_check=list(HealthCheck))
@given(
    data=st.data(),
    kind=st.sampled_from(KINDS),
    text=st.text("政府信息公开工作机关办理加强培训", min_size=2, max_size=20),
    is_row=st.booleans(),
)
def test_a_cell_put_into_a_table_stands_somewhere_before_the_clerk(
    data: st.DataObject, kind: FileKind, text: str, is_row: bool
) -> None:
    document = own(kind)
    place = data.draw(st.sampled_from(sorted(tables_of(document))))
    cells = tables_of(document)[place]
    width = max(cell.column + cell.width for cell in cells)
    row = data.draw(st.integers(0, max(cell.row for cell in cells)))
    if is_row:
        below = [
            SourceCell(c.row + (c.row >= row), c.column, c.height, c.width, c.text) for c in cells
        ]
        made = [*below, SourceCell(row, 0, 1, width, text)]
    else:
        made = [*cells, SourceCell(row, width, 1, 1, text)]
    reading = reading_of(with_table(document, place, made))
    assert is_said(reading, text), reading.unrecognised
    assert not reading.understood or text in "".join(reading.notes.values())


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("三、收到和处理政府信息公开申请情况（本年无）", True),
        ("三、收到和处理政府信息公开申请情况：无", True),
        ("三、行政机关收到和处理政府信息公开申请情况", False),
    ],
)
def test_what_a_heading_says_besides_is_named(heading: str, named: bool) -> None:
    document = own(FileKind.WORD)
    place = next(
        n
        for n, block in enumerate(document.blocks)
        if isinstance(block, SourceParagraph) and block.text == SECTIONS[2]
    )
    reading = reading_of(with_text(without(document, place), place, heading))
    assert reading.understood != named
    assert [one.text for one in reading.unrecognised] == [heading] * named


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("规章（含转发2件）", True),
        ("规章（件）", False),
        ("规章（见注1）", False),
        ("规章（计量单位：件）", False),
        ("规章²", False),
    ],
)
def test_what_a_label_says_besides_is_named(label: str, named: bool) -> None:
    document = own(FileKind.WORD)
    place = min(tables_of(document))
    cells = [
        SourceCell(c.row, c.column, c.height, c.width, label if c.text == "规章" else c.text)
        for c in tables_of(document)[place]
    ]
    reading = reading_of(with_table(document, place, cells))
    assert [one.text for one in reading.unrecognised] == [label] * named


def test_a_column_that_counts_the_rows_says_nothing() -> None:
    document = own(FileKind.WORD)
    place = max(tables_of(document))
    cells = tables_of(document)[place]
    right = max(cell.column + cell.width for cell in cells)
    rows = range(4)
    for texts, settled in (
        (["序号", "1", "2", "3"], True),
        (["", "1", "2", "3"], True),
        (["", "5", "6", "7"], False),
        (["", "1", "2", "4"], False),
        (["备注", "甲", "", ""], False),
    ):
        own_column = [
            SourceCell(row, right, 1, 1, text) for row, text in zip(rows, texts, strict=True)
        ]
        reading = reading_of(with_table(document, place, [*cells, *own_column]))
        said = " ".join(filter(None, texts))
        assert reading.account.is_settled == settled, texts
        assert settled or said in [one.text for one in reading.unrecognised]


def test_a_line_of_which_nobody_has_spoken_is_named() -> None:
    ledger = Ledger(
        Document(FileKind.WORD, (SourceParagraph(1, "甲\n乙\n丙\n \n"), SourceParagraph(2, "丁")))
    )
    ledger.settle([line_of(SourceParagraph(1, ""), 0)])
    ledger.mark_unread([line_of(SourceParagraph(1, ""), 2)])
    account, left = ledger.close((), (), Scope.BLOCK)
    assert left == [
        ReadingIssue("第1段", "乙", "没有对应的位置"),
        ReadingIssue("第2段", "丁", "没有对应的位置"),
    ]
    assert (account.lines, account.settled) == (4, 1)


def test_a_source_is_understood_by_what_was_found() -> None:
    reading = reading_of(read((DATA / "complete" / "11-nostop.html").read_bytes()))
    tables = tuple(reading.form.tables)
    sections = tuple(section.key for section in reading.form.sections)

    def is_understood(account: Account) -> bool:
        return replace(reading, account=account).understood

    assert is_understood(Account(3, 3, tables, sections))
    assert is_understood(Account(3, 3, tables, (), Scope.TABLES))
    assert is_understood(Account(3, 3, (), (), Scope.BLOCK))
    for lacking in (
        Account(),
        Account(3, 2, tables, sections),
        Account(3, 3, tables[1:], sections),
        Account(3, 3, tables, sections[1:]),
        Account(3, 3, tables[1:], (), Scope.TABLES),
        Account(3, 2, (), (), Scope.BLOCK),
    ):
        assert not is_understood(lacking)


def test_two_remarks_on_one_cell_are_both_kept() -> None:
    drawn = "规章 | 1（甲） | 2 | 3\n注：规章，本年制发件数：乙 |"
    found = reading_of(drawn_document(drawn)).cells["disclosure/regulations/issued"]
    assert found.remark == "甲；乙"


def test_a_document_that_ends_in_attachments_names_them() -> None:
    document = own(FileKind.WORD)
    for text in ("2025年1月20日", "附件：1.清单", "全文完"):
        document = with_text(document, len(document.blocks), text)
    reading = reading_of(document)
    assert [str(one) for one in reading.unrecognised][-2:] == [
        f"第{len(document.paragraphs) - 1}段「附件：1.清单」：在落款之后，未读取",
        f"第{len(document.paragraphs)}段「全文完」：在落款之后，未读取",
    ]


def test_a_day_that_does_not_exist_is_named() -> None:
    document = own(FileKind.WORD, "2019")
    reading = reading_of(with_text(document, len(document.blocks), "2025年2月30日"))
    assert [one.why for one in reading.unrecognised] == ["没有这一天"]


def test_a_sub_head_opens_no_section_where_the_heading_is_missing_either() -> None:
    document = own(FileKind.WORD)
    blocks = document.blocks
    place = next(
        n for n, b in enumerate(blocks) if isinstance(b, SourceParagraph) and b.text == SECTIONS[1]
    )
    one = next(
        n for n, b in enumerate(blocks) if isinstance(b, SourceParagraph) and b.text == SECTIONS[0]
    )
    reading = reading_of(with_text(without(document, place), one + 1, "主动公开情况"))
    assert "disclosure" not in reading.account.sections
    assert "主动公开情况" in [block.title for block in reading.texts]


def test_a_list_of_contents_takes_no_heading_away() -> None:
    document = own(FileKind.WORD)
    for title in reversed(SECTIONS):
        document = with_text(document, 2, title)
    reading = reading_of(document)
    assert [block.key for block in reading.texts] == [
        block.key for block in reading_of(own(FileKind.WORD)).texts
    ]
    assert reading.understood
    assert "目录6处" in "".join(reading.notices)
