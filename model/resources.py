"""Where the files are that the program reads: its own, and the forms that somebody added.

It imports nothing of the model, so that the start window is painted before any form is read.
"""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))
"""The program's folder, where it was unpacked or where its source is."""
RESOURCES: Final = ROOT / "resources"
FORMS: Final = RESOURCES / "forms"
HELP: Final = RESOURCES / "help"
ICONS: Final = RESOURCES / "icons"

_added_folders: list[Path] = []


def look_for_forms_in(folder: Path) -> None:
    """Set the folder of the forms that were added on this computer: the model knows no user.

    To be called once, before a form is read.
    """
    _added_folders[:] = [folder]


def added_forms() -> tuple[Path, ...]:
    """Return the folder of added forms, if one was set."""
    return tuple(_added_folders)
