"""What is copied for the editor of the unit's site: the body of the web page, and the same as text.

Both come from the bytes that an export would write, so that page and copy never differ.
"""

import re
from typing import NamedTuple

from export.readback import SeenTable, read_web


class Clip(NamedTuple):
    """The body of a web page as HTML and as plain text, and what it holds."""

    html: str
    text: str
    paragraphs: int
    tables: int


def clip_of(page: bytes) -> Clip:
    """Take the body out of a web page; in the text a row of a table is a line with tabs."""
    inside = re.search("<body>(.*)</body>", page.decode("utf-8"), re.DOTALL)
    content = read_web(page)
    texts = [_text(one) if isinstance(one, SeenTable) else one for one in content]
    tables = sum(isinstance(one, SeenTable) for one in content)
    return Clip(inside[1] if inside else "", "\n".join(texts), len(content) - tables, tables)


def _text(table: SeenTable) -> str:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells):
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(texts) for texts in rows.values())
