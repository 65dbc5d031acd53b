"""The thread beside the window: whatever fails in it, the next piece of work is done."""

import sys
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE
from ui.base.work import Lane


def fails(*_: object) -> NoReturn:
    """Fail, as nobody foresaw."""
    raise RuntimeError


def test_what_fails_while_a_failure_is_noted_holds_up_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", fails)
    lane = Lane()
    heard: list[object] = []
    lane.do(fails, heard.append)
    lane.do(lambda: "done", heard.append)
    assert lane.wait(PATIENCE)
    assert heard == [None, "done"]
