"""Customary sentences written from the numbers, so that text and tables cannot disagree.

A zero changes the sentence, not the digit. Wording after common published reports.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from model.form import Text
from model.report import Period, Report, Tally, TextBlock
from model.table import Heading
from model.text import chinese_date, ordinal, unnumbered
from model.values import Number, Values, write_number


def tally_sentence(report: Report, tally: Tally) -> str:
    """Write a tally as one sentence; empty while none of its numbers is known."""
    values = report.values
    counted = [(label, values.get(tally.address(key))) for key, label in tally.parts]
    filled = [(label, count) for label, count in counted if count is not None]
    total = values.get(tally.address(), sum(count for _, count in filled))
    if not filled and tally.address() not in values:
        return ""
    shown = [(label, count) for label, count in filled if count or tally.print_zero]
    parts = "、".join(f"{label}{write_number(count)}{tally.unit}" for label, count in shown)
    about = "余" if tally.approximate else ""
    head = f"{period_phrase(report.period)}，{report.unit.we}{tally.name}"
    return f"{head}{write_number(total)}{about}{tally.unit}" + (
        f"，其中{parts}。" if parts else "。"
    )


def printed_sentences(report: Report, block: TextBlock) -> list[str]:
    """Give the sentences that numbers print under a sub-head: its figures, its tallies."""
    text = report.form.texts.get(block.key)
    sentences = [text_sentence(report, text)] if text and text.figures else []
    sentences += [
        tally_sentence(report, t) for t in report.tallies if report.home_of(t) == block.key
    ]
    return [sentence for sentence in sentences if sentence]


def text_sentence(report: Report, text: Text) -> str:
    """Write the figures of a text as one sentence; empty while none is known."""
    if not any(figure.address in report.values for figure in text.figures):
        return ""
    return SENTENCES[text.sentence](report) if text.sentence else ""


def reference_sentence(report: Report, text: Text) -> str:
    """Write the sentence offered for a text; empty where none is, or numbers are missing."""
    return REFERENCES[text.reference](report) if text.reference else ""


def missing_numbers(report: Report, text: Text) -> str:
    """Say what the sentence offered for a text waits for: «第三部分还有12格未填»."""
    waits = []
    for key in SOURCES.get(text.reference, ()):
        part = report.form.section_of[key].title.partition("、")[0]
        missing = report.form.tables[key].typed.keys() - report.values.keys()
        unread = len(missing & report.unread.keys())
        blank = len(missing) - unread
        waits += [f"第{part}部分还有{blank}格未填"] * (blank > 0)
        waits += [f"第{part}部分有{unread}格不是数字"] * (unread > 0)
    return "，".join(waits)


def period_phrase(period: Period) -> str:
    """Say a period as reports do: «2024年1月1日至12月31日»."""
    end = chinese_date(period.end)
    return f"{chinese_date(period.start)}至{end.partition('年')[2]}"


def _labelled(report: Report, *keys: str) -> list[tuple[str, Number]]:
    """Give the label and number of each figure that is filled."""
    addresses = [f"figure/{key}" for key in keys]
    return [
        (report.form.figures[address].label, report.values[address])
        for address in addresses
        if address in report.values
    ]


def _fees(report: Report) -> str:
    notices, paid, amount = (
        report.values.get(f"figure/{key}") for key in ("fee_notices", "fee_paid", "fee_amount")
    )
    head = f"{report.year}年{report.unit.we}"
    if not any((notices, paid, amount)):
        if notices is None or paid is None:  # one 0 does not say that nothing was received
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
    head, total = f"{report.year}年，{report.unit.we}", report.values.get("figure/motions")
    figures = report.form.figures
    both = "和".join(figures[f"figure/{key}"].label for key in ("suggestions", "proposals"))
    counts = _labelled(report, "suggestions", "proposals")
    handled = "、".join(f"{label}{write_number(count)}件" for label, count in counts if count)
    none = "和".join(label for label, count in counts if not count)
    if total == 0 or (none and not handled and not total):
        return f"{head}未承办{none or both}。"
    said = f"承办{handled or both}" + (f"，未承办{none}" if none and handled else "")
    whole = "" if total is None else f"{'，' if handled else ''}共{write_number(total)}件"
    return f"{head}{said}{whole}{_rates(report)}。"


def _rates(report: Report) -> str:
    """Say the rates; those that are equal share one 均为."""
    found = _labelled(report, "on_time_rate", "reply_rate", "satisfaction_rate")
    rates = [(label, write_number(rate)) for label, rate in found]
    if len(rates) > 1 and len({rate for _, rate in rates}) == 1:
        return f"，{'、'.join(label for label, _ in rates)}均为{rates[0][1]}%"
    return "，" + "、".join(f"{label}{rate}%" for label, rate in rates) if rates else ""


def _requests(report: Report) -> str:
    """Say what section three's table says; empty while one of its totals is unknown."""
    numbers = report.totals()
    wanted = {row: numbers.get(f"requests/{row}/total") for row in _ROWS}
    if any(number is None for number in wanted.values()):
        return ""
    received, carried, handled, left = (wanted[row] or 0 for row in _ROWS)
    head = f"{report.year}年，{report.unit.we}"
    if not received and not carried:
        return f"{head}未收到政府信息公开申请，无上年结转申请。"
    groups = [f"{label}{count}件" for label, count in _handled_groups(report, numbers) if count]
    among = f"，其中{'、'.join(groups)}" if groups else ""
    counts = f"新收政府信息公开申请{received}件，上年结转{carried}件；办结{handled}件{among}"
    return f"{head}{counts}；结转下年度{left}件。"


_ROWS: Final = ("received", "carried_in", "handled.total", "carried_out")


def _handled_groups(report: Report, numbers: Values) -> list[tuple[str, Number]]:
    """Sum each group of 三、本年度办理结果 over all applicants."""
    table = report.form.tables["requests"]
    handled = next(row for row in table.blocks[0].rows if row.key == "handled")
    return [
        (_short(group), sum(numbers[f"requests/{path}/total"] for path in _paths(handled, group)))
        for group in handled.children
        if group.key != "total"
    ]


def _short(group: Heading) -> str:
    return unnumbered(group.label).partition("（")[0]


def _paths(handled: Heading, group: Heading) -> list[str]:
    return [leaf.path for leaf in group.leaves((handled,))]


_VERBS: Final = {"reconsideration": "被申请", "litigation": "被提起"}


def _review(report: Report) -> str:
    """Say what section four's table says; empty while one of its numbers is missing."""
    numbers, table = report.totals(), report.form.tables["review"]
    if any(address not in numbers for address in table.cells):
        return ""
    (row,), said = table.leaves("rows"), []
    for heading in table.blocks[0].columns:
        counts: dict[str, Number] = {}
        total: Number = 0
        for leaf in heading.leaves():
            number, label = numbers[table.address(row, leaf.path)], leaf.heading.label
            if leaf.path in table.computed:
                total += number
            else:
                counts[label] = counts.get(label, 0) + number
        parts = "、".join(f"{label}{count}件" for label, count in counts.items() if count)
        verb = _VERBS[heading.key] + heading.label
        said.append(f"{verb}{total}件（{parts}）" if total else f"未{verb}")
    if all(part.startswith("未") for part in said):
        head = f"{report.year}年，{report.unit.we}"
        return f"{head}未因政府信息公开工作被申请行政复议、提起行政诉讼。"
    return f"因政府信息公开工作{'，'.join(said)}。"


def _requests_and_review(report: Report) -> str:
    return "\n".join(sentence for sentence in (_requests(report), _review(report)) if sentence)


_CONTACT: Final = {"address": "地址", "postcode": "邮编", "phone": "电话", "email": "电子邮箱"}
"""Fields of the unit that the preface gives, with the words it gives them."""


def _preface(report: Report) -> str:
    """Say what the report rests on, its parts, its period, where it lies and whom to ask."""
    unit = report.unit
    contact = [
        f"{name}：{value}" for key, name in _CONTACT.items() if (value := getattr(unit, key))
    ]
    facts = (str(report.year), period_phrase(report.period), unit.website, "，".join(contact))
    return "".join(_preface_sentences(report, *facts))


def _preface_sentences(
    report: Report, year: str, period: str, website: str, contact: str
) -> Iterator[str]:
    """Give the sentences of a preface; one whose fact is empty is left out."""
    name, form = report.unit.name, report.form
    parts = [section.title.partition("、")[2] for section in form.sections]
    yield (
        f"根据《中华人民共和国政府信息公开条例》和{form.basis}要求，"
        f"现公布{name}{year}年政府信息公开工作年度报告。"
    )
    yield f"本报告由{'、'.join(parts)}{ordinal(len(parts))}个部分组成。"
    yield f"统计期限为{period}。"
    if website:
        yield f"本报告电子版可在{website}下载。"
    if contact:
        yield f"对本报告有疑问的，可与{name}联系（{contact}）。"


def is_own_preface(report: Report, body: str) -> bool:
    """Whether a preface is the program's own but for year, period, address on the net and contact.

    What the unit no longer says of itself counts as the clerk's words.
    """
    unit = report.unit
    said = "|".join(name for key, name in _CONTACT.items() if getattr(unit, key))
    values = {
        "①": r"20\d\d",
        "②": r"20\d\d年\d+月\d+日至\d+月\d+日",
        "③": r"[^。，（）]+",
        "④": rf"(?:(?:{said})：[^，（）]+，?)+",
    }
    contact = "④" if said else ""
    pattern = ""
    for sentence in _preface_sentences(report, "①", "②", "③" if unit.website else "", contact):
        known = re.escape(sentence)
        for mark, value in values.items():
            known = known.replace(mark, value)
        pattern += f"(?:{known})?" if {"③", "④"} & set(sentence) else known
    return re.fullmatch(pattern, body.strip()) is not None


PREFACE: Final = "preface"
"""Name of the sentences offered for a preface."""
SENTENCES: Final[Mapping[str, Callable[[Report], str]]] = {"fees": _fees, "motions": _motions}
REFERENCES: Final[Mapping[str, Callable[[Report], str]]] = {
    PREFACE: _preface,
    "requests": _requests_and_review,
}
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {"requests": ("requests", "review")}
"""Tables that a reference sentence takes its numbers from."""
