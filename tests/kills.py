"""The real program, killed at random while it is typed into, and what is left of what was typed."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from model.drafts import copies, storage
from model.drafts.storage import Loaded
from model.errors import ReportError
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests.patience import wait_until
from tests.screen import Screen, screen
from ui.app.folders import APART

TYPING: Final = 5.0
"""Seconds a key may be old and yet be lost while typing goes on."""
PAUSE: Final = 2.0
"""Seconds of a pause after which nothing may be lost."""
_WINDOW: Final = "某市水务局"


@dataclass
class Kill:
    """One killing: how long nothing had been typed, and how old the oldest lost key was."""

    paused: float
    lost: float
    torn: bool
    gone: list[str]
    """Numbers that were on the disk before the killing, and not after it."""

    @property
    def kept_what_was_saved(self) -> bool:
        """Whether the draft is whole, and nothing is lost that was on the disk."""
        return not self.torn and not self.gone

    @property
    def kept_its_word(self) -> bool:
        """Whether no more is lost than may be by the clock, which a busy machine slows."""
        return self.kept_what_was_saved and self.lost <= (0 if self.paused >= PAUSE else TYPING)


@dataclass
class Kills:
    """All killings, counted."""

    all: list[Kill]

    def __str__(self) -> str:
        paused = [kill for kill in self.all if kill.paused >= PAUSE]
        return (
            f"random kills: {len(self.all)}, drafts torn: {sum(kill.torn for kill in self.all)}, "
            f"oldest key lost while typing: {max(kill.lost for kill in self.all):.1f} s "
            f"(limit {TYPING:.0f} s), lost after a pause of {PAUSE:.0f} s: "
            f"{sum(kill.lost > 0 for kill in paused)} of {len(paused)}"
        )


def killed(
    folder: Path, report: Report, count: int, displays: int = 2, by_clock: bool = False
) -> Kills:
    """Kill the program as often as asked for, on some displays at once; each time a new draft.

    Every other one is killed while it is typed into. The others are killed once all that was typed
    is on the disk or, ``by_clock``, after a pause by chance.
    """
    with ThreadPoolExecutor(displays) as pool:
        each = [range(number, count, displays) for number in range(displays)]
        found = pool.map(lambda numbers: _killed_on_one(folder, report, numbers, by_clock), each)
        return Kills([kill for kills in found for kill in kills])


def _killed_on_one(folder: Path, report: Report, numbers: range, by_clock: bool) -> list[Kill]:
    home = folder / f"home{numbers.start}"
    with screen((1366, 768), home) as display:
        drafts = (Loaded(report, folder / f"{number}.gknb", "") for number in numbers)
        return [
            _kill(display, storage.save(draft).path, Random(draft.path.name), by_clock)
            for draft in drafts
        ]


def _kill(display: Screen, draft: Path, chance: Random, by_clock: bool) -> Kill:
    """Type into one draft for a while, in numbers or in text, and end the program with no word."""
    program = display.start(str(draft), complaints=draft.with_suffix(".log"))
    try:
        display.window(f" {draft.name}( |$)")  # not that of the program killed before
        sent = _type(display, chance.uniform(0.5, 6), in_table=chance.random() < 0.5)
        numbers = {number for _, number in sent}
        if by_clock:
            time.sleep(chance.choice([0, 0, chance.uniform(0, PAUSE), PAUSE + chance.random()]))
        elif chance.random() < 0.5:
            wait_until(lambda: numbers <= _kept(display, draft, numbers))
        saved = _kept(display, draft, numbers)
    finally:
        ended = time.monotonic()
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    kept = _kept(display, draft, numbers)
    lost = [moment for moment, number in sent if number not in kept]
    torn = not list(_left(display, draft))
    age = ended - lost[0] if lost else 0.0
    return Kill(ended - sent[-1][0], age, torn, sorted(saved - kept))


def _kept(display: Screen, draft: Path, numbers: set[str]) -> set[str]:
    """Give those numbers that the draft or its recovery copies hold."""
    found = list(_left(display, draft))
    return {number for number in numbers if any(number in text for text in found)}


def _type(display: Screen, seconds: float, in_table: bool) -> list[tuple[float, str]]:
    """Type distinct numbers, into the many cells of section three or into a text of section one.

    Gives each with the moment after its keys.
    """
    display.keys(*["alt+Right"] * (3 if in_table else 1))
    sent = []
    until = time.monotonic() + seconds
    number = 10_000
    while not sent or time.monotonic() < until:
        number += 1
        display.type(f"{number} ")
        if in_table:
            display.keys("Return")
        sent.append((time.monotonic(), str(number)))
    return sent


def _left(display: Screen, draft: Path) -> Iterator[str]:
    """Give what the draft and its recovery copies say; nothing where the draft is not whole."""
    with suppress(ReportError):
        yield _said(storage.load(draft).report)
        folder = Path(display.environment[APART]) / "recovery"
        for copy in copies.all_of(folder):
            if PureWindowsPath(copy.path).name == draft.name:  # under Wine its folder is another
                yield _said(copy.report)


def _said(report: Report) -> str:
    numbers = (*report.values.values(), *report.unread.values())
    return "\n".join([*map(str, numbers), *(block.body for block in report.texts)])


def main(arguments: list[str]) -> int:
    """Kill the program 500 times, or as often as said, and print what was lost.

    A second argument names the folder of the drafts, a third how many displays are used.
    """
    count, displays = (int(arguments[at]) if at < len(arguments) else 0 for at in (0, 2))
    report = new_report(catalog.form("2021"), Unit(name=_WINDOW), 2024)
    with TemporaryDirectory(dir=arguments[1] if arguments[1:] else None) as folder:
        kills = killed(Path(folder), report, count or 500, displays or 4, by_clock=True)
    print(kills)  # noqa: T201
    return int(not all(kill.kept_its_word for kill in kills.all))
