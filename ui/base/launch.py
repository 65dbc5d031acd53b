"""Further windows: each is a process of its own, so that none can end another."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QWidget

from model.resources import ROOT
from ui.look.appearance import GIVEN_SCALE, SCALE


def open_window(draft: Path | None = None) -> bool:
    """Start another window, with a draft or the start window; return whether it was started."""
    program, *arguments = command()
    process = QProcess()
    process.setProgram(program)
    process.setArguments([*arguments, *([str(draft)] if draft else [])])
    process.setProcessEnvironment(_environment())
    started = process.startDetached()
    return bool(started[0] if isinstance(started, tuple) else started)


def reopen(window: QWidget, draft: Path | None = None) -> None:
    """Close a window, which saves its draft, and open it again with the present settings."""
    if window.close():
        open_window(draft)


def command() -> list[str]:
    """Return the call that starts this program, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(ROOT / "main.py")]


def _environment() -> QProcessEnvironment:
    """Return the environment of this program, without the scale that it has set for itself."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.remove(SCALE)
    if GIVEN_SCALE:
        environment.insert(SCALE, GIVEN_SCALE)
    environment.insert("PYINSTALLER_RESET_ENVIRONMENT", "1")  # else the child shares our files
    return environment
