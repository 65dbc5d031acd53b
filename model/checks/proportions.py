"""Check 20: shares, changes against last year and sums that a text states beside its numbers.

All of them are hints. Nothing is said where the words leave open what a share or a sum is of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from model.address import Address, cell_address
from model.checks.claims import StatedClaim
from model.checks.findings import Finding, TextSpan, more_or_less
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.report.comparisons import has_last_year
from model.report.meanings import number_meant, place_meant, typed_meant
from model.report.report import Report
from model.values import Number, Values, write_number

_PERCENT: Final = r"(?P<percent>\d{1,6}(?:\.\d{1,4})?)\s?[%％]"
_UNIT: Final = r"\s?[件宗份条起个项例]"
_OF: Final = "占比例重办理结答复果申请受收到新总数量全部年度本已件政府信息公开依的为达：:"
"""Characters of the words that say what a share is of: all results, or all that was received."""
_SHARE: Final = re.compile(
    rf"{_UNIT}[，,（(、]?(?P<words>占(?!公开)[{_OF}]{{0,24}}{_PERCENT})(?![^，。；、）)\n])"
)
_CHANGE: Final = re.compile(
    rf"{_UNIT}[，,（(、]?(?P<words>(?:同比|较上年度?|比上年度?|较去年|比去年|与上年相比)[，,]?(?:同比)?"
    rf"(?P<way>增长|增加|上升|提高|下降|减少|降低)了?{_PERCENT})(?![^，。；）)\n])"
)
_MORE: Final = ("增长", "增加", "上升", "提高")
_NAMED: Final = r"[^\d，。；、,（）()\n]{1,16}\d{1,9}(?P=unit)"
_PARTS: Final = re.compile(
    r"(?<![\d.,，余多第年月约近超过逾])(?P<whole>\d{1,9})(?P<unit>\s?[件宗起])[，,（(：:]{0,2}其中[，,：:]?"
    rf"(?P<list>{_NAMED}(?:(?:[，、]|(?=[和及])){_NAMED}){{1,12}})(?=[。；）)\n]|$)"
)
"""A whole, and all its parts up to the end of the sentence or bracket."""
_PART: Final = re.compile(r"([^\d，。；、,（）()\n]+)(\d+)\s?[件宗起]")
_UNSURE: Final = re.compile(
    "[约近余多超较比占含均]|同比|涉及|分别|上年|去年|人次|不足|至少|累计|以上"
    "|网站|微信|公众号|微博|媒体|公报|公开栏|平台"
)
"""Words of parts that need not add up: estimates, channels that publish the same things."""
_COMPLETE: Final = (("其他",), ("其余",), ("线上", "线下"), ("自然人", "法人"))
"""Words of parts that leave no other part, if all of a row are among them."""
_ADVICE: Final = "核对后改正。"
PROPORTION: Final = "proportion/"
"""Prefix of the id of a hint; its kind and the key of the text follow."""


class _Base(NamedTuple):
    """A whole that a share may refer to: a meaning, and its number."""

    meaning: tuple[str, ...]
    number: Number


def proportion_hints(
    report: Report, numbers: Values, claims: Iterable[StatedClaim]
) -> Iterator[Finding]:
    """Check 20 (比例与合计): yield hints for shares, changes and sums that do not come out."""
    counted: Counter[tuple[str, ...]] = Counter()
    for found in _all(report, numbers, claims):
        key = found.kind, Address.parse(found.span.text).key, found.phrase
        counted[key] += 1
        yield found.as_finding(report, f"{PROPORTION}{key[0]}/{key[1]}/{key[2]}/{counted[key]}")


class _Miscount(NamedTuple):
    """One hint before it is worded: its kind, the phrase, the words, and what comes out."""

    kind: str
    phrase: str
    span: TextSpan
    words: str
    sentence: str
    result: str

    def as_finding(self, report: Report, finding_id: str) -> Finding:
        """Return it as a hint with an id."""
        block = report.text(Address.parse(self.span.text).key)
        assert block is not None
        return Finding(
            id=finding_id,
            severity="hint",
            message=(
                f"{report.form.section_of[block.section].title}，{block.title}："
                f"文中“{self.words}”，{self.result}。{_ADVICE}"
            ),
            section=block.section,
            cells=(self.span.text,),
            left=self.words,
            right=self.sentence,
            span=self.span,
        )


def _all(report: Report, numbers: Values, claims: Iterable[StatedClaim]) -> Iterator[_Miscount]:
    bodies = {block.address: block.body for block in report.texts}
    for stated in claims:
        yield from _denied_notices(report, stated, numbers)
        if stated.agrees and stated.quantity.is_exact and not stated.claim.is_denial:
            yield from _shares(report, stated, bodies[stated.text], numbers)
            yield from _changes(report, stated, bodies[stated.text])
    for block in report.texts:
        for start, end, words, sentence, result in _wrong_sums(block.body):
            span = TextSpan(block.address, start, end)
            yield _Miscount("sum", "parts", span, words, sentence, result)


# ── shares of 三（七）


def _shares(report: Report, stated: StatedClaim, body: str, numbers: Values) -> Iterator[_Miscount]:
    """Yield a share directly behind the number of a group that is none of its whole."""
    found = _SHARE.match(body, stated.claim.end)
    bases = _bases(report, stated, numbers) if found else []
    if found is None or not bases or not all(base.number for base in bases):
        return
    share, number = Decimal(found["percent"]), stated.quantity.number
    if any(_is_rounded(share, number, base.number) for base in bases):
        return
    whole = bases[0]
    result = (
        f"按{place_meant(report, whole.meaning)}{write_number(whole.number)}{stated.unit}"
        f"计算为{_percent(number, whole.number, share)}%"
    )
    yield _miscount("share", stated, found, result)


def _bases(report: Report, stated: StatedClaim, numbers: Values) -> list[_Base]:
    """Return what a group of results may be a share of: the results, or what was received.

    It is empty for a claim that is no group of a total, or while a number is blank.
    """
    (meaning, *others) = stated.claim.phrase.means
    places = [Address.parse(address) for address in meaning]
    if others or len({(one.table, one.column) for one in places}) > 1:
        return []
    table = report.form.tables.get(places[0].table)
    for total in table.totals if table else ():
        if total.along == "rows" and {one.row for one in places} <= {one.path for one in total.sum}:
            rows = [(total.gives,), *_received(report.form, places[0].table, total.gives)]
            wholes = [
                tuple(cell_address(places[0].table, row, places[0].column) for row in one)
                for one in rows
            ]
            known = [(one, number_meant(report, one, numbers)) for one in wholes]
            found = [_Base(one, number) for one, number in known if number is not None]
            return found if len(found) == len(wholes) else []
    return []


def _received(form: Form, table: str, results: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows whose sum balances the results: the first one, and all of them together."""
    for relation in form.tables[table].relations:
        if relation.along == "rows" and any(term.path == results for term in relation.right):
            paths = tuple(term.path for term in relation.sum)
            yield paths[:1]
            yield paths


def _percent(part: Number, whole: Number, like: Decimal) -> Decimal:
    """Return a percentage with as many places as another one."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP)


def _is_rounded(share: Decimal, part: Number, whole: Number) -> bool:
    """Return whether a percentage is that of a part, rounded or cut off."""
    exact = Decimal(part) * 100 / Decimal(whole)
    step = Decimal(1).scaleb(int(share.as_tuple().exponent))
    return share in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN))


# ── changes against last year


def _last_numbers(report: Report) -> Values:
    """Return all numbers of last year's report; none if it is of another year."""
    if not has_last_year(report):
        return {}
    typed = {a: n for a, n in report.last_values.items() if a not in arithmetic(report.form).sums}
    return {**arithmetic(report.form).evaluate(typed).numbers, **report.last_values}


def _changes(report: Report, stated: StatedClaim, body: str) -> Iterator[_Miscount]:
    """Yield a change directly behind a number that last year's number does not give."""
    found = _CHANGE.match(body, stated.claim.end)
    if found is None:
        return
    share, now = Decimal(found["percent"]), stated.quantity.number
    last = _last_numbers(report)
    before = [number_meant(report, meaning, last) for meaning in stated.claim.phrase.means]
    known = [number for number in before if number]
    if len(known) < len(before):
        return
    ways = [now - number if found["way"] in _MORE else number - now for number in known]
    pairs = [*zip(ways, known, strict=True)]
    if any(way >= 0 and _is_rounded(share, way, number) for way, number in pairs):
        return
    grown = Decimal(now - known[0])
    change = _percent(abs(grown), known[0], share)
    sentence = f"{'增长' if grown > 0 else '下降'}{change}%" if grown else "持平"
    result = (
        f"上年报告{place_meant(report, stated.claim.phrase.means[0])}为{write_number(known[0])}"
        f"{stated.unit}，计算为{sentence}"
    )
    yield _miscount("change", stated, found, result)


def _miscount(kind: str, stated: StatedClaim, found: re.Match[str], result: str) -> _Miscount:
    span = TextSpan(stated.text, *found.span("words"))
    phrase = stated.claim.phrase.key
    return _Miscount(kind, phrase, span, found["words"], stated.sentence, result)


# ── parts and their sum


@lru_cache(maxsize=128)
def _wrong_sums(body: str) -> tuple[tuple[int, int, str, str, str], ...]:
    """Return the places of a text where listed parts are more, or surely fewer, than the whole."""
    found = []
    for match in _PARTS.finditer(body):
        parts = [(one[1].strip(), int(one[2])) for one in _PART.finditer(match["list"])]
        surplus = sum(count for _, count in parts) - int(match["whole"])
        if not surplus or _UNSURE.search(match.group()) or (surplus < 0 and not _is_whole(parts)):
            continue
        unit = match["unit"].strip()
        total = surplus + int(match["whole"])
        result = f"各部分相加为{total}{unit}，比总数{more_or_less(surplus, unit)}"
        sentence = body[body.rfind("。", 0, match.start()) + 1 : match.end()].strip()
        found.append((*match.span(), match.group(), sentence, result))
    return tuple(found)


def _is_whole(parts: Sequence[tuple[str, int]]) -> bool:
    """Return whether the names of parts leave no other part."""
    names = [name for name, _ in parts]
    return any(all(any(word in name for name in names) for word in row) for row in _COMPLETE)


# ── 收费通知


def _denied_notices(report: Report, stated: StatedClaim, numbers: Values) -> Iterator[_Miscount]:
    """Check 13 (逾期未缴费): yield a denial of what numbers of another table presuppose.

    A figure that is filled has findings of its own.
    """
    meaning = stated.claim.phrase.means[0]
    if not stated.claim.is_denial or stated.agrees is not None:
        return
    for relation in report.form.relations:
        if tuple(term.path for term in relation.sum) != meaning:
            continue
        for term in relation.at_least:
            number = number_meant(report, (term.path,), numbers)
            if number and typed_meant(report.form, term.path) != (term.path,):
                span = TextSpan(stated.text, stated.claim.start, stated.claim.end)
                name = relation.called.get(term) or place_meant(report, (term.path,))
                result = f"{name}为{write_number(number)}{stated.unit}"
                phrase, words = stated.claim.phrase.key, stated.claim.words
                yield _Miscount("denial", phrase, span, words, stated.sentence, result)
