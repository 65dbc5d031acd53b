"""All faults are run once for all tests; their figures stand at the end of the test run."""

import pytest

from tests import figures
from tests.faults import campaign, report
from tests.faults.campaign import Results

_TWO_PROGRAMS = "test_two_programs.py"
_MEDIA = "test_media.py"


@pytest.fixture(scope="session")
def results() -> Results:
    found, seconds = campaign.run()
    for line in report.message(found, seconds):
        figures.tell(line)
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add how many cases there were, and how many a machine did not allow."""
    stats = terminalreporter.stats
    for name, message in ((_TWO_PROGRAMS, "two-program cases"), (_MEDIA, "disks that fail")):
        count = {
            outcome: sum(name in getattr(one, "nodeid", "") for one in stats.get(outcome, ()))
            for outcome in ("passed", "failed", "skipped")
        }
        if any(count.values()):
            figures.tell(f"{message}: " + ", ".join(f"{n} {what}" for what, n in count.items()))
