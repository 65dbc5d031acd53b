"""Where the program's own read-only files lie, whether it runs from its folder or frozen."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
RESOURCES: Final = ROOT / "resources"
FORMS: Final = RESOURCES / "forms"
HELP: Final = RESOURCES / "help"
ICONS: Final = RESOURCES / "icons"

_added: list[Path] = []


def look_for_forms_in(folder: Path) -> None:
    """Say where the forms lie that somebody added on this computer: no user's folder is known here.

    To be called once, before the catalogue is first asked.
    """
    _added[:] = [folder]


def added_forms() -> tuple[Path, ...]:
    """Give the folder of added forms, if there is one to look in."""
    return tuple(_added)
