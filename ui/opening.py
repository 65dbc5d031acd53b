"""Opening reports: a draft, a new one, one that follows last year's, the example, a recovery copy.

What another window is editing, and what was not saved, is asked about before a draft is opened.
Every function gives None where the clerk thought better of it.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from model import catalog, presence, storage
from model.answers import put
from model.beginning import new_report
from model.errors import ReportError
from model.recovery import Recovered
from model.report import Fonts, Options
from model.storage import Loaded
from model.unit import LABELS, Unit
from ui import acts, launch, log, recovering
from ui.filing import FILES
from ui.last_year import ask_last_year
from ui.log import start_log
from ui.new_dialog import NewDialog
from ui.question import ask
from ui.recents import Reading
from ui.recovered_list import RecoveredList
from ui.recovering import Offer
from ui.session import Session
from ui.settings import Settings
from ui.settings_dialog import show_settings
from ui.watching import Watch, told_of
from ui.wizard import Wizard
from ui.year_moves import offer_years

_ANYWAY = "打开（可能产生冲突）"
_COPY = "以副本打开"
_RECOVER = "恢复"
_SAVE_AS = "另存…"
_DISCARD = "丢弃"
_CANCEL = "取消"
_READ_ONLY = "草稿所在的位置不能写入，现以只读方式打开。修改前先另存到其他位置。"
_LASTING = tuple(name for name in LABELS if name not in ("deadline", "signed_on"))
"""Fields of the unit that do not belong to one year."""


def wizard_on(loaded: Loaded, settings: Settings) -> Wizard:
    """Give the window on a report; others are told that it is open here while it is shown."""
    start_log()
    session = Session(loaded)
    wizard = Wizard(session, settings)
    Watch(session, wizard)
    return wizard


def start_watching(say: Callable[[str], object]) -> None:
    """Note what nobody foresees from now on, and say it in a window."""
    start_log()
    log.trouble.told.connect(say)


def load(path: Path, parent: QWidget | None = None) -> Loaded | None:
    """Open a draft, after asking about another editor or about what was not saved.

    Raises:
        StorageError, DraftError: it cannot be read.
    """
    now = datetime.now().astimezone()
    editor = presence.editor_of(path, presence.myself(now), now)
    if editor is not None:
        text = f"{told_of(editor, now)}两处同时保存时，后保存的一方会收到冲突提示，内容不会被覆盖。"
        answer = ask(parent, "草稿正在使用", text, (_ANYWAY, _COPY, _CANCEL), _CANCEL)
        if answer == _COPY:
            return _copy_of(storage.load(path))
        return _writable_or_not(path) if answer == _ANYWAY else None
    for offer in recovering.offers(now, path)[:1]:
        answers = (_RECOVER, _SAVE_AS, _DISCARD, _CANCEL)
        answer = ask(parent, "有未保存的内容", f"{offer.told}丢弃后仍可在历史版本中找回。", answers)
        if answer in (_RECOVER, _SAVE_AS):
            return recover(offer.copy) if answer == _RECOVER else recover_as(parent, offer.copy)
        if answer == _CANCEL:
            return None
        recovering.discard(offer.copy)
    return _writable_or_not(path)


def browse(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask which draft to open.

    Raises:
        StorageError, DraftError: it cannot be read.
    """
    name, _ = QFileDialog.getOpenFileName(parent, "打开草稿", str(settings.folder), FILES)
    return load(Path(name), parent) if name else None


def begin(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask for unit and year, and begin a report."""
    dialog = NewDialog(settings.folder, parent, known_unit(settings), options_of(settings))
    dialog.exec()
    return dialog.loaded


def begin_following(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask for last year's report, of any kind, then for what is new, and begin a report from it.

    Raises:
        RefusedError, StorageError, DraftError: last year's report cannot be read.
    """
    likely = (settings.recent or [settings.folder])[0]
    last = ask_last_year(parent, likely, date.today().year - 2)
    if last is None:
        return None
    dialog = NewDialog(last.each[0].path.parent, parent, last=last.each)
    dialog.exec()
    return dialog.loaded


def move_years(wizard: Wizard) -> None:
    """Offer to move on the years in what a new report took over from last year's."""
    offer_years(wizard, wizard.session, asked=False)


def example(settings: Settings) -> Loaded:
    """Open the example, as a file of the clerk's own.

    Raises:
        StorageError: it cannot be written.
    """
    return acts.begin_example(acts.free(settings.folder / "年报示例.gknb"))


def recover(one: Recovered) -> Loaded:
    """Put a recovery copy back; where the draft changed since, beside it.

    Raises:
        StorageError: it cannot be written; the copy stays.
    """
    return recovering.recover(one)


def recover_as(parent: QWidget | None, one: Recovered) -> Loaded | None:
    """Ask for a file, and save a recovery copy there as a draft of its own.

    Raises:
        StorageError: it cannot be written; the copy stays.
    """
    name, _ = QFileDialog.getSaveFileName(parent, "另存未保存的内容", str(one.path), FILES)
    return recovering.recover_as(one, acts.draft_path(Path(name))) if name else None


def discard(one: Recovered, listed: RecoveredList) -> None:
    """Let a recovery copy go, and take it off the list.

    Raises:
        StorageError: it cannot be kept among the earlier versions; the copy stays.
    """
    recovering.discard(one)
    listed.take(one)


def reading(paths: Sequence[Path], parent: QObject) -> Reading:
    """Give what reads the recent drafts behind a window."""
    return Reading(paths, parent)


def recovered_list(offers: Sequence[Offer]) -> RecoveredList:
    """Give the list of what was recovered."""
    return RecoveredList(offers)


def settings_of(parent: QWidget, settings: Settings) -> None:
    """Show the settings beside the start window."""
    show_settings(parent, settings, lambda: launch.reopen(parent))


def keep_unit(loaded: Loaded, settings: Settings) -> None:
    """Remember whose report this is, for the next new one; the example's unit is nobody's."""
    unit = loaded.report.unit
    if unit.name and unit.name != storage.load(acts.EXAMPLE).report.unit.name:
        settings.unit = {name: str(getattr(unit, name)) for name in _LASTING}


def known_unit(settings: Settings) -> Unit:
    """Give the unit that reported last, as far as its texts can still be read."""
    report = new_report(catalog.form(catalog.keys()[-1]), Unit(), date.today().year)
    for name, text in settings.unit.items():
        with suppress(ReportError):
            report = put(report, f"unit/{name}", text) if name in _LASTING else report
    return replace(report.unit, deadline=None)


def options_of(settings: Settings) -> Options:
    """Give the layout of new reports, as the clerk chose it."""
    return Options(pitch=settings.choices.pitch, fonts=Fonts(settings.choices.fonts))


def _writable_or_not(path: Path) -> Loaded:
    """Load a draft; one that is newer or cannot be written is opened to be read alone."""
    loaded = storage.load_any(path)
    if loaded.read_only:
        return loaded
    if os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK):
        return loaded
    return replace(loaded, read_only=_READ_ONLY)


def _copy_of(loaded: Loaded) -> Loaded:
    """Save a draft again beside itself, as another draft."""
    path = acts.beside(loaded.path, "副本")
    return storage.save(Loaded(replace(loaded.report, id=secrets.token_hex(8)), path, ""))
