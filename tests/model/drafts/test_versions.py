"""Earlier versions: kept now and then, thinned by age, read again whole."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from model.drafts import copies
from model.errors import DraftError, StorageError
from model.report.report import Report, Stage

NOW = datetime(2025, 1, 15, 12, 0, 0).astimezone()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kept_after(folder: Path, report: Report, moments: list[datetime]) -> list[datetime]:
    """Keep a version at each moment, the earliest first, and give those that are left."""
    for moment in sorted(moments):
        assert copies.keep_version(folder, report, moment, always=True)
    return copies.times(folder, report.id)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_version_is_the_report_of_its_time(tmp_path: Path, example: Report) -> None:
    later = example.with_entry("notes", "review", "改过的注")
    assert copies.keep_version(tmp_path / "版本", example, NOW)
    assert copies.keep_version(tmp_path / "版本", later, NOW + HOUR)
    assert copies.times(tmp_path / "版本", example.id) == [NOW + HOUR, NOW]
    assert copies.load(tmp_path / "版本", example.id, NOW) == example
    assert copies.load(tmp_path / "版本", example.id, NOW + HOUR) == later


def test_a_version_is_kept_every_ten_minutes_unless_asked(tmp_path: Path, example: Report) -> None:
    def keep(seconds: int, always: bool = False) -> bool:
        return copies.keep_version(tmp_path, example, NOW + timedelta(seconds=seconds), always)

    assert [keep(0), keep(599), keep(600)] == [True, False, True]
    assert keep(601, always=True)
    assert len(copies.times(tmp_path, example.id)) == 3


def test_a_report_without_versions_has_none(tmp_path: Path, example: Report) -> None:
    assert copies.times(tmp_path / "版本", example.id) == []
    with pytest.raises(StorageError, match="文件或文件夹不存在。"):
        copies.load(tmp_path, example.id, NOW)


def test_versions_of_two_reports_stand_apart(tmp_path: Path, example: Report, city: Report) -> None:
    copies.keep_version(tmp_path, example, NOW)
    copies.keep_version(tmp_path, city, NOW + HOUR)
    assert copies.times(tmp_path, example.id) == [NOW]
    assert copies.load(tmp_path, city.id, NOW + HOUR) == city


def test_a_draft_goes_on_with_the_versions_of_the_one_it_comes_from(
    tmp_path: Path, example: Report
) -> None:
    copies.keep_version(tmp_path, example, NOW)
    copies.keep_stage(tmp_path, example)
    new = replace(example, id="new", stage=Stage.REVIEW)
    copies.keep_version(tmp_path, new, NOW + HOUR)
    for _ in range(2):
        copies.inherit(tmp_path, new.id, of=example.id)
        assert copies.times(tmp_path, new.id) == [NOW + HOUR, NOW]
        assert copies.last_stage(tmp_path, new) == example
    assert copies.times(tmp_path, example.id) == [NOW]
    (tmp_path / "file").write_text("")
    copies.inherit(tmp_path / "file", new.id, of=example.id)  # where nothing can be written


def test_a_damaged_version_is_refused_by_name(tmp_path: Path, example: Report) -> None:
    copies.keep_version(tmp_path, example, NOW)
    files(tmp_path)[0].write_bytes(b"{")
    with pytest.raises(DraftError, match=r"^20250115-120000-000000.gknb：.*。$"):
        copies.load(tmp_path, example.id, NOW)


def test_other_files_are_no_versions_and_stay(tmp_path: Path, example: Report) -> None:
    copies.keep_version(tmp_path, example, NOW - 100 * DAY)
    other = files(tmp_path)[0].with_name("我的.gknb")
    other.write_bytes(b"")
    copies.keep_version(tmp_path, example, NOW)
    assert copies.times(tmp_path, example.id) == [NOW, NOW - 100 * DAY]
    assert other.exists()


def test_all_versions_of_two_days_stay(tmp_path: Path, example: Report) -> None:
    moments = [NOW - hours * HOUR for hours in range(49)]
    assert kept_after(tmp_path, example, moments) == moments


def test_of_older_versions_the_latest_of_a_day_stays(tmp_path: Path, example: Report) -> None:
    morning = NOW - 10 * DAY
    day = [morning + hours * HOUR for hours in range(4)]
    edge = NOW - 2 * DAY - timedelta(seconds=1)
    left = kept_after(tmp_path, example, [*day, edge - HOUR, edge, NOW - 2 * DAY, NOW])
    assert left == [NOW, NOW - 2 * DAY, edge, day[-1]]


def test_after_thirty_days_the_latest_of_a_week_stays(tmp_path: Path, example: Report) -> None:
    monday = datetime(2024, 12, 2, 12, 0, 0).astimezone()
    moments = [monday + days * DAY for days in range(21)]
    left = kept_after(tmp_path, example, [*moments, NOW + 40 * DAY])
    sundays = [monday + (6 + 7 * week) * DAY for week in (2, 1, 0)]
    assert left == [NOW + 40 * DAY, *sundays]


def test_a_week_over_new_year_is_one_week(tmp_path: Path, example: Report) -> None:
    monday = datetime(2024, 12, 30, 12, 0, 0).astimezone()
    left = kept_after(tmp_path, example, [monday, monday + 3 * DAY, NOW + 90 * DAY])
    assert left == [NOW + 90 * DAY, monday + 3 * DAY]


def test_a_version_that_cannot_be_removed_is_no_failure(
    tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.unlink

    def unlink(path: Path) -> None:
        if path.suffix == ".gknb":
            raise PermissionError(13, "no")
        real(path)

    moments = [NOW - 10 * DAY + HOUR, NOW - 10 * DAY]
    kept_after(tmp_path, example, moments)
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        assert kept_after(tmp_path, example, [NOW]) == [NOW, *moments]
    assert kept_after(tmp_path, example, [NOW + HOUR]) == [NOW + HOUR, NOW, moments[0]]


def test_a_version_that_cannot_be_written_is_reported(tmp_path: Path, example: Report) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match=r"无法保存.*。$"):
        copies.keep_version(tmp_path / "file", example, NOW)


def test_a_clock_that_was_set_back_does_not_stop_versions(tmp_path: Path, example: Report) -> None:
    copies.keep_version(tmp_path, example, NOW)
    assert copies.keep_version(tmp_path, example, NOW - DAY)


def test_two_versions_of_one_second_are_both_kept(tmp_path: Path, example: Report) -> None:
    copies.keep_version(tmp_path, example, NOW, always=True)
    copies.keep_version(tmp_path, example.with_entry("notes", "review", "改"), NOW, always=True)
    assert len(copies.times(tmp_path, example.id)) == 2


def test_a_clock_that_was_ahead_makes_no_version_of_every_saving(
    tmp_path: Path, empty: Report
) -> None:
    now = datetime.now().astimezone()
    copies.keep_version(tmp_path, empty, now + timedelta(days=300))
    kept = [copies.keep_version(tmp_path, empty, now + timedelta(seconds=s)) for s in range(5)]
    assert kept == [True, False, False, False, False]
