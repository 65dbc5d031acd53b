"""Checks 18 and 19: what the texts state about figures of the report, compared with the figures.

A claim with several lawful meanings agrees if one of them fits. While a cell of a meaning is blank,
nothing is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from model.address import Address
from model.checks.findings import STATED, Finding, TextSpan, more_or_less
from model.checks.numbers import Verdicts
from model.claims.claims import Speaker, claims_in
from model.claims.manner import in_manner
from model.claims.quantities import Quantity
from model.claims.sentences import Claim
from model.form.arithmetic import arithmetic
from model.report.meanings import (
    cells_meant,
    equation_meant,
    name_meant,
    number_meant,
    numbered_meant,
    sentence_meant,
    typed_meant,
    unit_meant,
)
from model.report.report import Report, TextBlock
from model.values import Number, Values, write_number

CLAIM: Final = "claim/"
"""Prefix of the id of a finding on a claim; the key of the text follows."""
OTHER_SCOPE: Final = "口径不同"
"""The 说明 of a claim that counts something else than the figure."""
_FACTORS: Final[Mapping[tuple[str, str], Number]] = {
    ("万元", "元"): 10_000,
    ("元", "万元"): Decimal("0.0001"),
}
"""Factors from the unit of a text to the unit of a figure."""
_CLAUSE: Final = re.compile(r"[，。；：！？、,;:!?（）()\n]")
_UNIT: Final = re.compile(r"\s?(?:万元|元|件次|[%％]|[一-鿿])?")
"""The unit behind a number."""
_BEHIND: Final = 12
"""Most characters of the rest of a clause that are quoted behind a number."""
_CALLING: Final = 2
"""Characters by which the words of a claim are recognised in a quotation."""
_LONGEST: Final = 24
"""Most characters that are quoted before a number."""
_NAMED: Final = 2
"""Most broken comparisons that are named."""
_ADVICE: Final = "核对后改正；确属口径不同的，可不再提示。"


class StatedClaim(NamedTuple):
    """A claim in a text of a report, beside its figures.

    ``text`` is the address of the text. ``numbers`` are the numbers of each lawful meaning in
    ``unit``, None while one of its cells is blank.
    """

    text: str
    claim: Claim
    numbers: tuple[Number | None, ...]
    unit: str = ""

    @property
    def agrees(self) -> bool | None:
        """Whether a meaning fits; None if none does and not all of them are known."""
        if any(number is not None and self.fits(number) for number in self.numbers):
            return True
        return None if None in self.numbers else False

    @property
    def quantity(self) -> Quantity:
        """The quantity of the text in the unit of the figures."""
        if self._factor == 1:
            return self.claim.quantity
        ours = self.claim.quantity.times(self._factor)
        return ours._replace(number=_trimmed(ours.number))

    @property
    def sentence(self) -> str:
        """The sentence of the text, without white space around it."""
        return self.claim.sentence.strip()

    @property
    def _factor(self) -> Number:
        return _FACTORS.get((self.claim.quantity.unit, self.unit), 1)

    def fits(self, number: Number) -> bool:
        """Return whether the text may state a number, which it may round or cut off."""
        if self.claim.is_denial:
            return number == 0
        ours = self.quantity
        if ours.fits(number):
            return True
        step = _step(self.claim.quantity.number) * Decimal(self._factor)
        surplus = Decimal(number) - Decimal(ours.number)
        return ours.is_exact and (0 <= surplus < step or -step <= surplus * 2 <= step)

    def written(self, number: Number) -> Number:
        """Return a number of the figures in the unit of the text."""
        if self._factor == 1:
            return number
        return _trimmed(Decimal(number) / self._factor)


def _trimmed(number: Number) -> Number:
    """Return a number without the zeros at its end."""
    return int(number) if number == int(number) else Decimal(number).normalize()


def _step(number: Number) -> Decimal:
    """Return the value of one step of the last digit of a number."""
    if isinstance(number, int):
        return Decimal(1)
    return Decimal(1).scaleb(int(number.as_tuple().exponent))


_claims = lru_cache(maxsize=128)(claims_in)
"""The claims of a text: another text that changes does not need them again."""


def stated_claims(report: Report, numbers: Values) -> tuple[StatedClaim, ...]:
    """Return the claims of all texts in their order; ``numbers`` has the sums of the report."""
    if not any(section.phrases for section in report.form.sections):
        return ()
    speaker = Speaker.of(report.form, report.year, report.unit)
    return tuple(
        beside_figures(report, block, claim, numbers)
        for block in report.texts
        for claim in _claims(speaker, block.title, block.body)
    )


def beside_figures(report: Report, block: TextBlock, claim: Claim, numbers: Values) -> StatedClaim:
    """Return a claim of a text beside its figures."""
    meanings = claim.phrase.means
    known = tuple(number_meant(report, meaning, numbers) for meaning in meanings)
    return StatedClaim(block.address, claim, known, unit_meant(report, meanings[0]))


def claim_findings(
    report: Report, numbers: Values, claims: Iterable[StatedClaim], found: Iterable[Finding]
) -> Iterator[Finding]:
    """Checks 18 and 19 (文字与表格): find claims that no lawful meaning fits.

    ``found`` are the other findings: a broken comparison of the cells is mended first.
    """
    errors = [one for one in found if one.severity == "error" and one.left]
    for key, stated in by_id(claims):
        if stated.agrees is False:
            yield _finding(report, stated, key, numbers, errors)


def by_id(claims: Iterable[StatedClaim]) -> Iterator[tuple[str, StatedClaim]]:
    """Yield the claims of a report, each with the id of the finding that it would have."""
    counted: Counter[tuple[str, str]] = Counter()
    for stated in claims:
        key = Address.parse(stated.text).key, stated.claim.phrase.key
        counted[key] += 1
        yield f"{CLAIM}{key[0]}/{key[1]}/{counted[key]}", stated


def text_verdicts(claims: Iterable[StatedClaim]) -> Verdicts:
    """Return whether the numbers in texts agree, by the ids of their findings."""
    known = ((key, stated.agrees) for key, stated in by_id(claims) if stated.agrees is not None)
    return {key: "holds" if agrees else "broken" for key, agrees in known}


def _finding(
    report: Report, stated: StatedClaim, key: str, numbers: Values, errors: Sequence[Finding]
) -> Finding:
    claim, block = stated.claim, report.text(Address.parse(stated.text).key)
    assert block is not None
    meanings = claim.phrase.means
    sides = _sides(report, stated, numbers)
    figures = [numbered_meant(report, meanings[0], numbers)]
    figures += [sentence_meant(report, meaning, numbers) for meaning in meanings[1:]]
    words = quoted(block.body, claim)
    broken = [one for one in errors if not _cells_behind(report, claim).isdisjoint(one.cells)]
    advice = _evidence(report, stated, broken) if broken else _ADVICE
    cells = [cell for one in chain(*meanings) for cell in cells_meant(report.form, one)]
    return Finding(
        id=key,
        severity="warning",
        message=(
            f"{report.form.section_of[block.section].title}，{block.title}：文中“{words}”，"
            f"{'，'.join(figures)}，{sides[-1]}。{advice}"
        ),
        section=block.section,
        cells=(stated.text, *dict.fromkeys(cells)),
        left=write_number(claim.quantity.number),
        right=stated.sentence,
        difference=_difference(stated),
        title=f"“{words}”与{_compared(report, meanings[0])}不一致",
        sides=sides,
        span=TextSpan(stated.text, claim.start, claim.end),
        correction="" if broken else correction_of(stated, block.body),
    )


def _compared(report: Report, meaning: Sequence[str]) -> str:
    return "表格" if cells_meant(report.form, meaning[0])[0] in report.form.cells else "所填数"


def _sides(report: Report, stated: StatedClaim, numbers: Values) -> tuple[str, ...]:
    """Return the text and each lawful meaning as equations, and their difference."""
    equations = [equation_meant(report, one, numbers) for one in stated.claim.phrase.means]
    ours = f"文字所写 {write_number(stated.quantity.number)}"
    if len(equations) > 1:
        return (ours, *equations, "均不一致")
    only = stated.numbers[0]
    if only is None or stated.claim.is_denial or not stated.quantity.is_exact:
        return (ours, *equations, "二者不一致")
    return (ours, *equations, f"文字{more_or_less(stated.quantity.number - only, stated.unit)}")


def _difference(stated: StatedClaim) -> str:
    known = {number for number in stated.numbers if number is not None}
    return write_number(stated.quantity.number - known.pop()) if len(known) == 1 else ""


def correction_of(stated: StatedClaim, body: str) -> str:
    """Return the single number that a text should state, in its manner; empty if there is none."""
    known = {number for number in stated.numbers if number is not None}
    if stated.claim.is_denial or not stated.claim.quantity.is_exact or len(known) != 1:
        return ""
    claim = stated.claim
    return in_manner(stated.written(known.pop()), body[claim.start : claim.end])


def quoted(body: str, claim: Claim) -> str:
    """Return the words of a text around the number of a claim, or those of a denial."""
    if claim.is_denial:
        return body[claim.start : claim.end]
    unit = _UNIT.match(body, claim.end)
    end = unit.end() if unit else claim.end
    stop = _CLAUSE.search(body, end, end + _BEHIND + 1)
    if stop or len(body) - end <= _BEHIND:
        end = stop.start() if stop else len(body)
    first = max(claim.at, claim.start - _LONGEST)
    stops = (stop.end() for stop in _CLAUSE.finditer(body, first, claim.start))
    start = max((stop for stop in stops if claim.words[:_CALLING] in body[stop:end]), default=first)
    return f"{'…' * (start == first > claim.at)}{body[start:end].strip()}"


# ── broken comparisons of the cells behind a claim


def _cells_behind(report: Report, claim: Claim) -> set[str]:
    """Return the printed and typed cells behind a claim."""
    found: set[str] = set()
    for address in chain(*claim.phrase.means):
        found.update(cells_meant(report.form, address), typed_meant(report.form, address))
    return found


def _evidence(report: Report, stated: StatedClaim, broken: Sequence[Finding]) -> str:
    """Say that the cells are checked first, and what the number of the text would repair."""
    named = [_named(report, one) for one in broken]
    more = f"等{len(named)}处" if len(named) > _NAMED else ""
    lines = [one for one in broken if not one.id.startswith(STATED)]
    repairs = len(lines) <= 1 and all(_repairs(report, stated, one) for one in broken)
    mended = "、".join(named).replace("不成立", "成立").replace("不一致", "一致")
    evidence = f"文字中的数可使{mended}。" if repairs else ""
    return f"{'、'.join(named[:_NAMED])}{more}，先核对表格。{evidence}"


def _named(report: Report, finding: Finding) -> str:
    """Return a broken comparison in words: 自然人列勾稽关系不成立, 第一项总计与原表合计不一致."""
    if finding.id.startswith(STATED):
        return f"{name_meant(report, finding.id.removeprefix(STATED))}与原表合计不一致"
    return finding.title


def _repairs(report: Report, stated: StatedClaim, finding: Finding) -> bool:
    """Return whether a comparison holds if the sum of a meaning becomes the number of the text."""
    if not stated.quantity.is_exact:
        return False
    gap = Decimal(finding.difference)
    for meaning, number in zip(stated.claim.phrase.means, stated.numbers, strict=True):
        sign = _sign(report, meaning, finding)
        if number is not None and sign and gap + sign * (stated.quantity.number - number) == 0:
            return True
    return False


def _sign(report: Report, meaning: Sequence[str], finding: Finding) -> int:
    """Return 1 if the cells of a meaning are added in a comparison, −1 if subtracted, else 0."""
    typed = {one for address in meaning for one in typed_meant(report.form, address)}
    if finding.id.startswith(STATED):
        total = finding.id.removeprefix(STATED)
        return int(typed == set(arithmetic(report.form).typed_under(total)))
    line = arithmetic(report.form).lines.get(finding.id)
    if line is None:
        return 0
    left, right = (
        typed & {cell for operand in side if not operand.last for cell in operand.typed}
        for side in (line.left, line.right)
    )
    return bool(left) - bool(right)
