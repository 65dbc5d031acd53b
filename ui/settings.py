"""What the window remembers between runs: recent drafts, last folder, size."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from ui import folders

_MOST: Final = 10


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

    def export_folder(self, draft: Path) -> Path:
        """Give where exports of a draft go: where those of its folder went last, or beside it."""
        chosen = self._file.value("exports", [])
        if isinstance(chosen, list) and len(chosen) == 2 and chosen[0] == str(draft.parent):
            folder = Path(str(chosen[1]))
            if folder.is_dir():
                return folder
        return draft.parent

    def remember_export(self, draft: Path, folder: Path) -> None:
        """Keep where exports of the drafts in this folder go."""
        self._file.setValue("exports", [str(draft.parent), str(folder)])
