"""The known forms, each read strictly from its TOML file.

Forms may be added on a computer (docs/new-forms.md); a released form takes precedence over an added
one with the same key. msgspec reads a file into the types of ``form`` and ``table``; its errors are
translated into Chinese here.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from model.errors import FormError
from model.form import gate
from model.form.consistency import check_form
from model.form.form import Form
from model.form.table import Term
from model.resources import FORMS, added_forms
from model.text import shortened, visible

T = TypeVar("T")

MOST: Final = 30
"""Most form files that are read from the folder of added ones: decrees appear every few years."""
_WORDS: Final = 300
"""Most characters of the reason in an error message."""
_NAME: Final = 100
"""Most characters of the file name in an error message."""


def keys() -> list[str]:
    """Return the keys of all known forms, oldest first; a key is the first year of its form."""
    # A copy, because another thread may add forms meanwhile.
    added = (key for folder in added_forms() for key in list(_added(folder)))
    return sorted({*released(), *added})


@cache
def released() -> tuple[str, ...]:
    """Return the keys of the forms that come with the program, oldest first."""
    return tuple(sorted(path.stem for path in FORMS.glob("*.toml")))


def form(key: str) -> Form:
    """Return a form by its key.

    Raises:
        FormError: no such form, or its file is invalid.
    """
    if key in released():
        return _released(key)
    for folder in added_forms():
        if key in _added(folder):
            return _added(folder)[key]
    raise FormError(f"没有「{key}」格式。可用的格式：{'、'.join(keys())}。")


def form_for(year: int) -> Form:
    """Return the form prescribed for reports on a year; the oldest one for earlier years."""
    covering = [key for key in keys() if form(key).covers(year)]
    return form(covering[-1] if covering else keys()[0])


def reload_added() -> None:
    """Read the forms that were added since the folder of added forms was read.

    Known forms stay even if their file has changed, because an open report may use them.
    """
    for folder in added_forms():
        for key, made in _found(folder).items():
            _added(folder).setdefault(key, made)


@cache
def _released(key: str) -> Form:
    return read_form(FORMS / f"{key}.toml")


@cache
def _added(folder: Path) -> dict[str, Form]:
    """Return the known forms of a folder by key; ``reload_added`` extends this dictionary."""
    return _found(folder)


def _found(folder: Path) -> dict[str, Form]:
    """Read a folder of added forms; invalid files are skipped."""
    found = {}
    for path in added_files(folder)[:MOST]:
        with suppress(FormError, OSError):
            made = added_form(gate.read_file(path), path.name)
            if made.key == path.stem:
                found[made.key] = made
    return found


def added_files(folder: Path) -> list[Path]:
    """Return the form files of a folder, in the order in which they are read."""
    return sorted(folder.glob("*.toml"))


def added_form(data: bytes, name: str) -> Form:
    """Read the bytes of a form file that does not come with the program.

    Raises:
        FormError: it is invalid, or its key is not its first year.
    """
    made = form_of(data, name)
    if made.key != str(made.first_year) or len(made.key) != 4:
        raise _refusal(name, f"：键「{made.key}」应为起始年度，如 {made.first_year}。")
    return made


def read_form(path: Path) -> Form:
    """Read one form file.

    Raises:
        FormError: the file is invalid; the message names the file and the place.
    """
    return _read(path.name, lambda: path.read_bytes().decode("utf-8-sig"))


def form_of(data: bytes, name: str) -> Form:
    """Read the bytes of an untrusted form file, which messages call ``name``.

    Raises:
        FormError: they are invalid; the message names the file and the place.
    """
    return _read(name, lambda: gate.admit(data))


def _read(name: str, text: Callable[[], str]) -> Form:
    try:
        made = shaped(_expanded(tomllib.loads(text())), Form)
        check_form(made)
    except ValueError as error:  # not TOML, or not UTF-8
        raise _refusal(name, f" 不是有效的 TOML 文件：{syntax_of(error)}。") from error
    except FormError as error:
        raise _refusal(name, f"：{error}") from error
    return made


def _refusal(name: str, why: str) -> FormError:
    """Return the error on a form file; texts of the file in it are made printable and short."""
    return FormError(f"格式文件 {shortened(visible(name), _NAME)}{shortened(visible(why), _WORDS)}")


def _expanded(data: dict[str, Any]) -> dict[str, Any]:
    """Expand the short notation of a form file: headings as lists, the section of a text.

    A part of the wrong shape is not changed: msgspec refuses it later.
    """
    for number, section in _tables(data, "sections"):
        for place, text in _tables(section, "texts"):
            if "section" in text:
                raise FormError(f"sections[{number}].texts[{place}] 中有未知的项「section」。")
            text["section"] = section.get("key", "")
        for _, table in _tables(section, "tables"):
            for _, block in _tables(table, "blocks"):
                for axis in block.keys() & {"rows", "columns"}:
                    block[axis] = _headings(block[axis])
    return data


def _tables(data: dict[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the tables of an array with their numbers."""
    items = data.get(key)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield number, item


def _headings(items: object) -> object:
    return [_heading(item) for item in items] if isinstance(items, list) else items


def _heading(item: object) -> object:
    """Expand ``[key, label, children?]``; a heading with more fields already is a table."""
    if isinstance(item, list) and 2 <= len(item) <= 3:
        item = dict(zip(("key", "label", "children"), item, strict=False))
    if isinstance(item, dict) and "children" in item:
        item["children"] = _headings(item["children"])
    return item


def syntax_of(error: ValueError) -> str:
    """Return the position of a syntax error in Chinese; the parser's own message is English."""
    if isinstance(error, UnicodeDecodeError):
        return "文字编码不是 UTF-8"
    place = re.search(r"line (\d+), column (\d+)\)$", str(error))
    return f"第{place[1]}行第{place[2]}列写法有误" if place else "文件末尾不完整"


def shaped(data: dict[str, Any], kind: type[T]) -> T:
    """Convert parsed TOML into a type.

    Raises:
        FormError: a part has the wrong shape; the message names its place.
    """
    try:
        return msgspec.convert(data, kind, dec_hook=_term)
    except msgspec.ValidationError as error:
        raise FormError(_wrong_shape(str(error), data)) from error


def _term(kind: type, value: object) -> Term:
    """Convert a text into a Term, the only type that msgspec does not know."""
    if isinstance(value, str):
        return Term(value)
    raise ValueError(f"{kind.__name__} is no text")


_PLACE: Final = re.compile(r" - at `\$\.?([\w.\[\]]*)`\Z")
"""The place at the end of a message of msgspec; it is missing if the file itself is meant."""
_ABOUT_KEY: Final = re.compile(r"Object .+? (unknown|required) field `(.*)`", re.DOTALL)
_ABOUT: Final = {"unknown": "中有未知的项", "required": "缺少"}
_INDEX: Final = re.compile(r"(?:\[[\d.]+\])+$")
_HEADINGS: Final = re.compile(r"(?:blocks\[\d+\]\.(?:rows|columns)|\.children)(\[\d+\])?$")
_LISTS: Final = (
    "sections texts tables tallies mentions figures blocks totals relations rules presets"
)
_SHAPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_LISTS.split(), "列表"),
    **dict.fromkeys(("sum", "equals", "at_least"), "文字列表"),
    "nothing": "表",
    "called": " {路径 = 名称}",
    "parts": " [key, label] 列表",
}
"""Expected types by key, for keys whose value would be unclear in a message."""


def _wrong_shape(words: str, data: dict[str, Any]) -> str:
    """Return a message of msgspec in Chinese: the place, the key, and the error."""
    why, at, *_ = (*_PLACE.split(words), "")
    if about := _ABOUT_KEY.fullmatch(why):
        return f"{at or '文件'} {_ABOUT[about[1]]}「{about[2]}」。"
    if why.startswith("."):  # a message from Relation.__post_init__
        return f"{at}{why}"
    headings, at = _HEADINGS.search(at), _INDEX.sub("", at)
    parent, _, key = at.rpartition(".")
    if why.endswith(" of length >= 1"):
        return f"{parent or '文件'} 缺少「{key}」。"
    if headings and headings[1]:
        return f"{at}{headings[1]} 应为 [key, label, children]。"
    if headings:
        return f"{at} 应为标题列表。"
    if key in _SHAPES:
        return f"{at} 应为{_SHAPES[key]}。"
    if "..." in at:  # msgspec does not name the key of a mapping
        return f"{at} 写法有误。"
    return f"{parent or '文件'} 的「{key}」不能为 {_written(data, at)}。"


def _written(data: Any, at: str) -> str:
    """Return the value at a place of parsed TOML as text."""
    for step in re.findall(r"\w+", at):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return str(data) if isinstance(data, date | time) else repr(data)
