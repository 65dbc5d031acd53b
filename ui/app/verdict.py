"""What the review says of the whole report, in one line; no Qt."""

from typing import Literal, NamedTuple

from model.checks.check import Result


class ReviewVerdict(NamedTuple):
    """How the report stands: a state, the verdict itself, and what is still to be said.

    ``well`` says that nothing at all is left to do.
    """

    state: Literal["error", "open", "fine"]
    head: str
    rest: str
    well: bool = False


def verdict_of(result: Result) -> ReviewVerdict:
    """Return the verdict over a report."""
    summary = result.summary
    listed = sum(finding.severity == "open" for finding in result.findings)
    blank = summary.blank or listed or (0 if summary.errors else summary.open)
    asked = [f"{summary.warnings} 处待说明"] * (summary.warnings > 0)
    asked += [f"{summary.publication} 处公布前提示"] * (summary.publication > 0)
    if summary.errors:
        waits = [f"{blank} 处未填"] * (blank > 0) + asked
        todo = "改正错误、填完空白后可以定稿。" if blank else "改正错误后可以定稿。"
        rest = f"还有 {'、'.join(waits)}。" * bool(waits) + todo
        return ReviewVerdict("error", f"✗ 有错误 {summary.errors} 处", rest)
    if blank:
        rest = f"还有 {'、'.join(asked)}。" * bool(asked) + "填完空白后可以定稿。"
        return ReviewVerdict("open", f"○ 还有 {blank} 处未填", rest)
    said = [f"还有 {'、'.join(asked)}。" if asked else "全部填完，无错误，无待说明，无公布前提示。"]
    said += [f"{summary.reasoned} 条说明写入核对表。"] * (summary.reasoned > 0)
    return ReviewVerdict("fine", "✓ 可以定稿", "".join(said), not asked)
