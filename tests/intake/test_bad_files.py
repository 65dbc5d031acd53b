"""Bad files and mutants: none crashes, none makes a clerk wait, and good ones are never refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import wire
from intake.child import Reader
from intake.worker import answer
from tests import bad_files, office
from tests.soak_files import LINUX, Figures, Soak, soak_mutants

MUTANTS = 1000
WAIT = 2.0
"""Seconds a file may take."""
SMALL = 1_000_000
"""Bytes of a file that may be read without a child."""
SLACK = 1.0
"""Seconds that a busy machine may add before the clock is looked at."""


@pytest.fixture(scope="module")
def soak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    with Reader(seconds=WAIT) as reader:
        yield Soak(reader, tmp_path_factory.mktemp("files"))


def check(figures: Figures) -> None:
    print(figures)  # noqa: T201
    assert not figures.crashed
    assert figures.slowest < WAIT + SLACK
    if LINUX:
        assert 0 < figures.child_peak <= 300
        assert figures.growth <= 20


def test_there_are_enough_bad_files() -> None:
    assert len({file.name for file in bad_files.ALL}) == len(bad_files.ALL) >= 55


@pytest.mark.parametrize("file", bad_files.ALL, ids=lambda file: file.name)
def test_a_bad_file_is_one_sentence(soak: Soak, file: bad_files.BadFile) -> None:
    let_in = soak.read(file.name, file.make())
    assert let_in == file.let_in or file.name in soak.figures.hung  # a busy machine


@pytest.mark.parametrize("file", bad_files.ALL, ids=lambda file: file.name)
def test_a_bad_file_is_the_same_sentence_within_one_process(file: bad_files.BadFile) -> None:
    """The small ones, where a debugger and the coverage of lines can follow."""
    data = file.make()
    if len(data) <= SMALL:
        reply = wire.decode(answer(data)[0])
        assert (reply.document is not None) == file.let_in


def test_no_bad_file_costs_more_than_a_clerk_can_bear(soak: Soak) -> None:
    """The figures of all the files above; one that takes too long is ended and counted."""
    assert soak.figures.files == len(bad_files.ALL)
    check(soak.figures)


def test_a_thousand_mutants_of_our_documents_crash_nothing(
    good: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, files = tmp_path / "temporary", tmp_path / "files"
    temporary.mkdir()
    files.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with Reader(seconds=WAIT) as reader:
        soak = Soak(reader, files)
        soak_mutants(soak, bad_files.mutants(good, MUTANTS))
        check(soak.figures)
        assert soak.figures.files == MUTANTS
        assert soak.figures.read > MUTANTS / 10, "mutants are too far from good files"
    assert not list(temporary.iterdir()), "something was left"


def test_the_same_seed_gives_the_same_mutants(good: dict[str, bytes]) -> None:
    first = list(bad_files.mutants(good, 40, seed=7))
    assert first == list(bad_files.mutants(good, 40, seed=7))
    assert first != list(bad_files.mutants(good, 40, seed=8))


@pytest.fixture(scope="module")
def saved_by_office(
    good: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Our documents as LibreOffice saves them again, by their new names."""
    documents = {name: data for name, data in good.items() if not name.endswith((".gknb", ".md"))}
    folder = tmp_path_factory.mktemp("office")
    found = {}
    for old, new in ((".docx", "docx"), (".docx", "html"), (".xlsx", "xlsx"), (".xlsx", "html")):
        files = {name: data for name, data in documents.items() if name.endswith(old)}
        made = office.convert(folder, files, new)
        found |= {f"{name} as {new}": path for name, path in made.items()}
    return found


def test_good_files_are_never_refused(
    good: dict[str, bytes], saved_by_office: dict[str, Path], tmp_path: Path
) -> None:
    with Reader(seconds=WAIT) as reader:
        for name, data in good.items():
            (tmp_path / name).write_bytes(data)
            document = reader.read(tmp_path / name)
            assert document.blocks or name.endswith(".gknb")
        for path in saved_by_office.values():
            assert reader.read(path).blocks
