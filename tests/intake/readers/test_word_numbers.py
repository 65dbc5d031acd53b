"""Automatic numbers of Word: what is printed before a paragraph is read before it."""

import pytest

from intake.worker import read
from tests.bad_parts import W, relations, word


def level(number: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(key: str, *levels: str, link: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{link}{"".join(levels)}</w:abstractNum>'


def used(key: str, of: str, override: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def paragraph(text: str, key: str = "", at: str = "0", style: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>' * bool(key)
    styled = f'<w:pStyle w:val="{style}"/>' * bool(style)
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines_of(body: str, numbering: str, styles: str = "") -> list[str]:
    data = word(
        body,
        extra={
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/_rels/document.xml.rels": relations(
                ("numbering", "numbering.xml"), ("styles", "styles.xml")
            ),
        },
    )
    return [one.text for one in read(data).paragraphs]


CHINESE = abstract(
    "0",
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "bullet", "●"),
)


def test_paragraphs_of_a_list_are_counted_by_level() -> None:
    body = "".join(
        paragraph(text, "1", at)
        for text, at in (
            *(("甲", "0"), ("子", "1"), ("丑", "1"), ("寅", "2"), ("点", "3")),
            *(("乙", "0"), ("卯", "1"), ("", "1"), ("辰", "1"), ("无", "7")),
        )
    )
    assert lines_of(body, CHINESE + used("1", "0")) == [
        *("一、甲", "（一）子", "（二）丑", "1.寅", "点"),
        *("二、乙", "（一）卯", "（三）辰", "无"),
    ]


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = paragraph("甲", "1") + paragraph("乙", "2") + paragraph("丙", "3") + paragraph("丁", "1")
    numbering = CHINESE + used("1", "0") + used("2", "0") + used("3", "0", anew) + used("4", "9")
    assert lines_of(body, numbering) == ["一、甲", "二、乙", "五、丙", "六、丁"]
    assert lines_of(paragraph("甲", "4") + paragraph("乙", "0"), numbering) == ["甲", "乙"]


def test_a_style_numbers_its_paragraphs() -> None:
    link = '<w:numStyleLink w:val="列表"/>'
    named = abstract("1", level(1, "decimal", "%2、", '<w:pStyle w:val="小题"/>'), link="")
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    based = '<w:basedOn w:val="小题"/>'
    styles = (
        f'<w:style w:styleId="小题">{numbered}</w:style><w:style w:styleId="更小">{based}</w:style>'
        '<w:style w:styleId="空"><w:basedOn w:val="没有"/></w:style>'
        '<w:style w:styleId="环"><w:basedOn w:val="环"/></w:style>'
    )
    chosen = zip("甲乙丙丁", ("小题", "更小", "空", "环"), strict=True)
    body = "".join(paragraph(text, style=style) for text, style in chosen)
    body += "<w:p><w:r><w:t>戊</w:t></w:r></w:p>"
    found = lines_of(body, named + used("1", "1"), styles)
    assert found == ["1、甲", "2、乙", "丙", "丁", "戊"]
    of_style = abstract("2", level(0, "decimal", "%1)"), link='<w:styleLink w:val="列表"/>')
    linked = of_style + abstract("3", link=link) + used("1", "3")
    assert lines_of(paragraph("甲", "1"), linked) == ["1)甲"]


@pytest.mark.parametrize(
    ("kind", "text", "printed"),
    [
        ("chineseLegalSimplified", "%1、", "壹、叁、"),
        ("ideographTraditional", "%1.", "甲.丙."),
        ("upperRoman", "%1.", "I.III."),
        ("lowerRoman", "（%1）", "（i）（iii）"),
        ("upperLetter", "%1.", "A.C."),
        ("lowerLetter", "%1)", "a)c)"),
        ("decimal", "第%1部分", "第1部分 第3部分 "),
        ("none", "", ""),
        ("没有", "%1.", "1.3."),
    ],
)
def test_numbers_are_written_as_the_list_says(kind: str, text: str, printed: str) -> None:
    body = paragraph("甲", "1") + paragraph("乙", "1") + paragraph("丙", "1")
    first, _, third = lines_of(body, abstract("0", level(0, kind, text)) + used("1", "0"))
    assert first.removesuffix("甲") + third.removesuffix("丙") == printed


def test_a_number_that_no_list_reaches_is_written_in_digits() -> None:
    many = abstract("0", level(0, "chineseCounting", "%1、").replace('"1"/>', '"1000"/>'))
    assert lines_of(paragraph("甲", "1"), many + used("1", "0")) == ["1000、甲"]
    first = level(0, "decimal", "%2%1、").replace('start w:val="1"', 'start w:val="x"')
    odd = abstract("0", first, level(9, "decimal", "%1"))
    same = '<w:lvlOverride w:ilvl="0"/>'
    assert lines_of(paragraph("甲", "1"), odd + used("1", "0", same)) == ["11、甲"]


def test_the_cells_of_a_table_are_not_numbered() -> None:
    numbering = CHINESE + used("1", "0")
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('5', '1')}</w:tc></w:tr></w:tbl>"
    data = word(
        cell,
        extra={
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
            "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml")),
        },
    )
    (table,) = read(data).tables
    assert [one.text for one in table.cells] == ["5"]
