"""What each row of a form's tables means, in a sentence or two, and the article it rests on.

Read from resources/help/<form>.toml as strictly as a form: every row has a meaning, and no meaning
lacks its row. The labels of the rows are the form's and stand there alone.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from model.errors import FormError
from model.form import catalog
from model.form.form import Form
from model.form.places import HELP
from model.system_errors import words_of

_ADDED: Final = "本格式由格式文件增加；没有写明含义的行，以印发该格式的通知为准。"


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is counted in a row, and the article it rests on, if any; both without the label."""

    means: str
    article: str = ""


class Meanings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Meanings of a form's rows by ``table/row.path``, and how far they were verified.

    Rows and notice that the form ``like`` has as well need not be repeated.
    """

    rows: dict[str, Meaning]
    notice: str = ""
    like: str = ""


def row_help(form: Form, address: str) -> str:
    """Say what a row means, by its ``table/row.path`` or the address of any cell in it.

    Empty for a row without a label: its columns say what it is.

    Raises:
        FormError: the meanings do not fit the form.
    """
    meaning = meanings(form).rows.get("/".join(address.split("/")[:2]))
    if meaning is None:
        return ""
    return f"{meaning.means}参考：{meaning.article}。" if meaning.article else meaning.means


@cache
def meanings(form: Form) -> Meanings:
    """Give the meanings of a form's rows, those that carry over from another form included.

    A form that was added on this computer has those of the newest released one, as far as its rows
    are the same; the others are blank.

    Raises:
        FormError: there are none, or they do not fit the form.
    """
    if form.key in catalog.released():
        return read_meanings(form, HELP / f"{form.key}.toml")
    found = _carried_over(form, Meanings({}, like=catalog.released()[-1]))
    rows = {row: found.rows.get(row, Meaning("")) for row in _rows(form)}
    return Meanings(rows, f"{_ADDED}{found.notice}", found.like)


def read_meanings(form: Form, path: Path) -> Meanings:
    """Read one file of meanings.

    Raises:
        FormError: no such file, it is malformed, a row has no meaning or a meaning no row; the
            sentence names the file and the place in it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        own = msgspec.convert(data, Meanings)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise FormError(f"说明文件 {path.name} 不能读取：{words_of(error)}。") from error
    found = _carried_over(form, own) if own.like else own
    for row in sorted(found.rows.keys() ^ _rows(form).keys()):
        wrong = "不存在" if row in found.rows else "没有含义"
        raise FormError(f"说明文件 {path.name}：「{row}」一行{wrong}。")
    return found


def _carried_over(form: Form, own: Meanings) -> Meanings:
    """Add the meanings of rows that another form has at the same path under the same labels."""
    other = catalog.form(own.like)
    there, labels, known = meanings(other), _rows(form), _rows(other)
    same = {row: m for row, m in there.rows.items() if labels.get(row) == known[row]}
    return Meanings(same | own.rows, own.notice or there.notice, own.like)


def _rows(form: Form) -> dict[str, tuple[str, ...]]:
    """Give all rows that have a label: ``table/row.path`` → labels from the root."""
    return {
        f"{table.key}/{path}": leaf.labels
        for table in form.tables.values()
        for path, leaf in table.leaves("rows").items()
        if leaf.labels
    }
