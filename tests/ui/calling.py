"""Commands of the console, called as from a shell, and what they print."""

import pytest

from ui.console.commands import run_command


def printed(call: list[str], capsys: pytest.CaptureFixture[str], status: int = 0) -> str:
    """Give the answer of a command that ends with this status."""
    capsys.readouterr()
    assert run_command(call) == status
    return capsys.readouterr().out


def complaint(call: list[str], capsys: pytest.CaptureFixture[str], status: int = 2) -> str:
    """Give what a command complains of that ends with this status."""
    capsys.readouterr()
    assert run_command(call) == status
    return capsys.readouterr().err
