"""Form files that a stranger made to hold the program up, and the largest that are let in."""

from collections.abc import Iterator
from typing import Final

from tests import new_form

MEGABYTE: Final = 1024 * 1024


def _sections(inner: str) -> str:
    head = '[[sections]]\nkey = "more"\ntitle = "七、其他"\nshort = "其他"'
    return f"{new_form.text()}\n{head}\n{inner}"


def _table(rows: str, columns: str, more: str = "") -> str:
    return _sections(
        f'[[sections.tables]]\nkey = "t"\nunit = "件"\n[[sections.tables.blocks]]\n'
        f'title = "其他"\ncorner = "项目"\nrows = [{rows}]\ncolumns = [{columns}]\n{more}'
    )


def _headings(count: int, letter: str = "r") -> str:
    return ", ".join(f'["{letter}{n}", "行{n}"]' for n in range(count))


def _texts(count: int) -> str:
    return "".join(f'[[sections.texts]]\nkey = "t{n}"\ntitle = "小标题{n}"\n' for n in range(count))


def _relations(count: int, paths: str) -> str:
    return "".join(
        f'[[sections.tables.relations]]\nkey = "x{n}"\nname = "关系{n}"\nalong = "rows"\n'
        f'severity = "error"\nsum = ["{paths}"]\nequals = ["r1"]\n'
        for n in range(count)
    )


def _phrases(count: int, words: str, means: str = "figure/motions") -> str:
    subject = '[[sections.subjects]]\nkey = "s"\nnames = ["事项"]\n'
    return subject + "".join(
        f'[[sections.phrases]]\nkey = "f{n}"\nmeans = [["{means}"]]\nsubject = "s"\n'
        f"words = [{words}]\n"
        for n in range(count)
    )


def _deep(count: int) -> str:
    inner = '["a", "行"]'
    for _ in range(count):
        inner = f'["a", "行", [{inner}]]'
    return inner


def hostile() -> dict[str, bytes]:
    """Return form files that have to be refused, by what they are."""
    text = new_form.text()
    dotted = ".".join("a" * 30_000)
    found = {
        "a dotted key": f"{text}\n{dotted} = 1",
        "a dotted table": f"{text}\n[{dotted}]",
        "a dotted key in quotes": text + "\n" + '"a".' * 20_000 + '"a" = 1',
        "dotted keys by the thousand": text + "".join(f"\na{n}.b.c.d = 1" for n in range(12_000)),
        "texts by the thousand": _sections(_texts(5000)),
        "sections by the thousand": text
        + "".join(f'\n[[sections]]\nkey = "s{n}"\ntitle = "章"' for n in range(4000)),
        "headings by the thousand": _table(_headings(4000), '["c", "列"]'),
        "cells by the million": _table(_headings(900), _headings(900, "c")),
        "headings too deep": _table(_deep(2000), '["c", "列"]'),
        "relations by the thousand": _table(_headings(9), '["c", "列"]', _relations(1500, "r0")),
        "terms by the thousand": _table(
            _headings(9), '["c", "列"]', _relations(1, '", "'.join(["r0"] * 9000))
        ),
        "relations in many lines": _table(_headings(42), _headings(42, "c"), _relations(150, "r2")),
        "phrases by the thousand": _sections(_phrases(2000, '"办"')),
        "numbers of a phrase by the thousand": _sections(
            _phrases(1, '"办"', '", "'.join(["figure/motions"] * 5000))
        ),
        "words of phrases by the thousand": _sections(_phrases(9, ", ".join(['"办"'] * 900))),
        "spellings by the million": _sections(_phrases(1, f'"{"〔甲|乙|丙〕" * 20}"')),
        "spellings of many phrases": _sections(_phrases(45, f'"{"〔甲|乙|丙〕" * 5}"')),
        "parts by the thousand": f"{text}\n[[presets]]\nkey = 'p'\nname = '多'\nparts = ["
        + ", ".join(f'["p{n}", "项"]' for n in range(4000))
        + "]",
        "a huge integer": f"{text}\nnumber = {'9' * 200_000}",
        "a huge integer in hexadecimal": text.replace("= 2027", f"= 0x{'f' * 100_000}", 1),
        "a huge string": f'{text}\nname = "{"长" * 70_000}"',
        "a huge heading": text.replace(new_form.LABEL, "长" * 1000),
        "a string that does not end": f'{text}\nname = """' + '\\"""' * 40_000,
        "quotes that do not end": f'{text}\nname = "' + "\n'" * 60_000,
        "a deep array": f"{text}\nname = {'[' * 100_000}",
        "a deep table": f"{text}\nname = {'{a=' * 60_000}",
        "commas": f"{text}\nname = [{',' * 200_000}]",
        "escapes in a key": f'{text}\n"\\u001b[31m{"甲" * 1500}" = 1',
    }
    return {name: one.encode() for name, one in found.items()} | {
        "NUL": text.encode() + b"\0" * 1000,
        "NUL alone": bytes(200_000),
        "no text": b"\xff\xfe" * 50_000,
        "ten megabytes": b"#" * (10 * MEGABYTE),
        "nothing": b"",
    }


def largest() -> Iterator[tuple[str, bytes]]:
    """Give form files that are as large as they may be: they are let in and cost the most."""
    for name, text in (
        ("rows", _table(_headings(880), '["c", "列"]')),
        ("a square", _table(_headings(42), _headings(42, "c"))),
        ("columns", _table(_headings(2), _headings(90, "c"))),
        ("texts", _sections(_texts(180))),
        ("relations", _table(_headings(42), _headings(42, "c"), _relations(18, "r2"))),
        ("relations in few lines", _table(_headings(880), '["c", "列"]', _relations(180, "r2"))),
        ("phrases", _sections(_phrases(12, f'"{"〔甲|乙|丙〕" * 5}"'))),
        ("guidance", text_with_guidance()),
    ):
        yield name, text.encode()


def text_with_guidance() -> str:
    """Return the form with as much advice as its file may hold."""
    long = "写明情况。" * 350
    return _sections(
        "".join(
            f'[[sections.texts]]\nkey = "g{n}"\ntitle = "标题{n}"\nguidance = "{long}"\n'
            for n in range(40)
        )
    )
