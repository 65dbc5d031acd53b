"""The real program, ended without a word or with one: what was typed is on disk."""

import signal
from pathlib import Path

import pytest

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.figures import tell
from tests.kills import killed
from tests.patience import PATIENCE
from tests.sampling import many
from tests.screen import MISSING, screen

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")]


def test_no_kill_tears_a_draft_or_loses_what_was_saved(tmp_path: Path, empty: Report) -> None:
    """How old a lost key may be is judged by the clock, in ``./test.sh soak kills``."""
    kills = killed(tmp_path, empty, many(10, 2), displays=2)
    tell(str(kills))
    assert [kill for kill in kills.all if not kill.kept_what_was_saved] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_is_told_to_end_saves_first(
    tmp_path: Path, empty: Report, number: signal.Signals
) -> None:
    draft = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    with screen((1366, 768), tmp_path / "home") as display:
        program = display.start(str(draft), complaints=complaints)
        display.window("某市水务局")
        display.keys("alt+Right")
        display.type("12345")
        display.picture(tmp_path / "typed.png")
        program.send_signal(number)
        assert program.wait(timeout=PATIENCE) == 0
    assert complaints.read_bytes() == b""
    report = storage.load(draft).report
    assert [block.body for block in report.texts if block.body] == ["12345"]
    assert not list((tmp_path / "home").rglob("*.recovery"))
    assert not list(tmp_path.glob(".*.editing"))
