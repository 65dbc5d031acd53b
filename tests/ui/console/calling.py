"""Commands of the console, called as from a shell, and what they print."""

from collections.abc import Callable

import pytest

from ui.console.commands import run_command

Run = Callable[..., tuple[int, str, str]]
"""What the fixture ``run`` gives: a call's status, its answers and its complaints."""


def complaint(call: list[str], capsys: pytest.CaptureFixture[str], status: int = 2) -> str:
    """Return the standard error of a command that ends with this status."""
    capsys.readouterr()
    assert run_command(call) == status
    return capsys.readouterr().err
