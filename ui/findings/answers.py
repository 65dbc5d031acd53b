"""The answers to a finding that change the report, each as one act."""

from dataclasses import replace

from model.address import Address
from model.checks.claims import OTHER_SCOPE
from model.checks.findings import Finding
from model.checks.publication import reviewed
from model.report.report import Reason
from model.text import clean_line
from ui.base.session import Session


def review(session: Session, hint: Finding) -> None:
    """Dismiss a hint (已核实), or ask for it again."""
    what = "取消已核实" if hint.reason_is_current else "标为已核实"
    session.apply(reviewed(session.report, hint), what)


def explain(session: Session, finding: Finding, typed: str) -> None:
    """Keep a 说明 with the numbers it was written for; an empty one is cleared."""
    session.show_left_out(typed)
    text = clean_line(typed)
    _keep(session, finding, text, "填写说明" if text else "清除说明")


def dismiss(session: Session, finding: Finding) -> None:
    """Keep that a text counts something else than the table (口径不同), or ask for it again."""
    if finding.reason_is_current:
        _keep(session, finding, "", "恢复提示")
    else:
        _keep(session, finding, OTHER_SCOPE, "口径不同，不再提示")


def _keep(session: Session, finding: Finding, text: str, what: str) -> None:
    kept = Reason(text, finding.left, finding.right) if text else None
    session.apply(session.report.with_entry("reasons", finding.id, kept), what)


def correct(session: Session, finding: Finding) -> None:
    """Write the correction of a finding over its place in the text.

    Nothing is written where the text has changed since it was checked.
    """
    session.check_if_due()
    now = next((one for one in session.result.findings if one.id == finding.id), None)
    if now is None or now.span is None or now.correction != finding.correction:
        return
    block = session.report.text(Address.parse(now.span.text).key)
    if block is not None:
        head, rest = block.body[: now.span.start], block.body[now.span.end :]
        body = f"{head}{now.correction}{rest}"
        what = f"改为{now.correction}"
        session.apply(session.report.with_text(replace(block, body=body)), what, now.span.text)
        session.show_message(f"文字中的数已{what}。")
