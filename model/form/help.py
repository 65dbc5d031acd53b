"""The help for the clerk: a Markdown page for each step, and the meaning of each table row.

Help texts are in resources/help, those of one form in a folder named by its key. Titles, labels,
sub-heads and names of relations come from the form itself. Every row has a meaning and every
meaning has a row.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from model.address import Address, depth, join_path, row_address
from model.errors import FormError, words_of
from model.form import catalog
from model.form.form import Form, Mention, Section, Text
from model.form.table import Heading, Relation, Table
from model.resources import HELP
from model.unit import LEVELS, UNDECIDED

_ADDED: Final = "本格式由格式文件增加；没有写明含义的行，以印发该格式的通知为准。"


class RowMeaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The meaning of a row, and the article it is based on, if any; both without the label."""

    means: str
    article: str = ""


class Meanings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Meanings of a form's rows by ``table/row.path``, and a notice on how they were verified.

    Rows and notice are taken over from the form ``like`` if they are not repeated.
    """

    rows: dict[str, RowMeaning]
    notice: str = ""
    like: str = ""


def row_help(form: Form, address: str) -> str:
    """Return the meaning of a row, by its ``table/row.path`` or the address of any cell in it.

    It is empty for a row without a label, which its columns explain.

    Raises:
        FormError: the meanings do not fit the form.
    """
    place = Address.parse(address)
    meaning = meanings(form).rows.get(row_address(place.table, place.row))
    if meaning is None:
        return ""
    return f"{meaning.means}参考：{meaning.article}。" if meaning.article else meaning.means


@cache
def meanings(form: Form) -> Meanings:
    """Return the meanings of a form's rows, including those taken over from another form.

    An added form has those of the newest released one for equal rows; the others are blank.

    Raises:
        FormError: there are none, or they do not fit the form.
    """
    if form.key in catalog.released():
        return read_meanings(form, HELP / f"{form.key}.toml")
    found = _carried_over(form, Meanings({}, like=catalog.released()[-1]))
    rows = {row: found.rows.get(row, RowMeaning("")) for row in _rows(form)}
    return Meanings(rows, f"{_ADDED}{found.notice}", found.like)


def read_meanings(form: Form, path: Path) -> Meanings:
    """Read one file of meanings.

    Raises:
        FormError: no such file, it is malformed, a row has no meaning or a meaning no row; the
            message names the file and the place in it.
    """
    try:
        own = catalog.shaped(tomllib.loads(path.read_text(encoding="utf-8")), Meanings)
    except OSError as error:
        raise FormError(f"说明文件 {path.name} 不能读取：{words_of(error)}。") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise FormError(f"说明文件 {path.name} 不能读取：{catalog.syntax_of(error)}。") from error
    except FormError as error:
        raise FormError(f"说明文件 {path.name}：{error}") from error
    found = _carried_over(form, own) if own.like else own
    for row in sorted(found.rows.keys() ^ _rows(form).keys()):
        wrong = "不存在" if row in found.rows else "没有含义"
        raise FormError(f"说明文件 {path.name}：「{row}」一行{wrong}。")
    return found


def _carried_over(form: Form, own: Meanings) -> Meanings:
    """Return the meanings with those of another form for rows with the same path and labels."""
    other = catalog.form(own.like)
    there, labels, known = meanings(other), _rows(form), _rows(other)
    same = {row: m for row, m in there.rows.items() if labels.get(row) == known[row]}
    return Meanings(same | own.rows, own.notice or there.notice, own.like)


def _rows(form: Form) -> dict[str, tuple[str, ...]]:
    """Return the labels, from the root, of all rows with a label by ``table/row.path``."""
    return {
        row_address(table.key, path): leaf.labels
        for table in form.tables.values()
        for path, leaf in table.leaves("rows").items()
        if leaf.labels
    }


START: Final = "start"
"""Key of the page about the window before the first step."""
_BEFORE: Final = (START, "unit")
_AFTER: Final = ("check", "export")
"""Pages that do not belong to a section; they begin with their own title."""
_TABLES: Final = "tables"
"""Name of the help on filling in tables, a part of the page of every section with a table."""
_SEVERITIES: Final = {"error": "错误", "warning": "待说明"}


def topics(form: Form) -> dict[str, str]:
    """Return the names of the pages by key, in the order of the wizard's steps."""
    sections = {section.key: section.short for section in form.sections}
    before, after = ({key: _title(form, key) for key in keys} for keys in (_BEFORE, _AFTER))
    return before | sections | after


@cache
def help_page(form: Form, step: str) -> str:
    """Return the page of a step; the page of a section includes its rows, sub-heads and checks.

    Raises:
        FormError: no such page, or the meanings of rows do not fit the form.
    """
    if step not in form.section_of:
        return _written(form, step)
    section = form.section_of[step]
    parts = [f"# {_plain(section.title)}", _found(form, section.key)]
    for table in section.tables:
        parts += [_written(form, _TABLES), *_row_table(form, table)]
    parts += _listed("小标题", chain.from_iterable(map(_text_lines, section.texts)))
    parts += _listed("程序核对什么", _checks(form, section))
    return "\n\n".join(filter(None, parts))


def _title(form: Form, key: str) -> str:
    return _written(form, key).splitlines()[0].removeprefix("# ")


def _written(form: Form, name: str) -> str:
    """Return a help text, which must exist."""
    if text := _found(form, name):
        return text
    raise FormError(f"没有「{name}」的说明。")


@cache
def _found(form: Form, name: str) -> str:
    """Return a help text for this form, else for all forms; empty if there is none."""
    for path in (HELP / form.key / f"{name}.md", HELP / f"{name}.md"):
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    return ""


def _plain(text: str) -> str:
    """Return a text of the form with Markdown characters escaped."""
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", text)


def _listed(title: str, lines: Iterator[str]) -> list[str]:
    """Return a title and a list, or nothing if there are no lines."""
    listed = "\n".join(lines)
    return [f"## {title}", listed] if listed else []


def _row_table(form: Form, table: Table) -> list[str]:
    """Return the rows of a table with their meanings, and the notice on these."""
    lines: list[str] = []
    for block in table.blocks:
        lines += [_group(block.title)] if block.title else []
        for heading in block.rows:
            lines += _row_lines(form, table, heading.key, heading)
    if not lines:
        return []
    head = ("| 行 | 填什么 | 参考条款 |", "|---|---|---|")
    return ["## 各行含义", "\n".join((*head, *lines)), _plain(meanings(form).notice)]


def _row_lines(form: Form, table: Table, path: str, heading: Heading) -> Iterator[str]:
    """Yield a row as a line of a Markdown table, or a group and the rows under it."""
    if heading.children:
        yield _group(heading.label)
        for child in heading.children:
            yield from _row_lines(form, table, join_path(path, child.key), child)
    elif heading.label:
        meaning = meanings(form).rows[row_address(table.key, path)]
        yield "|".join(("", *map(_plain, (heading.label, meaning.means, meaning.article)), ""))


def _group(label: str) -> str:
    return f"| **{_plain(label)}** | | |"


def _text_lines(text: Text) -> Iterator[str]:
    """Yield a sub-head with its guidance, indented by its level, and its figures."""
    indent = "  " * depth(text.key)
    yield f"{indent}- **{_plain(text.title)}**　{_plain(text.guidance)}"
    if text.figures:
        figures = "、".join(f"{figure.label}（{figure.unit}）" for figure in text.figures)
        yield f"{indent}  - 填数字：{_plain(figures)}。"


def _checks(form: Form, section: Section) -> Iterator[str]:
    """Yield the checks of a section: totals, relations, required words."""
    for table in section.tables:
        yield from (f"- {_plain(total.name)}由程序计算。" for total in table.totals)
        yield from (_check(one) for one in table.relations)
    figures = {figure.address for text in section.texts for figure in text.figures}
    for one in form.relations:
        if figures & {term.path for term in one.terms}:
            yield _check(one)
    yield from (_check(one) for one in section.mentions)


def _check(one: Relation | Mention) -> str:
    message = f"列为{_SEVERITIES[one.severity]}"
    if isinstance(one, Relation):
        return f"- {_plain(one.name)}：不符{message}。"
    hidden = UNDECIDED if set(LEVELS) <= set(one.kinds) else ()  # the levels include these
    kinds = "、".join(kind for kind in one.kinds if kind not in hidden)
    kinds = f"（{kinds}）" if kinds else ""
    return f"- {_plain(one.name)}{kinds}：没有写的{message}。"
