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
from typing import Final, NamedTuple

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
    starved: float
    """Seconds since the oldest lost key in which the program was ready and had no processor."""
    torn: bool
    gone: list[str]
    """Numbers that were on the disk before the killing, and not after it."""

    @property
    def kept_what_was_saved(self) -> bool:
        """Whether the draft is whole, and nothing is lost that was on the disk."""
        return not self.torn and not self.gone

    @property
    def kept_its_word(self) -> bool:
        """Whether no more is lost than may be in the time that the program had a processor."""
        most = 0 if self.paused - self.starved >= PAUSE else TYPING
        return self.kept_what_was_saved and self.lost - self.starved <= most


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
            f"{sum(kill.lost > 0 for kill in paused)} of {len(paused)}; "
            f"longest without a processor: {max(kill.starved for kill in self.all):.1f} s"
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
        seconds, in_table = chance.uniform(0.5, 6), chance.random() < 0.5
        sent = _type(display, program.pid, seconds, in_table)
        numbers = {key.number for key in sent}
        if by_clock:
            time.sleep(chance.choice([0, 0, chance.uniform(0, PAUSE), PAUSE + chance.random()]))
        elif chance.random() < 0.5:
            wait_until(lambda: numbers <= _kept(display, draft, numbers))
        saved = _kept(display, draft, numbers)
    finally:
        ended, starved = time.monotonic(), _starved(program.pid)
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    kept = _kept(display, draft, numbers)
    lost = [key for key in sent if key.number not in kept]
    torn = not list(_left(display, draft))
    age, without = (ended - lost[0].moment, starved - lost[0].starved) if lost else (0.0, 0.0)
    return Kill(ended - sent[-1].moment, age, without, torn, sorted(saved - kept))


class _Key(NamedTuple):
    """A number that was typed, the moment after its keys, and how long the program had starved."""

    moment: float
    number: str
    starved: float


def _starved(session: int) -> float:
    """Give the seconds that threads of a session were ready to run and had no processor, summed."""
    waited = 0
    for state in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may end meanwhile
            if int(state.read_text("utf-8").rpartition(")")[2].split()[3]) == session:
                threads = state.parent.glob("task/*/schedstat")
                waited += sum(int(thread.read_text("utf-8").split()[1]) for thread in threads)
    return waited / 1e9


def _kept(display: Screen, draft: Path, numbers: set[str]) -> set[str]:
    """Give those numbers that the draft or its recovery copies hold."""
    found = list(_left(display, draft))
    return {number for number in numbers if any(number in text for text in found)}


def _type(display: Screen, session: int, seconds: float, in_table: bool) -> list[_Key]:
    """Type distinct numbers, into the many cells of section three or into a text of section one."""
    display.keys(*["alt+Right"] * (3 if in_table else 1))
    sent: list[_Key] = []
    until = time.monotonic() + seconds
    number = 10_000
    while not sent or time.monotonic() < until:
        number += 1
        display.type(f"{number} ")
        if in_table:
            display.keys("Return")
        sent.append(_Key(time.monotonic(), str(number), _starved(session)))
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
