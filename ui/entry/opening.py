"""Opening reports: a draft, a new one, one that follows last year's, the example, a recovery copy.

Before a draft is opened, the clerk is asked about another editor of it and about unsaved changes.
Every function returns None where the clerk cancels.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from intake import source as foreign
from model.address import unit_address
from model.drafts import presence, storage
from model.drafts.copies import Recovered
from model.drafts.presence import Editor
from model.drafts.storage import Loaded
from model.errors import RefusedError, ReportError
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Fonts, Options, Report
from model.text import shortened
from model.unit import LABELS, Unit
from ui.app import acts, clock, drafts, folders
from ui.app.drafts import Offer
from ui.app.folders import names_draft
from ui.aside.settings_dialog import show_settings
from ui.aside.windows import show_about
from ui.base import launch, log
from ui.base.file_dialogs import file_to_open, file_to_save
from ui.base.log import start_log
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import ask
from ui.base.work import in_background
from ui.entry.calls import Listener, ShownElsewhereError, call
from ui.entry.new_dialog import NewDialog
from ui.entry.recents import RecentsReading, RecoveredList
from ui.entry.watching import Watch, editor_sentence, is_own_window
from ui.filing import FILES
from ui.imports.clipboard import copied
from ui.imports.dialog import offer_years
from ui.imports.reading import LastYear, ask_last_year, last_year_of, read_copied
from ui.wizard import Wizard

_SWITCH = "切换到该窗口"
_ANYWAY = "打开（可能产生冲突）"
_COPY = "以副本打开"
_RECOVER = "恢复"
_SAVE_AS = "另存…"
_DISCARD = "丢弃"
_CANCEL = "取消"
_TO_NEW = "导入新报告"
_TO_DRAFT = "导入已有草稿…"
_AS_LAST = "作为上年报告新建"
_AT_ONCE = "两处同时保存时，后保存的一方会收到冲突提示，内容不会被覆盖。"
_READ_ONLY = "草稿所在的位置不能写入，现以只读方式打开。修改前先另存到其他位置。"
_NO_DRAFT = (
    "「{name}」不是草稿。要导入其中的内容，先新建或打开草稿，再拖到填报窗口中；"
    "作为上年报告的，点“从上年报告新建”。"
)
_LASTING = tuple(name for name in LABELS if name not in ("deadline", "signed_on"))
"""Fields of the unit that stay the same from year to year."""


def wizard_on(loaded: Loaded, settings: Settings) -> Wizard:
    """Return the window on a report; other programs can see that it is open while it is shown."""
    start_log()
    session = Session(loaded)
    wizard = Wizard(session, settings)
    Watch(session, wizard)
    Listener(wizard)
    return wizard


def start_watching(say: Callable[[str], object]) -> None:
    """Log unforeseen errors from now on, and show them in a window."""
    start_log()
    log.trouble.message.connect(say)


def load(path: Path, parent: QWidget | None = None) -> Loaded | None:
    """Open a draft, after asking about another editor or about unsaved changes.

    Raises:
        StorageError, DraftError: it cannot be read.
        ShownElsewhereError: the window that has it open came to the front.
        RefusedError: that window does not answer.
    """
    now, message = clock.now(), f"正在读取「{path.name}」…"
    before = in_background(parent, message, partial(_before_opening, path, now))
    if before is None:
        return None
    if before.editor is not None:
        return _load_used(path, parent, before.editor, now)
    for offer in before.offers[:1]:
        answers = (_RECOVER, _SAVE_AS, _DISCARD, _CANCEL)
        answer = ask(
            parent, "有未保存的内容", f"{offer.message}丢弃后仍可在历史版本中找回。", answers
        )
        if answer in (_RECOVER, _SAVE_AS):
            recovered = recover if answer == _RECOVER else recover_as
            return recovered(parent, offer.copy)
        if answer == _CANCEL:
            return None
        drafts.discard(offer.copy)
    return in_background(parent, message, partial(_read, path))


def _load_used(path: Path, parent: QWidget | None, editor: Editor, now: datetime) -> Loaded | None:
    """Ask what to do with a draft that is open elsewhere, and do it."""
    is_mine = is_own_window(editor, now)
    answers = (*(_SWITCH,) * is_mine, _ANYWAY, _COPY, _CANCEL)
    text = f"{editor_sentence(editor, now)}{_AT_ONCE}"
    answer = ask(parent, "草稿正在使用", text, answers, _SWITCH if is_mine else _CANCEL)
    if answer == _CANCEL:
        return None
    if answer == _SWITCH:
        if in_background(parent, "正在切换到该窗口…", partial(call, editor.pid)):
            raise ShownElsewhereError
        return None
    load = partial(_read, path) if answer == _ANYWAY else lambda: _copy_of(storage.load(path))
    return in_background(parent, f"正在读取「{path.name}」…", load)


def browse(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask which draft to open.

    Raises:
        StorageError, DraftError: it cannot be read.
    """
    folder = str(_folder(parent, settings))
    path = file_to_open(parent, "打开草稿", folder, FILES)
    return load(path, parent) if path else None


def open_more(paths: Iterable[Path]) -> None:
    """Open drafts in windows of their own."""
    for path in paths:
        launch.open_window(path)


def open_dropped(parent: QWidget, paths: Sequence[Path]) -> Loaded | None:
    """Open the first draft among dropped files, and others in windows of their own.

    Raises:
        RefusedError: there is no draft among them.
        StorageError, DraftError: it cannot be read.
    """
    dropped = [path for path in paths if names_draft(path.name)]
    if not dropped:
        raise RefusedError(_NO_DRAFT.format(name=paths[0].name))
    open_more(dropped[1:])
    return load(dropped[0], parent)


def begin(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask for unit and year, and begin a report."""
    folder = _folder(parent, settings)
    dialog = NewDialog(folder, parent, known_unit(settings), options_of(settings))
    dialog.exec()
    return dialog.loaded


def begin_following(parent: QWidget, settings: Settings) -> Loaded | None:
    """Ask for last year's report, of any kind, then for the new data, and begin a report from it.

    Raises:
        RefusedError, StorageError, DraftError: last year's report cannot be read.
    """
    likely = (settings.recent or [folders.documents_folder()])[0]
    return _following(parent, settings, ask_last_year(parent, likely, clock.today().year - 2))


def _following(parent: QWidget, settings: Settings, last: LastYear | None) -> Loaded | None:
    """Ask for the data of the report that follows last year's, and begin it."""
    if last is None:
        return None
    dialog = NewDialog(_folder_after(parent, last, settings), parent, last=last.each)
    dialog.exec()
    return dialog.loaded


def begin_pasted(
    parent: QWidget, settings: Settings, then: Callable[[Callable[[Wizard], None]], object]
) -> Loaded | None:
    """Read the report that was copied, and ask which report it is imported into.

    ``then`` is given what remains to be done in the window of that report.

    Raises:
        ReportError: it cannot be read as a report, or that report cannot be opened.
    """
    due = clock.today().year - 1
    source = read_copied(parent, copied(), due)
    if source is None:
        return None
    whose = f"{shortened(source.report.unit.name)}{source.report.year}年度报告。"
    text = f"{foreign.summary_of(source)}\n{whose}导入到哪里？"
    default = _TO_NEW if source.report.year >= due else _AS_LAST
    answer = ask(parent, "导入", text, (_TO_NEW, _TO_DRAFT, _AS_LAST, _CANCEL), default)
    if answer == _AS_LAST:
        then(move_years)
        return _following(parent, settings, last_year_of(parent, [source]))
    then(lambda wizard: wizard.importing.propose(source))
    if answer == _TO_DRAFT:
        return browse(parent, settings)
    return _begin_for(parent, settings, source.report) if answer == _TO_NEW else None


def _begin_for(parent: QWidget, settings: Settings, report: Report) -> Loaded | None:
    """Ask for the data of a new report on the unit and the year of another, and begin it."""
    known, name = known_unit(settings), report.unit.name
    unit = known if name in ("", known.name) else Unit(name=name)
    folder = _folder(parent, settings)
    dialog = NewDialog(folder, parent, unit, options_of(settings), year=report.year)
    dialog.exec()
    return dialog.loaded


def move_years(wizard: Wizard) -> None:
    """Offer to update the years in the texts that a new report took over from last year's."""
    offer_years(wizard, wizard.session, asked=False)


def _folder(parent: QWidget | None, settings: Settings) -> Path:
    """Return the last used folder of drafts; the documents where its share does not answer."""
    message = "正在查看上次保存草稿的文件夹…"
    return in_background(parent, message, lambda: settings.folder) or folders.documents_folder()


def _folder_after(parent: QWidget, last: LastYear, settings: Settings) -> Path:
    """Return the folder for the next draft: that of last year's draft, but not of a foreign file.

    A foreign file may be among received files, on a borrowed stick or in a write-protected folder.
    """
    path = last.each[0].path
    return path.parent if names_draft(path.name) else _folder(parent, settings)


def example(settings: Settings) -> Loaded | None:
    """Open the example, as a file of the clerk's own.

    Raises:
        StorageError: it cannot be written.
    """
    wanted = _folder(None, settings) / "年报示例.gknb"
    return in_background(None, "正在保存示例…", lambda: acts.begin_example(acts.free(wanted)))


def recover(parent: QWidget | None, one: Recovered) -> Loaded | None:
    """Restore a recovery copy; as a new file where the draft has changed since.

    Raises:
        StorageError: it cannot be written; the copy stays.
    """
    return in_background(parent, f"正在恢复「{one.path.name}」…", partial(drafts.recover, one))


def recover_as(parent: QWidget | None, one: Recovered) -> Loaded | None:
    """Ask for a file, and save a recovery copy there as a draft of its own.

    Raises:
        StorageError: it cannot be written; the copy stays.
    """
    chosen = file_to_save(parent, "另存未保存的内容", str(one.path), FILES)
    if chosen is None:
        return None
    path = acts.draft_path(chosen)
    message = f"正在保存「{path.name}」…"
    return in_background(parent, message, partial(drafts.recover_as, one, path))


def discard(one: Recovered, listed: RecoveredList) -> None:
    """Discard a recovery copy, and remove it from the list.

    Raises:
        StorageError: it cannot be kept among the earlier versions; the copy stays.
    """
    drafts.discard(one)
    listed.take(one)


def reading(paths: Sequence[Path], parent: QObject) -> RecentsReading:
    """Return the reader of the recent drafts for a window."""
    return RecentsReading(paths, parent)


def recovered_list(offers: Sequence[Offer]) -> RecoveredList:
    """Return the list of recovered reports."""
    return RecoveredList(offers)


def settings_of(parent: QWidget, settings: Settings) -> None:
    """Show the settings with the start window."""
    show_settings(parent, settings, lambda: launch.reopen(parent))


def about(parent: QWidget) -> None:
    """Show 关于 with the start window."""
    show_about(parent)


def keep_unit(loaded: Loaded, settings: Settings) -> None:
    """Remember the unit of a report for the next new one, unless it is that of the example."""
    unit = loaded.report.unit
    if unit.name and unit.name != storage.load(acts.EXAMPLE).report.unit.name:
        settings.unit = {name: str(getattr(unit, name)) for name in _LASTING}


def known_unit(settings: Settings) -> Unit:
    """Return the unit that reported last, as far as its texts can still be read."""
    report = new_report(catalog.form(catalog.keys()[-1]), Unit(), clock.today().year)
    for name, text in settings.unit.items():
        with suppress(ReportError):
            report = put(report, unit_address(name), text) if name in _LASTING else report
    return replace(report.unit, deadline=None)


def options_of(settings: Settings) -> Options:
    """Return the layout that the clerk chose for new reports."""
    return Options(pitch=settings.choices.pitch, fonts=Fonts(settings.choices.fonts))


class _Before(NamedTuple):
    """What to ask about before a draft is opened: its other editor, and unsaved changes."""

    editor: Editor | None
    offers: Sequence[Offer] = ()


def _before_opening(path: Path, now: datetime) -> _Before:
    editor = presence.editor_of(path, presence.myself(now), now)
    return _Before(editor, () if editor else drafts.offers(now, path))


def _read(path: Path) -> Loaded:
    """Load a draft; one of a newer program or in a write-protected place is read-only."""
    loaded = storage.load_any(path)
    if loaded.read_only:
        return loaded
    if os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK):
        return loaded
    return replace(loaded, read_only=_READ_ONLY)


def _copy_of(loaded: Loaded) -> Loaded:
    """Save a draft again in its folder, as another draft."""
    path = acts.marked_path(loaded.path, "副本")
    return storage.save(Loaded(replace(loaded.report, id=secrets.token_hex(8)), path, ""))
