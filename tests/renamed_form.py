"""Released forms under other keys: what the program knows of a form by name is not there."""

import json
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from model.form import catalog
from model.form.form import Form
from model.report.begin import new_report
from model.report.report import Report
from model.resources import FORMS, set_forms_folder
from model.unit import Unit
from tests import new_form

Data = dict[str, Any]
RELEASED: Final = ("2019", "2021")
_AXES: Final = ("rows", "columns")


class Key(NamedTuple):
    """A key of a form file: what it is of, where it stands, and what gives it another."""

    kind: str
    place: str
    rename: Callable[[str], None]


def data_of(form: str) -> Data:
    """Read a released form file; every heading is a table."""
    data = tomllib.loads((FORMS / f"{form}.toml").read_text("utf-8"))
    for _, block in _blocks(data):
        for axis in _AXES:
            block[axis] = [_heading(one) for one in block[axis]]
    return data


def text_of(data: Data) -> str:
    """Write the text of a form file."""
    return "\n".join(f"{key} = {_written(value)}" for key, value in data.items())


def all_renamed(form: str) -> str:
    """Give the text of a form file of which every key is another."""
    data = _issued(data_of(form))
    for number, key in enumerate(keys(data)):
        key.rename(f"k{number}")
    return text_of(data)


def one_renamed(form: str, place: str) -> str:
    """Give the text of a form file of which one key is another."""
    data = _issued(data_of(form))
    next(key for key in keys(data) if f"{key.kind} {key.place}" == place).rename("k1")
    return text_of(data)


def as_it_is(form: str) -> str:
    """Give the text of a form file as it might be issued again, every key the same."""
    return text_of(_issued(data_of(form)))


def _issued(data: Data) -> Data:
    data.pop("last_year", None)
    return data | {"key": new_form.KEY, "basis": new_form.BASIS, "first_year": int(new_form.KEY)}


@cache
def read(text: str) -> Form:
    """Read a form as the catalogue reads one that was added."""
    return catalog.added_form(text.encode(), "a.toml")


def added(folder: Path, text: str) -> Form:
    """Add a form to the forms of this computer."""
    folder.mkdir()
    (folder / f"{new_form.KEY}.toml").write_text(text, "utf-8")
    set_forms_folder(folder)
    return catalog.form(new_form.KEY)


def places(form: str) -> list[str]:
    """Name every key of a form."""
    return [f"{key.kind} {key.place}" for key in keys(data_of(form))]


def filled(form: Form) -> Report:
    """Give a report with every text of a form and a number of its own in every place."""
    report = new_report(form, Unit(name="某市水务局"), form.first_year, form.texts)
    addresses = [a for table in form.tables.values() for a in table.typed]
    addresses += form.figures
    addresses += [a for tally in report.tallies for a in tally.part_addresses]
    for number, address in enumerate(addresses, start=1):
        report = report.with_value(address, number % 90 + 10)
    return report


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k)} = {_written(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _heading(item: Any) -> Data:
    if isinstance(item, list):
        item = dict(zip(("key", "label", "children"), item, strict=False))
    return {**item, "children": [_heading(child) for child in item.get("children", [])]}


def _tables(data: Data) -> Iterator[Data]:
    for section in data["sections"]:
        yield from section.get("tables", [])


def _blocks(data: Data) -> Iterator[tuple[Data, Data]]:
    for table in _tables(data):
        yield from ((table, block) for block in table["blocks"])


def _phrases(data: Data) -> Iterator[Data]:
    for section in data["sections"]:
        yield from section.get("phrases", [])


def keys(data: Data) -> Iterator[Key]:
    """Give every key of a form file, those of headings from the leaves up."""
    for section in data["sections"]:
        name = section["key"]
        yield from _of_texts(data, section)
        for tally in section.get("tallies", []):
            yield Key("tallies", f"{name}.{tally['key']}", _tally_renaming(data, tally))
        for kind in ("mentions", "phrases"):
            for one in section.get(kind, []):
                yield Key(kind, f"{name}.{one['key']}", _setter(one))
        for subject in section.get("subjects", []):
            yield Key("subjects", f"{name}.{subject['key']}", _subject_renaming(data, subject))
        for table in section.get("tables", []):
            yield from _of_table(data, table)
        yield Key("section", name, _section_renaming(data, section))
    for preset in data["presets"]:
        yield Key("preset", preset["key"], _preset_renaming(data, preset))
        for part in preset["parts"]:
            yield Key("part", f"{preset['key']}.{part[0]}", _part_setter(part))
    for relation in data["relations"]:
        yield Key("relation", relation["key"], _setter(relation))


def _of_texts(data: Data, section: Data) -> Iterator[Key]:
    for text in sorted(section.get("texts", []), key=lambda text: -text["key"].count(".")):
        for figure in text.get("figures", []):
            yield Key("figure", figure["key"], _figure_renaming(data, figure))
        place = f"{section['key']}.{text['key']}"
        yield Key("text", place, _text_renaming(section, text))


def _of_table(data: Data, table: Data) -> Iterator[Key]:
    for relation in table.get("relations", []):
        yield Key("relation", f"{table['key']}.{relation['key']}", _setter(relation))
    for axis in _AXES:
        headings = [one for block in table["blocks"] for one in block[axis]]
        for path in dict.fromkeys(_paths(headings, ())):
            place = f"{table['key']}.{'.'.join(path)}"
            yield Key(axis, place, _heading_renaming(data, table, axis, path))
    yield Key("table", table["key"], _table_renaming(data, table))


def _paths(headings: list[Data], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for heading in headings:
        path = (*above, heading["key"]) if heading["key"] else above
        yield from _paths(heading["children"], path)
        if heading["key"]:
            yield path


def _setter(one: Data) -> Callable[[str], None]:
    return lambda key: one.update(key=key)


def _part_setter(part: list[str]) -> Callable[[str], None]:
    def rename(key: str) -> None:
        part[0] = key

    return rename


def _section_renaming(data: Data, section: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        for rule in data["rules"]:
            if rule["rule"] == "repeated_text":
                rule["on"] = [key if one == section["key"] else one for one in rule["on"]]
        section["key"] = key

    return rename


def _preset_renaming(data: Data, preset: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        for section in data["sections"]:
            for tally in section.get("tallies", []):
                if tally["preset"] == preset["key"]:
                    tally["preset"] = key
        preset["key"] = key

    return rename


def _text_renaming(section: Data, text: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        old = text["key"]
        new = ".".join((*old.split(".")[:-1], key))
        for other in section["texts"]:
            other["key"] = _moved(other["key"], old, new)
        for tally in section.get("tallies", []):
            tally["under"] = _moved(tally["under"], old, new)
        for mention in section.get("mentions", []):
            if "text" in mention:
                mention["text"] = _moved(mention["text"], old, new)

    return rename


def _tally_renaming(data: Data, tally: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        old, new = f"tally/{tally['key']}/total", f"tally/{key}/total"
        _each_address(data, lambda address: new if address == old else address)
        tally["key"] = key

    return rename


def _subject_renaming(data: Data, subject: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        for phrase in _phrases(data):
            if phrase["subject"] == subject["key"]:
                phrase["subject"] = key
        subject["key"] = key

    return rename


def _figure_renaming(data: Data, figure: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        old, new = f"figure/{figure['key']}", f"figure/{key}"
        _each_address(data, lambda address: new if address == old else address)
        figure["key"] = key

    return rename


def _table_renaming(data: Data, table: Data) -> Callable[[str], None]:
    def rename(key: str) -> None:
        old = table["key"]

        def moved(address: str) -> str:
            first, slash, rest = address.partition("/")
            return f"{key}{slash}{rest}" if first == old and slash else address

        _each_address(data, moved)
        for rule in data["rules"]:
            if rule["rule"] == "copied":
                rule["on"] = [key if one == old else one for one in rule["on"]]
        table["key"] = key

    return rename


def _heading_renaming(
    data: Data, table: Data, axis: str, path: tuple[str, ...]
) -> Callable[[str], None]:
    old = ".".join(path)

    def rename(key: str) -> None:
        new = ".".join((*path[:-1], key))

        def moved(one: str) -> str:
            last = "last:" * one.startswith("last:")
            return last + _moved(one.removeprefix("last:"), old, new)

        def address_moved(address: str) -> str:
            parts = address.split("/")
            if len(parts) == 3 and parts[0] == table["key"]:
                place = 1 if axis == "rows" else 2
                parts[place] = _moved(parts[place], old, new)
            return "/".join(parts)

        _each_address(data, address_moved)
        for one in (*table.get("totals", []), *table.get("relations", [])):
            _rename_terms(one, moved, one["along"] == axis)
        if axis == "rows" and "rows" in table.get("nothing", {}):
            table["nothing"]["rows"] = list(map(moved, table["nothing"]["rows"]))
        for block in table["blocks"]:
            _set_at(block[axis], path, key)

    return rename


def _rename_terms(one: Data, moved: Callable[[str], str], along: bool) -> None:
    """Give the terms of a sum along an axis, or the lines that cross it, other paths."""
    if not along:
        one.update({"lines": list(map(moved, one["lines"]))} if "lines" in one else {})
        return
    for name in ("sum", "equals", "at_least"):
        if name in one:
            one[name] = list(map(moved, one[name]))
    for name in ("gives", "without_last"):
        if name in one:
            one[name] = moved(one[name])
    if "called" in one:
        one["called"] = {moved(path): called for path, called in one["called"].items()}


def _set_at(headings: list[Data], path: tuple[str, ...], key: str) -> None:
    for heading in headings:
        if not heading["key"]:
            _set_at(heading["children"], path, key)
        elif heading["key"] == path[0] and path[1:]:
            _set_at(heading["children"], path[1:], key)
        elif heading["key"] == path[0]:
            heading["key"] = key


def _each_address(data: Data, moved: Callable[[str], str]) -> None:
    """Give the addresses that relations, rules and phrases of the form name another word."""
    for relation in data["relations"]:
        _rename_terms(relation, moved, along=True)
    for rule in data["rules"]:
        if "on" in rule:
            rule["on"] = list(map(moved, rule["on"]))
    for phrase in _phrases(data):
        phrase["means"] = [list(map(moved, meaning)) for meaning in phrase["means"]]


def _moved(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if path == old or path.startswith(f"{old}.") else path
