"""Opening reports from the start window: a draft, a new one, the example, a recovery copy."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from model import recovery, storage
from model.recovery import Recovered
from model.storage import Loaded
from ui import acts, folders
from ui.log import start_log
from ui.new_dialog import NewDialog
from ui.session import Session
from ui.settings import Settings
from ui.wizard import FILES, Wizard


def wizard_on(loaded: Loaded, settings: Settings) -> Wizard:
    """Give the window on a report."""
    start_log()
    return Wizard(Session(loaded), settings)


def load(path: Path) -> Loaded:
    """Open a draft.

    Raises:
        StorageError, DraftError: it cannot be read.
    """
    return storage.load(path)


def browse(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask which draft to open; None where the clerk thought better of it.

    Raises:
        StorageError, DraftError: it cannot be read.
    """
    name, _ = QFileDialog.getOpenFileName(parent, "打开草稿", str(settings.folder), FILES)
    return load(Path(name)) if name else None


def begin(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask for unit and year, and begin a report; None where the clerk thought better of it."""
    dialog = NewDialog(settings.folder, parent)
    dialog.exec()
    return dialog.loaded


def example(settings: Settings) -> Loaded:
    """Open the example, as a file of the clerk's own.

    Raises:
        StorageError: it cannot be written.
    """
    return acts.begin_example(acts.free(settings.folder / "年报示例.gknb"))


def recovered() -> list[Recovered]:
    """Give what was typed and not saved, the latest first."""
    return recovery.all_of(folders.recovery_folder())


def recover(one: Recovered) -> Loaded:
    """Put a recovery copy back; where the draft changed since, beside it.

    Raises:
        StorageError: it cannot be written; the copy stays.
    """
    path, digest = one.path, one.digest
    if one.draft_changed:
        path, digest = acts.free(path.with_name(f"{path.stem}（恢复）.gknb")), ""
    loaded = storage.save(Loaded(one.report, path, digest))
    one.copy.unlink(missing_ok=True)
    return loaded
