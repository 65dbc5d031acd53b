"""Our own saver with one step removed: a check that does not notice proves nothing."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from model.drafts import storage


class WithoutFileSync:
    """The module os, but for a sync of files that does nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fsync(self, handle: int) -> None:
        """Sync folders only."""
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.fsync(handle)


@contextmanager
def _no_guard(target: Path) -> Iterator[SimpleNamespace]:
    yield SimpleNamespace(taken_over=False, require=lambda: None)


def _nothing(*given: object) -> None:
    return None


STEPS: Final[dict[str, tuple[str, object]]] = {
    "no sync of the file": ("os", WithoutFileSync()),
    "no sync of the folder": ("_sync_folder", _nothing),
    "no comparison with the file on disk": ("_require_unchanged", _nothing),
    "no guard": ("guard", _no_guard),
    "no read-back": ("_read_back", _nothing),
    "no following of links": ("_resolved", Path.absolute),
    "no look after the replacement": ("_require_in_place", _nothing),
    "no look for the disk": ("_require_medium", _nothing),
}
"""The name in model.drafts.storage of each step, and what stands for it."""


@contextmanager
def without(step: str) -> Iterator[None]:
    """Take a step out of the saver; "" takes none."""
    if not step:
        yield
        return
    name, instead = STEPS[step]
    real: Callable[..., object] = getattr(storage, name)
    setattr(storage, name, instead)
    try:
        yield
    finally:
        setattr(storage, name, real)
