"""No test judges by the clock: a machine may be busy with something else."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE, PatientBot, growth

ROOT = Path(__file__).parent
CLOCKS = ("monotonic", "perf_counter", "time", "sleep", "monotonic_ns", "perf_counter_ns")
READS_THE_CLOCK = {
    "patience.py": "bounds a wait for a state",
    "hearing.py": "bounds a wait for words",
    "ui/input_method/test_typing_daemons.py": "bounds a wait for candidates",
    "ui/imports/test_import_bad_files.py": "figures",
    "faults/campaign.py": "figures",
    "soak.py": "figures",
    "soak_office.py": "figures; ends an office program that hangs",
    "windows.py": "says how long a step under Wine took; judges none by it",
    "kills.py": "kills at random moments; ./test.sh soak judges the age of lost keys",
    "faults/rivals.py": "a rival that failed lets another one go first",
    "faults/system_faults.py": "waits until strace has taken hold",
    "model/drafts/test_storage.py": "stands in for the clock",
    "model/drafts/test_guard.py": "makes old files",
    "model/drafts/test_guard_on_windows.py": "makes old files",
    "stalling.py": "keeps the window busy while keys come",
    "model/drafts/test_leftovers.py": "makes old files",
}
"""Files that read the clock or sleep, and what for; nothing in them fails for being slow."""
SHORT = 1.0
"""Seconds of a wait whose end without the state is what a test expects."""


def clocks(tree: ast.AST) -> Iterator[str]:
    """Give each use of a clock that goes on while a test waits for a processor."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="time"), attr=attr) if attr in CLOCKS:
                yield attr
            case ast.ImportFrom(module="time"):
                yield "import"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="qtbot"), attr="wait")):
                yield "qtbot.wait"


def limits(tree: ast.AST) -> Iterator[float]:
    """Give each number of seconds that a wait for a state is bounded by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = [word.value for word in node.keywords if word.arg == "timeout"]
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("wait", "settle"):
                given += node.args
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
                    yield value.value


@cache
def sources() -> dict[str, ast.Module]:
    """Give the modules of the tests by their paths from here."""
    paths = sorted(ROOT.rglob("*.py"))
    return {one.relative_to(ROOT).as_posix(): ast.parse(one.read_text("utf-8")) for one in paths}


def test_only_named_files_read_the_clock_or_sleep() -> None:
    found = {name for name, tree in sources().items() if any(clocks(tree))}
    assert sorted(found) == sorted(READS_THE_CLOCK)


def test_no_wait_for_a_state_is_bounded_by_a_few_seconds() -> None:
    found = {
        name: [limit for limit in limits(tree) if SHORT < limit < 30]
        for name, tree in sources().items()
    }
    assert {name: few for name, few in found.items() if few} == {}


def test_windows_are_waited_for_as_long_as_everything_else(qtbot: QtBot) -> None:
    assert isinstance(qtbot, PatientBot)
    defaults = [
        getattr(PatientBot, name).__kwdefaults__["timeout"]
        for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive")
    ]
    assert defaults == [PATIENCE * 1000] * 5


@pytest.mark.parametrize(("power", "is_quadratic"), [(1, False), (2, True)])
def test_work_that_grows_with_the_square_is_told_from_work_that_does_not(
    power: int, is_quadratic: bool
) -> None:
    size = 200_000 if power == 1 else 500
    assert (growth(lambda n: sum(range(n**power)), size) > 6) is is_quadratic
