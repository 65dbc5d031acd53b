"""What an operation left on the disk, and whether that may be."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from tests.faults.operations import Operation, is_whole

LOST: Final = "lost"
TORN: Final = "torn"
FALSE: Final = "false saved"
LEFT: Final = "left files"
STUCK: Final = "stuck after"
CRASHED: Final = "crashed"
WRONGS: Final = (LOST, TORN, FALSE, LEFT, STUCK, CRASHED)


class End(Enum):
    """How an operation ended."""

    SAVED = "saved"
    TOLD = "told"
    """It raised an error with a sentence for the clerk."""
    DIED = "died"
    CRASHED = "crashed"


@dataclass
class Figures:
    """How many runs went wrong, and how; ``examples`` names a few."""

    runs: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    skipped: int = 0

    def add(self, name: str, wrongs: list[str]) -> None:
        """Count one run."""
        self.runs += 1
        self.wrong.update(wrongs)
        self.examples += [f"{name}: {wrong}" for wrong in wrongs][: 20 - len(self.examples)]

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.runs + other.runs,
            self.wrong + other.wrong,
            self.examples + other.examples,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        message = ", ".join(f"{wrong} {self.wrong[wrong]}" for wrong in WRONGS)
        return f"{self.runs} runs, {message}" + f", {self.skipped} SKIPPED" * (self.skipped > 0)


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its path, hidden ones too."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def is_hidden(path: str) -> bool:
    """Whether a file is no document: a guard, a file not yet in place."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or ".tmp" in name or not name.endswith(_DOCUMENTS)


_SAID: Final = (End.SAVED, End.TOLD)
_DOCUMENTS: Final = (".gknb", ".recovery", ".html")


def wrongs(
    operation: Operation, before: dict[str, bytes], after: dict[str, bytes], end: End
) -> list[str]:
    """Say what is wrong with what an operation left."""
    found = []
    target = after.get(operation.target)
    documents = {path: data for path, data in after.items() if not is_hidden(path)}
    others = {path: data for path, data in documents.items() if path != operation.target}
    if target is None and operation.old is not None:
        found.append(LOST)
    if target is not None and target != operation.old and not operation.is_new(target):
        found.append(TORN if target else LOST)  # an empty file holds nothing
    is_there = any(map(operation.is_new, documents.values()))
    for path, data in before.items():
        may_go = path == operation.moved and is_there
        if path != operation.target and others.get(path) != data and not may_go:
            found.append(LOST)
    if operation.renames and (end is End.SAVED) == (operation.moved in after) and end in _SAID:
        found.append(FALSE)
    if any(path not in before and not is_whole(data) for path, data in others.items()):
        found.append(TORN)
    placed = [data for path, data in documents.items() if path != operation.moved]
    new = placed if operation.elsewhere else [target or b""]
    if end is End.SAVED and not any(map(operation.is_new, new)):
        found.append(FALSE)
    if end is End.CRASHED:
        found.append(CRASHED)
    return found


def left(after: dict[str, bytes], before: dict[str, bytes]) -> list[str]:
    """Give the files an operation left that are no documents."""
    return [path for path in after if is_hidden(path) and path not in before]
