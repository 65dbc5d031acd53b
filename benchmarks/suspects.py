"""Possibly wrong cells over generated reports, one slip each, beside plain Fellegi–Holt.

A row is a kind of slip: how often the true cells stand first and among the first three, how often
they or wrong ones are named alone, how often nothing is said. A hit of ours names the numbers that
were meant as well; of Fellegi–Holt only the cells are asked, and alone means a single smallest set.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import partial
from random import Random
from statistics import median
from time import process_time

from benchmarks import ceiling
from benchmarks.ceiling import Ceiling
from benchmarks.fellegi_holt import fewest
from benchmarks.generated import SLIPS, Slipped, pool, slipped
from model.checks.check import check
from model.report.report import Report
from model.suspects.suspects import suspects

MANY, SAMPLE, REPORTS = 500, 20, 300
"""Slips of each kind for us, slips of each kind for Fellegi–Holt, reports to put them in."""
SETTINGS: dict[str, Callable[[Report], Report]] = {
    "totals": lambda report: replace(report, previous=None),
    "totals, last year": lambda report: report,
    "typed only": lambda report: replace(report, previous=None, stated={}),
    "typed, last year": lambda report: replace(report, stated={}),
}


@dataclass
class Score:
    """Counts over the slips of one kind."""

    slips: int = 0
    first: int = 0
    three: int = 0
    right_alone: int = 0
    wrong_alone: int = 0
    silent: int = 0

    def add(self, hits: Sequence[bool]) -> None:
        """Count one slip: which of those named, best first, is the true one."""
        self.slips += 1
        self.first += any(hits[:1])
        self.three += any(hits[:3])
        self.right_alone += list(hits) == [True]
        self.wrong_alone += list(hits) == [False]
        self.silent += not hits

    def shares(self) -> list[float]:
        """Return each count as a share of the slips, in order of the fields."""
        return [round(count / self.slips, 4) for count in astuple(self)[1:]]


@dataclass
class Setting:
    """The scores of one setting by kind, and the milliseconds for every report."""

    ours: dict[str, Score] = field(default_factory=dict)
    other: dict[str, Score] = field(default_factory=dict)
    best: dict[str, Ceiling] = field(default_factory=dict)
    our_times: list[float] = field(default_factory=list)
    other_times: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the figures that are kept: shares in the order of Score's fields."""
        return {
            "ours": {kind: score.shares() for kind, score in self.ours.items()},
            "fellegi_holt": {kind: score.shares() for kind, score in self.other.items()},
            "ceiling": {kind: [best.first, best.three] for kind, best in self.best.items()},
            "median_ms": round(median(self.our_times), 2),
            "max_ms": round(max(self.our_times), 2),
        }


def localisation() -> dict[str, Setting]:
    """Run every setting; the same seed gives the same slips."""
    random = Random(2016)
    reports = pool(random, REPORTS)
    return {name: _setting(random, [f(r) for r in reports]) for name, f in SETTINGS.items()}


def _setting(random: Random, reports: list[Report]) -> Setting:
    setting = Setting()
    for kind in SLIPS:
        if kind == "source's total" and not reports[0].stated:
            continue
        ours = setting.ours[kind] = Score()
        other = setting.other[kind] = Score()
        cases = list(_cases(random, reports, kind))
        if kind in ceiling.KINDS and reports[0].stated:
            setting.best[kind] = ceiling.ceiling(kind, cases)
        for number, case in enumerate(cases):
            setting.our_times.append(_processor(partial(_ask, case, ours)))
            if number < SAMPLE:
                setting.other_times.append(_processor(partial(_ask_other, case, other)))
    return setting


def _cases(random: Random, reports: list[Report], kind: str) -> Iterator[Slipped]:
    """Draw slips of a kind that a check finds; others cannot be located."""
    many = 0
    while many < MANY:
        case = slipped(random, reports, kind)
        if case and any(finding.severity == "error" for finding in check(case.report).findings):
            many += 1
            yield case


def _processor(act: Callable[[], object]) -> float:
    """Time one call in milliseconds of the processor: the longest counts, and others use it too."""
    start = process_time()
    act()
    return (process_time() - start) * 1000


def _ask(case: Slipped, score: Score) -> None:
    found = suspects(case.report)
    score.add([{c.address: c.after for c in one.changes} == case.meant for one in found])


def _ask_other(case: Slipped, score: Score) -> None:
    score.add([cells == case.meant.keys() for cells in fewest(case.report, 3)])


def show(settings: dict[str, Setting]) -> None:
    """Print a table for each setting."""
    for name, setting in settings.items():
        heads = ("first", "in three", "alone", "wrong al.", "silent")
        print(f"\n{name:20}" + "".join(f"{head:>10}" for head in heads) + "   (Fellegi–Holt)")
        for kind, score in setting.ours.items():
            _row(kind, score, setting.other[kind])
        for kind, best in setting.best.items():
            print(f"{kind + ', ceiling':20}"[:29] + f"{best.first:10.1%}{best.three:10.1%}")
        _row("all", _together(setting.ours), _together(setting.other))
        for whose, times in (("ours", setting.our_times), ("F.–H.", setting.other_times)):
            print(f"  {whose:6} {median(times):8.2f} ms median {max(times):9.2f} ms at most")
    print(f"\n{MANY} slips of each kind; Fellegi–Holt on {SAMPLE} of them, up to 3 sets each")


def _row(kind: str, ours: Score, other: Score) -> None:
    message = ("".join(f"{share:10.1%}" for share in score.shares()) for score in (ours, other))
    print(f"{kind:20}" + "   |".join(message))


def _together(scores: dict[str, Score]) -> Score:
    return Score(*(sum(column) for column in zip(*map(astuple, scores.values()), strict=True)))
