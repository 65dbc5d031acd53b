"""What the program remembers between runs: recent drafts, folders, sizes, and the clerk's choices.

Nothing here stops a start: what an ini file holds that cannot be understood is as if it were not
there. Whether a remembered draft still exists is not asked either: a share that is gone would keep
the first window waiting. So would msgspec and the modules of drafts, which are imported later:
QSettings itself writes the file whole, under a lock, with what other windows wrote since.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QSettings

from ui.app import folders
from ui.look.appearance import Appearance

SCALES: Final = (100, 125, 150, 175, 200)
"""Scales of the window in per cent, on top of the scale of the system."""
PITCHES: Final = ("28.95", "28")
"""Line pitches of a new report, in points."""
FONTS: Final = ("standard", "system")
"""Fonts of a new report: those of official documents, or those that every system has."""
TYPINGS: Final = ("auto", "system")
"""The input method for Chinese: found out at each start, or the one of the desktop."""
_MOST: Final = 10

_KINDS: Final = ("word", "excel", "web")
"""Kinds of documents that are exported at first."""

TallyLists = dict[str, tuple[tuple[str, str], ...]]
"""Name of a list → its parts, as (key, label)."""


class Choices(NamedTuple):
    """The clerk's choices: scale in per cent, look, layout of new reports, input method."""

    scale: int = SCALES[0]
    appearance: Appearance = Appearance.SYSTEM
    pitch: str = PITCHES[0]
    fonts: str = FONTS[0]
    typing: str = TYPINGS[0]


_OFFERED: Final[tuple[Sequence[Any], ...]] = (SCALES, tuple(Appearance), PITCHES, FONTS, TYPINGS)
"""What is offered for each field of ``Choices``, the usual one first."""


class Settings:
    """Remembered choices, in an ini file in the user's own folder."""

    def __init__(self) -> None:
        self._file = QSettings(str(folders.settings_file()), QSettings.Format.IniFormat)

    @property
    def choices(self) -> Choices:
        """What the clerk chose; a choice that is not offered is the usual one."""
        return Choices(
            *(
                {str(one): one for one in offered}.get(self._text(name), offered[0])
                for name, offered in zip(Choices._fields, _OFFERED, strict=True)
            )
        )

    @choices.setter
    def choices(self, chosen: Choices) -> None:
        before = self.choices  # a value of a later version stays until it is changed
        for name, value, old in zip(Choices._fields, chosen, before, strict=True):
            if value != old:
                self._file.setValue(name, str(value))
        self._file.sync()  # the next window may start at once

    @property
    def recent(self) -> list[Path]:
        """Recently opened drafts, the latest first, whether they can be read or not."""
        listed = self._file.value("recent")
        names = listed if isinstance(listed, list) else [listed]
        known = [name for name in names if isinstance(name, str) and name]
        return [folders.found(name) for name in known][:_MOST]

    def remember(self, path: Path) -> None:
        """Put a draft first among the recent ones, and remember its folder as the last used."""
        self._file.setValue("folder", folders.remembered(path.parent))
        self._keep_recent(path, first=True)

    def forget(self, path: Path) -> None:
        """Remove a draft from the recent ones; its file stays."""
        self._keep_recent(path, first=False)

    @property
    def folder(self) -> Path:
        """The folder of drafts used last."""
        with suppress(ValueError):  # a NUL in the name
            if (name := self._text("folder")) and (folder := folders.found(name)).is_dir():
                return folder
        return folders.documents_folder()

    @property
    def numbers_first(self) -> bool:
        """Whether 下一步 visits the tables before the texts."""
        return str(self._file.value("numbers_first", "false")) == "true"

    @numbers_first.setter
    def numbers_first(self, value: bool) -> None:
        self._file.setValue("numbers_first", str(value).lower())

    @property
    def geometry(self) -> "QtCore.QByteArray":
        """Size and place of the window; empty at first."""
        stored = self._file.value("geometry")
        return stored if isinstance(stored, QtCore.QByteArray) else QtCore.QByteArray()

    @geometry.setter
    def geometry(self, value: "QtCore.QByteArray") -> None:
        self._file.setValue("geometry", value)

    def place(self, report: str) -> tuple[str, str]:
        """Return the step and the address at which a report was left; empty if not known."""
        for one in self._places():
            if one[0] == report:
                return one[1], one[2]
        return "", ""

    def remember_place(self, report: str, step: str, address: str) -> None:
        """Remember the step and the address at which a report is left, by its id."""
        others = [one for one in self._places() if one[0] != report]
        self._keep_json("places", [[report, step, address], *others[: _MOST - 1]])

    def _places(self) -> list[list[str]]:
        stored = self._json("places")
        listed = stored if isinstance(stored, list) else []
        return [
            one for one in listed if isinstance(one, list) and [*map(type, one)] == [str, str, str]
        ]

    def export_folder(self, draft: Path) -> Path:
        """Return the folder of the last export from the draft's folder, or the draft's folder."""
        chosen = self._file.value("exports", [])
        if isinstance(chosen, list) and len(chosen) == 2 and chosen[0] == str(draft.parent):
            folder = Path(str(chosen[1]))
            if folder.is_dir():
                return folder
        return draft.parent

    def remember_export(self, draft: Path, folder: Path) -> None:
        """Remember the folder for exports of the drafts in a folder."""
        self._file.setValue("exports", [str(draft.parent), str(folder)])

    @property
    def export_kinds(self) -> list[str]:
        """Keys of the documents that were exported last; unknown ones are of a later version."""
        stored = self._json("kinds")
        listed = stored if isinstance(stored, list) else _KINDS
        return [one for one in listed if isinstance(one, str)]

    @export_kinds.setter
    def export_kinds(self, keys: list[str]) -> None:
        self._keep_json("kinds", keys)

    @property
    def unit(self) -> dict[str, str]:
        """The unit that reported last: field → typed text."""
        stored = self._json("unit")
        pairs = stored.items() if isinstance(stored, dict) else ()
        return {name: text for name, text in pairs if isinstance(text, str)}

    @unit.setter
    def unit(self, texts: dict[str, str]) -> None:
        stored = self._json("unit")
        later: dict[str, Any] = {}  # fields of a later version, where it is the same unit
        if isinstance(stored, dict) and stored.get("name") == texts.get("name"):
            later = stored
        self._keep_json("unit", later | texts)

    @property
    def tally_lists(self) -> TallyLists:
        """The unit's own lists of parts for tallies, in the order they were kept."""
        return {
            name: tuple((key, label) for key, label in parts)
            for name, parts in filter(_is_list_of_parts, self._stored_lists())
        }

    @tally_lists.setter
    def tally_lists(self, lists: TallyLists) -> None:
        later = [one for one in self._stored_lists() if not _is_list_of_parts(one)]
        stored = [[name, [list(part) for part in parts]] for name, parts in lists.items()]
        self._keep_json("tally_lists", stored + later)

    def _stored_lists(self) -> list[Any]:
        stored = self._json("tally_lists")
        return stored if isinstance(stored, list) else []

    def _keep_recent(self, path: Path, first: bool) -> None:
        """Move a draft to the head of the list or remove it, in the list of all windows."""
        self._file.sync()
        others = [old for old in self.recent if old != path][: _MOST - first]
        kept = [folders.remembered(one) for one in ([path] if first else []) + others]
        self._file.setValue("recent", kept)
        self._file.sync()

    def _text(self, key: str) -> str:
        stored = self._file.value(key)
        return stored if isinstance(stored, str) else ""

    def _json(self, key: str) -> object:
        stored = self._text(key).encode(errors="replace")
        return QtCore.QJsonDocument.fromJson(QtCore.QByteArray(stored)).toVariant()

    def _keep_json(self, key: str, content: object) -> None:
        json = QtCore.QJsonDocument
        data = json.fromVariant(content).toJson(json.JsonFormat.Compact)
        self._file.setValue(key, bytes(data.data()).decode())


def _is_list_of_parts(one: object) -> bool:
    match one:
        case [str(), list(parts)]:
            return all(
                isinstance(part, list) and [*map(type, part)] == [str, str] for part in parts
            )
    return False
