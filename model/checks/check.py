"""Run all checks of a report, and describe in a statement what was checked.

Severities: an *error* must be corrected, a *warning* is corrected or explained (说明), *open* is
still blank. A *hint* (公布前提示) is separate from these. The statement also names what was not
checked.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from model.checks import numbers, outliers, publication, words
from model.checks.claims import claim_findings, stated_claims, text_verdicts
from model.checks.findings import STATED, Finding, FindingSeverity, with_reason
from model.checks.numbers import Verdict, Verdicts, left_out
from model.checks.proportions import proportion_hints
from model.checks.publication import PUBLICATION, REVIEWED, SOUGHT
from model.checks.rules import newer_form
from model.checks.years import text_years
from model.form.arithmetic import Evaluation, arithmetic
from model.report.addresses import blanks
from model.report.likeness import repeated
from model.report.report import Report, TextBlock


@dataclass(frozen=True)
class Summary:
    """Counts of relations by their state, and of the work that is left.

    ``holds``, ``broken`` and ``open`` count relations; ``blank`` counts cells and required texts
    without an answer; ``unread`` cells whose text is not a number; ``warnings`` those without a
    current 说明, ``reasoned`` those with one; ``publication`` the open 公布前提示.
    """

    holds: int
    broken: int
    open: int
    blank: int
    unread: int
    errors: int
    warnings: int
    reasoned: int
    publication: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is blank, unread or an error; warnings are allowed."""
        return not (self.errors or self.blank or self.open)


@dataclass(frozen=True)
class Result:
    """All findings of one check, worst first within each section, and their summary.

    ``hints`` are listed after the findings and are not counted among them. ``verdicts`` are those
    of comparisons of numbers, ``texts`` those of numbers in texts.
    """

    findings: tuple[Finding, ...]
    summary: Summary
    verdicts: Verdicts
    texts: Verdicts
    hints: tuple[Finding, ...] = ()

    def of_section(self, key: str) -> list[Finding]:
        """Return the findings of one section or step."""
        return [finding for finding in self.findings if finding.section == key]

    def hints_as(self, severity: FindingSeverity) -> list[Finding]:
        """Return the hints of one kind."""
        return [hint for hint in self.hints if hint.severity == severity]

    def hints_of(self, key: str) -> list[Finding]:
        """Return the hints of one section or step."""
        return [hint for hint in self.hints if hint.section == key]


def check(report: Report, evaluation: Evaluation | None = None) -> Result:
    """Run all checks: 1 to 19 and 23, and the hints 20 to 22.

    ``evaluation`` has the sums of the report, if at hand.
    """
    known = evaluation or arithmetic(report.form).evaluate(report.values, report.last_values)
    verdicts: Verdicts = {}
    found = [
        *numbers.lines(report, known, verdicts),
        *numbers.unread(report),
        *numbers.stated(report, known.numbers, verdicts),
        *numbers.tallies(report, verdicts),
        *left_out(report),
        *newer_form(report),
        *words.rules(report, known.numbers),
        *words.unit(report),
        *words.texts(report),
        *text_years(report),
        *outliers.sudden(report, known.numbers),
    ]
    empty = {table: tuple(blanks(report, table)) for table in report.form.tables}
    found += numbers.blank_cells(report, empty, found)
    claims = stated_claims(report, known.numbers)
    found += claim_findings(report, known.numbers, claims, tuple(found))
    reasoned = [with_reason(finding, report) for finding in found]
    findings = sorted(reasoned, key=lambda finding: _rank(report, finding))
    asked = {cell for f in findings if f.severity == "open" for cell in f.cells}
    figures = sum(1 for cell in asked if cell in report.form.figures)
    listed = (
        *publication.hints(report),
        *proportion_hints(report, known.numbers, claims),
        *outliers.other_results(report, known.numbers),
    )
    hints = tuple(with_reason(hint, report) for hint in listed)
    summary = _summary(report, findings, verdicts, sum(map(len, empty.values())) + figures)
    summary = replace(summary, publication=len(publication.waiting(hints)))
    return Result(tuple(findings), summary, verdicts, text_verdicts(claims), hints)


def _rank(report: Report, finding: Finding) -> tuple[int, int]:
    steps = ["unit", *(section.key for section in report.form.sections)]
    return steps.index(finding.section), ("error", "warning", "open").index(finding.severity)


def _summary(report: Report, findings: list[Finding], verdicts: Verdicts, cells: int) -> Summary:
    states = list(verdicts.values())
    warnings = [finding for finding in findings if finding.severity == "warning"]
    reasoned = sum(1 for finding in warnings if finding.reason_is_current)
    texts = sum(1 for finding in findings if finding.id.startswith(("blank/text/", "blank/unit/")))
    return Summary(
        holds=states.count("holds"),
        broken=states.count("broken"),
        open=states.count("open"),
        blank=cells + texts,
        unread=len(report.unread),
        errors=sum(1 for finding in findings if finding.severity == "error"),
        warnings=len(warnings) - reasoned,
        reasoned=reasoned,
    )


NOT_CHECKED = "未核对：文字内容是否属实、数据口径。"


def statement_lines(report: Report, result: Result) -> list[str]:
    """Return all sentences on a check: the numbers, the searched texts, last year's report."""
    return [
        statement(report, result),
        search_statement(result),
        *filter(None, (year_comparison(report),)),
    ]


def statement(report: Report, result: Result) -> str:
    """Return a sentence on what was compared; sums of the program itself are no comparisons."""
    known = arithmetic(report.form)
    within: list[str] = []
    between: list[str] = []
    figures: list[str] = []
    for line in (*known.lines.values(), *known.total_lines):
        if line.id in result.verdicts:
            here = within if line.relation.along == "rows" else figures
            group = between if line.relation.between_years else here
            group.append(line.id)
    stated = [key for key in result.verdicts if key.startswith(STATED)]
    figures += [t.finding for t in report.tallies if t.finding in result.verdicts]
    reasoned = {finding.id for finding in result.findings if finding.reason_is_current}
    verdicts = result.verdicts | result.texts

    def compared(what: str, good: str, bad: str, keys: Iterable[str]) -> str:
        return _comparison(what, good, bad, [(verdicts[key], key in reasoned) for key in keys])

    parts = [
        compared("勾稽关系逐列核对", "相等", "不等", within),
        f"合计{len(known.sums)}处由程序计算",
        compared("与原表合计核对", "一致", "不一致", stated),
        compared("与上年衔接", "一致", "待说明", between),
        compared("其他数量关系", "相符", "待说明", figures),
        compared("文字中的数", "一致", "不一致", result.texts),
    ]
    return "；".join(part for part in parts if part) + f"。{NOT_CHECKED}"


def search_statement(result: Result) -> str:
    """Return a sentence on what the texts were searched for before publication, and the result."""
    what = "、".join(sign.name for sign in SOUGHT)
    found = [hint for hint in result.hints if hint.id.startswith(PUBLICATION)]
    return f"公布前逐段查找{what}：{hint_sentences(found)}"


def hint_sentences(hints: Collection[Finding]) -> str:
    """Return a sentence with the counts of open and dismissed hints."""
    waiting = sum(1 for hint in hints if not hint.reason_is_current)
    counts = ((waiting, "待核实"), (len(hints) - waiting, REVIEWED))
    return ("，".join(f"{count}条{label}" for count, label in counts if count) or "未发现") + "。"


def year_comparison(report: Report) -> str:
    """Return a sentence on how many texts and numbers repeat last year's report.

    It is empty without last year's report.
    """
    last = report.last_values
    counted = (*report.form.typed, *report.form.figures)
    both = [address for address in counted if address in report.values and address in last]
    same = [address for address in both if report.values[address] == last[address]]
    zeros = sum(1 for address in same if not last[address])
    parts = [f"{block.title}{share:.0%}" for block, share in _repeated_texts(report)]
    phrases = [f"文字重复比例：{'、'.join(parts)}"] * bool(parts)
    if both:
        among = f"（其中{zeros}个为0）" if zeros else ""
        phrases.append(f"可比的数字{len(both)}个，与上年相同的{len(same)}个{among}")
    return f"与上年报告比较，{'；'.join(phrases)}。" if phrases else ""


def _repeated_texts(report: Report) -> Iterator[tuple[TextBlock, float]]:
    if report.previous and report.previous.texts:
        for rule in report.form.rules:
            for section in rule.on if rule.rule == "repeated_text" else ():
                yield from repeated(report, section).texts


def _comparison(what: str, good: str, bad: str, verdicts: list[tuple[Verdict, bool]]) -> str:
    """Return the counts of some comparisons; each with its verdict and whether it is explained."""
    states = [verdict for verdict, _ in verdicts]
    if not states:
        return ""
    if states.count("holds") == len(states):
        return f"{what}{len(states)}条，全部{good}"
    explained = sum(1 for _, is_explained in verdicts if is_explained)
    counts = (
        (states.count("holds"), good),
        (states.count("broken") - explained, bad),
        (explained, "已说明"),
        (states.count("open"), "未填完"),
    )
    message = "，".join(f"{count}条{label}" for count, label in counts if count)
    return f"{what}{len(states)}条：{message}"
