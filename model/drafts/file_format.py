"""The format of draft files, version 3: strict when reading, sorted and indented when writing.

docs/draft-format.md describes the file. Keys are the field names of the report's types; changing
one needs a new version and a step in ``migrations``. Numbers are strings, so that 59237.2449 stays
as typed; a blank is absent.

A file that equals its encoding again has no duplicate and no unknown keys; any other file, and any
of an earlier version, is parsed again, more slowly, to find both. The report keeps unknown keys,
and they are written again.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Set
from copy import copy
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, Final, TypeVar, get_args, get_type_hints

import msgspec

from model.address import TOTAL, first_key
from model.drafts.migrations import migrated
from model.errors import AddressError, DraftError, FormError, NewerDraftError, UnreadableError
from model.form import catalog
from model.form.entry import read_number
from model.form.form import Form
from model.form.identity import fingerprint
from model.report.addresses import READ, kind_of
from model.report.report import (
    Options,
    Previous,
    Report,
    Stage,
    Tally,
)
from model.values import LONGEST, Number, ValueKind, write_numbers

VERSION: Final = 3
LARGEST: Final = 8 * 1024 * 1024
"""Most bytes of a draft, for reading and writing."""
LARGE: Final = 7 * 1024 * 1024
"""Bytes from which on the clerk is warned of that limit."""
LARGEST_COPY: Final = 32 * 1024 * 1024
"""Most bytes of a copy in the user's own folder, larger because a draft may exceed its limit."""

T = TypeVar("T")
_Numbers = dict[str, str]
"""Numbers as text by address, as in a file."""


def _shape(of: type, always: Set[str] = frozenset(), **otherwise: Any) -> Any:
    """Return the msgspec type by which a file represents a type of the report.

    It has the fields of the type; a field with its default value is omitted, unless it is in
    ``always``. ``otherwise`` gives another type for a field, or a type and a default; None for a
    field that a file does not have.
    """
    shape, hints = {}, get_type_hints(of)
    for one in fields(of):
        if one.name in otherwise:
            continue
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name in always:  # msgspec does not omit defaults from a factory
            default = msgspec.field(default_factory=partial(copy, default))
        shape[one.name] = (hints[one.name],) if default is MISSING else (hints[one.name], default)
    for name, kind in otherwise.items():
        shape[name] = kind if isinstance(kind, tuple) else (kind,)
    known = [(name, *kind) for name, kind in shape.items() if kind != (None,)]
    return msgspec.defstruct(of.__name__, known, omit_defaults=True, kw_only=True)


_Category: Final[Any] = msgspec.defstruct("Category", [("key", str), ("label", str)])
_Tally: Final[Any] = _shape(Tally, parts=tuple[_Category, ...])
_Previous: Final[Any] = _shape(Previous, values=(_Numbers, {}))
_Options: Final[Any] = _shape(Options, always={"pitch", "shading", "run_in", "units"})
DraftFile: Final[Any] = _shape(
    Report,
    gknb=int,
    id=str,
    revision=str,
    form=str,
    form_digest=(str, ""),
    stage=Stage,
    options=_Options,
    values=(_Numbers, {}),
    stated=(_Numbers, {}),
    tallies=(tuple[_Tally, ...], ()),
    previous=(_Previous | None, None),
    extra=None,
)
"""A complete draft. ``gknb`` is the version of the format, ``form`` the key of the form,
``form_digest`` the fingerprint of a form that did not come with the program."""
_KEYED: Final = ("reasons",)
"""Fields that are mappings with keys of the report instead of keys of the format."""


class _Head(msgspec.Struct):
    gknb: int


_HEAD: Final = msgspec.json.Decoder(_Head)
_DECODER: Final = msgspec.json.Decoder(DraftFile)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def encode(report: Report) -> bytes:
    """Return a report as the bytes of a draft file: UTF-8, sorted, indented."""
    file = file_of(report)
    if not report.extra:
        return _pretty(file)
    return _pretty(_merged(msgspec.to_builtins(file), report.extra, DraftFile))


def decode(data: bytes, newer: bool = False, largest: int = LARGEST) -> Report:
    """Return the report of the bytes of a draft file, with texts unchanged.

    With ``newer``, a draft of a later version is read as far as its fields are known: for viewing
    only, never for saving.

    Raises:
        NewerDraftError: written by a later version of the program.
        DraftError: the bytes are not a draft; the message says why.
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
        return report_of(file, extra)
    except FormError as error:
        raise DraftError(str(error)) from error
    except KeyError as error:
        raise DraftError(f"草稿内容有误：表样中没有「{error.args[0]}」。") from error
    except (AddressError, UnreadableError) as error:
        raise DraftError(f"草稿内容有误：{error}") from error


def version_of(data: bytes) -> int:
    """Return the version of the format of a draft.

    Raises:
        NewerDraftError: the version is newer than this program.
        DraftError: the bytes are not a draft.
    """
    plain = _plain_bytes(data)
    try:
        version = _HEAD.decode(plain).gknb
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _refusal(plain, error) from error
    _check_version(version)
    return version


def _current(plain: bytes) -> tuple[Any, dict[str, Any]]:
    """Read a draft of this version, and its unknown keys."""
    file = _DECODER.decode(plain)
    return file, {} if plain == _pretty(file) else _extra(_strict(plain), DraftFile)


def _earlier(plain: bytes, version: int) -> tuple[Any, dict[str, Any]]:
    """Migrate a draft of an earlier version, and read it in the same way."""
    msgspec.json.decode(plain)  # refuses lone surrogates, which the json module accepts
    raw = migrated(_strict(plain), version, VERSION)
    return msgspec.convert(raw, DraftFile), _extra(raw, DraftFile)


def _pretty(content: object) -> bytes:
    return msgspec.json.format(_ENCODER.encode(content), indent=1) + b"\n"


def _plain_bytes(data: bytes, largest: int = LARGEST) -> bytes:
    """Check size and content before parsing; return the bytes without a byte-order mark."""
    if len(data) > largest:
        raise DraftError(f"文件超过{largest >> 20}兆字节，不是草稿文件。")
    plain = data.removeprefix(b"\xef\xbb\xbf")
    if not plain.strip(b"\0 \t\r\n"):
        raise DraftError("文件是空的，可能保存时断电。打开另一份草稿，或恢复本机副本。")
    return plain


def _refusal(plain: bytes, error: Exception) -> DraftError:
    """Return the error that says why bytes are not a draft."""
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
    """Return the complete content of a file.

    Raises:
        DraftError: a key is repeated.
        ValueError, RecursionError: it is not JSON, or a number is infinite.
    """

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            raise DraftError("草稿中有重复的项，文件可能已损坏或被手工改动。")
        return found

    def number(text: str) -> float:
        if math.isinf(found := float(text)):
            raise ValueError(text)
        return found

    raw: dict[str, Any] = json.loads(plain.decode(), object_pairs_hook=pairs, parse_float=number)
    return raw


@cache
def _children(shape: type) -> Mapping[str, type]:
    """Return the nested types of a type by the names of their fields."""
    return {
        name: part
        for name, kind in get_type_hints(shape).items()
        for part in (kind, *get_args(kind))
        if is_dataclass(part) or hasattr(part, "__struct_fields__")
    }


def _extra(raw: Mapping[str, Any], shape: type) -> dict[str, Any]:
    """Return the unknown keys of a file, nested as in the file.

    Unknown keys in an item of a list are under the ``key`` of the item.
    """
    found = {key: value for key, value in raw.items() if key not in shape.__annotations__}
    for key, child in _children(shape).items():
        part = raw.get(key) or {}
        if isinstance(part, list):
            part = {item["key"]: item for item in part}
        elif key not in _KEYED:
            found[key] = _extra(part, child)
            continue
        more = {name: _extra(item, child) for name, item in part.items()}
        found[key] = {name: unknown for name, unknown in more.items() if unknown}
    return {key: more for key, more in found.items() if more or key not in _children(shape)}


def _merged(plain: Mapping[str, Any], extra: Mapping[str, Any], shape: type) -> dict[str, Any]:
    """Return content with unknown keys put back; those of removed parts are dropped."""
    merged = dict(plain)
    for key, more in extra.items():
        child = _children(shape).get(key)
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


def file_of(report: Report) -> Any:
    """Return a report in the type of a draft file."""
    form, previous, tallied = report.form, report.previous, _tallied(report.tallies)
    known = {
        address: number
        for address, number in report.values.items()
        if address in form.cells or address in form.figures or address in tallied
    }
    return _converted(
        DraftFile,
        report,
        gknb=VERSION,
        form=form.key,
        form_digest="" if form.key in catalog.released() else fingerprint(form),
        options=_converted(_Options, report.options),
        values=write_numbers(known),
        stated=write_numbers(report.stated),
        tallies=tuple(
            _converted(_Tally, tally, parts=tuple(_Category(*part) for part in tally.parts))
            for tally in report.tallies
        ),
        previous=previous
        and _converted(_Previous, previous, values=write_numbers(previous.values)),
    )


def report_of(file: Any, extra: Mapping[str, Any]) -> Report:
    """Return the report of a draft file; ``extra`` are its unknown keys.

    Raises:
        FormError: the form is not known here, or is a different one with the same key.
        AddressError, KeyError: an address that the form does not have.
        UnreadableError: a value that is not a number of its kind.
    """
    form = _form_of(file)
    _check(file, form)
    tallies = tuple(
        _converted(Tally, part, parts=tuple((one.key, one.label) for one in part.parts))
        for part in file.tallies
    )
    report = _converted(
        Report,
        file,
        form=form,
        stated=_numbers(file.stated, form),
        tallies=tallies,
        previous=file.previous and _converted(Previous, file.previous, values=_last(file.previous)),
        options=_converted(Options, file.options),
        values=_numbers(file.values, form, _tallied(tallies)),
        extra=extra,
    )
    numbers = (address for address in file.unread if address not in READ)
    for address in (*numbers, *file.remarks, *file.sources):
        kind_of(report, address)
    return report


def _converted(of: type[T], one: object, **otherwise: Any) -> T:
    """Convert between a type of the report and its type in the file.

    ``otherwise`` has the fields that are not the same in both.
    """
    same = {name: getattr(one, name) for name in of.__annotations__ if name not in otherwise}
    return of(**same, **otherwise)


def _form_of(file: Any) -> Form:
    try:
        form = catalog.form(file.form)
    except FormError as error:
        raise FormError(
            f"草稿使用的格式「{file.form}」本机没有。"
            "在“设置”的“报告格式”中增加该格式文件后再打开，或用新版程序打开。"
        ) from error
    if file.form_digest and file.form_digest != fingerprint(form):
        raise FormError(
            f"草稿使用的格式「{file.form}」与本机的同名格式内容不同。"
            "在填写该草稿的电脑上打开，或换用与之相同的格式文件。"
        )
    return form


def _check(file: Any, form: Form) -> None:
    """Check conditions that the types do not express.

    Raises:
        UnreadableError: one of them is not fulfilled.
    """
    places = [text.key for text in file.texts] + [part.under for part in file.tallies]
    sections = set(map(first_key, places))
    computed = form.cells.keys() - form.typed
    keys = [text.key for text in file.texts]
    tallies = [part.key for part in file.tallies]
    parts = [[c.key for c in part.parts] for part in file.tallies]
    wrong = {
        "年度": not 2008 <= file.year <= 2100,
        "统计期限": file.period.end < file.period.start,
        "小标题": len(set(keys)) < len(keys) or not sections <= form.section_keys,
        "分类统计": len(set(tallies)) < len(tallies)
        or any(len({*part, TOTAL}) < len(part) + 1 for part in parts),
        "表格": bool(file.values.keys() & computed),
        "原表合计": not file.stated.keys() <= computed,
        "未能识别的内容": bool(file.unread.keys() & (computed | file.values.keys())),
        "单位信息": any("\n" in text for text in vars(file.unit).values() if isinstance(text, str)),
        "表下注": not file.notes.keys() <= form.tables.keys(),
        "行距": re.fullmatch(r"[1-9]\d(\.\d{1,2})?", file.options.pitch) is None,
    }
    for what, is_wrong in wrong.items():
        if is_wrong:
            raise UnreadableError(f"{what}无效。")


def _tallied(tallies: Iterable[Tally]) -> frozenset[str]:
    """Return the addresses of the numbers of tallies."""
    return frozenset(address for tally in tallies for address in tally.addresses)


def _numbers(
    texts: dict[str, str], form: Form, tallied: Set[str] = frozenset()
) -> dict[str, Number]:
    """Return numbers by address; counts, which are the most, are converted together for speed."""
    counts = dict(texts)
    known_counts = form.counted | tallied
    others = {address: counts.pop(address) for address in texts if address not in known_counts}
    values = _counts(counts)
    for address, text in others.items():
        known = form.cells.get(address) or form.figures[address]
        values[address] = _number(text, known.kind)
    return values


def _counts(texts: dict[str, str]) -> dict[str, Number]:
    together = "".join(texts.values())
    lengths = set(map(len, texts.values()))
    if together.isascii() and together.isdigit() and 0 not in lengths and max(lengths) <= LONGEST:
        return dict(zip(texts, map(int, texts.values()), strict=True))
    return {address: _number(text, ValueKind.COUNT) for address, text in texts.items()}


def _number(text: str, kind: ValueKind) -> Number:
    number = read_number(text, kind)
    if number is None:
        raise UnreadableError("数值为空。")
    return number


def _last(previous: Any) -> dict[str, Number]:
    """Return last year's numbers; their form may be unknown, so the text decides the kind."""
    return {
        address: _number(text, ValueKind.MONEY if "." in text else ValueKind.CHANGE)
        for address, text in previous.values.items()
    }
