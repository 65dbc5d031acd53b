"""Rows of findings: what each says, in which words, and what can be done about it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, Protocol

from model.address import Address
from model.checks.check import Result
from model.checks.findings import (
    HINTS,
    SEVERITY_NAMES,
    Finding,
    FindingSeverity,
    reason_sentence,
    status_name,
)
from model.checks.publication import NO_REVIEW
from model.report.report import Report
from ui.app import steps

SIGNS: Final = {"error": "✗ ", "warning": "！", "open": "○ ", "publication": "◇ ", "hint": "◇ "}
"""What stands before the word of a severity."""
_TITLE: Final = 42
"""Characters of a title that names a place and says what is the matter there."""
_PLACE: Final = re.compile(r"((?:（[^（）\n]*）|[^：。（）\n])+)：(.+)", re.DOTALL)
"""A place, and what is said of it."""
_DETAIL: Final = re.compile(r"([^（。\n]+)（([^（）\n]+)）(。.*)", re.DOTALL)
"""A sentence that ends with details in brackets, and what follows it."""


class ShownSuspect(Protocol):
    """A guess: its sentence, the cells it would change, and the report with it made."""

    @property
    def message(self) -> str:
        """What may be wrong, with both numbers."""

    @property
    def act(self) -> str:
        """Words for the act that makes the change, such as 改为 37."""

    @property
    def cells(self) -> Sequence[str]:
        """Addresses of the cells it would change."""

    def applied(self, report: Report) -> Report:
        """Return the report with the guess made."""


Suspects = Callable[[Report], Sequence[ShownSuspect]]
ActKind = Literal["go", "explain", "review", "look", "take", "correct", "cell", "dismiss"]


class CardAct(NamedTuple):
    """What can be done about a finding; ``guess`` is the place of the guess it belongs to."""

    kind: ActKind
    words: str
    guess: int = -1


class FindingRow(NamedTuple):
    """One row of a list: its key, what is shown, what a screen reader says, its finding.

    A heading has no finding, and neither has a ``remark`` on what stands above it; ``aside`` of a
    heading counts what follows. ``about`` is the title of the section that every sentence begins
    with; ``guesses`` are the changes that would mend the finding.
    """

    key: str
    text: str
    spoken: str
    finding: Finding | None = None
    remark: bool = False
    aside: str = ""
    about: str = ""
    guesses: tuple[ShownSuspect, ...] = ()

    @property
    def acts(self) -> list[CardAct]:
        """What can be done, in the order in which it is shown."""
        finding = self.finding
        if finding is None:
            return []
        acts = _acts_on_text(finding) if finding.span else [CardAct("go", "转到")]
        if finding.severity == "warning" and not finding.span:
            acts.append(CardAct("explain", "修改说明" if finding.reason else "填写说明"))
        if finding.is_hint:
            acts.append(CardAct("review", "取消已核实" if finding.reason_is_current else "已核实"))
        for place, guess in enumerate(self.guesses):
            acts += [CardAct("look", "查看", place), CardAct("take", guess.act, place)]
        return acts


def _acts_on_text(finding: Finding) -> list[CardAct]:
    """Return what can be done about words of a text; the card itself leads to them."""
    acts, answered = [CardAct("go", "转到")] * finding.is_hint, finding.reason_is_current
    if finding.correction and not answered:
        acts.append(CardAct("correct", f"改为 {finding.correction}"))
    if cell := cell_of(finding):
        is_cell = Address.parse(cell).kind == "cell"
        acts.append(CardAct("cell", "转到表格" if is_cell else "转到所填数"))
    if finding.severity == "warning":
        acts.append(CardAct("dismiss", "恢复提示" if answered else "口径不同，不再提示"))
    return acts


def cell_of(finding: Finding) -> str:
    """Return the first number that a text is compared with; empty if there is none."""
    numbers = (one for one in finding.cells if Address.parse(one).kind != "text")
    return next(numbers, "")


def first_act(acts: Sequence[CardAct]) -> int:
    """Return the act that Enter does on a card just selected; −1 where it is none of them."""
    return 0 if acts and acts[0].kind == "go" else -1


class CardWords(NamedTuple):
    """What a card says: how the finding stands, its title, its two sides, and what to do."""

    standing: str
    title: str
    sides: tuple[str, ...]
    body: str
    reason: str


def card_words(row: FindingRow) -> CardWords:
    """Return the words of a finding, taken apart: the section is named elsewhere."""
    finding = row.finding
    assert finding is not None
    standing = f"{_sign(finding).replace('！', '! ')}{status_name(finding)}"
    reason = "" if finding.is_hint else reason_sentence(finding)
    if finding.sides:
        _, _, body = finding.message.rpartition(f"{finding.sides[-1]}。")
        return CardWords(standing, finding.title, finding.sides, body, reason)
    title, body = _title_and_body(finding.message, row.about)
    return CardWords(standing, title, (), body, reason)


def _title_and_body(message: str, about: str) -> tuple[str, str]:
    """Take a sentence apart: where and what is the matter, then the rest."""
    without = message.removeprefix(about)
    said = without[1:] if without != message and without[:1] in ("，", "：") else message
    if place := _PLACE.fullmatch(said):
        first, _, rest = place[2].partition("。")
        title = f"{place[1]}：{first}"
        return (title, rest) if len(title) <= _TITLE else (place[1], place[2])
    if detail := _DETAIL.fullmatch(said):
        return detail[1], f"{detail[2]}{detail[3]}"
    title, _, rest = said.partition("。")
    return title, rest


def _sign(finding: Finding) -> str:
    return "✓ " if finding.reason_is_current else SIGNS[finding.severity]


def sentence(finding: Finding) -> str:
    """Return a finding with its sign and word and, on a line of its own, its 说明."""
    return f"{_sign(finding)}{status_name(finding)}　{_message(finding)}"


def row_of(finding: Finding, about: str = "", guesses: Iterable[ShownSuspect] = ()) -> FindingRow:
    """Return the row of a finding, with the guesses that share a cell with it."""
    own = tuple(one for one in guesses if _may_mend(one, finding))
    spoken = "　".join(
        (f"{status_name(finding)}：{_message(finding)}", *(guess.message for guess in own))
    )
    return FindingRow(finding.id, sentence(finding), spoken, finding, about=about, guesses=own)


def _may_mend(guess: ShownSuspect, finding: Finding) -> bool:
    """Whether a guess is about a finding; only a broken comparison is guessed about."""
    broken = finding.severity == "error" and bool(finding.left)
    return broken and not {*finding.cells}.isdisjoint(guess.cells)


def is_guessed_about(findings: Iterable[Finding]) -> bool:
    """Whether there is a broken comparison to guess about."""
    return any(finding.severity == "error" and finding.left for finding in findings)


def _message(finding: Finding) -> str:
    reason = "" if finding.is_hint else reason_sentence(finding)
    return "\n".join(filter(None, (finding.message, reason)))


def section_rows(
    report: Report, result: Result, section: str, guesses: Iterable[ShownSuspect] = ()
) -> list[FindingRow]:
    """Return the rows of one section, its hints last."""
    found, about = (*result.of_section(section), *result.hints_of(section)), title(report, section)
    guessed = tuple(guesses)
    return [row_of(finding, about, guessed) for finding in found]


def title(report: Report, section: str) -> str:
    """Return the title of a section; empty for a step that is none."""
    found = report.form.section_of.get(section)
    return found.title if found else ""


def all_rows(
    report: Report,
    result: Result,
    only: FindingSeverity | None = None,
    guesses: Iterable[ShownSuspect] = (),
) -> list[FindingRow]:
    """Return all rows, or those of one severity, under a heading for each step; hints come last."""
    rows: list[FindingRow] = []
    guessed = tuple(guesses)
    for step in steps.steps_of(report):
        found = [f for f in result.of_section(step.key) if only in (None, f.severity)]
        about = title(report, step.key)
        listed = [row_of(finding, about, guessed) for finding in found]
        rows += _group(step.key, step.name, _counts(report, result, step.key), listed)
    for severity in HINTS:
        if only in (None, severity):
            rows += _hint_rows(result, severity)
    return rows


def _hint_rows(result: Result, severity: FindingSeverity) -> Iterator[FindingRow]:
    """Yield the hints of one kind under their heading; below 公布前提示, what they are not."""
    hints = result.hints_as(severity)
    waiting = sum(1 for hint in hints if not hint.reason_is_current)
    sentence = [f"◇ 待核实 {waiting}"] * (waiting > 0)
    sentence += [f"✓ 已核实 {len(hints) - waiting}"] * (waiting < len(hints))
    yield from _group(severity, SEVERITY_NAMES[severity], sentence, [*map(row_of, hints)])
    if hints and severity == "publication":
        yield FindingRow("remark/publication", NO_REVIEW, NO_REVIEW, remark=True)


def _group(key: str, name: str, counts: list[str], rows: list[FindingRow]) -> Iterator[FindingRow]:
    if rows:
        whole = "　".join((name, *counts))
        yield FindingRow(f"heading/{key}", whole, whole, aside="　".join(counts))
        yield from rows


def _counts(report: Report, result: Result, key: str) -> list[str]:
    """Count as the list of steps does, and the warnings that are explained; hints stand apart."""
    state = [part for part in steps.badge(report, result, key) if not part.startswith(("✓", "◇"))]
    explained = sum(1 for finding in result.of_section(key) if finding.reason_is_current)
    return state + [f"✓ 已说明 {explained}"] * (explained > 0)
