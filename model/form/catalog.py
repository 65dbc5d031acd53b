"""The forms that are known: resources/forms/*.toml read strictly into Forms, and where they are.

Forms that somebody added on this computer stand after the released ones (docs/new-forms.md); a
released form goes before an added one of its key. The program's own read-only files are found here,
frozen or not.
"""

import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import MISSING, Field, fields
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, Final, NoReturn, TypeVar, get_args

from model.errors import FormError
from model.form import gate
from model.form.consistency import check_form
from model.form.form import Figure, Form, Mention, Preset, Rule, Section, TallyKind, Text
from model.form.table import Block, Heading, Nothing, Relation, Table, Term, Total
from model.text import shortened, visible
from model.values import ValueKind

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
RESOURCES: Final = ROOT / "resources"
FORMS: Final = RESOURCES / "forms"
HELP: Final = RESOURCES / "help"
ICONS: Final = RESOURCES / "icons"

_added_folders: list[Path] = []


def look_for_forms_in(folder: Path) -> None:
    """Say where the forms lie that somebody added on this computer: no user's folder is known here.

    To be called once, before the catalogue is first asked.
    """
    _added_folders[:] = [folder]


def added_forms() -> tuple[Path, ...]:
    """Give the folder of added forms, if there is one to look in."""
    return tuple(_added_folders)


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
    """Give a form by its key.

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
    """Give the form prescribed for reports on a year; before the first form, the first."""
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
        wrong = f"：键「{made.key}」应为起始年度，如 {made.first_year}。"
        raise _refusal(name, wrong)
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
        made = _form(tomllib.loads(text()))
        check_form(made)
    except ValueError as error:  # no UTF-8, or no TOML
        raise _refusal(name, f" 不是有效的 TOML 文件：{error}。") from error
    except FormError as error:
        raise _refusal(name, f"：{error}") from error
    return made


def _refusal(name: str, why: str) -> FormError:
    """Say what is against a form file; a stranger's words in it are printable and bounded."""
    return FormError(f"格式文件 {shortened(visible(name), _NAME)}{shortened(visible(why), _WORDS)}")


def _form(data: dict[str, Any]) -> Form:
    sections = _many(data, "sections", "", _section)
    relations = _many(data, "relations", "", _relation)
    rules = _many(data, "rules", "", lambda item, at: _make(Rule, item, at))
    presets = _many(data, "presets", "", _preset)
    return _make(
        Form, data, "", sections=sections, relations=relations, rules=rules, presets=presets
    )


def _section(data: dict[str, Any], at: str) -> Section:
    key = data.get("key", "")
    return _make(
        Section,
        data,
        at,
        texts=_many(data, "texts", at, lambda item, where: _text(item, where, key)),
        tables=_many(data, "tables", at, _table),
        tallies=_many(data, "tallies", at, lambda item, where: _make(TallyKind, item, where)),
        mentions=_many(data, "mentions", at, lambda item, where: _make(Mention, item, where)),
    )


def _text(data: dict[str, Any], at: str, section: str) -> Text:
    if "section" in data:
        raise FormError(f"{at} 中有未知的项「section」。")
    figures = _many(data, "figures", at, lambda item, where: _make(Figure, item, where))
    return _make(Text, data, at, section=section, figures=figures)


def _table(data: dict[str, Any], at: str) -> Table:
    return _make(
        Table,
        data,
        at,
        blocks=_many(data, "blocks", at, _block),
        totals=_many(data, "totals", at, _total),
        relations=_many(data, "relations", at, _relation),
        nothing=_nothing(data.get("nothing"), f"{at}.nothing"),
    )


def _nothing(data: object, at: str) -> Nothing | None:
    if data is None or isinstance(data, dict):
        return None if data is None else _make(Nothing, data, at)
    raise FormError(f"{at} 应为表。")


def _block(data: dict[str, Any], at: str) -> Block:
    return _make(
        Block,
        data,
        at,
        columns=_headings(data.get("columns", []), f"{at}.columns"),
        rows=_headings(data.get("rows", []), f"{at}.rows"),
    )


def _headings(items: object, at: str) -> tuple[Heading, ...]:
    if not isinstance(items, list):
        raise FormError(f"{at} 应为标题列表。")
    return tuple(_heading(item, f"{at}[{place}]") for place, item in enumerate(items))


def _heading(item: object, at: str) -> Heading:
    """Read ``[key, label, children?]``, or a table where a heading says more than that."""
    if isinstance(item, list) and 2 <= len(item) <= 3:
        item = dict(zip(("key", "label", "children"), item, strict=False))
    if not isinstance(item, dict):
        raise FormError(f"{at} 应为 [key, label, children]。")
    return _make(Heading, item, at, children=_headings(item.get("children", []), f"{at}.children"))


def _total(data: dict[str, Any], at: str) -> Total:
    return _make(Total, data, at, sum=_terms(data, "sum", {}, at))


def _relation(data: dict[str, Any], at: str) -> Relation:
    called = data.pop("called", {})
    if not isinstance(called, dict) or not all(isinstance(name, str) for name in called.values()):
        raise FormError(f"{at}.called 应为 {{路径 = 名称}}。")
    sides = {side: _terms(data, side, called, at) for side in ("sum", "equals", "at_least")}
    unknown = set(called) - {path for side in sides for path in data.get(side, [])}
    if unknown:
        raise FormError(f"{at}.called 中的「{min(unknown)}」不在关系中。")
    return _make(Relation, data, at, **sides)


def _terms(data: dict[str, Any], key: str, called: dict[str, str], at: str) -> tuple[Term, ...]:
    paths = data.get(key, [])
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise FormError(f"{at}.{key} 应为文字列表。")
    return tuple(
        Term(path.removeprefix("last:"), path.startswith("last:"), called.get(path, ""))
        for path in paths
    )


def _preset(data: dict[str, Any], at: str) -> Preset:
    parts = data.get("parts", [])
    if not isinstance(parts, list) or not all(
        isinstance(part, list) and list(map(type, part)) == [str, str] for part in parts
    ):
        raise FormError(f"{at}.parts 应为 [key, label] 列表。")
    return _make(Preset, data, at, parts=tuple((key, label) for key, label in parts))


def _many(
    data: dict[str, Any], key: str, at: str, make: Callable[[dict[str, Any], str], T]
) -> tuple[T, ...]:
    """Read an array of tables, each with its place in the file."""
    items = data.get(key, [])
    place = f"{at}.{key}" if at else key
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise FormError(f"{place} 应为列表。")
    return tuple(make(item, f"{place}[{number}]") for number, item in enumerate(items))


def _make(cls: type[T], data: dict[str, Any], at: str, **read: Any) -> T:
    """Build a dataclass from a table, with parts read already; refuse what it does not know."""
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    for name in data:
        if name not in known:
            raise FormError(f"{at or '文件'} 中有未知的项「{name}」。")
    given = {
        name: _typed(known[name], value, at) for name, value in data.items() if name not in read
    }
    for name, field in known.items():
        if field.default is MISSING and name not in given and not read.get(name):
            raise FormError(f"{at or '文件'} 缺少「{name}」。")
    return cls(**given, **read)


def _typed(field: "Field[Any]", value: object, at: str) -> object:
    """Check a plain value against the annotation of its field; lists become tuples."""
    wanted = field.type
    allowed = get_args(wanted)
    if wanted is ValueKind:
        good = isinstance(value, str) and value in set(ValueKind)
        return ValueKind(str(value)) if good else _refuse(field, value, at)
    if isinstance(wanted, GenericAlias):
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if good and isinstance(value, list) else _refuse(field, value, at)
    if not (value in allowed if allowed else type(value) is wanted):
        _refuse(field, value, at)
    return value


def _refuse(field: "Field[Any]", value: object, at: str) -> NoReturn:
    raise FormError(f"{at or '文件'} 的「{field.name}」不能为 {value!r}。")
