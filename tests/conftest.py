"""What the tests share: the example, a balanced report, folders of their own."""

import gc
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
import xdist
from coverage import Coverage
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from xdist.workermanage import WorkerController

from model import resources
from model.drafts import storage
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.resources import RESOURCES
from model.unit import Unit, UnitKind
from tests import figures, published
from tests.patience import PatientBot
from tests.sampling import many
from ui.app import folders

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Machines are shared and noisy: no test fails for being slow.
settings.register_profile(
    "shared",
    max_examples=many(500, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared")


EXAMPLE = RESOURCES / "examples" / "bureau.gknb"


EXCEPTIONS = tomllib.loads((Path(__file__).parent / "windows.toml").read_text("utf-8"))
"""Tests that do not run on Windows, by the beginning of their names, with the reason."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the files that Windows cannot even import."""
    name = collection_path.relative_to(config.rootpath).as_posix()
    return True if sys.platform == "win32" and name in EXCEPTIONS["files"] else None


def _skip_on_windows(items: list[pytest.Item]) -> None:
    for item in items:
        name = item.nodeid
        for start, reason in EXCEPTIONS["tests"].items():
            if name.startswith(start):
                item.add_marker(pytest.mark.skip(reason=f"Windows: {reason}"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the rooms that are measured, each time with the files that take long.

    What a function remembers of a test that is not traced, no later test runs again. Within one
    kind the files of many tests come first: workers end together.
    """
    if sys.platform == "win32":
        _skip_on_windows(items)
    tests = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[bool, bool, int, str, bool]:
        other, short = not item.nodeid.startswith(_TRACED), not item.get_closest_marker("long")
        return other, short, -tests[item.path], str(item.path), not _is_traced(item)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from all tests there are: it would look at them each time."""
    gc.freeze()


_TRACED: Final = ("tests/export/", "tests/intake/", "tests/model/", "tests/ui/imports/")
"""Tests of the rooms whose coverage is measured; what others run of these rooms does not count."""


def _is_traced(item: pytest.Item) -> bool:
    """Whether what a test runs counts for coverage."""
    return item.nodeid.startswith(_TRACED) and not item.get_closest_marker("campaign")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace only the tests that count for coverage: tracing doubles the time of a test."""
    stopped: list[Coverage] = []  # the process of a worker has two of them
    while not _is_traced(item) and (coverage := Coverage.current()):
        coverage.stop()
        stopped.append(coverage)
    try:
        return (yield)
    finally:
        for coverage in reversed(stopped):
            coverage.start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what this process measured to the one that prints it."""
    if xdist.is_xdist_worker(session):
        session.config.workeroutput["figures"] = figures.TOLD  # type: ignore[attr-defined]


def pytest_testnodedown(node: WorkerController) -> None:
    """Take what another process has measured."""
    figures.TOLD.extend(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have measured."""
    if figures.TOLD:
        terminalreporter.section("figures")
    for line in figures.TOLD:
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep every test's settings, recovery copies and versions out of the home folder.

    The program's own variable does so on every system. Those of XDG are for other programs, and for
    tests that take the variable away: Windows does not know them. A test that undoes what it has
    patched keeps these.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(folders.APART, str(home))
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name))
        patch.setattr(resources, "_added_folders", [])
        yield home


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Wait for states as long as a busy machine needs."""
    return PatientBot(request)


@pytest.fixture
def example() -> Report:
    """The complete, balanced example."""
    return storage.load(EXAMPLE).report


@pytest.fixture
def empty() -> Report:
    """A new report of a bureau for 2024, every cell blank."""
    return new_report(catalog.form("2021"), Unit(name="某市水务局"), 2024)


@pytest.fixture
def city() -> Report:
    """A published city report for 2024: figures only, all relations hold."""
    report = new_report(catalog.form("2021"), Unit(name="某市人民政府", kind=UnitKind.CITY), 2024)
    for address, value in published.answers("city-2024")[0].items():
        report = put(report, address, value)
    return report
