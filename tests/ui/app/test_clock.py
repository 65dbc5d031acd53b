"""The clock: fixed once, it holds for window, console and exports."""

from datetime import date, datetime
from pathlib import Path

import pytest

from export.documents import WRITERS
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import UnreadableError
from model.report.report import Report
from tests.writing import MOMENT
from ui.app import acts, clock
from ui.console.commands import run_command


def exported(folder: Path, report: Report) -> dict[str, bytes]:
    folder.mkdir()
    return {one.kind: one.path.read_bytes() for one in acts.export(report, folder, [*WRITERS])}


def test_it_is_the_computers_until_it_is_fixed() -> None:
    before = datetime.now().astimezone()
    assert before <= clock.now() <= datetime.now().astimezone()
    assert clock.now().utcoffset() == before.utcoffset()
    with clock.fixed(MOMENT):
        assert (clock.now(), clock.today()) == (MOMENT, date(2025, 1, 20))
    assert clock.now() >= before


def test_it_runs_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.fixed(MOMENT):
        _ = 1 // 0
    assert clock.now() > MOMENT


def test_exports_at_one_moment_are_alike_and_at_another_are_not(
    tmp_path: Path, example: Report
) -> None:
    with clock.fixed(MOMENT):
        first, second = (exported(tmp_path / name, example) for name in "ab")
    third = exported(tmp_path / "c", example)
    assert first == second
    assert {kind for kind in third if third[kind] != first[kind]} == third.keys() - {"web"}


def test_the_console_exports_alike(
    tmp_path: Path, example: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = storage.save(Loaded(example, tmp_path / "a.gknb", "")).path
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        with clock.fixed(MOMENT):
            assert run_command(["export", str(draft), "--out", str(folder)]) == 0
    first, second = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert first == second
    capsys.readouterr()


def test_the_last_year_that_can_be_begun_follows_it() -> None:
    with clock.fixed(MOMENT):
        assert acts.open_year("2026") == 2026
        with pytest.raises(UnreadableError, match="最晚为2026年度"):
            acts.open_year("2027")
