"""Documents measured in their PDF: ``./test.sh documents`` prints what is wanted and found.

Six reports are printed through LibreOffice and by the program. What page.md and GB/T 9704-2012 ask
for is measured from where PDFium sees each character and line; tests/standards.py holds the files
against the standards of their formats. ``--write`` keeps the table in
docs/documents.md, ``--whole`` tries 200 reports for lonely headings and 10,000 paragraphs for lost
characters.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from export.outline import OutlineHeading, outline
from export.pdf.proof import prove_pdf
from model.drafts import storage
from model.errors import ReadbackError
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.unit import Unit, UnitKind
from tests import office, standards
from tests.conftest import EXAMPLE
from tests.export.test_excel import old_report, unfinished
from tests.paper import POINT, Area, Sheet, Sign, sheets
from tests.writing import render_pdf, render_word

TABLE: Final = Path(__file__).parents[1] / "docs" / "documents.md"
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The text area in millimetres."""
CHARACTER: Final = 156 / 28
DASH: Final = 14 * POINT
"""Width of a character of the page number."""
CHARACTERS, LINES = 28, 22
LIMIT: Final = 0.5
"""Most millimetres, and points, that a length may differ."""
MANY, PARAGRAPHS = 200, 10_000
_TOGETHER: Final = 8
"""Reports that LibreOffice converts in one call."""
Lines = list[list[Sign]]


def final() -> Report:
    """Give the example as 定稿."""
    return storage.load(EXAMPLE).report.at_stage(Stage.FINAL)


def long_words() -> Report:
    """Give a report with a long name, long remarks, notes, a long address and a long last text."""
    name = "临江市住房和城乡建设综合行政执法监督管理委员会办公室"
    report = put(put(final(), "unit/name", name), "unit/signature", name)
    report = put(report, "requests/received/natural#remark", "含上年度受理、本年度补正的申请")
    report = put(report, "disclosure/licences/decisions#remark", "某" * 120)
    report = put(report, "note/requests", "注：一。\n注：二。\n注：三。")
    report = put(report, report.texts[-1].address, "坚持以公开为常态、不公开为例外。" * 30)
    address = "https://www.linjiang.example/zwgk/zfxxgk/nianbao/2024/bumen/index-of-reports.html"
    return put(report, "text/overview.preface", f"本报告电子版可在{address}下载。" * 3)


def government() -> Report:
    """Give the report of a government."""
    unit = Unit(name="临江县人民政府", kind=UnitKind.COUNTY, signature="临江县人民政府")
    return replace(final(), unit=replace(unit, signed_on=final().unit.signed_on))


def plain_structure() -> Report:
    """Give a report with the customary sub-heads alone, a paragraph under each."""
    report = new_report(catalog.form("2021"), Unit(name="临江市水务局"), 2024)
    for block in report.texts:
        report = put(report, f"text/{block.key}", "坚持以公开为常态、不公开为例外。" * 8)
    return put(put(report, "unit/signature", "临江市水务局"), "unit/signed_on", "2025-01-05")


REPORTS: Final[Mapping[str, Callable[[], Report]]] = {
    "example": final,
    "customary": plain_structure,
    "long": long_words,
    "government": government,
    "2019": old_report,
    "unfinished": lambda: unfinished(storage.load(EXAMPLE).report),
}


def continuous() -> Report:
    """Give a report whose preface is one character without end."""
    return put(final(), "text/overview.preface", "政" * (28 * 40 - 2))


def body(sheet: Sheet) -> Lines:
    """Give the lines of running text on a page."""
    return [
        line
        for line in sheet.lines
        if TOP < line[0].baseline < BOTTOM and abs(line[0].size - 16) < 0.3
    ]


def borders(sheet: Sheet) -> list[Area]:
    """Give the lines of the tables on a page."""
    thin = [a for a in sheet.areas if min(a.right - a.left, a.bottom - a.top) < 0.4]
    return [a for a in thin if max(a.right - a.left, a.bottom - a.top) > 1]


def continued(pages: Sequence[Sheet]) -> Iterator[tuple[list[Sign], list[Sign]]]:
    """Yield the lines of paragraphs that go on, each with the line below it."""
    for page in pages:
        for above, below in pairwise(body(page)):
            if below[0].left < LEFT + 1 and len(above) > CHARACTERS - 6:
                yield above, below


def left_edges(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the left end of lines that continue a paragraph."""
    yield from (below[0].left for _, below in continued(pages))


def right_edges(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the right end of full lines that end with two characters of full width.

    Where a line is spaced out, each of its characters is wider.
    """
    for above, _ in continued(pages):
        before, last = above[-2:]
        if all("\u4e00" <= sign.text <= "\u9fff" for sign in (before, last)):
            yield last.left + (last.left - before.left)


def pitches(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the distances in points between lines of a paragraph."""
    for above, below in continued(pages):
        yield (below[0].baseline - above[0].baseline) / POINT


def indents(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the indents of first lines."""
    for page in pages:
        for line in body(page):
            if 1 < line[0].left - LEFT < 3 * CHARACTER and len(line) > 3:
                yield line[0].left - LEFT


def titles(pages: Sequence[Sheet]) -> Lines:
    """Give the lines of the title."""
    return [line for line in pages[0].lines if line[0].size > 21]


def title_pitches(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the distances in points between lines of the title."""
    for above, below in pairwise(titles(pages)):
        yield (below[0].baseline - above[0].baseline) / POINT


def title_middles(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the middle of each line of the title, between the places of its characters."""
    for line in titles(pages):
        last = line[-1]
        yield (line[0].left + last.left + 22 * POINT / (2 if last.text.isascii() else 1)) / 2


def numbers(pages: Sequence[Sheet]) -> Iterator[tuple[int, list[Sign]]]:
    """Yield the page numbers with their lines."""
    for number, page in enumerate(pages, 1):
        yield number, next(line for line in page.lines if line[0].baseline > BOTTOM)


def dashes_below(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield how far the dashes of page numbers are below the text area."""
    yield from (line[0].ink_top - BOTTOM for _, line in numbers(pages))


def dashes_inside(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield how far page numbers are from the outer edge of the text; dashes are symmetrical."""
    for number, line in numbers(pages):
        beside = line[0].ink_left - line[0].left
        yield RIGHT - line[-1].ink_right - beside if number % 2 else line[0].left - LEFT


def table_widths(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the width of the widest table of each page, between the middles of its borders."""
    for page in pages:
        down = [(a.left + a.right) / 2 for a in borders(page) if a.right - a.left < 0.4]
        if down:
            yield max(down) - min(down)


def border_widths(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield the widths of borders in points."""
    for page in pages:
        for area in borders(page):
            yield min(area.right - area.left, area.bottom - area.top) / POINT


def label_margins(pages: Sequence[Sheet]) -> Iterator[float]:
    """Yield how far the labels of rows begin from their border."""
    for page in pages:
        down = [(a.left + a.right) / 2 for a in borders(page) if a.right - a.left < 0.4]
        for line in page.lines:
            text = "".join(sign.text for sign in line)
            if text.startswith(("规章", "一、本年新收", "（七）总计")) and line[0].size < 11:
                yield line[0].left - max(edge for edge in down if edge < line[0].left)


def endings(pages: Sequence[Sheet], report: Report) -> tuple[Lines, list[Sign]] | None:
    """Give the lines of the signature and the line of the date."""
    lines = [line for page in pages for line in body(page)]
    if not (report.unit.signature and report.unit.signed_on):
        return None
    texts = ["".join(sign.text for sign in line) for line in lines]
    ends = range(len(lines) - 1)
    begin = next(n for n in reversed(ends) if "".join(texts[n:-1]) == report.unit.signature)
    return lines[begin:-1], lines[-1]


def date_offsets(pages: Sequence[Sheet], report: Report) -> Iterator[float]:
    """Yield how far the date begins right of each line of the signature."""
    if found := endings(pages, report):
        yield from (found[1][0].left - line[0].left for line in found[0])


def ending_margins(pages: Sequence[Sheet], report: Report) -> Iterator[float]:
    """Yield how far the longer of signature and date ends from the right."""
    if found := endings(pages, report):
        yield RIGHT - max(line[-1].left + CHARACTER for line in (*found[0], found[1]))


def parted(pages: Sequence[Sheet], report: Report) -> Iterator[float]:
    """Yield the number of lines of the signature that are not on the page of the date."""
    if found := endings(pages, report):
        last = next(body(page) for page in reversed(pages) if found[1] in body(page))
        yield sum(line not in last for line in found[0])


def lonely(pages: Sequence[Sheet], report: Report) -> Iterator[float]:
    """Yield the number of pages that end with a heading."""
    heads = {item.text for item in outline(report) if isinstance(item, OutlineHeading)}
    last = [body(page)[-1] for page in pages if body(page)]
    ends = [line for line in last if _is_last(line, pages)]
    yield sum("".join(sign.text for sign in line) in heads for line in ends)


def _is_last(line: list[Sign], pages: Sequence[Sheet]) -> bool:
    """Whether nothing but the page number is under a line on its page."""
    page = next(page for page in pages if line in page.lines)
    below = [one for one in page.lines if line[0].baseline < one[0].baseline < BOTTOM]
    return not below and not any(a.top > line[0].baseline and a.bottom < BOTTOM for a in page.areas)


class Measure(NamedTuple):
    """A row of the table: a length of the pages, what is wanted, and its unit.

    ``take`` gives all that is found in the pages of a report, ``limit`` is what it may differ.
    """

    name: str
    unit: str
    wanted: float
    take: Callable[..., Iterator[float]]
    needs_report: bool = False
    limit: float = LIMIT


MEASURES: Final = (
    Measure("paper, width", "mm", 210, lambda pages: (page.width for page in pages)),
    Measure("paper, height", "mm", 297, lambda pages: (page.height for page in pages)),
    Measure("text, left edge", "mm", LEFT, left_edges),
    Measure("text, right edge", "mm", RIGHT, right_edges),
    Measure("line pitch", "pt", 28.95, pitches),
    Measure("indent of first lines", "mm", 2 * CHARACTER, indents),
    Measure("title, pitch", "pt", 36, title_pitches),
    Measure("title, middle", "mm", (LEFT + RIGHT) / 2, title_middles, limit=1),
    Measure("page number, dash below the text", "mm", 7, dashes_below),
    Measure("page number, from the outer edge", "mm", DASH, dashes_inside),
    Measure("tables, width", "mm", 156, table_widths),
    Measure("tables, borders", "pt", 0.5, border_widths),
    Measure("tables, label from its border", "mm", 1.5, label_margins),
    Measure("date right of the signature", "mm", 2 * CHARACTER, date_offsets, True),
    Measure("signature or date from the right", "mm", 2 * CHARACTER, ending_margins, True),
    Measure("lines of the signature without the date", "", 0, parted, True, 0),
    Measure("pages that end with a heading", "", 0, lonely, True, 0),
)


class Found(NamedTuple):
    """What was found of a measure: the value that differs most, and how many there were."""

    value: float
    count: int


def printed_by_libreoffice(reports: Mapping[str, Report]) -> dict[str, bytes]:
    """Give the PDF of the Word file of each report."""
    printed = {}
    for names in batched(reports, _TOGETHER):
        files = {f"{name}.docx": render_word(reports[name]) for name in names}
        with tempfile.TemporaryDirectory() as place:
            made = office.convert(Path(place), files, "pdf")
            printed |= {Path(name).stem: path.read_bytes() for name, path in made.items()}
    return printed


def batched(names: Iterable[str], count: int) -> Iterator[list[str]]:
    """Yield some names at a time."""
    left = iter(names)
    while some := list(islice(left, count)):
        yield some


def printed_by_the_program(reports: Mapping[str, Report]) -> dict[str, bytes]:
    """Give the PDF that the program draws of each report."""
    return {name: render_pdf(report) for name, report in reports.items()}


RENDERINGS: Final = {
    "Word, LibreOffice": printed_by_libreoffice,
    "program": printed_by_the_program,
}


def measured(pages: Sequence[Sheet], report: Report) -> dict[str, Found]:
    """Measure the pages of a report."""
    found = {}
    for one in MEASURES:
        take = partial(one.take, report=report) if one.needs_report else one.take
        if values := list(take(pages)):
            worst = max(values, key=lambda value: abs(value - one.wanted))
            found[one.name] = Found(worst, len(values))
    return found


def grid_of(pages: Sequence[Sheet]) -> tuple[int, int]:
    """Give the characters of a line and the lines of a page of the continuous report."""
    lines = body(pages[1])
    (characters,) = {len(line) for line in lines}
    return characters, len(lines)


def lost(report: Report, data: bytes) -> str:
    """Give what the proof says of characters that a PDF lacks; empty if it lacks none."""
    try:
        prove_pdf(report, data)
    except ReadbackError as error:
        return str(error)
    return ""


def generated(rng: random.Random, paragraphs: int) -> Report:
    """Give a report with random paragraphs under random sub-heads."""
    report, words = final(), "政府信息公开工作、（一）“依法”；《办法》：2024年3件，100%。"
    keys = [block.key for block in report.texts]
    texts: dict[str, list[str]] = {}
    for _ in range(paragraphs):
        text = "".join(rng.choices(words, k=rng.randint(5, 200)))
        texts.setdefault(rng.choice(keys), []).append(text)
    for key, lines in texts.items():
        report = put(report, f"text/{key}", "\n".join(lines))
    return report


def campaign(many: int, paragraphs: int) -> Iterator[str]:
    """Yield a line for each rendering: lonely headings and lost characters of many reports."""
    rng = random.Random(1)
    reports = {f"{n}": generated(rng, paragraphs // many) for n in range(many)}
    for name, printed in RENDERINGS.items():
        alone, losses = 0, Counter[str]()
        for number, data in printed(reports).items():
            alone += int(sum(lonely(sheets(data), reports[number])))
            losses[lost(reports[number], data)] += 1
        del losses[""]
        yield (
            f"{name}: {many} reports, {paragraphs} paragraphs: {alone} lonely headings, "
            f"{sum(losses.values())} reports with lost characters {'; '.join(losses)}".rstrip()
        )


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: rendering, report, measure, wanted, found, difference."""
    reports = {name: make() for name, make in REPORTS.items()} | {"continuous": continuous()}
    for rendering, printed in RENDERINGS.items():
        for name, data in printed(reports).items():
            found = counted(data) if name == "continuous" else lengths(reports[name], data)
            yield from ((rendering, name, *row) for row in found)
    kept = {name: report for name, report in reports.items() if name in REPORTS}
    yield from standards.rows(kept)
    yield from standards.spoiled_rows(kept["example"])


def counted(data: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the continuous report."""
    found = zip(("characters in a line", "lines on a page"), grid_of(sheets(data)), strict=True)
    for (what, count), wanted in zip(found, (CHARACTERS, LINES), strict=True):
        yield what, f"{wanted}", f"{count}", _of(count - wanted) + " !" * (count != wanted)


def lengths(report: Report, data: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a report."""
    found = measured(sheets(data), report)
    for one in MEASURES:
        if one.name in found:
            value = found[one.name].value
            difference = value - one.wanted
            mark = "" if abs(difference) <= one.limit else " !"
            wanted = f"{one.wanted:.2f} {one.unit}".strip()
            yield one.name, wanted, f"{value:.2f}", _of(difference) + mark
    missing = lost(report, data)
    yield "lost characters", "0", missing or "0", "0" + " !" * bool(missing)


def most_different(listed: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give of each measure and rendering the row of the report in which it differs most."""

    def size(row: tuple[str, ...]) -> tuple[bool, float]:
        return row[-1].endswith("!"), abs(float(row[-1].partition(" ")[0]))

    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in listed:
        key = row[0], row[2]
        found[key] = max(found.get(key, row), row, key=size)
    return list(found.values())


def _of(difference: float) -> str:
    return f"{difference:+.2f}" if difference else "0"


HEADS: Final = ("rendering", "report", "measure", "wanted", "found", "difference")


def main() -> int:
    """Measure, print, and keep the table where asked; return 1 if something differs too much."""
    parser = argparse.ArgumentParser(prog="./test.sh documents")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/documents.md")
    parser.add_argument("--whole", action="store_true", help="try 200 reports, 10,000 paragraphs")
    arguments = parser.parse_args()
    listed = list(rows())
    print(_table(listed))  # noqa: T201
    tried = list(campaign(MANY, PARAGRAPHS) if arguments.whole else campaign(4, 200))
    print("\n".join(tried))  # noqa: T201
    if arguments.write:
        campaigns = "\n".join(f"- {one}" for one in tried)
        TABLE.write_text(
            f"{INTRODUCTION}\n{_table(most_different(listed))}\n\n{campaigns}\n", "utf-8"
        )
    wrong = any(row[-1].endswith("!") for row in listed)
    return int(wrong or any(" 0 lonely headings, 0 reports" not in one for one in tried))


def _table(listed: Iterable[tuple[str, ...]]) -> str:
    """Give rows as a table of Markdown."""
    lines = (HEADS, ("---",) * len(HEADS), *listed)
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


INTRODUCTION: Final = """# Documents, measured

`./test.sh documents --whole --write` wrote this table: six reports and one of continuous text,
printed from the Word file by LibreOffice and drawn by the program. Each row has the report in which
a measure differs most; a mark `!` stands where that is more than 0.5 mm or 0.5 pt (1 mm for the
middle of a title). Sources: GB/T 9704-2012; tables after published reports.

The rows after them say what axe-core finds in the web page at two widths (in Chromium, a page wider
than its window counts too), html5lib when it parses it, and openxml-audit, which has the schemas of
the Open XML SDK (ISO/IEC 29500 transitional), in each part of all Word and Excel files. Other files
are 核对表, 核对报告, 发布清单, 修改对照 and both kinds of 采集表. The last rows try each check with
documents that are spoiled on purpose.
"""

if __name__ == "__main__":
    sys.exit(main())
