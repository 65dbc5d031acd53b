"""The kinds of documents in which units keep their reports, and how well each was read."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from random import Random
from typing import Final

from intake.recognition.reading import Recognition
from intake.words.labels import words
from intake.words.years import year_in_name
from model.report.report import Report, TextBlock
from model.text import CHINESE_DIGITS, chinese_numerals
from model.unit import Unit
from tests.intake.cells import Cells, text_of
from tests.intake.known import report_of
from tests.intake.recognition.bends import COMMON
from tests.intake.recognition.written import (
    NUMBERED,
    SUBHEADS,
    Numbering,
    Style,
    TableLook,
    Written,
    as_lines,
    as_page,
    as_word,
    bracketed,
    official,
    one_cell_a_line,
    written,
)
from tests.soak_recognition import judged
from tests.writing import render_word

Make = Callable[[Random, Report], tuple[Written, bytes]]
"""Gives a report as it was written, and the file that it is."""


def any_words(chance: Random, key: str) -> str:
    """Give customary words of a sub-head."""
    return chance.choice(SUBHEADS[key])


def _bare(_: int, title: str) -> str:
    return title


NUMBERINGS: Final[tuple[Numbering, ...]] = (
    lambda number, title: f"{number}、{title}",
    lambda number, title: f"{number}. {title}",
    lambda number, title: f"（{chinese_numerals(number)}）{title}",
    lambda number, title: f"第{chinese_numerals(number)}部分 {title}",
    lambda number, title: f"{chinese_numerals(number)}．{title}",
    lambda number, title: f"{chinese_numerals(number)} 、 {title}",
    lambda number, title: f"{chinese_numerals(number + 1)}、{title}",
    _bare,
)
YEARS: Final = (
    Style(
        title="{unit}政府信息公开工作年度报告", preface="现将{year}年度政府信息公开工作报告如下。"
    ),
    Style(
        title="{unit}政府信息公开工作年度报告",
        preface="本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
    ),
    Style(title="{year}年度{unit}政府信息公开工作报告"),
    Style(title="{unit}关于{year}年政府信息公开工作的年度报告"),
)
ODD: Final = ("无", "零", "12份", "十二", "\u200b{}\u200b", " {} ", "{}件", "约5", "见注")


def _sub_heads(chance: Random, report: Report) -> tuple[Written, bytes]:
    style = Style(words=any_words, run_in=chance.random() < 0.4)
    style = replace(style, subhead=chance.choice((bracketed, _bare, lambda n, t: f"{n}.{t}")))
    if style.run_in:
        style = replace(style, subhead=bracketed)
    made = written(chance, report, style)
    return made, as_page(made)


def _numbering(chance: Random, report: Report) -> tuple[Written, bytes]:
    made = written(chance, report, Style(heading=chance.choice(NUMBERINGS), words=any_words))
    if chance.random() < 0.3:  # a table of contents
        heads = [
            official(n, s.title.partition("、")[2]) for n, s in enumerate(report.form.sections, 1)
        ]
        made.items[1:1] = ["目录", *(f"{head}……{n + 1}" for n, head in enumerate(heads))]
    return made, as_page(made)


def _year(chance: Random, report: Report) -> tuple[Written, bytes]:
    style = chance.choice((*YEARS, Style(title="{unit}政府信息公开工作年度报告")))
    made = written(chance, report, style)
    if style not in YEARS:
        made.name = f"{report.unit.name}{report.year}年年报"
    elif chance.random() < 0.5:
        digits = "".join(
            "〇" if one == "0" else CHINESE_DIGITS[int(one)] for one in str(report.year)
        )
        made.items[0] = str(made.items[0]).replace(str(report.year), digits)
    return made, as_page(made)


def _odd_cells(chance: Random, report: Report) -> tuple[Written, bytes]:
    def odd(chance: Random, cells: Cells) -> Cells:
        numbers = [n for n, cell in enumerate(cells) if cell.text.isdecimal()]
        place = chance.choice(numbers)
        text = chance.choice(ODD).format(cells[place].text)
        return [*cells[:place], text_of(cells[place], text), *cells[place + 1 :]]

    made = written(chance, report, Style(tables=odd))
    return made, as_page(made)


def _as_text(mark: str, edge: str = "") -> Make:
    def make(chance: Random, report: Report) -> tuple[Written, bytes]:
        made = written(chance, report, Style(words=any_words))
        return made, "\n".join(as_lines(made, mark, edge)).encode()

    return make


def _one_paragraph(chance: Random, report: Report) -> tuple[Written, bytes]:
    made = written(chance, report)
    made.items = [" ".join(as_lines(made, " "))]
    return made, as_page(made)


AROUND: Final = (
    "<div>首页</div><div>政务公开</div><div>当前位置：首页 &gt; 政务公开 &gt; 年报</div>"
    "<table><tr><td>索引号：</td><td>000/2024-1</td></tr><tr><td>发布日期：</td><td>2024-01-20</td>"
    "</tr></table><p>发布时间：2024-01-20 09:30　来源：办公室　浏览次数：12</p>"
    "<p>【字体：大 中 小】 打印 关闭</p><p>语音播报 00:00 / 00:00 x1.0</p>{}"
    "<p>附件：1.年度报告.docx</p><p>上一篇：某县年报</p><p>扫一扫在手机打开当前页</p>"
    "<div>版权所有：某市人民政府　网站标识码：0000000000</div><div>网站地图</div>"
)


def _web_page(chance: Random, report: Report) -> tuple[Written, bytes]:
    made = written(chance, report, Style(words=any_words))
    made.page_title = f"{made.items[0]}_某市人民政府"
    return made, as_page(made, AROUND)


def _saved_page(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give a page as a browser saves it: one file of many parts, tables within tables."""
    made = written(chance, report, Style(words=any_words))
    layout = (
        "<div id=nav><ul><li>首页<li>要闻</ul></div><table width=100%><tr><td>{}</td></tr></table>"
    )
    cell = "<p class=MsoNormal align=center><span lang=EN-US>&nbsp;{}<o:p></o:p></span></p>"
    data = as_page(made, layout, cell)
    if chance.random() < 0.5:
        return made, data
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(data.decode(), "html", "utf-8"))
    return made, mail.as_bytes()


def _numbered_by_word(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give a Word document whose headings are numbered by Word itself."""
    heading, subhead = NUMBERED
    style = Style(
        heading=lambda _, title: heading + title,
        subhead=lambda _, title: subhead + title,
        words=any_words,
    )
    made = written(chance, report, style)
    return made, as_word(made)


def _from_pdf(ending: str) -> Make:
    """Give the lines of a PDF, each cell on its own, as converters put them into Word."""

    def make(chance: Random, report: Report) -> tuple[Written, bytes]:
        made = written(chance, report, Style(words=any_words))
        lines = [
            part
            for line in one_cell_a_line(made)
            for part in (line[n : n + LINE] for n in range(0, len(line), LINE))
        ]
        page = chance.randrange(20, PAGE)
        for number, place in enumerate(range(page, len(lines), PAGE), start=1):
            lines.insert(place, chance.choice(PAGE_NUMBERS).format(number))
        if ending == "text":
            return made, "\n".join(lines).encode()
        made.items = [*lines]
        return made, as_word(made)

    return make


LINE, PAGE = 34, 45
"""Characters of a line and lines of a page."""
PAGE_NUMBERS: Final = ("— {} —", "- {} -", "第{}页", "{}")


def bent(chance: Random, cells: Cells) -> Cells:
    """Bend a table in ways that leave every number where a reader can be sure of it."""
    for bend in COMMON:
        if chance.random() < 1.5 / len(COMMON):
            cells = bend(chance, cells, cells)
    return cells


def ruled(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give a Word document of bent tables, to be printed as PDF."""
    made = written(chance, report, Style(words=any_words, tables=bent))
    return made, as_word(made)


def own(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give the Word document that the program makes of a report."""
    made = written(chance, report)
    texts = (
        TextBlock(key, report.form.texts[key].title, "".join(f"{line}\n" for line in lines))
        for key, lines in made.texts.items()
    )
    return made, render_word(replace(report, texts=tuple(texts)))


def unruled_look(chance: Random) -> TableLook:
    """Give the look of tables without lines."""
    return TableLook(False, chance.random() < 0.6, chance.choice((18, 21, 24)))


def unruled(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give a Word document whose tables have no lines, to be printed as PDF."""
    made = written(chance, report, Style(words=any_words))
    return made, as_word(made, unruled_look(chance))


def unruled_bent(chance: Random, report: Report) -> tuple[Written, bytes]:
    """Give a Word document whose bent tables have no lines, to be printed as PDF."""
    made = written(chance, report, Style(words=any_words, tables=bent))
    return made, as_word(made, unruled_look(chance))


KINDS: Final[dict[str, Make]] = {
    "sub-heads": _sub_heads,
    "numbering": _numbering,
    "year": _year,
    "odd cells": _odd_cells,
    "spaces": _as_text("    "),
    "bars": _as_text(" | ", "|"),
    "commas": _as_text(","),
    "tabs": _as_text("\t"),
    "one paragraph": _one_paragraph,
    "web page": _web_page,
    "saved page": _saved_page,
    "w:numPr": _numbered_by_word,
    "cell per line": _from_pdf("text"),
    "Word from PDF": _from_pdf("word"),
}
"""Kinds that need no other program to be made."""
PRINTED: Final[dict[str, Make]] = {
    "PDF, our own": own,
    "PDF, bent, lines": ruled,
    "PDF, no lines": unruled,
    "PDF, bent, no lines": unruled_bent,
}
"""Word documents that LibreOffice prints as PDF."""
NAMES: Final = ("甲市水务局", "某县人民政府", "乙区卫生健康局", "丙镇人民政府")
PUBLISHED: Final = ("city-2023", "city-2024", "laizhou-2023")


def made_of(kind: str, number: int) -> tuple[Written, bytes]:
    """Give the file of a kind with a number: the same one each time."""
    chance = Random(f"{kind}/{number}")
    report = report_of(chance.choice(PUBLISHED))
    report = replace(report, unit=Unit(name=chance.choice(NAMES)))
    return (KINDS | PRINTED)[kind](chance, report)


ASKED: Final = {
    "cells": ("right", "wrong", "named", "lost"),
    "texts": ("right", "wrong", "named", "lost"),
    "unit": ("right", "wrong", "missing"),
    "year": ("right", "wrong", "missing"),
}
"""What is counted of a document, and what may become of it."""


def judged_whole(made: Written, reading: Recognition) -> Counter[str]:
    """Count what became of cells, of paragraphs, and of the unit's name and the year."""
    report, identity = made.report, reading.identity
    found = Counter({f"cells {key}": n for key, n in judged(report, reading).items()})
    found.update(f"texts {verdict}" for verdict in _places(made, reading))
    found[f"unit {_verdict(identity.unit.get('name'), report.unit.name)}"] += 1
    year = identity.year or identity.likely_year or year_in_name(made.name)
    found[f"year {_verdict(year, report.year)}"] += 1
    return found


def _places(made: Written, reading: Recognition) -> Iterator[str]:
    """Yield what became of each paragraph."""
    bodies = {block.key: words(block.body) for block in reading.texts}
    named = words("".join([*(i.text for i in reading.unrecognised), *reading.notices]))
    for key, lines in made.texts.items():
        for line in map(words, lines):
            if line in bodies.get(key, ""):
                yield "right"
            elif any(line in body for body in bodies.values()):
                yield "wrong"
            else:
                yield "named" if line in named else "lost"


def _verdict(found: object, wanted: object) -> str:
    return "right" if found == wanted else "wrong" if found else "missing"
