"""Report ↔ bytes of a draft file: strict when reading, sorted and indented when writing.

A file that is exactly what we would write holds no duplicate and no unknown key; any other, and any
of an earlier version, takes the slower way, which looks for both. Unknown keys are kept by the
report and written again.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from model.drafts.draft_file import (
    VERSION,
    CategoryPart,
    DraftFile,
    PreviousPart,
    TallyPart,
    file_of,
    report_of,
)
from model.drafts.migrations import brought_forward
from model.errors import AddressError, DraftError, FormError, NewerDraftError, UnreadableError
from model.report.report import Options, Period, Published, Reason, Report, TextBlock
from model.unit import Unit

LARGEST: Final = 8 * 1024 * 1024
"""Bytes a draft may have, whether it is read or written."""
LARGE: Final = 7 * 1024 * 1024
"""Bytes from which on it is said that a draft comes near that."""
LARGEST_COPY: Final = 32 * 1024 * 1024
"""Bytes a copy in the user's own folder may have: of a draft that became too large, too."""

_DECODER: Final = msgspec.json.Decoder(DraftFile)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_CHILDREN: Final[Mapping[type, Mapping[str, type]]] = {
    DraftFile: {
        "unit": Unit,
        "period": Period,
        "options": Options,
        "published": Published,
        "previous": PreviousPart,
        "texts": TextBlock,
        "tallies": TallyPart,
        "reasons": Reason,
    },
    PreviousPart: {"texts": TextBlock},
    TallyPart: {"parts": CategoryPart},
}
"""Where parts with keys of their own stand."""
_KEYED: Final = ("reasons",)
"""Parts that are found by a key of the clerk's, not by one of the format."""


class _Head(msgspec.Struct):
    gknb: int


_HEAD: Final = msgspec.json.Decoder(_Head)


def encode(report: Report) -> bytes:
    """Write a report as the bytes of a draft file: UTF-8, sorted, indented."""
    file = file_of(report)
    if not report.extra:
        return _pretty(file)
    return _pretty(_merged(msgspec.to_builtins(file), report.extra, DraftFile))


def decode(data: bytes, newer: bool = False, largest: int = LARGEST) -> Report:
    """Read the bytes of a draft file, its texts exactly as they stand there.

    With ``newer``, a draft of a later version is read as far as this one knows its shape: to be
    looked at, never to be written.

    Raises:
        NewerDraftError: written by a later version of the program.
        DraftError: the bytes are no draft; the sentence says why.
    """
    plain = _plain_bytes(data, largest)
    try:
        version = _HEAD.decode(plain).gknb
        if not newer:
            _check_version(version)
        file, extra = _current(plain) if version >= VERSION else _earlier(plain, version)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _refusal(plain, error) from error
    try:
        return replace(report_of(file), extra=extra)
    except FormError as error:
        raise DraftError(str(error)) from error
    except KeyError as error:
        raise DraftError(f"草稿内容有误：表样中没有「{error.args[0]}」。") from error
    except (AddressError, UnreadableError) as error:
        raise DraftError(f"草稿内容有误：{error}") from error


def version_of(data: bytes) -> int:
    """Say in which version of the format a draft was written.

    Raises:
        NewerDraftError: in one that is not known here.
        DraftError: the bytes are no draft.
    """
    plain = _plain_bytes(data)
    try:
        version = _HEAD.decode(plain).gknb
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _refusal(plain, error) from error
    _check_version(version)
    return version


def _current(plain: bytes) -> tuple[DraftFile, dict[str, Any]]:
    """Read a draft of this version, and what stands in it beyond its shape."""
    file = _DECODER.decode(plain)
    return file, {} if plain == _pretty(file) else _extra(_strict(plain), DraftFile)


def _earlier(plain: bytes, version: int) -> tuple[DraftFile, dict[str, Any]]:
    """Bring a draft of an earlier version forward, and read it in the same way."""
    msgspec.json.decode(plain)  # refuses half characters, which the json module lets through
    raw = brought_forward(_strict(plain), version, VERSION)
    return msgspec.convert(raw, DraftFile), _extra(raw, DraftFile)


def _pretty(content: object) -> bytes:
    return msgspec.json.format(_ENCODER.encode(content), indent=1) + b"\n"


def _plain_bytes(data: bytes, largest: int = LARGEST) -> bytes:
    """Refuse what cannot be a draft before any parser sees it; drop a byte-order mark."""
    if len(data) > largest:
        raise DraftError(f"文件超过{largest >> 20}兆字节，不是草稿文件。")
    plain = data.removeprefix(b"\xef\xbb\xbf")
    if not plain.strip(b"\0 \t\r\n"):
        raise DraftError("文件是空的，可能保存时断电。打开另一份草稿，或恢复本机副本。")
    return plain


def _refusal(plain: bytes, error: Exception) -> DraftError:
    """Say in one sentence why bytes are no draft."""
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        return DraftError("文件不是 UTF-8 编码，不是草稿文件，或已损坏。")
    if isinstance(error, RecursionError):
        return DraftError("文件嵌套过深，不是草稿文件，或已损坏。")
    if isinstance(error, msgspec.ValidationError):
        place = str(error).rpartition("`")[0].rpartition("`")[2]
        named = f"（位置：{place}）" if place.startswith("$") else ""
        return DraftError(f"草稿内容不完整或类型有误{named}。")
    return DraftError("文件不是有效的草稿，可能已损坏或不完整。")


def _check_version(version: int) -> None:
    if version > VERSION:
        raise NewerDraftError(f"草稿由更新版本的程序保存（格式第{version}版）。用新版程序打开。")
    if version < 1:
        raise DraftError("草稿的格式版本无效，文件可能已损坏。")


def _strict(plain: bytes) -> dict[str, Any]:
    """Parse again, refusing duplicate keys, and give everything that stands in the file."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            raise DraftError("草稿中有重复的项，文件可能已损坏或被手工改动。")
        return found

    def number(text: str) -> float:
        if math.isinf(found := float(text)):
            raise ValueError(text)
        return found

    try:
        raw: dict[str, Any] = json.loads(
            plain.decode(), object_pairs_hook=pairs, parse_float=number
        )
    except (RecursionError, ValueError) as error:
        raise DraftError("文件不是有效的草稿，可能已损坏或不完整。") from error
    return raw


def _extra(raw: Mapping[str, Any], shape: type) -> dict[str, Any]:
    """Give what stands in a file beyond the keys of its shape, nested as there.

    What is unknown in an item of a list stands under the item's own ``key``.
    """
    found = {key: value for key, value in raw.items() if key not in shape.__annotations__}
    for key, child in _CHILDREN.get(shape, {}).items():
        part = raw.get(key) or {}
        if isinstance(part, list):
            part = {item["key"]: item for item in part}
        elif key not in _KEYED:
            found[key] = _extra(part, child)
            continue
        more = {name: _extra(item, child) for name, item in part.items()}
        found[key] = {name: unknown for name, unknown in more.items() if unknown}
    return {key: more for key, more in found.items() if more or key not in _CHILDREN.get(shape, {})}


def _merged(plain: Mapping[str, Any], extra: Mapping[str, Any], shape: type) -> dict[str, Any]:
    """Put unknown keys back where they stood; those of a part that is gone go with it."""
    merged = dict(plain)
    for key, more in extra.items():
        child = _CHILDREN.get(shape, {}).get(key)
        part = plain.get(key)
        if child is None:
            merged[key] = more
        elif isinstance(part, list | tuple):
            merged[key] = [_merged(item, more.get(item["key"], {}), child) for item in part]
        elif key in _KEYED:
            items = (part or {}).items()
            merged[key] = {name: _merged(item, more.get(name, {}), child) for name, item in items}
        elif part is not None:
            merged[key] = _merged(part, more, child)
    return merged
