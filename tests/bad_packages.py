"""Bad packages: what breaks ZIP readers, Word and Excel. ``LET_IN`` marks the harmless ones."""

import zipfile
from random import Random
from typing import Final

from tests.bad_parts import (
    CENTRAL,
    LAUGHS,
    LET_IN,
    LOCAL,
    MEGABYTE,
    OUTSIDE,
    BadFile,
    S,
    W,
    cell,
    dull,
    excel,
    long_word,
    many,
    merges,
    package,
    patched,
    relations,
    row_of,
    sized,
    span,
    twice,
    word,
)

PACKAGES: Final = (
    BadFile("cut in half.docx", lambda: word()[: len(word()) // 2]),
    BadFile("last byte missing.docx", lambda: word()[:-1]),
    BadFile("only its beginning.docx", lambda: b"PK\x03\x04"),
    BadFile("no parts.docx", lambda: package({})),
    BadFile("zip of texts.zip", lambda: package({"说明.txt": "一"})),
    BadFile(
        "slides.pptx",
        lambda: package(
            {
                "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
                "ppt/presentation.xml": "<p:presentation xmlns:p='p'/>",
            }
        ),
    ),
    BadFile("open document.odt", lambda: package({"mimetype": "application/vnd.oasis"})),
    BadFile("2001 parts.docx", lambda: word(extra={f"a{n}": b"" for n in range(2001)})),
    BadFile("60000 parts.docx", lambda: word(extra={f"a{n}": b"" for n in range(60_000)})),
    BadFile("same name twice.docx", lambda: twice("word/documenu.xml", "word/document.xml")),
    BadFile("same name in capitals.docx", lambda: twice("word/documenu.xml", "WORD/document.xml")),
    BadFile("name goes up.docx", lambda: word(extra={"word/../../../tmp/out.xml": "<a/>"})),
    BadFile("name is absolute.docx", lambda: word(extra={"/tmp/out.xml": "<a/>"})),
    BadFile("name with backslash.docx", lambda: word(extra={"..\\out.xml": "<a/>"})),
    BadFile("name with drive.docx", lambda: word(extra={"C:out.xml": "<a/>"})),
    BadFile("name with NUL.docx", lambda: twice("word/a_b.xml", "word/a\0b.xml")),
    BadFile("encrypted part.docx", lambda: patched(word(), (LOCAL, 6, b"\1"), (CENTRAL, 8, b"\1"))),
    BadFile("bzip2.docx", lambda: package({"a": "b"}, zipfile.ZIP_BZIP2)),
    BadFile("lzma.docx", lambda: package({"a": "b"}, zipfile.ZIP_LZMA)),
    BadFile("unknown method.docx", lambda: patched(word(), (LOCAL, 8, b"b"), (CENTRAL, 10, b"b"))),
    BadFile("wrong checksum.docx", lambda: patched(word(), (CENTRAL, 16, b"abcd"))),
    BadFile("part of 40 MB.docx", lambda: word(extra={"media/a.bin": dull(40 * MEGABYTE)})),
    BadFile("ratio of 1000.docx", lambda: word(extra={"media/a.bin": bytes(30 * MEGABYTE)})),
    BadFile(
        "all of 150 MB.docx",
        lambda: word(extra={f"media/{n}.bin": dull(15 * MEGABYTE) for n in range(10)}),
    ),
    BadFile(
        "size stated too small.docx",
        lambda: sized(long_word("<w:p/>", 50_000), "word/document.xml", 100),
    ),
    BadFile(
        "size stated too large.docx", lambda: sized(word(), "word/document.xml", 2**31), LET_IN
    ),
    BadFile(
        "all entries one part.docx",
        lambda: patched(
            word(extra={f"a{n:04}": bytes(MEGABYTE) for n in range(200)}), (CENTRAL, 42, bytes(4))
        ),
    ),
    BadFile(
        "zip within zip.docx", lambda: word(extra={"a.zip": word(extra={"b.zip": word()})}), LET_IN
    ),
    BadFile("behind a program.docx", lambda: b"MZ" + bytes(100) + word()),
    BadFile(
        "directory of garbage.docx", lambda: patched(word(), (CENTRAL, 28, b"\xff\xff\xff\xff"))
    ),
)

WORDS: Final = (
    BadFile("billion laughs.docx", lambda: word(document=LAUGHS)),
    BadFile("outside entity.docx", lambda: word(document=OUTSIDE)),
    BadFile("laughs in UTF-16.docx", lambda: word(document=LAUGHS.encode("utf-16"))),
    BadFile("laughs in a picture.docx", lambda: word(extra={"media/a.png": LAUGHS})),
    BadFile("laughs in a drawing.docx", lambda: word(extra={"drawing.vml": LAUGHS}), LET_IN),
    BadFile("laughs as main drawing.docx", lambda: word(
        extra={"_rels/.rels": relations(("officeDocument", "a.vml")), "a.vml": LAUGHS}
    )),
    BadFile("bare doctype.docx", lambda: word(document=f"<!DOCTYPE d><d xmlns='{W}'/>")),
    BadFile("100000 deep.docx", lambda: word("<w:p>" * 100_000)),
    BadFile("201 deep.docx", lambda: word("<w:p>" * 199 + "</w:p>" * 199)),
    BadFile("60 tables deep.docx", lambda: word(
        "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60
    ), LET_IN),
    BadFile("3 million paragraphs.docx", lambda: long_word("<w:p><w:r/></w:p>", 3_000_000)),
    BadFile("300001 elements.docx", lambda: long_word("<w:p/>", 300_001)),
    BadFile("2 million characters.docx", lambda: long_word(
        "<w:p><w:r><w:t>政府信息公开工作年度报告</w:t></w:r></w:p>", 90_000
    )),
    BadFile("gridSpan of 300000000.docx", lambda: word(span("300000000"))),
    BadFile("gridSpan of -1.docx", lambda: word(span("-1"))),
    BadFile("gridSpan of 5000 digits.docx", lambda: word(span("9" * 5000))),
    BadFile("gridSpan in words.docx", lambda: word(span("三"))),
    BadFile("300 wide rows.docx", lambda: word(f"<w:tbl>{row_of('1000') * 300}</w:tbl>")),
    BadFile("vMerge without a start.docx", lambda: word(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    ), LET_IN),
    BadFile("a million attributes.docx", lambda: word(
        "<w:p " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"
    )),
    BadFile("attribute of 6 MB.docx", lambda: word(
        f'<w:p a="{Random(1).randbytes(3 * MEGABYTE).hex()}"/>'
    ), LET_IN),
    BadFile("a hundred thousand namespaces.docx", lambda: word(
        "<w:p " + " ".join(f'xmlns:a{n}="{n}"' for n in range(100_000)) + "/>"
    )),
    BadFile("no XML.docx", lambda: word(document="政府信息公开")),
    BadFile("empty main part.docx", lambda: word(document="")),
    BadFile("no body.docx", lambda: word(document=f"<w:document xmlns:w='{W}'/>"), LET_IN),
    BadFile("no main part.docx", lambda: package({
        "_rels/.rels": relations(("officeDocument", "a"))
    })),
    BadFile("main part outside.docx", lambda: package({
        "_rels/.rels": relations(("officeDocument", "http://x.example/a"), mode="External")
    })),
    BadFile("main part up the tree.docx", lambda: package({
        "_rels/.rels": relations(("officeDocument", "../../etc/passwd"))
    })),
    BadFile("GB2312 in XML.docx", lambda: word(
        document='<?xml version="1.0" encoding="gb2312"?><a>公开</a>'.encode("gbk")
    )),
    BadFile("unknown encoding.docx", lambda: word(
        document='<?xml version="1.0" encoding="x-y"?><a/>'
    )),
    BadFile("surrogate by number.docx", lambda: word("<w:p><w:t>&#xD800;</w:t></w:p>")),
    BadFile("control by number.docx", lambda: word("<w:p><w:t>&#1;</w:t></w:p>")),
)  # fmt: skip

EXCELS: Final = (
    BadFile("everything merged.xlsx", lambda: excel(after=merges("A1:XFD1048576"))),
    BadFile("merged over each other.xlsx", lambda: excel(after=merges(*["A1:ZZ100"] * 300))),
    BadFile("merged backwards.xlsx", lambda: excel(after=merges("B5:A1"))),
    BadFile("merged nowhere.xlsx", lambda: excel(after=merges("三五"))),
    BadFile("string of 80 MB.xlsx", lambda: excel(extra={"xl/sharedStrings.xml": many(
        f'<sst xmlns="{S}"><si><t>', "公开" * 50, 300_000, "</t></si></sst>"
    )})),
    BadFile("20000 sheets.xlsx", lambda: excel(sheets=20_000)),
    BadFile("201 sheets.xlsx", lambda: excel(sheets=201)),
    BadFile("200 empty sheets from one part.xlsx", lambda: excel("<row/>" * 200_000, sheets=200)),
    BadFile("overlapping parts.docx", lambda: patched(word(), (CENTRAL, 20, b"\xff\xff\0\0"))),
    BadFile("200 sheets from one part.xlsx", lambda: excel(
        "".join(cell(f'r="A{n}"') for n in range(1, 5000)), sheets=200
    )),
    BadFile("one cell at the end.xlsx", lambda: excel(
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ), LET_IN),
    BadFile("8 million rows.xlsx", lambda: excel(extra={"xl/worksheets/sheet1.xml": many(
        f'<worksheet xmlns="{S}"><sheetData>', "<row/>", 8_000_000, "</sheetData></worksheet>"
    )})),
    BadFile("60000 cells.xlsx", lambda: excel(cell("") * 60_000)),
    BadFile("dimension lies.xlsx", lambda: excel(
        cell('r="A1"'), before='<dimension ref="A1:XFD1048576"/>'
    ), LET_IN),
    BadFile("cell beyond the end.xlsx", lambda: excel(cell('r="XFE1"'))),
    BadFile("cell at ZZZ9999999.xlsx", lambda: excel(cell('r="ZZZ9999999"'))),
    BadFile("cell at row 0.xlsx", lambda: excel(cell('r="A0"'))),
    BadFile("row of 5000 digits.xlsx", lambda: excel(f'<row r="{"9" * 5000}"/>')),
    BadFile("row before the first.xlsx", lambda: excel('<row r="-5"><c/></row>')),
    BadFile("string 1000000000.xlsx", lambda: excel(cell('t="s"', "<v>1000000000</v>"))),
    BadFile("string -1.xlsx", lambda: excel(cell('t="s"', "<v>-1</v>"), strings="<si/>")),
    BadFile("string ².xlsx", lambda: excel(cell('t="s"', "<v>²</v>"), strings="<si/>" * 3)),
    BadFile("number of 5000 digits.xlsx", lambda: excel(cell("", f"<v>{'9' * 5000}</v>")), LET_IN),
    BadFile("infinite number.xlsx", lambda: excel(cell("", "<v>1e999</v>")), LET_IN),
    BadFile("no number.xlsx", lambda: excel(cell("", "<v>nan</v>")), LET_IN),
    BadFile("style 1000000000.xlsx", lambda: excel(cell('s="1000000000"')), LET_IN),
    BadFile("escaped surrogate.xlsx", lambda: excel(
        cell('t="inlineStr"', "<is><t>_xD800_公开</t></is>")
    ), LET_IN),
    BadFile("formula never worked out.xlsx", lambda: excel(cell("", "<f>A2</f>")), LET_IN),
    BadFile("sheet is missing.xlsx", lambda: excel(extra={
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "nowhere.xml"))
    })),
    BadFile("sheet lies outside.xlsx", lambda: excel(extra={
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "file:///etc/passwd"), mode="External"
        )
    })),
    BadFile("workbook is its own sheet.xlsx", lambda: excel(extra={
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "workbook.xml"))
    }), LET_IN),
    BadFile("styles with laughs.xlsx", lambda: excel(extra={"xl/styles.xml": LAUGHS})),
)  # fmt: skip
