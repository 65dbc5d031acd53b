"""Findings about words: rules of the form, the unit, texts that are missing or incomplete."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

from model.address import is_within, join_path, text_address, unit_address
from model.checks.findings import Finding
from model.checks.rules import RULES
from model.form.form import Mention, Section, Text
from model.form.needs import applies
from model.report.addresses import DATES, section_of
from model.report.report import Report
from model.report.sections import PrintedText, printed, written
from model.report.wording import CONTACT
from model.text import chinese_date
from model.unit import CONTACTS, LABELS, UNDECIDED, contact_doubt, includes, kind_question
from model.values import Values

_SUBSTANTIAL: Final = 15
"""Least characters of a text that counts as written about its sub-head."""
_OF_UNIT: Final = "联系|办公|通[信讯]|咨询"
"""Words before a label that leave it one of the unit: not 监督电话 or 网站地址."""


def rules(report: Report, numbers: Values) -> Iterator[Finding]:
    """Yield the findings of the named rules that apply to the form."""
    for rule in (one for one in report.form.rules if applies(report.form, one)):
        for problem in RULES[rule.rule](report, rule, numbers):
            section = section_of(report, problem.cells[0]) if problem.cells else "unit"
            message = problem.message
            if section != "unit" and not message.startswith(report.form.section_of[section].title):
                message = f"{report.form.section_of[section].title}：{message}"
            yield Finding(
                f"{rule.rule}/{problem.line}",
                rule.severity,
                message,
                section,
                problem.cells,
                problem.left,
                problem.right,
            )


def unit(report: Report) -> Iterator[Finding]:
    """Find a blank name or kind of unit, and what looks wrong in its contacts and dates.

    The decree sets a date for each kind. Contacts and the date of the signature are printed.
    """
    if not report.unit.name:
        yield Finding("blank/unit/name", "open", "机关名称未填。", "unit", ("unit/name",))
    elif report.unit.kind in UNDECIDED:
        yield _kind_open(report)
    for name in CONTACTS:
        typed = getattr(report.unit, name)
        if doubt := contact_doubt(name, typed):
            yield _unit_warning(name, doubt, typed)
    for name in DATES:
        day: date | None = getattr(report.unit, name)
        if day and not report.period.end <= day <= date(report.year + 2, 12, 31):
            end = chinese_date(report.period.end)
            said = f"{LABELS[name]}为{chinese_date(day)}，统计期限到{end}。核对年份，"
            yield _unit_warning(name, said, day.isoformat())
    yield from _other_contacts(report)


def _unit_warning(name: str, said: str, typed: str) -> Finding:
    address = unit_address(name)
    return Finding(address, "warning", f"{said}改正，或填写说明。", "unit", (address,), typed)


def _other_contacts(report: Report) -> Iterator[Finding]:
    """Find contacts in the preface, called as the program calls them, that are not the unit's.

    A number without its area code, or an address without its town, is that of the unit.
    """
    for block in report.texts:
        if not report.form.is_before_heading(block.key):
            continue
        for name, label in CONTACT.items():
            own = _signs(getattr(report.unit, name))
            called = rf"(?<!\w)(?:{_OF_UNIT})?{label}[：:][^\S\n]*([^，,。；;）)\n]+)"
            stated = re.search(called, block.body) if own else None
            if stated and own not in _signs(block.body) and not own.endswith(_signs(stated[1])):
                message = (
                    f"前言写的{label}「{stated[1].strip()}」与“单位与年度”的"
                    f"「{getattr(report.unit, name)}」不一致。改正，或填写说明。"
                )
                key = unit_address(f"{name}_in_preface")
                cells = (block.address, unit_address(name))
                yield Finding(key, "warning", message, block.section, cells, stated[1], own)


def _signs(text: str) -> str:
    """Return the letters and digits of a text: contacts are divided in many ways, in any case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def texts(report: Report) -> Iterator[Finding]:
    """Check 14 (必写内容): find sections that are too short or lack words that they must contain.

    Also find missing texts (points 1, 5 and 6 of the decree).
    """
    texts = {section.key: printed(report, section.key) for section in report.form.sections}
    filled = written(chain.from_iterable(texts.values()))
    for section in report.form.sections:
        here = texts[section.key]
        missing = list(_missing(report, section, filled))
        yield from missing
        if section.shortest:
            yield from _short(section, here)
        for mention in section.mentions if not missing else ():
            if missing_words := _missing_words(report, section, mention, here):
                yield _without_words(section, mention, missing_words)


def _kind_open(report: Report) -> Finding:
    """Return a finding for a kind of unit that the name does not determine."""
    message = f"单位类型未选：{kind_question(report.unit)}。在“单位类型”中选择。"
    return Finding("blank/unit/kind", "open", message, "unit", ("unit/kind",))


def _missing(report: Report, section: Section, filled: set[str]) -> Iterator[Finding]:
    """Points 1, 5 and 6 of the decree: find mandatory texts that are missing."""
    for text in section.texts:
        if text.block not in filled and asked_for(report, text):
            message = f"{section.title}：「{text.title}」未填写。"
            yield Finding(f"blank/{text.address}", "open", message, section.key, (text.address,))


def asked_for(report: Report, text: Text) -> bool:
    """Return whether a text is mandatory: it is required, or the unit's region asks for it."""
    return text.required or (text.regional and report.text(text.block) is not None)


def _short(section: Section, texts: Sequence[PrintedText]) -> Iterator[Finding]:
    """Check 14 (内容过短): find texts shorter than the section requires."""
    for one in texts:
        block, length = one.block, _length(one.text)
        if 0 < length < section.shortest:
            message = f"{section.title}：「{block.title}」只有{length}个字。写明具体内容。"
            key, cells = f"short/{block.key}", (block.address,)
            yield Finding(key, "warning", message, section.key, cells, str(length))


def _length(text: str) -> int:
    """Return the number of characters of a text without white space."""
    return len("".join(text.split()))


def _missing_words(
    report: Report, section: Section, mention: Mention, texts: Sequence[PrintedText]
) -> tuple[str, ...]:
    """Check 14 (必写内容): return the words that a section, or one text of it, lacks.

    Nothing is returned for an empty text, which is reported as blank.
    """
    if mention.kinds and not includes(mention.kinds, report.unit.kind):
        return ()
    text_here = _text_under(texts, join_path(section.key, mention.text))
    named = (text for text in section.texts if text.title == mention.name)
    if not text_here.strip() or any(_has_text(texts, text) for text in named):
        return ()
    if any(word in text_here for word in mention.any):
        return ()
    return mention.any or tuple(word for word in mention.all if word not in text_here)


def _text_under(texts: Sequence[PrintedText], key: str) -> str:
    """Return the printed text under a section or sub-head."""
    return "\n".join(one.text for one in texts if is_within(one.block.key, key))


def _has_text(texts: Sequence[PrintedText], text: Text) -> bool:
    return _length(_text_under(texts, text.block)) >= _SUBSTANTIAL


def _without_words(section: Section, mention: Mention, missing_words: tuple[str, ...]) -> Finding:
    """Return a finding with the missing words; other wording is explained with a 说明."""
    basis = f"（{mention.basis}）" if mention.basis else ""
    looked_for = f"“{'、'.join(missing_words)}”" + "等" * (len(mention.any) > 1)
    sentence = f"未见{looked_for}字样{basis}。{mention.advice}已写明的，填写说明。"
    message = f"{section.title}，{mention.name}：{sentence}"
    cells = (text_address(join_path(section.key, mention.text)),) if mention.text else ()
    return Finding(
        f"mention/{section.key}.{mention.key}", mention.severity, message, section.key, cells
    )
