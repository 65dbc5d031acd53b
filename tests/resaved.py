"""What the program writes, saved again by LibreOffice in other formats, and brought in.

    ./test.sh soak resaved

prints a table: for each document and format the numbers that came back right, wrong, named as not
read or not at all, and the lines of texts, remarks, notes and ends that came back in their places.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from intake.child import Reader
from intake.source import Source, lines_of, open_source
from model.report.answers import put
from model.report.report import Options, Report, Stage, TextBlock
from model.report.sections import printed_sentences
from tests.intake.known import report_of
from tests.office import convert
from tests.writing import render_excel, render_web, render_word

OF_TEXT: Final = ("docx", "doc", "rtf", "odt", "pdf", "html")
OF_TABLES: Final = ("xlsx", "xls", "ods", "pdf", "html")
WRITTEN: Final[Mapping[str, tuple[Callable[[Report], bytes], str, tuple[str, ...]]]] = {
    "word": (render_word, "docx", OF_TEXT),
    "web": (render_web, "html", OF_TEXT),
    "excel": (render_excel, "xlsx", OF_TABLES),
}
"""How a document is written, its ending, and the formats in which it is saved again."""
REPORTS: Final = (
    "example", "long", "2019", "city-2023", "city-2024", "district-2023-old-form"
)  # fmt: skip
CASES: Final = tuple(
    (report, kind, ending)
    for report in REPORTS
    for kind, (_, _, endings) in WRITTEN.items()
    for ending in endings
)
NUMBER: Final = ("right", "wrong", "named", "lost")
LINE: Final = ("in place", "moved", "line named", "line lost", "extra")
"""What may become of a number and of a line; what is lost is so without a word."""


@cache
def written(name: str) -> Report:
    """Give the example, a long report, or one of tests/intake/known.py with texts and an ending."""
    if name in ("example", "long"):
        return report_of("example") if name == "example" else long_report()
    report = with_texts(report_of(name))
    unit = replace(report.unit, signature=report.unit.name, signed_on=date(report.year + 1, 1, 20))
    options = Options(run_in=name == "city-2024")
    return replace(report, unit=unit, options=options, stage=Stage.FINAL)


def with_texts(report: Report) -> Report:
    """Give every text two paragraphs of its own."""
    texts = (
        replace(block, body=f"{block.title}的第一段，共两段。\n{block.title}的第二段。")
        for block in report.texts
    )
    return replace(report, texts=tuple(texts))


def long_report() -> Report:
    """Give the example with long remarks, notes, further sub-heads and long paragraphs."""
    report = report_of("example")
    addresses = sorted(report.values.keys() & report.form.cells.keys())
    remark = "其中转办{0}件，已在规定期限内答复，另有{0}件延期，延期原因已书面告知申请人。"
    for number, address in enumerate(addresses[::17], start=1):
        report = report.with_entry("remarks", address, remark.format(number))
    notes = dict.fromkeys(report.form.tables, "注：本表按12月31日的数填写。\n另有1件并入上表。")
    own = tuple(
        TextBlock(
            f"overview.own{number}", f"{title}方面", f"{title}全年开展。\n{title}按季度通报。"
        )
        for number, title in enumerate(("政务新媒体管理", "公报编印"), start=1)
    )
    texts = []
    for block in report.texts:
        texts.append(
            replace(block, body=f"{block.body.rstrip()}\n{LONG * 3}") if block.body else block
        )
        if block.key == [one.key for one in report.texts if one.key.startswith("overview.")][-1]:
            texts += own
    report = replace(report, texts=tuple(texts), notes=notes)
    return put(report, "unit/signed_on", f"{report.year + 1}-01-20")


LONG: Final = (
    "对照年度工作要点，逐项落实责任单位和完成时限，建立台账，按月调度；"
    "对公开属性认定、保密审查、解读回应等环节开展自查，发现的问题全部整改到位。"
)


def saved_again(folder: Path, name: str, kind: str, ending: str) -> Path:
    """Let LibreOffice save a document of a report in another format."""
    render, own, _ = WRITTEN[kind]
    options = ("--infilter=HTML (StarWriter)",) if kind == "web" else ()
    data = {f"年报.{own}": render(written(name))}
    (path,) = convert(folder, data, ending, options=options).values()
    return path


def brought_in(reader: Reader, path: Path, name: str, kind: str) -> Counter[str]:
    """Read a file that LibreOffice saved; count what became of the numbers and the lines.

    Raises:
        RefusedError: it is refused.
    """
    report, is_tables = written(name), kind == "excel"
    source = open_source(reader, path, assumed=report.year)
    assert source.reading is not None
    named = {address for issue in source.issues for address in issue.addresses}
    named |= {address for doubt in source.reading.doubts for address in doubt.addresses}
    found = Counter(numbers_judged(report, source.report, named, is_tables))
    return found + Counter(lines_judged(report, source, is_tables))


def numbers_judged(
    report: Report, brought: Report, named: set[str], is_tables: bool
) -> Iterator[str]:
    """Yield what became of every number; one that was not there is wrong."""
    expected = report.totals() | report.values
    found = brought.totals() | brought.values | brought.stated
    for address in expected.keys() | found.keys():
        if is_tables and address not in report.form.cells:
            continue
        if found.get(address) == expected.get(address):
            yield "right"
        elif address in named:
            yield "named"
        else:
            yield "wrong" if found.get(address) else "lost"


def lines_judged(report: Report, source: Source, is_tables: bool) -> Iterator[str]:
    """Yield what became of every line of texts, remarks and notes, and of the ends."""
    said = "\n".join(lines_of(source))
    expected, found = (dict(lines(one, is_tables)) for one in (report, source.report))
    everything = "\n".join(found.values())
    yield from ("extra" for place in found.keys() - expected.keys())
    for place, text in expected.items():
        if found.get(place) == text:
            yield "in place"
        elif text[:_SHOWN] in said or text[-_SHOWN:] in said:
            yield "line named"
        else:
            yield "moved" if text in everything else "line lost"


_SHOWN: Final = 12
"""Characters of a line by which a message shows it, at the least."""


def lines(report: Report, is_tables: bool) -> Iterator[tuple[str, str]]:
    """Yield every printed line of texts, remarks and notes, and the ends, with its place."""
    for address, remark in report.remarks.items():
        yield f"remark {address}", remark
    if is_tables:
        return
    for table, note in report.notes.items():
        yield from ((f"note {table} {n}", line) for n, line in enumerate(note.split("\n")))
    for block in report.texts:
        body = [line for line in block.body.split("\n") if line.strip()]
        if body or printed_sentences(report, block):
            yield f"head {block.key}", block.title
        yield from ((f"text {block.key} {n}", line) for n, line in enumerate(body))
    for field in ("name", "signature", "signed_on"):
        if value := getattr(report.unit, field):
            yield f"unit {field}", str(value)
    yield "year", str(report.year)


def figures(reader: Reader, case: tuple[str, str, str]) -> Counter[str]:
    """Save a document again, and read it."""
    with tempfile.TemporaryDirectory() as folder:
        return brought_in(reader, saved_again(Path(folder), *case), *case[:2])


def main(_arguments: list[str]) -> int:
    """Save and read everything; 1 where a number is wrong or anything is lost without a word."""
    heads = " | ".join((*NUMBER, *LINE))
    print(f"| report | document | saved as | {heads} |\n|{'---|' * 12}")  # noqa: T201
    worst = 0
    with Reader(seconds=60) as reader:
        for case in CASES:
            found = figures(reader, case)
            counts = " | ".join(str(found[what]) for what in (*NUMBER, *LINE))
            print(f"| {' | '.join(case)} | {counts} |", flush=True)  # noqa: T201
            worst = max(worst, int(found["wrong"] + found["lost"] + found["line lost"] > 0))
    return worst
