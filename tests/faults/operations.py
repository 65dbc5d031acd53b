"""The operations that write or move a clerk's work, each with what a disk holds before and after.

An operation is prepared in an empty folder and acts there once, under a fault. What stands there
afterwards is judged by ``verdict``.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from model.drafts import copies, file_format, storage
from model.drafts.storage import Loaded, digest_of
from model.errors import DraftError, StorageError
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Report
from model.resources import RESOURCES
from tests.faults.writers import Writer
from tests.writing import render_web
from ui.app import acts, drafts, folders

NAME: Final = "年报.gknb"
MARK: Final = "改过的注"
NOW: Final = datetime(2025, 1, 15, 12).astimezone()
EXAMPLE: Final = RESOURCES / "examples" / "bureau.gknb"
OLD: Final = storage.load(EXAMPLE).report
NEW: Final = OLD.with_entry("notes", "review", MARK)
BLANK: Final = new_report(catalog.form("2021"), OLD.unit, OLD.year)
OLD_DRAFT: Final = file_format.encode(OLD)
NEW_DRAFT: Final = file_format.encode(NEW)
OLD_PAGE: Final = "<!doctype html><title>旧</title>".encode()
NEW_PAGE: Final = render_web(NEW)
COPIES, VERSIONS, EXPORTS, OTHER, OWN = "copies", "versions", "exports", "other", "own"
RENAMED: Final = "改名.gknb"
Act = Callable[[], object]


@dataclass(frozen=True)
class Operation:
    """One way to write: ``prepare`` lays what is there and gives the act; ``again`` acts anew.

    ``target`` is the path of what is written below the folder, ``old`` what stands there before,
    ``is_new`` tells what shall stand there. ``elsewhere``: it may be given another name.
    """

    name: str
    prepare: Callable[[Path], Act]
    again: Callable[[Path], object]
    target: str
    old: bytes | None
    is_new: Callable[[bytes], bool]
    elsewhere: bool = False
    moved: str = ""
    """The path of what may go once the new one is there."""
    renames: bool = False
    """Whether it has to go, and stays where the clerk is told that it does."""


@lru_cache(64)
def is_new_draft(data: bytes) -> bool:
    """Whether bytes are a whole draft, or recovery copy, of the new report."""
    if data.startswith(b'{"path"'):
        data = data.partition(b"\n")[2]
    try:
        return file_format.decode(data).notes.get("review") == MARK
    except DraftError:
        return False


@lru_cache(64)
def is_whole(data: bytes) -> bool:
    """Whether bytes are any whole draft or page."""
    try:
        return data == NEW_PAGE or bool(file_format.decode(data))
    except DraftError:
        return False


def _loaded(folder: Path) -> Loaded:
    """Lay the old draft down, as a clerk has it open."""
    (folder / NAME).write_bytes(OLD_DRAFT)
    return Loaded(OLD, folder / NAME, digest_of(OLD_DRAFT))


def _saving(loaded: Loaded, report: Report = NEW) -> Act:
    return lambda: storage.save(replace(loaded, report=report))


def _save_again(folder: Path, name: str = NAME) -> object:
    """Save what is there once more, or for the first time."""
    path = folder / name
    if path.exists():
        return storage.save(replace(storage.load(path), report=NEW))
    return storage.save(Loaded(NEW, path, ""))


def _save_as(folder: Path) -> Act:
    _loaded(folder)
    (folder / OTHER).mkdir()
    return _saving(Loaded(NEW, folder / OTHER / NAME, ""), replace(NEW, id="another"))


def _keep_copy(folder: Path, report: Report = NEW) -> object:
    path = folder / NAME
    return copies.keep_recovery(folder / COPIES, report, path, digest_of(OLD_DRAFT), "w")


def _copying(folder: Path) -> Act:
    _loaded(folder)
    (folder / COPIES).mkdir()
    (folder / COPY).write_bytes(OLD_COPY)
    return lambda: _keep_copy(folder)


def _restoring(folder: Path) -> Act:
    loaded = _loaded(folder)
    copies.keep_version(folder / VERSIONS, NEW, NOW, always=True)

    def act() -> None:
        copies.keep_version(folder / VERSIONS, OLD, NOW + timedelta(hours=1), always=True)
        earlier = copies.load(folder / VERSIONS, OLD.id, NOW)
        storage.save(replace(loaded, report=earlier))

    return act


def _export(folder: Path) -> object:
    return acts.export(NEW, folder / EXPORTS, ["web"], overwrite=True)


def _exporting(folder: Path) -> Act:
    _loaded(folder)
    (folder / EXPORTS).mkdir()
    (folder / PAGE).write_bytes(OLD_PAGE)
    return lambda: _export(folder)


def _renamed(folder: Path, loaded: Loaded) -> object:
    """Save a draft and rename it, as the window does; what it could not do is told."""
    os.environ[folders.APART] = str(folder / OWN)
    outcome = drafts.rename(replace(loaded, report=NEW), RENAMED)
    if outcome.saved is None or outcome.saved.path.name != RENAMED:
        assert outcome.error, "why it was not renamed is said"
        raise StorageError(outcome.error)
    return outcome


def _renaming(folder: Path) -> Act:
    loaded = _loaded(folder)
    return lambda: _renamed(folder, loaded)


def _rename_again(folder: Path) -> object:
    if (folder / NAME).exists():
        return _renamed(folder, storage.load(folder / NAME))
    return _save_again(folder, RENAMED)


def _recovering(folder: Path) -> Act:
    os.environ[folders.APART] = str(folder / OWN)
    loaded = _loaded(folder)
    copies.keep_recovery(folders.recovery_folder(), NEW, loaded.path, loaded.digest, "w")
    (one,) = copies.all_of(folders.recovery_folder())
    return lambda: drafts.recover(one)


def _recover_again(folder: Path) -> object:
    """Recover what is still offered; what is in the draft already is not. Then go on."""
    for one in drafts.offers(NOW):
        drafts.recover(one.copy)
    return _save_again(folder)


def _discarding(folder: Path) -> Act:
    _recovering(folder)
    (one,) = copies.all_of(folders.recovery_folder())
    return lambda: drafts.discard(one)


def _discard_again(folder: Path) -> object:
    for one in copies.all_of(folders.recovery_folder()):
        drafts.discard(one)
    return folder


COPY: Final = f"{COPIES}/{storage.key_of(OLD.id)}w.recovery"
RECOVERY: Final = f"{OWN}/recovery/{storage.key_of(OLD.id)}w.recovery"
OLD_COPY: Final = b'{"path": "", "digest": ""}\n' + OLD_DRAFT
PAGE: Final = f"{EXPORTS}/{acts.stem(NEW)}.html"

FIRST: Final = Operation(
    "first save",
    lambda folder: _saving(Loaded(NEW, folder / NAME, "")),
    _save_again,
    NAME,
    None,
    is_new_draft,
)
SAVE: Final = Operation(
    "save", lambda folder: _saving(_loaded(folder)), _save_again, NAME, OLD_DRAFT, is_new_draft
)
ALL: Final = (
    FIRST,
    SAVE,
    Operation(
        "save as",
        _save_as,
        lambda folder: _save_again(folder, f"{OTHER}/{NAME}"),
        f"{OTHER}/{NAME}",
        None,
        is_new_draft,
    ),
    Operation("recovery copy", _copying, _keep_copy, COPY, OLD_COPY, is_new_draft),
    Operation("restore", _restoring, _save_again, NAME, OLD_DRAFT, is_new_draft),
    Operation(
        "rename",
        _renaming,
        _rename_again,
        RENAMED,
        None,
        is_new_draft,
        moved=NAME,
        renames=True,
    ),
    Operation(
        "recover",
        _recovering,
        _recover_again,
        NAME,
        OLD_DRAFT,
        is_new_draft,
        elsewhere=True,
        moved=RECOVERY,
    ),
    Operation(
        "discard",
        _discarding,
        _discard_again,
        f"{OWN}/versions",
        None,
        is_new_draft,
        elsewhere=True,
        moved=RECOVERY,
    ),
    Operation("export", _exporting, _export, PAGE, OLD_PAGE, NEW_PAGE.__eq__, elsewhere=True),
)


def _message(writer: Writer, path: Path) -> None:
    try:
        writer(path, NEW_DRAFT)
    except OSError as error:
        raise StorageError(str(error)) from error


def of_writer(operation: Operation, writer: Writer) -> Operation:
    """Give the first or a later save by another writer, of the same bytes."""

    def prepare(folder: Path) -> Act:
        if operation.old is not None:
            _loaded(folder)
        return lambda: _message(writer, folder / NAME)

    return replace(operation, prepare=prepare, again=lambda folder: prepare(folder)())
