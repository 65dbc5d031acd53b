"""The forms that are known, each read strictly from its TOML file.

Forms that somebody added on this computer stand after the released ones (docs/new-forms.md); a
released form goes before an added one of its key. msgspec reads a file into the types of ``form``
and ``table``; what it refuses is put into Chinese here.
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
"""Form files that are read of the folder of added ones: a decree comes every few years."""
_WORDS: Final = 300
"""Characters of what is said against a form file."""
_NAME: Final = 100
"""Characters of its name that are said."""


def keys() -> list[str]:
    """Keys of all forms that are known, oldest first; a key is the first year of its form."""
    added = (key for folder in added_forms() for key in list(_added(folder)))  # it may grow beside
    return sorted({*released(), *added})


@cache
def released() -> tuple[str, ...]:
    """Keys of the forms that come with the program, oldest first."""
    return tuple(sorted(path.stem for path in FORMS.glob("*.toml")))


def form(key: str) -> Form:
    """Return a form by its key.

    Raises:
        FormError: no such form, or its file does not hold together.
    """
    if key in released():
        return _released(key)
    for folder in added_forms():
        if key in _added(folder):
            return _added(folder)[key]
    raise FormError(f"没有「{key}」格式。可用的格式：{'、'.join(keys())}。")


def form_for(year: int) -> Form:
    """Return the form prescribed for reports on a year; before the first form, the first."""
    covering = [key for key in keys() if form(key).covers(year)]
    return form(covering[-1] if covering else keys()[0])


def look_again() -> None:
    """Know what was added since the folder of added forms was read.

    What is known stays, whatever became of its file: an open report may be on it.
    """
    for folder in added_forms():
        for key, made in _found(folder).items():
            _added(folder).setdefault(key, made)


@cache
def _released(key: str) -> Form:
    return read_form(FORMS / f"{key}.toml")


@cache
def _added(folder: Path) -> dict[str, Form]:
    """Give the forms known of a folder: those that lay in it when it was first asked, and later."""
    return _found(folder)


def _found(folder: Path) -> dict[str, Form]:
    """Read a folder of added forms; a file that does not hold together must not stop the others."""
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
        FormError: it does not hold together, or its key is not its first year.
    """
    made = form_of(data, name)
    if made.key != str(made.first_year) or len(made.key) != 4:
        raise _refusal(name, f"：键「{made.key}」应为起始年度，如 {made.first_year}。")
    return made


def read_form(path: Path) -> Form:
    """Read one form file.

    Raises:
        FormError: the file does not hold together; the sentence names the file and the place.
    """
    return _read(path.name, lambda: path.read_bytes().decode("utf-8-sig"))


def form_of(data: bytes, name: str) -> Form:
    """Read the bytes of a form file of a stranger, which ``name`` stands for in sentences.

    Raises:
        FormError: they do not hold together; the sentence names the file and the place.
    """
    return _read(name, lambda: gate.admit(data))


def _read(name: str, text: Callable[[], str]) -> Form:
    try:
        made = shaped(_in_full(tomllib.loads(text())), Form)
        check_form(made)
    except ValueError as error:  # no TOML, or no text at all
        raise _refusal(name, f" 不是有效的 TOML 文件：{syntax_of(error)}。") from error
    except FormError as error:
        raise _refusal(name, f"：{error}") from error
    return made


def _refusal(name: str, why: str) -> FormError:
    """Say what is against a form file; a stranger's words in it are printable and bounded."""
    return FormError(f"格式文件 {shortened(visible(name), _NAME)}{shortened(visible(why), _WORDS)}")


def _in_full(data: dict[str, Any]) -> dict[str, Any]:
    """Write out what a form file says short: headings as lists, the section that a text is in.

    A part of the wrong shape stays as it is: it is refused when it is read into its type.
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
    """Write out ``[key, label, children?]``; a heading that says more is a table already."""
    if isinstance(item, list) and 2 <= len(item) <= 3:
        item = dict(zip(("key", "label", "children"), item, strict=False))
    if isinstance(item, dict) and "children" in item:
        item["children"] = _headings(item["children"])
    return item


def syntax_of(error: ValueError) -> str:
    """Say in which place a file is no TOML. The parser's own words are English."""
    if isinstance(error, UnicodeDecodeError):
        return "文字编码不是 UTF-8"
    place = re.search(r"line (\d+), column (\d+)\)$", str(error))
    return f"第{place[1]}行第{place[2]}列写法有误" if place else "文件末尾不完整"


def shaped(data: dict[str, Any], kind: type[T]) -> T:
    """Read parsed TOML into a type.

    Raises:
        FormError: something in it has another shape; the sentence names its place.
    """
    try:
        return msgspec.convert(data, kind, dec_hook=_term)
    except msgspec.ValidationError as error:
        raise FormError(_wrong_shape(str(error), data)) from error


def _term(kind: type, value: object) -> Term:
    """Read a term of a sum, the one kind of text that has a type of its own."""
    if isinstance(value, str):
        return Term(value)
    raise ValueError(f"{kind.__name__} is no text")


_PLACE: Final = re.compile(r" - at `\$\.?([\w.\[\]]*)`\Z")
"""The place at the end of what msgspec says; it names none where the whole file is meant."""
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
"""What a key of this name has to hold, where its value would say little."""


def _wrong_shape(words: str, data: dict[str, Any]) -> str:
    """Put what msgspec refuses into Chinese: the place, the key, and what is wrong with it."""
    why, at, *_ = (*_PLACE.split(words), "")
    if about := _ABOUT_KEY.fullmatch(why):
        return f"{at or '文件'} {_ABOUT[about[1]]}「{about[2]}」。"
    if why.startswith("."):  # a sentence of ours
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
    if "..." in at:  # of a mapping msgspec does not name the key
        return f"{at} 写法有误。"
    return f"{parent or '文件'} 的「{key}」不能为 {_written(data, at)}。"


def _written(data: Any, at: str) -> str:
    """Return the value at a place of parsed TOML as a sentence shows it."""
    for step in re.findall(r"\w+", at):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return str(data) if isinstance(data, date | time) else repr(data)
