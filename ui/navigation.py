"""The way to places in the window: of a finding, an answer, a part of a text, an undone act."""

from collections.abc import Callable, Sequence

from model.checks import publication
from model.checks.findings import Finding, TextSpan
from model.report.addresses import section_of
from ui.app.search import Hit
from ui.base.page import Page
from ui.base.session import Session


class Navigation:
    """Shows places by their step and page.

    Args:
        session: the open report.
        order: the keys of the steps, in their order.
        step: gives the key of the step that is shown.
        show_step: shows a step and gives its page.
        show_message: says a sentence.
    """

    def __init__(
        self,
        session: Session,
        order: Sequence[str],
        step: Callable[[], str],
        show_step: Callable[[str], Page],
        show_message: Callable[[str], object],
    ) -> None:
        self._session, self._order, self._step = session, [*order], step
        self._show_step, self._show_message = show_step, show_message
        self.shown = ""
        """Id of the finding that was shown last."""
        self._place = ("", 0)
        """The step of that finding, and its place among the problems of the step."""

    def next_problem(self) -> None:
        """Go to the finding after the one shown last, or the first of this step; then round.

        If the one shown last is solved, the next one has moved up to its place.
        """
        self._session.check()
        findings, order, step = self._problems(), self._order, self._step()
        known = [finding.id for finding in findings if finding.section == step]
        if self.shown in known:
            first = known.index(self.shown) + 1
        else:
            first = self._place[1] if self._place[0] == step else 0
        if findings:
            start = sum(1 for one in findings if order.index(one.section) < order.index(step))
            self.show_finding(findings[(start + first) % len(findings)])

    def _problems(self) -> list[Finding]:
        """Return what is still to be done, by step."""
        result = self._session.result
        found = [f for f in result.findings if not f.reason_is_current]
        found += publication.waiting(result.hints)
        return sorted(found, key=lambda finding: self._order.index(finding.section))

    def show_finding(self, finding: Finding) -> None:
        """Select the card of a finding and show its place: words of a text, or a cell."""
        self.shown = finding.id
        here = [one.id for one in self._problems() if one.section == finding.section]
        if finding.id in here:
            self._place = (finding.section, here.index(finding.id))
        page = self._show_step(finding.section)
        page.show_finding(finding.id)
        if finding.span is not None:
            page.select(finding.span)
        elif place := page.place_of(finding):
            page.go_to(place)

    def come_back(self, address: str) -> None:
        """Begin the step that is shown, at the answer at which the draft was left, if any."""
        page = self._show_step(self._step())
        page.begin()
        if address:
            page.go_to(address)

    def show_address(self, address: str) -> None:
        """Show an answer."""
        self._show_step(section_of(self._session.report, address)).go_to(address)

    def show_hit(self, hit: Hit) -> None:
        """Show a place that a search found."""
        if hit.finding:
            self.show_finding(hit.finding)
        elif hit.span:
            self.show_span(hit.span)
        elif hit.address:
            self.show_address(hit.address)
        else:
            self._show_step(hit.step).begin()

    def show_span(self, span: TextSpan) -> None:
        """Show a part of a text."""
        self._show_step(section_of(self._session.report, span.text)).select(span)

    def show_undone(self, address: str) -> None:
        """Show what was taken back, so that nothing changes unseen."""
        if address:
            self.show_address(address)
            self._show_message("已撤销")
