"""Files that break programs, built in code when a test runs and never kept; and mutants.

Every kind that docs/reliability.md names is here, and what their builders thought of.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

from tests import bad_packages, bad_pdf, bad_sheets, bad_texts
from tests.bad_parts import BadFile

ALL: Final[tuple[BadFile, ...]] = (
    *bad_packages.PACKAGES,
    *bad_packages.WORDS,
    *bad_packages.EXCELS,
    *bad_texts.OTHERS,
    *bad_texts.PAGES,
    *bad_texts.TEXTS,
    *bad_texts.DRAFTS,
    *bad_pdf.PDFS,
    *bad_sheets.SHEETS,
)
"""Every bad file that is made of bytes; those made of paths stand in tests/intake/test_gate.py."""
LARGE_NUMBERS: Final = (b"0", b"-1", b"99999999", b"4294967296", b"1e308", b"NaN", b"")


class Mutant(NamedTuple):
    """A good file that was changed: the good one's name, the change and its number, its bytes."""

    name: str
    change: str
    data: bytes


def mutants(good: Mapping[str, bytes], count: int, seed: int = 2021) -> Iterator[Mutant]:
    """Give changed files, the same for the same seed, in turn for each good one."""
    names = sorted(good)
    for number in range(count):
        random = Random(f"{seed}/{number}")
        name = names[number % len(names)]
        changes = BYTE_CHANGES + (PART_CHANGES if good[name].startswith(b"PK") else ())
        change = random.choice(changes)
        yield Mutant(name, f"{change.__name__} {number}", change(good[name], random))


def flipped(data: bytes, random: Random) -> bytes:
    """Change up to sixteen bytes."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 16)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def truncated(data: bytes, random: Random) -> bytes:
    """Cut off the end."""
    return data[: random.randrange(len(data))]


def zeroed(data: bytes, random: Random) -> bytes:
    """Fill the end with zeros, as after a power cut."""
    kept = random.randrange(len(data))
    return data[:kept] + bytes(len(data) - kept)


def spliced(data: bytes, random: Random) -> bytes:
    """Put a stretch of the file elsewhere into it."""
    start, at = random.randrange(len(data)), random.randrange(len(data))
    return data[:at] + data[start : start + random.randint(1, 4096)] + data[at:]


def shortened(data: bytes, random: Random) -> bytes:
    """Take a stretch out."""
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randint(1, 4096) :]


def renumbered(data: bytes, random: Random) -> bytes:
    """Put another number in place of some numbers in quotes."""
    pieces = data.split(b'"')
    for _ in range(random.randint(1, 8)):
        places = [n for n in range(1, len(pieces), 2) if pieces[n].isdigit()]
        if places:
            pieces[random.choice(places)] = random.choice(LARGE_NUMBERS)
    return b'"'.join(pieces)


def _repacked(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # has no clock
    return buffer.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_changed(data: bytes, random: Random) -> bytes:
    """Change the bytes of a part, and pack the whole soundly."""
    parts = _parts(data)
    name = random.choice([name for name in parts if parts[name]])
    parts[name] = random.choice(BYTE_CHANGES)(parts[name], random)
    return _repacked(parts)


def part_swapped(data: bytes, random: Random) -> bytes:
    """Let two parts change places."""
    parts = _parts(data)
    one, other = random.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _repacked(parts)


def part_dropped(data: bytes, random: Random) -> bytes:
    """Leave a part out."""
    parts = _parts(data)
    del parts[random.choice(sorted(parts))]
    return _repacked(parts)


def tags_changed(data: bytes, random: Random) -> bytes:
    """Double, drop or move tags of a part, so that much of it is still well formed."""
    parts = _parts(data)
    name = random.choice([name for name in parts if b"><" in parts[name]])
    pieces = parts[name].split(b"><")
    for _ in range(random.randint(1, 8)):
        at = random.randrange(1, max(2, len(pieces) - 1))
        stretch = pieces[at : at + random.randint(1, 40)]
        pieces[at:at] = stretch * random.randint(1, 30)
    parts[name] = b"><".join(pieces)
    return _repacked(parts)


Change = Callable[[bytes, Random], bytes]
BYTE_CHANGES: Final[tuple[Change, ...]] = (
    flipped,
    truncated,
    zeroed,
    spliced,
    shortened,
    renumbered,
)
PART_CHANGES: Final[tuple[Change, ...]] = (
    part_changed,
    part_changed,
    part_changed,
    part_swapped,
    part_dropped,
    tags_changed,
    tags_changed,
)
"""Changes within a package; what is unlikely to be refused at once comes up more often."""
