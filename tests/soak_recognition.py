"""Bent tables by the thousand: ``./test.sh soak recognition [COUNT]`` for each report."""

from collections import Counter
from collections.abc import Sequence

from intake.recognition.reading import Recognition, recognise
from model.report.report import Report
from tests.intake.known import FORMS, report_of
from tests.intake.recognition.bends import ALL, COMMON, Bend
from tests.intake.recognition.layouts import documents


def judged(report: Report, reading: Recognition) -> Counter[str]:
    """Count the cells that were read right, read wrong, named as not read, and lost in silence."""
    numbers = report.totals()
    named = {address for issue in reading.unrecognised for address in issue.addresses}
    found: Counter[str] = Counter()
    for address in report.form.cells:
        cell = reading.cells.get(address)
        if cell is None:
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


def main(arguments: list[str]) -> int:
    """Read many; 1 where a number is wrong or lost."""
    worst = 0
    for bends in (ALL, COMMON):
        found = read_bent(int(arguments[0]) if arguments else 2000, bends)
        print(message(found, len(bends)))  # noqa: T201
        worst = max(worst, int(found["wrong"] + found["lost"] > 0))
    return worst
