"""What the window remembers between runs: recent drafts, last folder, size."""

import json
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from ui import folders

_MOST: Final = 10
Parts = tuple[tuple[str, str], ...]
"""Categories of a tally: (key, label) of each, in order."""


class Settings:
    """Remembered choices, in an ini file in the user's own folder."""

    def __init__(self) -> None:
        self._file = QSettings(str(folders.settings_file()), QSettings.Format.IniFormat)

    @property
    def recent(self) -> list[Path]:
        """Drafts opened lately that still exist, the latest first."""
        listed = self._file.value("recent", [])
        names = listed if isinstance(listed, list) else [listed] if listed else []
        return [path for path in map(Path, names) if path.is_file()]

    def remember(self, path: Path) -> None:
        """Put a draft at the head of the recent ones, and its folder as the last used."""
        others = [str(old) for old in self.recent if old != path]
        self._file.setValue("recent", [str(path), *others][:_MOST])
        self._file.setValue("folder", str(path.parent))

    @property
    def folder(self) -> Path:
        """The folder used last."""
        known = Path(str(self._file.value("folder", "")))
        return known if known.is_dir() and known != Path() else folders.documents_folder()

    @property
    def tally_lists(self) -> dict[str, Parts]:
        """The unit's own lists of categories, by name."""
        stored = json.loads(str(self._file.value("tally_lists", "{}")))
        return {name: tuple((key, label) for key, label in parts) for name, parts in stored.items()}

    @tally_lists.setter
    def tally_lists(self, value: dict[str, Parts]) -> None:
        self._file.setValue("tally_lists", json.dumps(value, ensure_ascii=False))

    @property
    def numbers_first(self) -> bool:
        """Whether 下一步 leads through the tables before the texts."""
        return str(self._file.value("numbers_first", "false")) == "true"

    @numbers_first.setter
    def numbers_first(self, value: bool) -> None:
        self._file.setValue("numbers_first", str(value).lower())

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window."""
        stored = self._file.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._file.setValue("geometry", value)
