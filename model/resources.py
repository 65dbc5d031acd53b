"""Paths of the files that the program reads: its own resources, and added forms.

This module imports no other of the model, so that the start window appears before forms are read.
"""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))
"""The folder of the unpacked program or of its source."""
RESOURCES: Final = ROOT / "resources"
FORMS: Final = RESOURCES / "forms"
HELP: Final = RESOURCES / "help"
PROSE: Final = RESOURCES / "prose.toml"
ICONS: Final = RESOURCES / "icons"

_added_folders: list[Path] = []


def set_forms_folder(folder: Path) -> None:
    """Set the folder of the forms that were added on this computer.

    It must be called once, before a form is read.
    """
    _added_folders[:] = [folder]


def added_forms() -> tuple[Path, ...]:
    """Return the folder of added forms, if one was set."""
    return tuple(_added_folders)
