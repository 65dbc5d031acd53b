"""Balanced reports with figures as units publish them, and slips put into them one at a time.

A unit has habits (which results it gives, who applies) that change a little from year to year;
its size is log-normal, so small departments are mostly zeros. Every number is invented.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from model.form import catalog
from model.form.arithmetic import arithmetic
from model.report.begin import new_report
from model.report.report import Previous, Report
from model.unit import Unit
from model.values import Number

FORM = catalog.form("2021")
KNOWN = arithmetic(FORM)
REQUESTS, REVIEW = FORM.tables["requests"], FORM.tables["review"]
APPLICANTS = [path for path in REQUESTS.leaves("columns") if path not in REQUESTS.computed]
RESULTS = [path for path in REQUESTS.resolve("rows", "handled") if path not in REQUESTS.computed]
OUTCOMES = list(REVIEW.typed)
SIZES = {"department": (4, 1.2), "district": (60, 1.0), "city": (1200, 0.8)}
"""Requests in a year: the median, and the spread of the logarithm."""
WHO = (90, 7, 0.3, 0.5, 1.5, 1)
WHAT = (40, 10, 0.1, 0.7, 0.3, 1, 0.7, 0.5, 0.8, 0.6, 26, 1, 0.5, 6, 1, 0.1, 1, 0.2, 1.5, 0.6, 8)
REVISED = 0.05
"""Share of units that correct one 上年结转 against last year's report, with good reason."""

LEFT = 0.04
"""Share of the requests that are carried over."""
CASES, SPREAD = 0.01, 1.2
"""Cases of each outcome for a request: the median, and the spread of the logarithm."""

Values = dict[str, Number]
Meant = dict[str, int]


def pool(random: Random, many: int) -> list[Report]:
    """Return ``many`` reports with last year's and stated totals, of the three sizes in turn."""
    return [_report(random, *list(SIZES.values())[n % len(SIZES)]) for n in range(many)]


def _report(random: Random, median: float, spread: float) -> Report:
    size = median * random.lognormvariate(0, spread)
    who, what = _varied(random, WHO, 0.7), _varied(random, WHAT, 1.0)
    last = _year(random, size, who, what, dict.fromkeys(APPLICANTS, random.randint(0, 1)))
    carried = {a: int(last[f"requests/carried_out/{a}"]) for a in APPLICANTS}
    if random.random() < REVISED:
        carried[random.choice(APPLICANTS)] += 1
    size *= random.lognormvariate(0, 0.3)
    values = _year(random, size, _varied(random, who, 0.2), _varied(random, what, 0.4), carried)
    totals = KNOWN.evaluate(values).numbers
    report = new_report(FORM, Unit(name="某市水务局"), 2024)
    return replace(
        report,
        values=values,
        stated={address: totals[address] for address in KNOWN.sums},
        previous=Previous("", FORM.key, 2023, "某市水务局", KNOWN.evaluate(last).numbers),
    )


def _varied(random: Random, weights: tuple[float, ...], spread: float) -> tuple[float, ...]:
    return tuple(weight * random.lognormvariate(0, spread) for weight in weights)


def _year(
    random: Random,
    size: float,
    who: tuple[float, ...],
    what: tuple[float, ...],
    carried: Mapping[str, int],
) -> Values:
    """Return a year of about ``size`` handled requests; those received follow from the balance."""
    values: Values = dict.fromkeys(FORM.tables["disclosure"].typed, 0)
    values |= dict.fromkeys([*REQUESTS.typed, *OUTCOMES], 0)
    for applicant in random.choices(APPLICANTS, who, k=round(size)):
        (result,) = random.choices(RESULTS, what)
        values[f"requests/{result}/{applicant}"] += 1
    for applicant in APPLICANTS:
        done = sum(values[f"requests/{result}/{applicant}"] for result in RESULTS)
        left = sum(random.random() < LEFT for _ in range(int(done)))
        came = done + left - carried[applicant]
        values[f"requests/carried_in/{applicant}"] = carried[applicant]
        values[f"requests/received/{applicant}"] = max(came, 0)
        values[f"requests/carried_out/{applicant}"] = left + max(-came, 0)
    for address in OUTCOMES:
        values[address] = int(size * CASES * random.lognormvariate(0, SPREAD))
    return values


@dataclass(frozen=True)
class Slipped:
    """A report with one slip, and the numbers that were meant."""

    report: Report
    meant: Meant


def _cell(random: Random, report: Report) -> Meant | None:
    """One number stands for another: one more or less, one digit, a 0, or anything."""
    address = _filled(random, report) if random.random() < 0.75 else random.choice(_typed())
    number = int(report.values[address])
    digits, place = str(number), random.randrange(len(str(number)))
    wrong = random.choice(
        (
            number + random.choice((-1, 1)),
            int(digits[:place] + random.choice("0123456789") + digits[place + 1 :]),
            0,
            int(random.lognormvariate(0, 1.5) * (number + 1)),
        )
    )
    return {address: wrong} if wrong >= 0 else None


def _digits(change: Callable[[Random, str], str]) -> Callable[[Random, Report], Meant | None]:
    """Miswrite the digits of a number that has several."""

    def slip(random: Random, report: Report) -> Meant | None:
        address = _filled(random, report)
        wrong = change(random, str(report.values[address]))
        return None if not wrong or wrong[0] == "0" else {address: int(wrong)}

    return slip


def _transpose(random: Random, digits: str) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :]


def _lose(random: Random, digits: str) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + digits[place + 1 :]


def _double(random: Random, digits: str) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + digits[place] + digits[place:]


def _exchange_in_row(random: Random, report: Report) -> Meant | None:
    """Exchange two cells of a row, twice out of three neighbours."""
    address = _filled(random, report)
    row = row_of(address)
    place = row.index(address)
    beside = [row[n] for n in (place - 1, place + 1) if 0 <= n < len(row)]
    other = random.choice(beside if random.random() < 2 / 3 else row)
    return {address: int(report.values[other]), other: int(report.values[address])}


def _exchange_in_column(random: Random, report: Report) -> Meant | None:
    address = _filled(random, report)
    table, path, column = address.split("/")
    if table != REQUESTS.key:
        return None
    rows = list(REQUESTS.leaves("rows"))
    place = rows.index(path)
    other = f"{table}/{random.choice(rows[max(place - 1, 0) : place + 2])}/{column}"
    if other not in REQUESTS.typed:
        return None
    return {address: int(report.values[other]), other: int(report.values[address])}


def _applicant(random: Random, report: Report) -> Meant | None:
    """Count one application, seldom more, for the wrong applicant."""
    address = _filled(random, report)
    others = [other for other in row_of(address) if other != address]
    other, many = random.choice(others), random.choice((1, 1, 1, 1, 2, 3))
    left = int(report.values[address]) - many
    return {address: left, other: int(report.values[other]) + many} if left >= 0 else None


def _total(random: Random, report: Report) -> Meant | None:
    """Miswrite a total of the source: one digit, or left at 0."""
    address = random.choice([a for a, total in report.stated.items() if total])
    total = str(report.stated[address])
    place = random.randrange(len(total))
    digit = random.choice("0123456789")
    return {address: random.choice((0, int(total[:place] + digit + total[place + 1 :])))}


SLIPS: dict[str, Callable[[Random, Report], Meant | None]] = {
    "one cell": _cell,
    "digits transposed": _digits(_transpose),
    "digit lost": _digits(_lose),
    "digit doubled": _digits(_double),
    "exchanged in row": _exchange_in_row,
    "exchanged in column": _exchange_in_column,
    "wrong applicant": _applicant,
    "source's total": _total,
}


def slipped(random: Random, reports: list[Report], kind: str) -> Slipped | None:
    """Put one slip of a kind into one of the reports; None where this draw allows none."""
    report = random.choice(reports)
    totals = any(report.stated.values())
    if not any(report.values.values()) or (SLIPS[kind] is _total and not totals):
        return None
    wrong = SLIPS[kind](random, report)
    source = report.stated if SLIPS[kind] is _total else report.values
    if wrong is None or all(source[address] == number for address, number in wrong.items()):
        return None
    for address, number in wrong.items():
        put = report.with_stated if source is report.stated else report.with_value
        report = put(address, number)
    return Slipped(report, {address: int(source[address]) for address in wrong})


def _typed() -> list[str]:
    return [*REQUESTS.typed, *OUTCOMES]


def _filled(random: Random, report: Report) -> str:
    return random.choice([a for a in _typed() if report.values[a]] or _typed())


def row_of(address: str) -> list[str]:
    """Return the typed cells of an address's row, in printed order."""
    table, path, _ = address.split("/")
    return [a for a in FORM.tables[table].typed if a.startswith(f"{table}/{path}/")]
