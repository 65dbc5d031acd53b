"""OLE files made by hand: a header, a table of sectors, a directory, streams."""

import struct
from collections.abc import Mapping
from typing import Final

SECTOR: Final = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
_SMALL: Final = 4096
"""A shorter stream would be in another stream, of small sectors: it is filled up."""


def entry(
    name: str, kind: int, first: int, size: int, right: int = FREE, child: int = FREE
) -> bytes:
    """Write an entry of the directory."""
    written = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIII", written, len(written) if name else 0, kind, 1, FREE, right, child,
        bytes(16), 0, 0, 0, first, size, 0,
    )  # fmt: skip


def compound(streams: Mapping[str, bytes], within: str = "") -> bytes:
    """Write an OLE file of some streams, at its root or in a storage."""
    filled = {name: content.ljust(_SMALL, b"\0") for name, content in streams.items()}
    counts = [-(-len(content) // SECTOR) for content in filled.values()]
    entries = len(streams) + 1 + bool(within)
    folders = -(-entries // 4)
    tables = 1
    while (tables + folders + sum(counts)) * 4 > tables * SECTOR:
        tables += 1
    chains = [TABLE] * tables
    firsts = []
    for count in (folders, *counts):
        firsts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + count), END]
    made = [entry("Root Entry", ROOT, END, 0, child=1 if streams else FREE)]
    made += [entry(within, STORAGE, 0, 0, child=2)] * bool(within)
    for number, (name, content) in enumerate(filled.items()):
        last = number == len(filled) - 1
        right = FREE if last else len(made) + 1
        made.append(entry(name, STREAM, firsts[number + 1], len(content), right))
    directory = b"".join(made).ljust(folders * SECTOR, b"\0")
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE,
        9, 6, bytes(6), 0, tables, firsts[0], 0, _SMALL, END, 0, END, 0,
    ) + struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))  # fmt: skip
    bodies = (
        content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for content in filled.values()
    )
    return head + table + directory + b"".join(bodies)
