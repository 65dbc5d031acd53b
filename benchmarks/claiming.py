"""How well claims are recognised in sentences of which the truth is known.

The sentences are templates in ``benchmarks/claims``: ``{received}`` stands for the number of the
figure of that name, ``{~}`` for any number of other matters. Half of the sentences on figures were
written without looking at the words of the forms. Each is tried as it is (a) and with one number
changed (b); those of other matters (c) are filled several times, under each of four sub-heads.
What all checks of texts cost together is measured on prose with as many numbers as published
reports have: one in 45 characters.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final, NamedTuple

from model.checks.check import check
from model.claims.claims import Speaker, claims_in
from model.claims.sentences import Claim
from model.form import catalog
from model.report.report import Report
from model.text import chinese_numerals
from model.unit import Unit, UnitKind

FOLDER: Final = Path(__file__).parent / "claims"
WRITTEN: Final = ("written_blind.txt", "written_known.txt")
OTHER: Final = "other_matters.txt"
YEAR: Final = 2024
_TIMES: Final = 20
"""How often a sentence of other matters is filled; those without a number stand once."""
_SUBHEADS: Final = (
    "依申请公开",
    "主动公开方面",
    "人大代表建议和政协提案办理结果公开情况",
    "监督保障",
)

_LENGTH: Final = 10_000
"""Characters of the text whose first reading is measured."""
_ROUNDS: Final = 9
_STATEMENT: Final = (
    "{unit}{year}年新收政府信息公开申请{received}件，办结{handled}件，结转下年度{carried_out}件。"
)
_CLAUSES: Final = (
    "坚持以公开为常态、不公开为例外",
    "完善信息发布审核制度",
    "明确专人负责栏目更新",
    "对涉及群众切身利益的事项做到应公开尽公开",
    "主动接受社会监督",
    "加强业务培训",
    "规范依申请公开答复文书",
    "定期检查网站和政务新媒体",
    "及时回应群众关切",
)

Meaning = tuple[str, ...]
"""Addresses whose sum a sentence states."""


def _review(*cases: str) -> Meaning:
    return tuple(f"review/figures/{case}" for case in cases)


def _both(case: str) -> Meaning:
    return _review(f"litigation.direct.{case}", f"litigation.after.{case}")


def _requests(*rows: str) -> Meaning:
    return tuple(f"requests/{row}" for row in rows)


MEANINGS: Final[Mapping[str, Meaning]] = {
    "received": _requests("received/total"),
    "carried_in": _requests("carried_in/total"),
    "received_all": _requests("received/total", "carried_in/total"),
    "handled": _requests("handled.total/total"),
    "granted": _requests("handled.granted/total"),
    "partial": _requests("handled.partial/total"),
    "granted_partial": _requests("handled.granted/total", "handled.partial/total"),
    "refused": _requests("handled.refused/total"),
    "unavailable": _requests("handled.unavailable/total"),
    "declined": _requests("handled.declined/total"),
    "other": _requests("handled.other/total"),
    "carried_out": _requests("carried_out/total"),
    "natural": _requests("received/natural"),
    "legal": _requests("received/legal"),
    "reconsideration": _review("reconsideration.total"),
    "rec_upheld": _review("reconsideration.upheld"),
    "rec_corrected": _review("reconsideration.corrected"),
    "rec_pending": _review("reconsideration.pending"),
    "litigation": _both("total"),
    "lit_upheld": _both("upheld"),
    "lit_corrected": _both("corrected"),
    "lit_pending": _both("pending"),
    "normative_issued": ("disclosure/normative/issued",),
    "normative_repealed": ("disclosure/normative/repealed",),
    "normative_in_force": ("disclosure/normative/in_force",),
    "regulations_issued": ("disclosure/regulations/issued",),
    "regulations_in_force": ("disclosure/regulations/in_force",),
    "licences": ("disclosure/licences/decisions",),
    "penalties": ("disclosure/penalties/decisions",),
    "coercion": ("disclosure/coercion/decisions",),
    "charges": ("disclosure/fees/amount",),
    "published": ("tally/published/total",),
    "suggestions": ("figure/suggestions",),
    "proposals": ("figure/proposals",),
    "motions": ("figure/motions",),
    "fee_notices": ("figure/fee_notices",),
    "fee_paid": ("figure/fee_paid",),
    "fee_amount": ("figure/fee_amount",),
}
"""What the name of each slot means."""
_HEADS: Final = {"requests": "依申请公开", "review": "依申请公开", "figure": "其他事项"}
"""Sub-heads of the sentences by the first part of the address; others are on 主动公开方面."""
_GOVERNMENT: Final = re.compile("[我全][县市区省州镇乡旗]|各部门|本报告统计范围")
"""Words of templates that only a government writes."""


class Slot(NamedTuple):
    """A number of a figure in a sentence: the name of the figure, its offsets, its value."""

    name: str
    start: int
    end: int
    value: int


class Filled(NamedTuple):
    """A template with its numbers."""

    text: str
    slots: tuple[Slot, ...]


@dataclass
class Score:
    """Counts over the slots of one figure: recognised right, and found when changed."""

    slots: int = 0
    right: int = 0
    found: int = 0


@dataclass
class Scores:
    """The table: scores by figure, and the false findings of (a) and (c)."""

    figures: dict[str, Score] = field(default_factory=dict)
    false: list[str] = field(default_factory=list)
    other: int = 0
    false_other: list[str] = field(default_factory=list)


def claiming() -> Scores:
    """Try all sentences."""
    rng = random.Random(YEAR)
    scores = Scores({name: Score() for name in MEANINGS})
    for name in WRITTEN:
        for template in _templates(name):
            _try(template, rng, scores)
    for template in _templates(OTHER):
        times = _TIMES if "{~" in template else 1
        for time in range(times):
            filled = fill(template, rng)
            scores.other += 1
            subhead = _SUBHEADS[time % len(_SUBHEADS)]
            if claims_in(_speaker(template), subhead, filled.text):
                scores.false_other.append(filled.text)
    return scores


def _templates(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _speaker(template: str) -> Speaker:
    form = catalog.form("2021")
    if _GOVERNMENT.search(template):
        return Speaker.of(form, YEAR, Unit(name="临江县人民政府", kind=UnitKind.COUNTY))
    return Speaker.of(form, YEAR, Unit(name="临江市农业农村局", kind=UnitKind.DEPARTMENT))


def _try(template: str, rng: random.Random, scores: Scores) -> None:
    """Try a sentence as it is, and with each of its numbers changed in turn."""
    speaker, filled = _speaker(template), fill(template, rng)
    head = _HEADS.get(MEANINGS[filled.slots[0].name][0].partition("/")[0], "主动公开方面")
    numbers = {MEANINGS[slot.name]: slot.value for slot in filled.slots}
    for claim in claims_in(speaker, head, filled.text):
        if not _fits(claim, numbers):
            scores.false.append(filled.text)
    for slot in filled.slots:
        score = scores.figures[slot.name]
        score.slots += 1
        score.right += _has(speaker, head, filled.text, slot)
        values = {one.name: one.value for one in filled.slots}
        changed = fill(template, rng, values | {slot.name: _changed(slot.value)})
        there = next(one for one in changed.slots if one.name == slot.name)
        at_slot = _at(speaker, head, changed.text, there)
        score.found += any(not _fits(claim, numbers) for claim in at_slot)


def _changed(value: int) -> int:
    """Return another number that can be written in the same manner."""
    if value % 1000 == 0:
        return value * 2
    return value * 2 + 1 if value < 450 else value // 2


def _at(speaker: Speaker, head: str, text: str, slot: Slot) -> list[Claim]:
    """Return the claims at the place of a slot."""
    found = claims_in(speaker, head, text)
    return [claim for claim in found if claim.end > slot.start and claim.start < slot.end]


def _has(speaker: Speaker, head: str, text: str, slot: Slot) -> bool:
    """Return whether the only claim at a slot is of its figure."""
    here = _at(speaker, head, text, slot)
    return len(here) == 1 and MEANINGS[slot.name] in here[0].phrase.means


def _fits(claim: Claim, numbers: Mapping[Meaning, int]) -> bool:
    """Return whether a claim fits one of its meanings, of which only the stated ones are known."""
    quantity = claim.quantity
    if quantity.unit == "万元" and claim.phrase.key == "fee_amount":
        quantity = quantity.times(10_000)
    for meaning in claim.phrase.means:
        parts = [numbers.get((address,)) for address in meaning]
        known = [part for part in parts if part is not None]
        together = sum(known) if len(known) == len(parts) else None
        number = numbers.get(meaning, together)
        if number is not None and quantity.fits(number):
            return True
    return False


_SLOT: Final = re.compile(r"\{([^}:]*):?([a-z]*)\}")
_WORDS: Final = {
    "year": str(YEAR),
    "last": str(YEAR - 1),
    "next": str(YEAR + 1),
}
_MANNERS: Final[Mapping[str, tuple[Callable[[random.Random], int], Callable[[int], str]]]] = {
    "": (lambda rng: rng.randint(2, 900), str),
    "cn": (lambda rng: rng.randint(2, 900), chinese_numerals),
    "full": (
        lambda rng: rng.randint(2, 900),
        lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    ),
    "comma": (lambda rng: rng.randint(1000, 99_999), lambda value: f"{value:,}"),
    "wan": (lambda rng: rng.randint(11, 99) * 1000, lambda value: f"{value / 10_000:g}万"),
    "about": (lambda rng: rng.randint(1, 9) * rng.choice([10, 100]), lambda value: f"{value}余"),
}
"""How a number is drawn and written, by the manner that a slot asks for."""


def fill(template: str, rng: random.Random, values: Mapping[str, int] | None = None) -> Filled:
    """Return a template with numbers: those given, and others by chance."""
    known = dict(values or {})
    slots: list[Slot] = []
    text, end = "", 0
    is_government = bool(_GOVERNMENT.search(template))
    for match in _SLOT.finditer(template):
        text += template[end : match.start()]
        end, name, manner = match.end(), match[1], match[2]
        if name in MEANINGS:
            draw, write = _MANNERS[manner]
            value = known.setdefault(name, _new(draw, rng, known))
            written = write(value)
            slots.append(Slot(name, len(text), len(text) + len(written), value))
            text += written
        else:
            text += _other(name, rng, is_government)
    return Filled(text + template[end:], tuple(slots))


def _new(draw: Callable[[random.Random], int], rng: random.Random, known: Mapping[str, int]) -> int:
    """Draw a number that no other slot has."""
    while (value := draw(rng)) in known.values():
        pass
    return value


def _other(name: str, rng: random.Random, is_government: bool) -> str:
    """Return what stands for a slot that is not a figure."""
    if name == "~":
        return str(rng.randint(2, 999))
    if name == "~%":
        return f"{rng.uniform(1, 99):.1f}"
    if name == "unit":
        return "临江县人民政府" if is_government else "临江市农业农村局"
    return _WORDS.get(name) or ("本机关" if is_government else "我局")


def first_reading(report: Report) -> float:
    """Return the median of CPU milliseconds of all checks of a report whose texts are new.

    The cost of the checks of the same report without texts is taken off.
    """
    rng = random.Random(YEAR)
    costs = []
    for _ in range(_ROUNDS):
        new = ""
        while len(new) < _LENGTH:
            ordered = rng.sample(_CLAUSES, len(_CLAUSES))
            new += f"{fill(_STATEMENT, rng).text}{'，'.join(ordered)}。"
        costs.append(_cost(_with_text(report, new)) - _cost(_with_text(report, "")))
    return 1000 * median(costs)


def _with_text(report: Report, body: str) -> Report:
    """Return a report whose first text has a body, and whose others are empty."""
    first, *others = report.texts
    return replace(
        report, texts=(replace(first, body=body), *(replace(one, body="") for one in others))
    )


def _cost(report: Report) -> float:
    begin = process_time()
    check(report)
    return process_time() - begin


def show(scores: Scores, reading: float) -> None:
    """Print the table, and the CPU milliseconds of a first reading."""
    print(f"\n{'claims':24}{'slots':>8}{'right':>9}{'found':>9}")
    for name, score in scores.figures.items():
        _line(name, score)
    _line("all", _all(scores))
    print(f"false in (a) {len(scores.false)}, in (c) {len(scores.false_other)} of {scores.other}")
    for text in (*scores.false, *scores.false_other):
        print(f"  {text}")
    print(f"all checks of {_LENGTH} new characters: {reading:.1f} CPU ms")


def _all(scores: Scores) -> Score:
    figures = scores.figures.values()
    return Score(
        sum(one.slots for one in figures),
        sum(one.right for one in figures),
        sum(one.found for one in figures),
    )


def _line(name: str, score: Score) -> None:
    most = max(score.slots, 1)
    print(f"{name:24}{score.slots:8}{score.right / most:9.1%}{score.found / most:9.1%}")


def as_json(scores: Scores) -> dict[str, float]:
    """Return the figures that are compared from release to release."""
    total = _all(scores)
    return {
        "right": total.right / max(total.slots, 1),
        "found": total.found / max(total.slots, 1),
        "false": len(scores.false),
        "false_other": len(scores.false_other),
        "other": scores.other,
    }
