"""Report ↔ bytes of a draft file, version 3: strict when reading, sorted and indented when writing.

docs/draft-format.md describes the file. Its keys are the field names of the report's own types; to
change one takes a new version and a step in ``migrations``. Numbers are strings, so that 59237.2449
stays as typed; a blank is absent.

A file that is exactly what we would write holds no duplicate and no unknown key; any other, and any
of an earlier version, takes the slower way, which looks for both. Unknown keys are kept by the
report and written again.
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
from model.drafts.migrations import brought_forward
from model.errors import AddressError, DraftError, FormError, NewerDraftError, UnreadableError
from model.form import catalog
from model.form.form import Form
from model.form.identity import fingerprint
from model.report.addresses import kind_of
from model.report.report import (
    Options,
    Previous,
    Report,
    Stage,
    Tally,
)
from model.values import LONGEST, Number, ValueKind, Values, read_number, write_number

VERSION: Final = 3
LARGEST: Final = 8 * 1024 * 1024
"""Bytes a draft may have, whether it is read or written."""
LARGE: Final = 7 * 1024 * 1024
"""Bytes from which on it is said that a draft comes near that."""
LARGEST_COPY: Final = 32 * 1024 * 1024
"""Bytes a copy in the user's own folder may have: of a draft that became too large, too."""

T = TypeVar("T")
_Numbers = dict[str, str]
"""Address → number as a file holds it."""


def _shape(of: type, always: Set[str] = frozenset(), **otherwise: Any) -> Any:
    """Return the shape in which a file holds a type of the report.

    It has the fields of the type; a field at its default is absent, unless ``always`` names it.
    ``otherwise`` says of a field that a file holds in another way its type, or its type and its
    default; None where a file does not have it.
    """
    shape, hints = {}, get_type_hints(of)
    for one in fields(of):
        if one.name in otherwise:
            continue
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name in always:  # msgspec omits no default that a function makes
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
"""A whole draft. ``gknb`` is the version of this shape, ``form`` the key of the form,
``form_digest`` the fingerprint of a form that did not come with the program."""
_KEYED: Final = ("reasons",)
"""Parts that are found by a key of the clerk's, not by one of the format."""


class _Head(msgspec.Struct):
    gknb: int


_HEAD: Final = msgspec.json.Decoder(_Head)
_DECODER: Final = msgspec.json.Decoder(DraftFile)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


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
        return report_of(file, extra)
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


def _current(plain: bytes) -> tuple[Any, dict[str, Any]]:
    """Read a draft of this version, and what stands in it beyond its shape."""
    file = _DECODER.decode(plain)
    return file, {} if plain == _pretty(file) else _extra(_strict(plain), DraftFile)


def _earlier(plain: bytes, version: int) -> tuple[Any, dict[str, Any]]:
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


@cache
def _children(shape: type) -> Mapping[str, type]:
    """Return which fields of a shape hold parts with keys of their own, and their shapes."""
    return {
        name: part
        for name, kind in get_type_hints(shape).items()
        for part in (kind, *get_args(kind))
        if is_dataclass(part) or hasattr(part, "__struct_fields__")
    }


def _extra(raw: Mapping[str, Any], shape: type) -> dict[str, Any]:
    """Return what stands in a file beyond the keys of its shape, nested as there.

    What is unknown in an item of a list stands under the item's own ``key``.
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
    """Put unknown keys back where they stood; those of a part that is gone go with it."""
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
    """Put a report into the shape of a draft file."""
    form, previous, tallied = report.form, report.previous, _tallied(report.tallies)
    known = {
        address: number
        for address, number in report.values.items()
        if address in form.cells or address in form.figures or address in tallied
    }
    return _made(
        DraftFile,
        report,
        gknb=VERSION,
        form=form.key,
        form_digest="" if form.key in catalog.released() else fingerprint(form),
        options=_made(_Options, report.options),
        values=_written(known),
        stated=_written(report.stated),
        tallies=tuple(
            _made(_Tally, tally, parts=tuple(_Category(*part) for part in tally.parts))
            for tally in report.tallies
        ),
        previous=previous and _made(_Previous, previous, values=_written(previous.values)),
    )


def report_of(file: Any, extra: Mapping[str, Any]) -> Report:
    """Read a report out of a draft file; ``extra`` is what stands in it beyond its shape.

    Raises:
        FormError: the form is not known here, or is another of the same key.
        AddressError, KeyError: an address that the form does not have.
        UnreadableError: a value that is no number of its kind.
    """
    form = _form_of(file)
    _check(file, form)
    tallies = tuple(
        _made(Tally, part, parts=tuple((one.key, one.label) for one in part.parts))
        for part in file.tallies
    )
    report = _made(
        Report,
        file,
        form=form,
        stated=_numbers(file.stated, form),
        tallies=tallies,
        previous=file.previous and _made(Previous, file.previous, values=_last(file.previous)),
        options=_made(Options, file.options),
        values=_numbers(file.values, form, _tallied(tallies)),
        extra=extra,
    )
    for address in (*file.unread, *file.remarks, *file.sources):
        kind_of(report, address)
    return report


def _made(of: type[T], one: object, **otherwise: Any) -> T:
    """Make a type of the report from its shape, or the shape from it.

    ``otherwise`` gives the fields that are not the same in both.
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
    """Refuse what the types let through and no report can be."""
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


def _written(values: Values) -> dict[str, str]:
    return {address: write_number(number) for address, number in values.items()}


def _tallied(tallies: Iterable[Tally]) -> frozenset[str]:
    """Return the addresses of the numbers of tallies."""
    return frozenset(address for tally in tallies for address in tally.addresses)


def _numbers(
    texts: dict[str, str], form: Form, tallied: Set[str] = frozenset()
) -> dict[str, Number]:
    """Read numbers by address: nearly all are counts, and those are read together."""
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
    """Read numbers of last year's form, which may not be this one: a text tells its kind."""
    return {
        address: _number(text, ValueKind.MONEY if "." in text else ValueKind.CHANGE)
        for address, text in previous.values.items()
    }
