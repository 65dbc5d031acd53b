"""No page ends with a heading under which something stands, in reports by chance."""

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from export.outline import OutlineHeading, OutlineParagraph, PrintedTable, outline
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests import office
from tests.office import Page
from tests.sampling import many
from tests.writing import render_word

pytestmark = pytest.mark.long

SIGNS: Final = "全区各级各部门认真贯彻落实政府信息公开条例围绕中心工作持续加大公开力度不断提升质量"
REPORTS: Final = 200
AT_ONCE: Final = 40
"""Reports that LibreOffice converts in one call."""


def generated(seed: int) -> Report:
    """A report whose texts, remarks and notes are of any length, and many of them absent."""
    chosen = random.Random(seed)

    def text(most: int) -> str:
        return "".join(chosen.choice(SIGNS) for _ in range(chosen.randint(1, most)))

    form = catalog.form(chosen.choice(["2021", "2021", "2019"]))
    regional = [key for key in form.texts if chosen.random() < 0.5]
    report = new_report(form, Unit(name="某市水务局"), form.first_year, regional)
    for address in sorted(form.typed):
        report = report.with_value(address, chosen.randint(0, 9999))
    for block in report.texts:
        lines = (f"{text(150)}。" for _ in range(chosen.choice([0, 1, 2, 4])))
        report = put(report, block.address, "\n".join(lines))
    for key, table in form.tables.items():
        notes = (f"注：{text(chosen.choice([10, 60, 200]))}。" for _ in range(chosen.randint(0, 4)))
        report = put(report, f"note/{key}", "\n".join(notes))
        typed = [cell.address for cell in table.cells.values() if not cell.computed]
        for address in chosen.sample(typed, min(chosen.choice([0, 1, 5, 30]), len(typed))):
            report = put(report, f"{address}#remark", text(chosen.choice([5, 10, 40])))
    run_in, pitch = chosen.random() < 0.3, chosen.choice(["28.95", "28"])
    return replace(report, options=replace(report.options, run_in=run_in, pitch=pitch))


def lonely(report: Report, pages: list[Page]) -> list[str]:
    """Headings at the end of a page under which something stands on the next."""
    over = {
        one.text
        for one, after in pairwise(outline(report))
        if isinstance(one, OutlineHeading)
        and (
            isinstance(after, OutlineParagraph | PrintedTable)
            or (isinstance(after, OutlineHeading) and after.level > one.level)
        )
    }
    bodies = (
        page._replace(words=tuple(w for w in page.words if 37 < (w.top + w.bottom) / 2 < 262))
        for page in pages[:-1]
    )
    ends = [body.lines[-1] for body in bodies if body.words]
    return [end for end in ends if any(one.endswith(end) for one in over)]


def test_no_heading_stands_alone_at_the_end_of_a_page(tmp_path: Path) -> None:
    count = many(REPORTS, 6)
    reports = {f"{seed}.docx": generated(seed) for seed in range(0, REPORTS, REPORTS // count)}
    found: dict[str, list[str]] = {}
    for start in range(0, len(reports), AT_ONCE):
        folder = tmp_path / str(start)
        folder.mkdir()
        names = [*reports][start : start + AT_ONCE]
        files = {name: render_word(reports[name]) for name in names}
        for name, pdf in office.convert(folder, files, "pdf").items():
            if alone := lonely(reports[name], office.pages(pdf)):
                found[name] = alone
    assert found == {}
