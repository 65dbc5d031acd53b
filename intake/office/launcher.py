"""The launcher: this program again, which confines itself, starts one program and waits for it.

It is started by intake.office.job and handled by ui/start.py before anything else. It ends, with
all that it has started, when its standard input ends: nothing outlives the program that asked.
Everything is imported before the confinement, which forbids opening most files.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import msgspec

from intake import confinement
from intake.office import enclosure

ADDRESS: Final = "{address}"
"""Stands in an argument for the address of the folder, which may move."""

_WRITTEN: Final = ("TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""Variables of the environment that name a folder in which a program writes."""


class Order(msgspec.Struct, frozen=True):
    """The program to start, its folder, and the seconds of processor time that it may take."""

    call: list[str]
    folder: str
    processor: int


def serve(incoming: int = 0) -> int:
    """Carry out the order on the standard input; return the exit status of the program.

    The means that confine it are written to the standard output, on one line.
    """
    order = msgspec.json.decode(_line(incoming), type=Order)
    folder, means = enclosure.enclose(Path(order.folder), Path(order.call[0]))
    confinement.limit_program(order.processor)
    os.write(1, f"{' '.join(means)}\n".encode("ascii"))
    try:
        process = subprocess.Popen(
            [argument.replace(ADDRESS, folder.as_uri()) for argument in order.call],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, **dict.fromkeys(_WRITTEN, str(folder))},
        )
    except OSError:
        return 1
    threading.Thread(target=_end_with, args=(incoming,), daemon=True).start()
    return int(process.wait() != 0)


def _line(incoming: int) -> bytes:
    """Read the standard input up to the end of its first line."""
    found = b""
    while not found.endswith(b"\n") and (piece := os.read(incoming, 65_536)):
        found += piece
    return found


def _end_with(incoming: int) -> None:
    """End everything when the standard input ends; on Windows the job object does it."""
    os.read(incoming, 1)
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
