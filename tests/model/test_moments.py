"""Moments of files, on systems that know no local time for them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from model import moments
from model.moments import from_seconds, local

CHINA = timezone(timedelta(hours=8))


class Windows(datetime):
    """A moment on a system that has no local time before 1970."""

    error: type[Exception] = OSError

    def astimezone(self, tz: object = None) -> "Windows":
        raise self.error(22, "Invalid argument")


@pytest.mark.parametrize("seconds", [-86_400.0, 0.0, 3600.5, 1.7e9])
def test_a_time_of_a_file_is_a_moment(seconds: float) -> None:
    assert from_seconds(seconds).timestamp() == seconds
    assert from_seconds(seconds).tzinfo is not None


def test_a_moment_stays_the_same_in_the_zone_of_this_computer() -> None:
    moment = datetime(2024, 1, 31, 9, tzinfo=CHINA)
    assert local(moment) == moment
    naive = datetime(2024, 1, 31, 9)
    assert local(naive).replace(tzinfo=None) == naive


@pytest.mark.parametrize("error", [OSError, OverflowError, ValueError])
def test_a_moment_without_local_time_is_one_of_utc(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Windows, "error", error)
    assert local(Windows(1960, 1, 1)).tzinfo is UTC
    assert local(Windows(1960, 1, 1, tzinfo=CHINA)).tzinfo is CHINA
    monkeypatch.setattr(moments, "_EPOCH", Windows(1970, 1, 1, tzinfo=UTC))
    assert from_seconds(-1).year == 1969


@pytest.mark.parametrize(("seconds", "year"), [(-1e20, 2), (1e20, 9999), (float("inf"), 9999)])
def test_a_time_that_no_calendar_has_is_the_next_that_one_has(seconds: float, year: int) -> None:
    assert from_seconds(seconds).year == year
