"""Texts that follow the figures: replacements that a change of cells makes necessary.

A sentence that the program itself would have written before the change is written anew. Elsewhere
only a number follows, if it agreed with its figure before and does not agree now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from model.address import Address
from model.checks.claims import StatedClaim, stated_claims
from model.claims.manner import in_manner
from model.report.report import Report, Stage, TextBlock
from model.report.wording import reference_sentences
from model.values import Number


class Follow(NamedTuple):
    """A replacement in a text: its address, offsets in its body, the old words and the new ones.

    An ``automatic`` one replaces a sentence of the program in a 草稿; any other is offered only.
    """

    text: str
    start: int
    end: int
    old: str
    new: str
    automatic: bool


def follows(before: Report, after: Report) -> tuple[Follow, ...]:
    """Return the replacements that make the texts agree again, in the order of the texts.

    A text that itself differs between the reports is left alone.
    """
    if before.form is not after.form or _facts(before) == _facts(after):
        return ()
    kept = {block.key: block.body for block in before.texts}
    blocks = [one for one in after.texts if one.body and kept.get(one.key) == one.body]
    sentences = {block.address: tuple(_sentences(before, after, block)) for block in blocks}
    found = [one for listed in sentences.values() for one in listed]
    found += (
        one
        for one in _numbers(before, after)
        if one.text in sentences and not _is_covered(one, sentences[one.text])
    )
    order = {address: place for place, address in enumerate(sentences)}
    return tuple(sorted(found, key=lambda one: (order[one.text], one.start)))


def followed(report: Report, wanted: Iterable[Follow]) -> Report:
    """Return the report with the replacements made, from the end of each text to its beginning.

    A place that no longer has the old words is left alone.
    """
    ordered = sorted(wanted, key=lambda one: (one.text, one.start))
    for address, listed in groupby(ordered, key=lambda one: one.text):
        block = report.text(Address.parse(address).key)
        body = block.body if block else ""
        for one in reversed([*listed]):
            if body[one.start : one.end] == one.old:
                body = body[: one.start] + one.new + body[one.end :]
        if block and body != block.body:
            report = report.with_text(replace(block, body=body))
    return report


def _facts(report: Report) -> tuple[object, ...]:
    """Return all that claims and sentences of the program depend on."""
    units = report.options.units
    return report.values, report.tallies, report.unit, report.year, report.period, units


def _sentences(before: Report, after: Report, block: TextBlock) -> Iterator[Follow]:
    """Yield the sentences of a text that the program would have written before the change."""
    text = after.form.texts.get(block.key)
    if text is None:
        return
    pairs = zip(reference_sentences(before, text), reference_sentences(after, text), strict=True)
    for old, new in pairs:
        if not old or not new or old == new:
            continue
        start = block.body.find(old)
        while start >= 0:
            end = start + len(old)
            yield Follow(block.address, start, end, old, new, after.stage is Stage.DRAFT)
            start = block.body.find(old, end)


def _is_covered(one: Follow, sentences: Iterable[Follow]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in sentences)


def _numbers(before: Report, after: Report) -> Iterator[Follow]:
    """Yield the numbers that agreed before the change and do not agree after it."""
    bodies = {block.address: block.body for block in after.texts}
    now = {_place(one): one for one in stated_claims(after, after.totals())}
    for old in stated_claims(before, before.totals()):
        new = now.get(_place(old))
        if new is None or new.agrees is not False or not old.agrees:
            continue
        number = _number_after(old, new)
        if number is not None:
            claim = new.claim
            written = bodies[new.text][claim.start : claim.end]
            words = in_manner(new.written(number), written)
            yield Follow(new.text, claim.start, claim.end, written, words, automatic=False)


def _place(stated: StatedClaim) -> tuple[str, str, int, int]:
    claim = stated.claim
    return stated.text, claim.phrase.key, claim.start, claim.end


def _number_after(old: StatedClaim, new: StatedClaim) -> Number | None:
    """Return the number that a claim has now; None where it is not the only one possible.

    A rounded number, an approximate one and a denial cannot follow.
    """
    written = old.quantity
    if old.claim.is_denial or not written.is_exact:
        return None
    meant = {
        after
        for before, after in zip(old.numbers, new.numbers, strict=True)
        if before is not None and before == written.number
    }
    return meant.pop() if len(meant) == 1 else None
