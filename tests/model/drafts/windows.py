"""What Windows does with open files, on any system: they are neither removed nor replaced."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from model.drafts import guard, storage

SHARING, DENIED = 32, 5


class Windows:
    """Takes the place of ``os`` for the saver; counts the handles that are open on each path."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.refused = 0
        self._open: dict[int, Path] = {}
        self._real = {name: getattr(os, name) for name in ("open", "close", "unlink", "replace")}
        for module in (guard, storage):
            patch.setattr(module, "sys", SimpleNamespace(platform="win32"))
        for name in self._real:
            patch.setattr(os, name, getattr(self, name))
        signature = guard._boot.__wrapped__()  # the other one is kept from before
        patch.setattr(guard, "_boot", lambda: signature)

    def open(self, path: Any, *how: Any, **more: Any) -> int:
        """Open a file, as another program may too."""
        handle: int = self._real["open"](path, *how, **more)
        self._open[handle] = Path(path).absolute()
        return handle

    def close(self, handle: int) -> None:
        """Close a handle."""
        self._open.pop(handle, None)
        self._real["close"](handle)

    def unlink(self, path: Any, **more: Any) -> None:
        """Remove a file that nobody has open."""
        self._refuse_open(path, SHARING)
        self._real["unlink"](path, **more)

    def replace(self, source: Any, target: Any) -> None:
        """Move a file that nobody has open over another that nobody has open."""
        self._refuse_open(source, SHARING)
        self._refuse_open(target, DENIED)
        self._real["replace"](source, target)

    def _refuse_open(self, path: Any, code: int) -> None:
        if Path(path).absolute() in self._open.values():
            self.refused += 1
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = code  # type: ignore[attr-defined]
            raise error


class Clock:
    """Time that passes only where somebody waits; ``meanwhile`` happens then."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.meanwhile: Callable[[], object] = lambda: None
        for module in (guard, storage):
            patch.setattr(module, "time", self)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.meanwhile()
