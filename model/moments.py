"""Moments that files and the file system give, in the time zone of this computer.

Windows knows no local time before 1970 and after 3000, and refuses to say one.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_FIRST: Final = -62_100_000_000.0
_LAST: Final = 253_400_000_000.0
"""Seconds from 1970 to the years 2 and 9999: with a time zone they still have a date."""


def from_seconds(seconds: float) -> datetime:
    """Return the moment some seconds after 1970; negative ones are before it.

    A disk may hold a time that no calendar has: it counts as the first or last that there is.
    """
    return local(_EPOCH + timedelta(seconds=min(max(seconds, _FIRST), _LAST)))


def local(moment: datetime) -> datetime:
    """Return a moment in the time zone of this computer; in UTC where the system knows none.

    A moment without a time zone is one of this computer.
    """
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
