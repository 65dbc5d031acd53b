"""The tests are tested: our saver with one step removed is caught, whichever step it is."""

from pathlib import Path

import pytest

from tests import figures
from tests.faults import checks, weakened


def test_the_saver_as_it_is_stands_every_check(tmp_path: Path) -> None:
    assert checks.complaints(tmp_path) == []


def test_each_of_eight_weakened_savers_is_caught(tmp_path: Path) -> None:
    caught = {}
    for number, step in enumerate(weakened.STEPS):
        folder = tmp_path / str(number)
        folder.mkdir()
        with weakened.without(step):
            caught[step] = checks.complaints(folder)
    figures.tell(f"weakened savers: {len(caught)}, caught {sum(map(bool, caught.values()))}")
    assert all(caught.values()), caught
    assert len(caught) == 8


@pytest.mark.parametrize(
    ("step", "check"),
    list(
        zip(
            weakened.STEPS,
            (
                checks.power_cut,
                checks.power_cut,
                checks.changed_by_another,
                checks.saved_in_between,
                checks.stored_otherwise,
                checks.link,
                checks.replaced_in_name,
                checks.disk_gone,
            ),
            strict=True,
        )
    ),
)
def test_a_weakened_saver_is_caught_by_the_check_that_is_meant_for_it(
    tmp_path: Path, step: str, check: object
) -> None:
    with weakened.without(step):
        for one in checks.ALL:
            folder = tmp_path / one.__name__
            folder.mkdir()
            assert bool(one(folder)) is (one is check), one.__name__
