"""Report ↔ bytes of a draft file: strict when reading, sorted and indented when writing.

A file that is exactly what we would write holds no duplicate and no unknown key; any other takes
the slower way, which looks for both. Unknown keys are kept by the report and written again.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from model.draft_file import VERSION, DraftFile, TallyPart, file_of, report_of
from model.errors import AddressError, DraftError, FormError, NewerDraftError, UnreadableError
from model.report import Options, Period, Published, Report, TextBlock
from model.unit import Unit

LARGEST: Final = 8 * 1024 * 1024
"""Bytes a draft may have."""

_DECODER: Final = msgspec.json.Decoder(DraftFile)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_PARTS: Final = {"unit": Unit, "period": Period, "options": Options, "published": Published}
_LISTS: Final = {"texts": TextBlock, "tallies": TallyPart}


class _Head(msgspec.Struct):
    gknb: int


def encode(report: Report) -> bytes:
    """Write a report as the bytes of a draft file: UTF-8, sorted, indented."""
    file = file_of(report)
    if not report.extra:
        return _pretty(file)
    return _pretty(_merged(msgspec.to_builtins(file), report.extra))


def decode(data: bytes) -> Report:
    """Read the bytes of a draft file.

    Raises:
        NewerDraftError: written by a later version of the program.
        DraftError: the bytes are no draft; the sentence says why.
    """
    plain = _plain_bytes(data)
    try:
        file = _DECODER.decode(plain)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _refusal(plain, error) from error
    _check_version(file.gknb)
    extra = {} if plain == _pretty(file) else _extra(_strict(plain))
    try:
        return replace(report_of(file), extra=extra)
    except FormError as error:
        raise DraftError(f"草稿使用的格式「{file.form}」本程序没有。用新版程序打开。") from error
    except KeyError as error:
        raise DraftError(f"草稿内容有误：表样中没有「{error.args[0]}」。") from error
    except (AddressError, UnreadableError) as error:
        raise DraftError(f"草稿内容有误：{error}") from error


def _pretty(content: object) -> bytes:
    return msgspec.json.format(_ENCODER.encode(content), indent=1) + b"\n"


def _plain_bytes(data: bytes) -> bytes:
    """Refuse what cannot be a draft before any parser sees it; drop a byte-order mark."""
    if len(data) > LARGEST:
        raise DraftError("文件超过8兆字节，不是草稿文件。")
    plain = data.removeprefix(b"\xef\xbb\xbf")
    if not plain.strip(b"\0 \t\r\n"):
        raise DraftError("文件是空的，可能保存时断电。从历史版本恢复，或打开另一份草稿。")
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DraftError("文件不是 UTF-8 编码，不是草稿文件，或已损坏。") from error
    return plain


def _refusal(plain: bytes, error: Exception) -> DraftError:
    """Say in one sentence why bytes are no draft."""
    try:
        _check_version(msgspec.json.decode(plain, type=_Head).gknb)
    except DraftError as refused:
        return refused
    except (msgspec.DecodeError, RecursionError, ValueError):
        pass
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

    try:
        raw: dict[str, Any] = json.loads(plain, object_pairs_hook=pairs)
    except (RecursionError, ValueError) as error:
        raise DraftError("文件不是有效的草稿，可能已损坏或不完整。") from error
    return raw


def _extra(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give what stands in a file beyond its known keys; items of a list under their own key."""
    found = _unknown(raw, DraftFile)
    for part, shape in _PARTS.items():
        if more := _unknown(raw.get(part) or {}, shape):
            found[part] = more
    for part, shape in _LISTS.items():
        items = {item["key"]: _unknown(item, shape) for item in raw.get(part, ())}
        if any(items.values()):
            found[part] = {key: more for key, more in items.items() if more}
    return found


def _merged(plain: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Put unknown keys back where they stood; those of a part that is gone go with it."""
    for key, more in extra.items():
        if key in _LISTS:
            for item in plain.get(key, ()):
                item.update(more.get(item["key"], {}))
        elif key in _PARTS:
            plain.get(key, {}).update(more)
        else:
            plain[key] = more
    return plain


def _unknown(raw: Mapping[str, Any], shape: type) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in shape.__annotations__}
