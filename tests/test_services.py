"""The time of day and threads: each is asked for in one module."""

import ast
from collections.abc import Iterator

from tests.test_architecture import sources

CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "QDateTime.currentDateTime",
    "QDate.currentDate",
    "QTime.currentTime",
}
"""What asks for the time of day; ``time.monotonic`` measures how long something takes."""


def test_the_time_of_day_is_asked_for_in_one_place() -> None:
    assert files_that_use(CLOCKS) == {"ui/app/clock.py"}


THREADS = {
    "threading.Thread",
    "QtCore.QThread",
    "QtCore.QThreadPool",
    "QtCore.QRunnable",
    "futures.ThreadPoolExecutor",
}


def test_the_window_works_in_the_background_in_one_way() -> None:
    used = files_that_use(THREADS)
    assert {name for name in used if name.startswith("ui/")} == {"ui/base/work.py"}


def files_that_use(wanted: set[str]) -> set[str]:
    """Return the modules that use or import one of some names, such as ``time.time``."""
    return {
        name
        for name, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.ImportFrom)
        if wanted.intersection(names_in(node))
    }


def names_in(node: ast.Attribute | ast.ImportFrom) -> Iterator[str]:
    """Yield the last two parts of the names that are used or imported."""
    if isinstance(node, ast.Attribute):
        yield ".".join(ast.unparse(node).split(".")[-2:])
    else:
        module = (node.module or "").split(".")[-1]
        yield from (f"{module}.{alias.name}" for alias in node.names)
