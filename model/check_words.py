"""Findings about words: rules of the form, texts that are missing, too short or silent."""

from collections.abc import Iterator

from model.findings import Finding, section_of
from model.form import Mention, Section, Text
from model.report import Report
from model.rules import RULES, missing_words, printed_text
from model.values import Values


def rules(report: Report, numbers: Values) -> Iterator[Finding]:
    """Run the named rules of the form."""
    for rule in report.form.rules:
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


def texts(report: Report) -> Iterator[Finding]:
    """Find required texts that are missing, sections too short, and words that have to be there."""
    if not report.unit.name:
        yield Finding("blank/unit/name", "open", "机关名称未填。", "unit", ("unit/name",))
    for section in report.form.sections:
        missing = list(_missing(report, section))
        yield from missing
        yield from _short(report, section)
        for mention in section.mentions if not missing else ():
            if missing_words(report, section, mention):
                yield _silent(section, mention)


def _missing(report: Report, section: Section) -> Iterator[Finding]:
    for key in (text.block for text in section.texts if asked_for(report, text)):
        under = [b for b in report.texts if b.key == key or b.key.startswith(f"{key}.")]
        if not any(printed_text(report, block).strip() for block in under):
            message = f"{section.title}：「{report.form.texts[key].title}」未填写。"
            yield Finding(f"blank/text/{key}", "open", message, section.key, (f"text/{key}",))


def asked_for(report: Report, text: Text) -> bool:
    """Whether a text has to be written: it is required, or the unit's region asks for it."""
    return text.required or (text.regional and report.text(text.block) is not None)


def _short(report: Report, section: Section) -> Iterator[Finding]:
    blocks = report.section_texts(section.key)
    written = "".join("".join(printed_text(report, block).split()) for block in blocks)
    if written and len(written) < section.shortest:
        message = f"{section.title}：全部文字只有{len(written)}个字。写明具体内容。"
        cells = tuple(block.address for block in blocks)
        yield Finding(f"short/{section.key}", "warning", message, section.key, cells, written)


def _silent(section: Section, mention: Mention) -> Finding:
    basis = f"（{mention.basis}）" if mention.basis else ""
    message = f"{section.title}：未写明{mention.name}{basis}。{mention.advice}"
    cells = (f"text/{section.key}.{mention.text}",) if mention.text else ()
    return Finding(
        f"mention/{section.key}.{mention.key}", mention.severity, message, section.key, cells
    )
