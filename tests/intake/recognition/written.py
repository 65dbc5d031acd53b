"""Reports as units write them, with what has to be read in them; every sentence is invented."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Final

from intake.content import SourceCell
from model.report.report import Report
from model.text import chinese_numerals
from tests.bad_parts import W, relations, word
from tests.intake.cells import Cells, height_of, printed, width_of

WHO: Final = ("各科室", "办公室", "信息中心", "业务部门", "窗口单位", "宣传科", "各镇街", "法规科")
DID: Final = ("完善了", "梳理了", "优化了", "调整了", "规范了", "明确了", "充实了", "细化了")
WHAT: Final = (
    "公开目录",
    "办事指南",
    "审核流程",
    "栏目设置",
    "保密审查",
    "解读材料",
    "台账",
    "分工",
)
THEN: Final = (
    "做到专人负责",
    "便于群众查询",
    "压实了各环节责任",
    "提高了办理质量",
    "减少了重复劳动",
    "方便企业和群众办事",
    "形成了长效机制",
    "得到了服务对象的认可",
)
SUBHEADS: Final = {
    "overview.proactive": (
        "主动公开",
        "主动公开情况",
        "主动公开方面",
        "政府信息主动公开情况",
        "主动公开工作情况",
        "主动公开信息情况",
        "主动公开政府信息情况",
        "加大公开力度",
    ),
    "overview.on_request": (
        "依申请公开",
        "依申请公开情况",
        "依申请公开方面",
        "依申请公开工作情况",
        "政府信息依申请公开办理情况",
        "规范依申请公开办理",
        "依申请公开信息情况",
    ),
    "overview.management": (
        "政府信息管理",
        "政府信息管理情况",
        "政府信息管理方面",
        "政府信息资源管理",
        "信息管理情况",
        "完善政府信息管理",
    ),
    "overview.platform": (
        "政府信息公开平台建设",
        "政府信息公开平台建设情况",
        "平台建设",
        "平台建设情况",
        "平台建设方面",
        "平台建设管理情况",
        "加强公开平台建设",
    ),
    "overview.supervision": (
        "监督保障",
        "监督保障情况",
        "监督保障方面",
        "政府信息公开监督保障情况",
        "加强监督保障工作",
    ),
    "problems.problems": ("存在的主要问题", "存在的问题", "主要问题"),
    "problems.improvement": ("改进情况", "改进措施", "下一步工作打算"),
    "other.motions": ("人大代表建议和政协提案办理结果公开情况",),
}
"""Customary words of sub-heads; those of section one stand in 35 published reports."""
Numbering = Callable[[int, str], str]


def official(number: int, title: str) -> str:
    """Give a heading as the form prints it."""
    return f"{chinese_numerals(number)}、{title}"


def bracketed(number: int, title: str) -> str:
    """Give a sub-head as the form prints it."""
    return f"（{chinese_numerals(number)}）{title}"


@dataclass
class Written:
    """A report as it is written: paragraphs and tables in order, and what has to be read in it.

    ``texts`` are the paragraphs of each text by its key, ``name`` the stem of the file's name.
    """

    report: Report
    items: list[str | Cells] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    name: str = "a"
    page_title: str = ""


def sentence(chance: Random, met: set[str]) -> str:
    """Give a sentence that is not among those met, without any number."""
    while True:
        made = f"{chance.choice(WHO)}{chance.choice(DID)}{chance.choice(WHAT)}，"
        made += f"{chance.choice(THEN)}。"
        if made not in met:
            met.add(made)
            return made


@dataclass(frozen=True)
class Style:
    """How a unit writes: its title and preface, its headings, its sub-heads, its tables."""

    title: str = "{unit}{year}年政府信息公开工作年度报告"
    preface: str = "本报告根据《中华人民共和国政府信息公开条例》编制。"
    heading: Numbering = official
    subhead: Numbering = bracketed
    words: Callable[[Random, str], str] = lambda _, key: SUBHEADS[key][0]
    run_in: bool = False
    tables: Callable[[Random, Cells], Cells] = lambda _, cells: cells


def written(chance: Random, report: Report, style: Style | None = None) -> Written:
    """Give a report in a style."""
    style = style or Style()
    made, met = Written(report), set[str]()
    place = {"unit": report.unit.name, "year": report.year}
    preface = style.preface.format_map(place)
    made.items += [style.title.format_map(place), preface]
    made.texts["overview.preface"] = [preface]
    for number, section in enumerate(report.form.sections, start=1):
        made.items.append(style.heading(number, section.title.partition("、")[2]))
        made.items += [style.tables(chance, printed(report, t.key)) for t in section.tables]
        keys = [key for key in SUBHEADS if key.startswith(f"{section.key}.")]
        for count, key in enumerate(keys, start=1):
            head = style.subhead(count, style.words(chance, key))
            lines = [
                "".join(sentence(chance, met) for _ in range(chance.randint(1, 4)))
                for _ in range(chance.randint(1, 2))
            ]
            made.texts[key] = lines
            made.items += [f"{head}。{lines[0]}", *lines[1:]] if style.run_in else [head, *lines]
    made.items += [report.unit.name, f"{report.year + 1}年1月20日"]
    return made


def rows_of(cells: Cells) -> list[list[SourceCell]]:
    """Give the rows of a table, each with the cells that begin there."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [[cell for cell in ordered if cell.row == row] for row in range(height_of(cells))]


def as_page(made: Written, around: str = "{}", cell: str = "{}") -> bytes:
    """Give a web page."""
    parts = [
        f"<p>{escape(item)}</p>" if isinstance(item, str) else _page_table(item, cell)
        for item in made.items
    ]
    title = f"<title>{escape(made.page_title)}</title>"
    body = around.format("".join(parts))
    return f"<html><head><meta charset=utf-8>{title}</head><body>{body}</body></html>".encode()


def _page_table(cells: Cells, inner: str) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={c.height} colspan={c.width}>{inner.format(escape(c.text))}</td>"
            for c in row
        )
        + "</tr>"
        for row in rows_of(cells)
    )
    return f"<table border=1>{rows}</table>"


def as_lines(made: Written, mark: str, edge: str = "") -> list[str]:
    """Give lines of text, the cells of a row on one line with a mark between them."""
    lines: list[str] = []
    for item in made.items:
        if isinstance(item, str):
            lines.append(item)
        else:
            fields = ([cell.text for cell in row] for row in rows_of(item))
            lines += [f"{edge}{mark.join(texts)}{edge}" for texts in fields if texts]
    return lines


def one_cell_a_line(made: Written) -> list[str]:
    """Give lines of text, each cell that is not blank on a line of its own."""
    return [
        text
        for item in made.items
        for text in ([item] if isinstance(item, str) else [c.text for c in _in_order(item)])
        if text
    ]


def _in_order(cells: Cells) -> Cells:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


NUMBERED: Final = "\x01\x02"
"""Stand before a heading and a sub-head that Word numbers by itself."""


@dataclass(frozen=True)
class TableLook:
    """How tables look: with lines or without, their text in the middle, its size in half points."""

    ruled: bool = True
    centered: bool = True
    size: int = 21


def as_word(made: Written, look: TableLook | None = None) -> bytes:
    """Give a Word document."""
    look = look or TableLook()
    body = (
        _paragraph(item) if isinstance(item, str) else _word_table(item, look)
        for item in made.items
    )
    return word("".join(body) + _SHEET, extra=_NUMBERING)


_NUMBERING: Final = {
    "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1、", "（%2）"))
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml")),
}
_SHEET: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474"'
    ' w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_WIDE: Final = 8844
"""Twentieths of a point between the margins of that sheet."""
_LOOK: Final = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{}"/></w:rPr>'


def _paragraph(text: str, size: int = 32, look: str = '<w:ind w:firstLine="640"/>') -> str:
    if text[:1] in NUMBERED and text:
        level, text = NUMBERED.index(text[0]), text[1:]
        look = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    run = f'<w:r>{_LOOK.format(size)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{look}</w:pPr>{run}</w:p>"


def _word_table(cells: Cells, look: TableLook) -> str:
    many = width_of(cells)
    labels = many - max(1, len({c.column for c in cells if c.text.isdecimal()}))
    wide = [_WIDE // many + 200 * (n < labels) for n in range(many)]
    wide = [round(one * _WIDE / sum(wide)) for one in wide]
    line = '<w:{} w:val="single" w:sz="4"/>'
    edges = "".join(map(line.format, ("top", "left", "bottom", "right", "insideH", "insideV")))
    rows = (_word_row(cells, row, wide, look) for row in range(height_of(cells)))
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    shape = f"<w:tblBorders>{edges}</w:tblBorders>" * look.ruled
    shape += f'<w:tblW w:w="{_WIDE}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _word_row(cells: Cells, row: int, wide: Sequence[int], look: TableLook) -> str:
    made = ""
    here = [cell for cell in cells if cell.row <= row < cell.row + cell.height]
    for cell in sorted(here, key=lambda one: one.column):
        size = sum(wide[cell.column : cell.column + cell.width])
        merge = "" if cell.height == 1 else '<w:vMerge w:val="restart"/>'
        merge = "<w:vMerge/>" if cell.row < row else merge
        middle = '<w:vAlign w:val="center"/>' * look.centered
        shape = f'<w:tcW w:w="{size}" w:type="dxa"/><w:gridSpan w:val="{cell.width}"/>'
        text = cell.text if cell.row == row else ""
        inner = _paragraph(text, look.size, '<w:jc w:val="center"/>' * look.centered)
        made += f"<w:tc><w:tcPr>{shape}{merge}{middle}</w:tcPr>{inner}</w:tc>"
    return f"<w:tr>{made}</w:tr>"
