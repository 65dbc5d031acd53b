"""Holds the input method that is chosen before Qt starts, for Qt, the log and 关于.

Only this module chooses the input method and finishes half-typed words.
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
"""Seconds in which the session bus has to answer before the window appears."""


class Typing:
    """The input method of this process."""

    def __init__(self) -> None:
        self.choice = Choice(AS_IT_IS, "尚未选择，按系统设置输入。")
        self._display = 0
        self._bus: Bus | None = None
        self._attendant: Attendant | None = None

    def choose(self, wanted: str) -> None:
        """Find out what is running, and choose; ``wanted`` is the clerk's setting."""
        facts = first_facts(wanted)
        if not facts.off and os.environ.get(BUS):
            facts = facts._replace(names=self._ask())
        self.choice = choose(facts)
        self._display = facts.display
        if self.choice.module != OWN and self._bus is not None:
            self._bus.close()
            self._bus = None

    def _ask(self) -> frozenset[str] | None:
        """Return the names on the session bus, and stay connected; None: no answer in time."""
        from ui.input_method.bus import Bus, BusError

        end = time.monotonic() + LIMIT
        try:
            self._bus = Bus(LIMIT)
            return self._bus.names(end - time.monotonic())
        except BusError:
            return None

    def attend(self, qt: QGuiApplication) -> None:
        """Send the keys to fcitx 4, where that was chosen, and keep half-typed words."""
        if self._bus is not None:
            from ui.input_method.bus import BusError
            from ui.input_method.client import Client

            with suppress(BusError):  # it has ended meanwhile; keys are typed directly
                self._attendant = Client(self._bus, fcitx_name(self._display), qt)
            self._bus = None
        elif self.choice.module != AS_IT_IS:
            from ui.input_method.keeper import Keeper

            self._attendant = Keeper(qt)

    def commit(self) -> None:
        """Write the half-typed word into its field."""
        if self._attendant is not None:
            self._attendant.commit()
        else:
            QGuiApplication.inputMethod().commit()


_typing = Typing()


@contextmanager
def arranged(wanted: str) -> Iterator[None]:
    """Choose the input method for a Qt application that is made within the block.

    Programs that are started later get the environment of the desktop.
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
    """Send the keys to fcitx 4, where that was chosen, and keep half-typed words."""
    _typing.attend(qt)


def choice() -> Choice:
    """Return the input method, with the reason for it."""
    return _typing.choice


def commit_typing() -> None:
    """Write the half-typed word into its field, before the field is left or saved."""
    _typing.commit()
