"""The clock: the only place where the program asks for the time of day. No Qt.

Tests and scripts fix it once for the window, the console and the exports. Deadlines and pauses are
measured with ``time.monotonic``, which this does not change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime


def _system_time() -> datetime:
    return datetime.now().astimezone()


_ask: Callable[[], datetime] = _system_time
"""Returns the present moment with its time zone."""


def now() -> datetime:
    """Return the present moment, in the time zone of this computer unless it is fixed."""
    return _ask()


def today() -> date:
    """Return the present day."""
    return now().date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Return one moment whenever the time is asked for within the block, in all threads.

    ``moment`` has to have a time zone, as every moment that is written to a file has.
    """
    global _ask
    before, _ask = _ask, lambda: moment
    try:
        yield
    finally:
        _ask = before
