"""Write customary sentences from numbers, and insert them into a text.

A zero changes the wording of a sentence. An inserted sentence replaces its own earlier version,
which the program wrote for other numbers.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Final, Literal, NamedTuple

from model.address import cell_address, join_path
from model.form.form import Form, Text
from model.form.needs import PREFACE, REFERENCE_NAMES, SENTENCE_NAMES, Needs
from model.matcher import Matcher, TooManySteps
from model.report.report import Period, Report, Tally
from model.report.year_changes import changes_sentence, changes_wait
from model.text import chinese_date, chinese_numerals, unnumbered, without_aside
from model.values import Number, write_number


class TallySaid(NamedTuple):
    """What the sentence of a tally says: its total, and the count of each category by its label."""

    total: Number
    parts: tuple[tuple[str, Number], ...]


def tally_said(report: Report, tally: Tally) -> TallySaid | None:
    """Return what the sentence of a tally says; None if none of its numbers is known."""
    values = report.values
    counted = [(label, values.get(tally.address(key))) for key, label in tally.parts]
    filled = [(label, count) for label, count in counted if count is not None]
    if not filled and tally.address() not in values:
        return None
    shown = tuple((label, count) for label, count in filled if count or tally.print_zero)
    return TallySaid(values.get(tally.address(), sum(count for _, count in filled)), shown)


def tally_sentence(report: Report, tally: Tally) -> str:
    """Return a tally as one sentence; empty if none of its numbers is known."""
    said = tally_said(report, tally)
    if said is None:
        return ""
    parts = "、".join(f"{label}{write_number(count)}{tally.unit}" for label, count in said.parts)
    about = "余" if tally.approximate else ""
    head = f"{period_phrase(report.period)}，{report.unit.we}{tally.name}"
    return f"{head}{write_number(said.total)}{about}{tally.unit}" + (
        f"，其中{parts}。" if parts else "。"
    )


class Wording(NamedTuple):
    """A sentence: the function that writes it, and the places of a form that it needs.

    ``wait`` returns why it is not written, where this is not because of blank cells.
    """

    write: Callable[[Report], str]
    needs: Needs
    wait: Callable[[Report], str] = lambda report: ""


def text_sentence(report: Report, text: Text) -> str:
    """Return the figures of a text as one sentence; empty if none is known.

    If the form has no customary sentence for them, they are listed by their labels, so that every
    filled number is printed.
    """
    if not any(figure.address in report.values for figure in text.figures):
        return ""
    known = SENTENCES.get(text.sentence)
    if known is None or known.needs.lacking(report.form, text):
        return _listed(report, text)
    return known.write(report)


def _listed(report: Report, text: Text) -> str:
    counted = "、".join(
        f"{figure.label}{write_number(report.values[figure.address])}{figure.unit}"
        for figure in text.figures
        if figure.address in report.values
    )
    return f"{report.year}年，{counted}。"


def is_offered(form: Form, text: Text) -> bool:
    """Return whether a sentence is offered for a text and the form has the places it needs."""
    return bool(_offered(form, text))


def lacking(form: Form, text: Text) -> tuple[str, ...]:
    """Return the addresses that the form lacks for the sentences of a text."""
    named = [*REFERENCES.get(text.reference, ())]
    named += [SENTENCES[text.sentence]] if text.sentence else []
    return tuple(address for one in named for address in one.needs.lacking(form, text))


@cache
def _offered(form: Form, text: Text) -> tuple[Wording, ...]:
    """Return the sentences offered for a text for which the form has all places."""
    named = REFERENCES.get(text.reference, ())
    return tuple(one for one in named if not one.needs.lacking(form, text))


def reference_sentence(report: Report, text: Text) -> str:
    """Return the sentence offered for a text; empty if there is none or numbers are missing."""
    return "\n".join(sentence for sentence in reference_sentences(report, text) if sentence)


def reference_sentences(report: Report, text: Text) -> tuple[str, ...]:
    """Return each sentence offered for a text; it is empty where numbers are missing."""
    return tuple(one.write(report) for one in _offered(report.form, text))


def missing_numbers(report: Report, text: Text) -> str:
    """Return why an offered sentence is not written: «第三部分还有12格未填», «没有上年报告»."""
    waits = [*filter(None, (one.wait(report) for one in _offered(report.form, text)))]
    for key in (key for one in _offered(report.form, text) for key in one.needs.tables):
        part = _part_of(report.form.section_of[key].title)
        missing = report.form.tables[key].typed.keys() - report.values.keys()
        unread = len(missing & report.unread.keys())
        blank = len(missing) - unread
        waits += [f"{part}还有{blank}格未填"] * (blank > 0)
        waits += [f"{part}有{unread}格不是数字"] * (unread > 0)
    return "，".join(waits)


def _part_of(title: str) -> str:
    """Return the number of a section in words: 第三部分; its title if it has no number."""
    named = unnumbered(title)
    return (
        f"「{title}」" if named == title else f"第{title.removesuffix(named).strip('（）、.')}部分"
    )


def period_phrase(period: Period) -> str:
    """Return a period as in reports: «2024年1月1日至12月31日»."""
    end = chinese_date(period.end)
    return f"{chinese_date(period.start)}至{end.partition('年')[2]}"


_FEES: Final = {"figure/fee_notices": "件", "figure/fee_paid": "件", "figure/fee_amount": "元"}
_COUNTED: Final = ("figure/suggestions", "figure/proposals")
_HANDLED: Final = "figure/motions"
_RATES: Final = ("figure/on_time_rate", "figure/reply_rate", "figure/satisfaction_rate")
_MOTIONS: Final = dict.fromkeys((*_COUNTED, _HANDLED), "件") | dict.fromkeys(_RATES, "%")


def _labelled(report: Report, *addresses: str) -> list[tuple[str, Number]]:
    """Return the label and number of each figure that is filled."""
    return [
        (report.form.figures[address].label, report.values[address])
        for address in addresses
        if address in report.values
    ]


def _fees(report: Report) -> str:
    notices, paid, amount = map(report.values.get, _FEES)
    head = f"{report.year}年{report.unit.we}"
    if not any((notices, paid, amount)):
        if notices is None or paid is None:  # a single 0 does not mean that nothing was received
            return ""
        return f"{head}未收取信息处理费。"
    parts = [] if notices is None else [f"发出收费通知{notices}件"]
    if paid == 0:
        parts.append("未实际收取")
    elif paid is not None or amount is not None:
        received = [] if paid is None else [f"{paid}件"]
        received += [] if amount is None else [f"{write_number(amount)}元"]
        parts.append("实际收取" + "、".join(received))
    return f"依据《政府信息公开信息处理费管理办法》，{head}{'，'.join(parts)}。"


def _motions(report: Report) -> str:
    head, total = f"{report.year}年，{report.unit.we}", report.values.get(_HANDLED)
    both = "和".join(report.form.figures[address].label for address in _COUNTED)
    counts = _labelled(report, *_COUNTED)
    handled = "、".join(f"{label}{write_number(count)}件" for label, count in counts if count)
    none = "和".join(label for label, count in counts if not count)
    if total == 0 or (none and not handled and not total):
        return f"{head}未承办{none or both}。"
    clause = f"承办{handled or both}" + (f"，未承办{none}" if none and handled else "")
    whole = "" if total is None else f"{'，' if handled else ''}共{write_number(total)}件"
    return f"{head}{clause}{whole}{_rates(report)}。"


def _rates(report: Report) -> str:
    """Return the rates in words; equal rates share one 均为."""
    found = _labelled(report, *_RATES)
    rates = [(label, write_number(rate)) for label, rate in found]
    if len(rates) > 1 and len({rate for _, rate in rates}) == 1:
        return f"，{'、'.join(label for label, _ in rates)}均为{rates[0][1]}%"
    return "，" + "、".join(f"{label}{rate}%" for label, rate in rates) if rates else ""


_ROWS: Final = "requests"
"""Key of the table of section three."""
_GROUPED: Final = "handled"
_REQUESTS: Final = tuple(
    cell_address(_ROWS, row, "total")
    for row in ("received", "carried_in", join_path(_GROUPED, "total"), "carried_out")
)


def _requests(report: Report) -> str:
    """Return the table of section three in a sentence; empty if one of its totals is unknown."""
    numbers = report.totals()
    wanted, groups = [numbers.get(address) for address in _REQUESTS], _groups(report.form)
    if any(a not in numbers for a in (*_REQUESTS, *(a for _, group in groups for a in group))):
        return ""
    received, carried, handled, left = (number or 0 for number in wanted)
    head = f"{report.year}年，{report.unit.we}"
    if not received and not carried:
        return f"{head}未收到政府信息公开申请，无上年结转申请。"
    sums = [(label, sum(numbers[a] for a in group)) for label, group in groups]
    counted = "、".join(f"{label}{count}件" for label, count in sums if count)
    among = f"，其中{counted}" if counted else ""
    counts = f"新收政府信息公开申请{received}件，上年结转{carried}件；办结{handled}件{among}"
    return f"{head}{counts}；结转下年度{left}件。"


@cache
def _groups(form: Form) -> list[tuple[str, list[str]]]:
    """Return each group of 三、本年度办理结果: its label, and its rows over all applicants."""
    table = form.tables[_ROWS]
    found: dict[str, tuple[str, list[str]]] = {}
    for path, leaf in table.leaves("rows").items():
        headings = [heading for heading in leaf.headings if heading.key]
        address = table.address(path, "total")
        if headings[0].key == _GROUPED and address not in _REQUESTS:
            group = headings[1]
            label = without_aside(unnumbered(group.label))
            found.setdefault(group.key, (label, []))[1].append(address)
    return [*found.values()]


_CASES: Final = ("upheld", "corrected", "other", "pending")
_VERBS: Final = {
    ("reconsideration",): "被申请",
    ("litigation.direct", "litigation.after"): "被提起",
}
"""Columns of section four that are combined in the sentence, with their verbs."""


_COLUMNS: Final = "review"
"""Key of the table of section four, which has one row."""


def _reviewed(column: str, case: str) -> str:
    """Return the address of a number of section four."""
    return cell_address(_COLUMNS, "figures", join_path(column, case))


_REVIEW: Final = tuple(
    _reviewed(column, case)
    for columns in _VERBS
    for column in columns
    for case in (*_CASES, "total")
)


def _review(report: Report) -> str:
    """Return the table of section four in a sentence; empty if one of its numbers is missing."""
    numbers, leaves = report.totals(), report.form.tables[_COLUMNS].leaves("columns")
    if any(address not in numbers for address in _REVIEW):
        return ""
    clauses = []
    for columns, verb in _VERBS.items():
        total = sum(numbers[_reviewed(column, "total")] for column in columns)
        counts: dict[str, Number] = {}
        for column, case in product(columns, _CASES):
            label = leaves[join_path(column, case)].heading.label
            counts[label] = counts.get(label, 0) + numbers[_reviewed(column, case)]
        parts = "、".join(f"{label}{count}件" for label, count in counts.items() if count)
        done = verb + leaves[join_path(columns[0], "total")].names[0]
        clauses.append(f"{done}{total}件（{parts}）" if total else f"未{done}")
    if all(part.startswith("未") for part in clauses):
        head = f"{report.year}年，{report.unit.we}"
        return f"{head}未因政府信息公开工作被申请行政复议、提起行政诉讼。"
    return f"因政府信息公开工作{'，'.join(clauses)}。"


CONTACT: Final = {"address": "地址", "postcode": "邮编", "phone": "电话", "email": "电子邮箱"}
"""Fields of the unit in the preface, with their labels there."""


def _preface(report: Report) -> str:
    """Return the preface: legal basis, sections, period, web address and contact."""
    unit = report.unit
    contact = [f"{name}：{value}" for key, name in CONTACT.items() if (value := getattr(unit, key))]
    facts = (str(report.year), period_phrase(report.period), unit.website, "，".join(contact))
    return "".join(_preface_sentences(report, *facts))


def _preface_sentences(
    report: Report, year: str, period: str, website: str, contact: str
) -> Iterator[str]:
    """Yield the sentences of a preface; those with an empty fact are left out."""
    name, form = report.unit.name, report.form
    parts = [unnumbered(section.title) for section in form.sections]
    yield (
        f"根据《中华人民共和国政府信息公开条例》和{form.basis}要求，"
        f"现公布{name}{year}年政府信息公开工作年度报告。"
    )
    yield f"本报告由{'、'.join(parts)}{chinese_numerals(len(parts))}个部分组成。"
    yield f"统计期限为{period}。"
    if website:
        yield f"本报告电子版可在{website}下载。"
    if contact:
        yield f"对本报告有疑问的，可与{name}联系（{contact}）。"


def is_own_preface(report: Report, body: str) -> bool:
    """Return whether the program wrote a preface, for any year, period, web address and contact.

    A contact field that the unit no longer has counts as text of the clerk.
    """
    unit = report.unit
    names = "|".join(name for key, name in CONTACT.items() if getattr(unit, key))
    values = {
        "①": r"20\d\d",
        "②": r"20\d\d年\d+月\d+日至\d+月\d+日",
        "③": r"[^。，（）]+",
        "④": rf"(?:{names})：[^，（）]+(?:，(?:{names})：[^，（）]+)*，?",
    }
    contact = "④" if names else ""
    pattern = ""
    for sentence in _preface_sentences(report, "①", "②", "③" if unit.website else "", contact):
        known = re.escape(sentence)
        for mark, value in values.items():
            known = known.replace(mark, value)
        pattern += f"(?:{known})?" if {"③", "④"} & set(sentence) else known
    return re.fullmatch(pattern, body.strip()) is not None


SENTENCES: Final[Mapping[str, Wording]] = {
    "fees": Wording(_fees, Needs(figures=_FEES)),
    "motions": Wording(_motions, Needs(figures=_MOTIONS)),
}
"""Sentences printed from the figures of a text, by their names in forms."""
REFERENCES: Final[Mapping[str, tuple[Wording, ...]]] = {
    PREFACE: (Wording(_preface, Needs()),),
    "requests": (
        Wording(_requests, Needs(_REQUESTS)),
        Wording(_review, Needs(_REVIEW, whole=True)),
    ),
    "changes": (Wording(changes_sentence, Needs(), changes_wait),),
}
"""Sentences offered to the clerk, by their names in forms; each is offered independently."""
assert (*SENTENCES,) == SENTENCE_NAMES and (*REFERENCES,) == REFERENCE_NAMES


_ALIKE: Final = 0.8
"""Least share of a sentence that a version must cover."""
_RUN: Final = 4
"""Least consecutive characters that count as covered."""
_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_NUMBERS: Final = re.compile(r"[\d\s]+")


class Inserted(NamedTuple):
    """A text with its reference sentence, and how that was inserted."""

    body: str
    how: Literal["written", "appended", "replaced", "same"]


def inserted(report: Report, text: Text, body: str) -> Inserted:
    """Return the body of a text with the offered sentence inserted; unchanged if there is none."""
    offered = reference_sentence(report, text)
    if not offered or offered in body:
        return Inserted(body, "same")
    if not body.strip():
        return Inserted(offered, "written")
    known = {one: _runs(one) for one in _versions(report, text)}
    old = [one for one in _SENTENCE.finditer(body) if _is_version(one.group(), known)]
    if not old:
        return Inserted("\n".join((body.rstrip("\n"), offered)), "appended")
    pieces, end = [], 0
    for one in old:
        pieces += [body[end : one.start()], offered if one is old[0] else ""]
        end = one.end()
    lines = "".join((*pieces, body[end:])).split("\n")
    return Inserted("\n".join(line for line in lines if line.strip()), "replaced")


def _versions(report: Report, text: Text) -> Iterator[str]:
    """Yield the sentences that the program may have written, without their numbers."""
    form = report.form
    for values in (report.values, dict.fromkeys(form.typed, 0), dict.fromkeys(form.typed, 1)):
        written = reference_sentence(replace(report, values=values), text)
        yield from (_bare(one.group()) for one in _SENTENCE.finditer(written))


def _is_version(sentence: str, known: Mapping[str, AbstractSet[str]]) -> bool:
    """Return whether a sentence is a version of one that the program writes.

    ``known`` has the runs of each version. Most sentences of a text share none of them and are not
    compared further.
    """
    bare = _bare(sentence)
    wanted = _ALIKE * len(bare)
    likely = (one for one, parts in known.items() if min(len(one), _shared(bare, parts)) >= wanted)
    return bool(bare) and any(_covered(bare, one) >= wanted for one in likely)


def _runs(text: str) -> set[str]:
    """Return all runs of the least length that counts as covered."""
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


def _shared(sentence: str, parts: AbstractSet[str]) -> int:
    """Return an upper bound of the characters that a version covers."""
    count = end = 0
    for at in range(len(sentence) - _RUN + 1):
        if sentence[at : at + _RUN] in parts:
            count += at + _RUN - max(at, end)
            end = at + _RUN
    return count


def _covered(sentence: str, version: str) -> int:
    """Return the number of characters that a version covers; 0 if it is too repetitive."""
    if sentence == version:
        return len(sentence)
    try:
        blocks = Matcher(sentence, version).get_matching_blocks()
    except TooManySteps:
        return 0
    return sum(block.size for block in blocks if block.size >= _RUN)


def _bare(sentence: str) -> str:
    return _NUMBERS.sub("", sentence)
