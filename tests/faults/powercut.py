"""A power cut: what was not synced may be gone, and a new name may be the old one again.

A disk is modelled by what it may hold if the power went now. It is told of each call, either by
functions of Python that are watched, or by what strace saw.
"""

import functools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

OLD, NEW, TORN, LOST = "old", "new", "torn", "lost"


@dataclass
class Content:
    """A file's content, whatever its name: every state since it was last synced."""

    states: list[str]
    size: int = 0


@dataclass
class Disk:
    """What a disk may hold of the ``target``, of which ``total`` bytes are to be written."""

    target: str
    total: int
    names: dict[str, list[Content | None]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """Every state that a power cut could have left since the beginning."""

    def exists(self) -> None:
        """The target is there, synced long ago."""
        self.names[self.target] = [Content([OLD])]

    def states(self) -> set[str]:
        """Give what the target may hold if the power went now."""
        found = self.names.get(self.target, [None])
        return {state for one in found for state in (one.states if one else [LOST])}

    def opened(self, path: str, fresh: bool) -> None:
        """A file was made, or emptied (``fresh``), or just opened."""
        known = self.names.setdefault(path, [None])
        if known[-1] is None:
            known.append(Content([TORN]))
        elif fresh:
            known[-1].states.append(TORN)
            known[-1].size = 0
        self._note()

    def written(self, path: str, size: int) -> None:
        """Bytes were added to a file."""
        content = self._content(path)
        content.size += size
        content.states.append(NEW if content.size == self.total else TORN)
        self._note()

    def synced(self, path: str) -> None:
        """A file's content, or the names in a folder, are on the disk for certain."""
        if path in self.names:
            content = self._content(path)
            content.states = content.states[-1:]
        for name in self.names:
            if os.path.dirname(name) == path:  # noqa: PTH120  # strace gives text
                self.names[name] = self.names[name][-1:]
        self._note()

    def renamed(self, path: str, to: str, keeps: bool = False) -> None:
        """A file has another name, or one more (``keeps``)."""
        self.names.setdefault(to, [None]).append(self._content(path))
        if not keeps:
            self.removed(path)
        self._note()

    def removed(self, path: str) -> None:
        """A name is gone."""
        self.names.setdefault(path, [None]).append(None)
        self._note()

    def _content(self, path: str) -> Content:
        content = self.names[path][-1]
        assert content is not None, path
        return content

    def _note(self) -> None:
        self.seen |= self.states()


@contextmanager
def watched(disk: Disk) -> Iterator[None]:
    """Tell a disk of the calls that our saver makes in Python."""
    names: dict[int, str] = {}
    reals = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "unlink")}

    def after(call: str, message: Callable[..., None]) -> None:
        @functools.wraps(reals[call])
        def function(*given: Any, **more: Any) -> Any:
            result = reals[call](*given, **more)
            message(result, *given)
            return result

        setattr(os, call, function)

    def opened(handle: int, path: Path, flags: int, mode: int = 0) -> None:
        names[handle] = str(path)
        if flags & os.O_CREAT:
            disk.opened(str(path), fresh=bool(flags & (os.O_TRUNC | os.O_EXCL)))

    after("open", opened)
    after("write", lambda size, handle, data: disk.written(names[handle], size))
    after("fsync", lambda _, handle: disk.synced(names[handle]))
    after("replace", lambda _, path, to: disk.renamed(str(path), str(to)))
    after("unlink", lambda _, path: disk.removed(str(path)))
    try:
        yield
    finally:
        for name, real in reals.items():
            setattr(os, name, real)


_LINE: Final = re.compile(r"^(?:\[pid +\d+\] )?(\w+)\((.*)\) += (\d+)(?:<(.*)>)?")
_HANDLE: Final = re.compile(r"^\d+<(.*?)>")
_TEXTS: Final = re.compile(r'"([^"]*)"')


def replay(disk: Disk, log: str, folder: Path) -> None:
    """Tell a disk of the calls that strace saw below a folder and that worked."""
    for line in log.splitlines():
        found = _LINE.match(line)
        if not found or str(folder) not in line:
            continue
        call, given, result, opened = found[1], found[2], int(found[3]), found[4]
        handle = _HANDLE.match(given)
        texts = _TEXTS.findall(given)
        if call in ("open", "openat", "creat") and ("O_CREAT" in given or "O_TMPFILE" in given):
            disk.opened(opened, fresh="O_TRUNC" in given)
        elif call in ("write", "pwrite64", "writev") and handle:
            disk.written(handle[1], result)
        elif call in ("fsync", "fdatasync") and handle:
            disk.synced(handle[1])
        elif call in ("rename", "renameat", "renameat2"):
            disk.renamed(texts[0], texts[1])
        elif call in ("link", "linkat"):
            unnamed = texts[0].startswith("/proc/self/fd/")
            disk.renamed(_unnamed(disk) if unnamed else texts[0], texts[1], keeps=True)
        elif call in ("unlink", "unlinkat"):
            disk.removed(texts[0])


def _unnamed(disk: Disk) -> str:
    """Give the one file that was made without a name."""
    return next(name for name in disk.names if "/#" in name)
