"""Compares two builds of one commit: ``python -m installer.compare OUTDIR OUTDIR``.

Byte by byte; where archives differ, it says which of their members do, by content or only by time.
"""

import hashlib
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple


class Member(NamedTuple):
    """One member of an archive: what it is apart from its time, and that."""

    kind: bytes
    mode: int
    link: str
    sha256: str
    time: float


def members(archive: Path) -> dict[str, Member]:
    """Give the members of a tar archive by name."""
    found = {}
    with tarfile.open(archive) as tar:
        for one in tar:
            file = tar.extractfile(one) if one.isreg() else None
            digest = hashlib.sha256(file.read()).hexdigest() if file else ""
            found[one.name] = Member(one.type, one.mode, one.linkname, digest, one.mtime)
    return found


def differences(first: Path, second: Path) -> list[str]:
    """Say in what two archives differ, a line for each member; nothing where in no byte."""
    if first.read_bytes() == second.read_bytes():
        return []
    ours, others = members(first), members(second)
    told = [f"only in one: {name}" for name in sorted(ours.keys() ^ others.keys())]
    for name in sorted(ours.keys() & others.keys()):
        if ours[name][:-1] != others[name][:-1]:
            told.append(f"content: {name}")
        elif ours[name] != others[name]:
            told.append(f"time only: {name}")
    return told or ["the same members, packed otherwise"]


def main(first: Path, second: Path) -> int:
    """Compare all that two builds put out; gives 1 where more than times differ."""
    names = {path.name for path in (*first.iterdir(), *second.iterdir())}
    status = 0
    for name in sorted(names):
        ours, other = first / name, second / name
        if not (ours.is_file() and other.is_file()):
            told = ["only in one build"]
        elif name.endswith(".deb"):
            told = [] if ours.read_bytes() == other.read_bytes() else ["differs; see the archive"]
        else:
            told = differences(ours, other)
        print(f"{name}: {'identical' if not told else f'{len(told)} differences'}")
        print("".join(f"  {line}\n" for line in told), end="")
        status |= any(not line.startswith("time only") for line in told)
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
