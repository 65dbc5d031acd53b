"""All faults are run once for all tests; their figures stand at the end of the test run."""

import pytest

from tests.faults import campaign, report
from tests.faults.campaign import Results

_TWO_PROGRAMS = "test_two_programs.py"
_MEDIA = "test_media.py"


@pytest.fixture(scope="session")
def results() -> Results:
    figures, seconds = campaign.run()
    report.LINES.extend(report.told(figures, seconds))
    return figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, and how many cases a machine did not allow."""
    stats = terminalreporter.stats
    lines = list(report.LINES)
    for name, told in ((_TWO_PROGRAMS, "two-program cases"), (_MEDIA, "disks that fail")):
        count = {
            outcome: sum(name in getattr(one, "nodeid", "") for one in stats.get(outcome, ()))
            for outcome in ("passed", "failed", "skipped")
        }
        if any(count.values()):
            lines.append(f"{told}: " + ", ".join(f"{n} {outcome}" for outcome, n in count.items()))
    if lines:
        terminalreporter.section("faults")
        for line in lines:
            terminalreporter.line(line)
