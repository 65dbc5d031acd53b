"""Bent tables by the thousand: ``./test.sh soak recognition [COUNT]`` for each report."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from intake.recognition.reading import Recognition, recognise
from intake.worker import read
from model.report.report import Report
from tests.intake.known import FORMS, report_of
from tests.intake.recognition.bends import ALL, COMMON, Bend
from tests.intake.recognition.layouts import documents
from tests.intake.recognition.pages import as_excel
from tests.office import convert


def judged(report: Report, reading: Recognition) -> Counter[str]:
    """Count the cells that were read right, read wrong, named as not read, and lost in silence."""
    numbers = report.totals()
    unread = (*reading.unrecognised, *reading.doubts)
    named = {address for issue in unread for address in issue.addresses}
    found: Counter[str] = Counter()
    for address in report.form.cells:
        cell = reading.cells.get(address)
        if cell is None or (cell.number is None and address in named):
            found["named" if address in named else "lost"] += 1
        else:
            found["right" if (cell.number or 0) == numbers[address] else "wrong"] += 1
    return found


def read_bent(count: int, bends: Sequence[Bend]) -> Counter[str]:
    """Read bent documents of both reports; ``variants`` counts them. Prints which went wrong."""
    found: Counter[str] = Counter()
    for name, other in (("city-2023", "city-2024"), ("city-2024", "city-2023")):
        report = report_of(name)
        for bent in documents(report, report_of(other), count, name, bends):
            result = judged(report, recognise(bent.document, FORMS))
            if result["wrong"] or result["lost"]:
                print(f"{name} {bent.what}: {dict(result)}")  # noqa: T201
            found += result
            found["variants"] += 1
    return found


def message(found: Counter[str], bends: int) -> str:
    """Say what came of them."""
    share = found["named"] / (found["named"] + found["right"])
    return (
        f"bent tables, {bends} bends: {found['variants']} variants, {found['right']} cells read, "
        f"{found['wrong']} wrong, {found['lost']} lost in silence, {share:.1%} named as not read"
    )


def read_saved(count: int) -> dict[str, Counter[str]]:
    """Read bent tables as workbooks, by what LibreOffice saved them as; ``files`` counts them."""
    found: dict[str, Counter[str]] = {}
    for name, other in (("city-2023", "city-2024"), ("city-2024", "city-2023")):
        report = report_of(name)
        bent = documents(report, report_of(other), count, name, COMMON)
        made = {f"{n}.xlsx": as_excel(one.document) for n, one in enumerate(bent)}
        with tempfile.TemporaryDirectory() as folder:
            saved = {"xlsx": made} | {
                ending: {n: p.read_bytes() for n, p in convert(Path(folder), made, ending).items()}
                for ending in ("xls", "ods")
            }
        for ending, files in saved.items():
            results = [judged(report, recognise(read(data), FORMS)) for data in files.values()]
            found[ending] = sum([found.get(ending, Counter()), *results], Counter(files=len(files)))
    return found


def main(arguments: list[str]) -> int:
    """Read many; 1 where a number is wrong or lost."""
    worst = 0
    for bends in (ALL, COMMON):
        found = read_bent(int(arguments[0]) if arguments else 2000, bends)
        print(message(found, len(bends)))  # noqa: T201
        worst = max(worst, int(found["wrong"] + found["lost"] > 0))
    for ending, found in read_saved(int(arguments[0]) // 20 if arguments else 100).items():
        print(f"as .{ending}: {dict(found)}")  # noqa: T201
        worst = max(worst, int(found["wrong"] + found["lost"] > 0))
    return worst
