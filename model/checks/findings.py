"""Findings of checks: sentences with the official labels and the numbers of the report.

Every sentence is built from the labels of the form. A finding is data: it does not display, log or
correct anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from model.form.arithmetic import Operand, RelationLine, State
from model.form.form import Form
from model.report.addresses import name_of, section_key, section_of
from model.report.comparisons import side_words, terms_of
from model.report.report import Reason, Report
from model.text import without_aside
from model.values import Number, Values, write_number

FindingSeverity = Literal["error", "warning", "open", "publication", "hint"]
SEVERITY_NAMES: Final[Mapping[FindingSeverity, str]] = {
    "error": "错误",
    "warning": "待说明",
    "open": "未填",
    "publication": "公布前提示",
    "hint": "提示",
}
"""Names of the severities for the clerk."""
HINTS: Final[tuple[FindingSeverity, ...]] = ("publication", "hint")
"""Severities that are dismissed (已核实): not to be published (check 22), other hints (check 21).

Those of the first kind are counted, and confirmed before a 定稿 is exported."""
STATED: Final = "stated/"
"""Prefix of the id of a finding on a total of the source (原表合计); the address follows."""
EXPLAINED: Final[tuple[FindingSeverity, ...]] = ("warning", *HINTS)
"""Severities that a 说明 can explain; the only 说明 of a hint is 已核实."""


_LONGEST: Final = 20_000
"""Most characters of the sentences of a finding with repeated sentences."""
_AROUND: Final = 12
"""Characters shown on either side of the words found."""
SHOWN: Final = 3
"""Most places that one finding shows; the rest are counted."""


class TextSpan(NamedTuple):
    """A part of a text: the address of the text, and the offsets of the part in its body."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """One error, warning, blank or hint.

    ``id`` is ``relation/line`` and never changes, because reasons (说明) are stored under it.
    ``section`` is the key of its step; ``cells`` are all addresses involved. ``left``, ``right``
    and ``difference`` are printed numbers, or empty; of a hint, the words found and their
    sentences. ``reason`` is the stored 说明. ``title`` names a comparison that fails; ``sides`` are
    both sides with their terms, each as an equation, and their difference. Both are empty where
    nothing is compared. ``span`` is the place in a text that it is about, if it is one place;
    ``correction`` is written there to mend it, and empty where no single one is certain.
    """

    id: str
    severity: FindingSeverity
    message: str
    section: str
    cells: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    difference: str = ""
    reason: Reason | None = None
    title: str = ""
    sides: tuple[str, ...] = ()
    span: TextSpan | None = None
    correction: str = ""

    @property
    def is_hint(self) -> bool:
        """Whether it is dismissed with 已核实 and not explained with a 说明."""
        return self.severity in HINTS

    @property
    def reason_is_current(self) -> bool:
        """Whether the stored 说明 was written for these numbers or, of a hint, these words."""
        kept = self.reason
        return kept is not None and (kept.left, kept.right) == (self.left, self.right)


def joined_sentences(sentences: Iterable[str]) -> str:
    """Return the sentences of a finding, one for each place, joined as the value of ``right``.

    If they are too long together, each different sentence is kept once: a sentence of 40,000
    characters with a year in every five would become 300 million characters.
    """
    kept = list(sentences)
    if sum(map(len, kept)) > _LONGEST:
        kept = list(dict.fromkeys(kept))
    return "\n".join(kept)


def excerpt(text: str, start: int, end: int, first: int = 0, last: int | None = None) -> str:
    """Return words of a text with what is around them, within the part from first to last."""
    last = len(text) if last is None else last
    left, right = max(first, start - _AROUND), min(last, end + _AROUND)
    return f"{'…' * (left > first)}{text[left:right].strip()}{'…' * (right < last)}"


def listed(excerpts: Sequence[str]) -> str:
    """Return excerpts in quotation marks, the first of them only if there are many: 「…」等5处."""
    shown = "、".join(f"「{one}」" for one in excerpts[:SHOWN])
    return f"{shown}等{len(excerpts)}处" if len(excerpts) > SHOWN else shown


def status_name(finding: Finding) -> str:
    """Return the status of a finding: its severity, or that it was explained or dismissed."""
    if not finding.reason_is_current:
        return SEVERITY_NAMES[finding.severity]
    return "已核实" if finding.is_hint else "已说明"


def reason_sentence(finding: Finding) -> str:
    """Return the 说明 of a finding as a sentence that says whether it is current; empty if none."""
    if finding.reason is None:
        return ""
    return f"{'说明' if finding.reason_is_current else '原说明须重新核实'}：{finding.reason.text}"


def line_finding(report: Report, line: RelationLine, state: State, values: Values) -> Finding:
    """Return the finding on a broken relation line, or on its blank cells."""
    where = place_of_line(report.form, line)
    section = section_of(report, (*line.cells, "")[0])
    if state.open:
        blank = blank_of(report, line)
        message = f"{where}{_blanks_sentence(report, line, blank)}，填完后核对。"
        return Finding(line.id, "open", message, section, blank)
    message = f"{where}{line_sentence(line, state, values, report.last_values)}"
    left, right = write_number(state.left), write_number(state.right)
    difference = write_number(state.left - state.right)
    return Finding(
        id=line.id,
        severity=line.relation.severity,
        message=message,
        section=section,
        cells=line.cells,
        left=left,
        right=right,
        difference=difference,
        title=_title(line),
        sides=(
            equation(line.left, values, report.last_values),
            equation(line.right, values, report.last_values),
            verdict(line, state, "合计"),
        ),
    )


def _title(line: RelationLine) -> str:
    """Name a broken line in short: 自然人列勾稽关系不成立."""
    where = f"{line.label}{'列' if line.label and line.relation.along == 'rows' else ''}"
    name = without_aside(line.relation.name)
    if line.relation.severity == "error":
        return f"{where}{name}不成立"
    return "：".join(filter(None, (where, name)))


def equation(operands: tuple[Operand, ...], values: Values, last: Values) -> str:
    """Return a side of a line: «第一项 60 ＋ 第二项 4 ＝ 64»; one term has no total.

    A number is followed by … while cells of it are blank; it is ＿ where all of them are.
    """
    terms: list[str] = []
    numbers: list[Number | None] = []
    for name, operand, source in terms_of(operands, values, last):
        here = [source.get(address) for address in operand.typed]
        terms.append(f"{name} {_sum_so_far(here)}")
        numbers += here
    total = f" ＝ {_sum_so_far(numbers)}" if len(terms) > 1 else ""
    return " ＋ ".join(terms) + total


def _sum_so_far(numbers: list[Number | None]) -> str:
    """Return the sum of the numbers that are known, as ``equation`` writes it."""
    known = [number for number in numbers if number is not None]
    if not known:
        return "＿"
    return write_number(sum(known)) + "…" * (len(known) < len(numbers))


def blank_of(report: Report, line: RelationLine) -> tuple[str, ...]:
    """Return the addresses of a line with neither a number nor an unread text."""
    return tuple(a for a in line.typed if a not in report.values and a not in report.unread)


def _blanks_sentence(report: Report, line: RelationLine, blank: tuple[str, ...]) -> str:
    """Return a sentence on blanks: figures by name, cells by their count and their operands."""
    figures = "、".join(f"「{name_of(report, a)}」" for a in blank if a in line.figures)
    cells = sum(1 for address in blank if address not in line.figures)
    sentence = [f"{figures}未填"] * bool(figures)
    if cells:
        operands = [o for o in (*line.left, *line.right) if not {*o.typed} <= {*line.figures}]
        what = "" if line.label else "、".join(o.called for o in operands if not o.last)
        sentence.append(f"{what}还有{cells}格未填")
    return "，".join(sentence)


def line_sentence(line: RelationLine, state: State, values: Values, last: Values) -> str:
    """Return a sentence with both sides and their terms, the difference, and the advice."""
    left = side_words(line.left, line.unit, values, last)
    right = side_words(line.right, line.unit, values, last)
    return f"{left}，{right}，{verdict(line, state, '合计')}。{line.relation.advice}"


def verdict(line: RelationLine, state: State, together: str = "") -> str:
    """Return the difference in words: 办理结果和结转多2件; ``together`` precedes 多."""
    compared = line.relation.compared
    surplus = state.right - state.left if compared else state.left - state.right
    return f"{compared}{together if compared else ''}{more_or_less(surplus, line.unit)}"


def more_or_less(surplus: Number, unit: str) -> str:
    """Return a difference in words: 多7件, 少3件, 相等."""
    if not surplus:
        return "相等"
    return (
        f"{'多' if surplus > 0 else '少'}{write_number(surplus if surplus > 0 else -surplus)}{unit}"
    )


def place_of_line(form: Form, line: RelationLine) -> str:
    """Return the section and the column or row of a line in words."""
    address = line.cells[0]
    title = form.section_of[section_key(form, address)].title
    if not line.label:
        return f"{title}："
    return f"{title}，{line.label}{'列' if line.relation.along == 'rows' else ''}："


def with_reason(finding: Finding, report: Report) -> Finding:
    """Return the finding with the 说明 that is stored for it."""
    kept = report.reasons.get(finding.id)
    if kept is None or finding.severity not in EXPLAINED:
        return finding
    return replace(finding, reason=kept)
