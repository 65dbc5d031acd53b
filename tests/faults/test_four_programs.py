"""Four programs with many edits each on one draft: kept plus told equals made."""

from pathlib import Path

from model.drafts import storage
from model.report.report import Report
from tests import figures
from tests.faults import rivals
from tests.faults.writers import OURS
from tests.sampling import many

EDITS = many(250, 60)


def test_four_programs_lose_no_edit_in_silence(tmp_path: Path, empty: Report) -> None:
    outcome = rivals.compete(tmp_path, empty, OURS, EDITS)
    figures.tell(f"four programs of {EDITS} edits: {outcome}")
    assert outcome.made == 4 * EDITS
    assert outcome.silently_lost == 0
    assert outcome.kept > 0
    assert [path.name for path in tmp_path.iterdir()] == ["年报.gknb"]
    assert storage.load(tmp_path / "年报.gknb").report.reasons


def test_the_check_sees_what_blind_writers_lose(tmp_path: Path, empty: Report) -> None:
    assert rivals.compete(tmp_path, empty, "like Electrum", 25).silently_lost > 0
