"""Arranges Chinese typing: chosen before Qt starts, known to the log and 关于, ended in words.

Only here is asked who takes the keys; only here a half-typed word is ended.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication

from ui.input_method.choice import AS_IT_IS, BUS, OWN, Choice, choose, fcitx_name, first_facts

if TYPE_CHECKING:
    from ui.input_method.bus import Bus
    from ui.input_method.keeper import Attendant

LIMIT: Final = 0.3
"""Seconds the session bus has to answer before the window appears."""


class Typing:
    """Who takes the keys of this process."""

    def __init__(self) -> None:
        self.choice = Choice(AS_IT_IS, "尚未选择，按系统设置输入。")
        self._display = 0
        self._bus: Bus | None = None
        self._attendant: Attendant | None = None

    def choose(self, wanted: str) -> None:
        """Ask who is there and choose; ``wanted`` is the clerk's setting."""
        facts = first_facts(wanted)
        if not facts.off and os.environ.get(BUS):
            facts = facts._replace(names=self._ask())
        self.choice = choose(facts)
        self._display = facts.display
        if self.choice.module != OWN and self._bus is not None:
            self._bus.close()
            self._bus = None

    def _ask(self) -> frozenset[str] | None:
        """Give who is on the session bus, and stay connected; None: no answer in time."""
        from ui.input_method.bus import Bus, BusError

        end = time.monotonic() + LIMIT
        try:
            self._bus = Bus(LIMIT)
            return self._bus.names(end - time.monotonic())
        except BusError:
            return None

    def attend(self, qt: QGuiApplication) -> None:
        """Take the keys to fcitx 4, where that was chosen; keep half-typed words."""
        if self._bus is not None:
            from ui.input_method.bus import BusError
            from ui.input_method.client import Client

            with suppress(BusError):  # it has gone meanwhile; keys are typed as they are
                self._attendant = Client(self._bus, fcitx_name(self._display), qt)
            self._bus = None
        elif self.choice.module != AS_IT_IS:
            from ui.input_method.keeper import Keeper

            self._attendant = Keeper(qt)

    def commit(self) -> None:
        """Write the half-typed word as it stands."""
        if self._attendant is not None:
            self._attendant.commit()
        else:
            QGuiApplication.inputMethod().commit()


_typing = Typing()


@contextmanager
def arranged(wanted: str) -> Iterator[None]:
    """Choose who takes the keys, for a Qt application that is made within.

    Programs that are started from here later find the environment as the desktop made it.
    """
    _typing.choose(wanted)
    before = dict(os.environ)
    for name, value in _typing.choice.environment().items():
        os.environ.pop(name, None)
        os.environ.update({name: value} if value else {})
    try:
        yield
    finally:
        for name in _typing.choice.environment():
            os.environ.pop(name, None)
            os.environ.update({name: before[name]} if name in before else {})


def attend(qt: QGuiApplication) -> None:
    """Take the keys to fcitx 4, where that was chosen; keep half-typed words."""
    _typing.attend(qt)


def choice() -> Choice:
    """Give who takes the keys, and why."""
    return _typing.choice


def commit_typing() -> None:
    """Write the half-typed word of the input method, before its field is left or saved."""
    _typing.commit()
