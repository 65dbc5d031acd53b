"""Radicals, which conversions from PDF leave in place of characters."""

import unicodedata

from intake.content import DocumentBuilder, FileKind, SourceCell
from intake.radicals import without_radicals


def test_radicals_become_the_characters_that_look_like_them() -> None:
    assert without_radicals("2023年1⽉1⽇⾄12⽉，⻅第⼆⻚") == ("2023年1月1日至12月，见第二页", 7)
    assert without_radicals("abc") == ("abc", 0)
    assert without_radicals("普通汉字") == ("普通汉字", 0)
    assert without_radicals("\u2e80") == ("\u2e80", 0)  # has no character of its own


def test_no_kangxi_radical_is_left() -> None:
    every = "".join(chr(code) for code in range(0x2F00, 0x2FD6))
    folded, count = without_radicals(every)
    assert count == len(every) == len(folded)
    assert all(unicodedata.name(one).startswith("CJK UNIFIED") for one in folded)


def test_texts_and_cells_of_every_reader_have_no_radicals() -> None:
    builder = DocumentBuilder()
    builder.paragraph("⼀、总体情况")
    builder.table([SourceCell(0, 0, 1, 1, "⾏政许可")])
    document = builder.document(FileKind.TEXT)
    assert document.paragraphs[0].text == "一、总体情况"
    assert document.tables[0].cells[0].text == "行政许可"
    assert document.notices == ("2个部首字符（如⽉）已换成普通汉字。",)
