"""Web pages → paragraphs and tables.

A table that holds another is layout: what stands in its cells is read as paragraphs and tables, in
order. Nothing is loaded: scripts, styles, pictures and links are left where they are. What a page
hides by itself, not by its style sheet, stands beside its text.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from intake.content import (
    RAISED,
    ROW_SPAN,
    SPAN,
    UNDESCRIBED,
    AsideKind,
    Document,
    Gathering,
    SourceCell,
    abnormal,
)
from intake.gate import Admitted
from model.text import read_span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_left_out: Final = re.compile(
    "head|script|style|template|noscript|svg|math|object|iframe|select|textarea|button|rt|rp"
).fullmatch
_is_block: Final = re.compile(
    "address|article|aside|blockquote|body|center|caption|dd|div|dl|dt|fieldset|footer|form|h[1-6]"
    "|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
).fullmatch
_CELL: Final = ("td", "th")
_EMBEDDED: Final = ("iframe", "object", "embed", "canvas")
_EMBEDDED_PAGE: Final = "嵌入的网页或对象"
_SPACE: Final = re.compile("[ \t\r\n\f]+")
_BREAK: Final = re.compile(" ?\v ?")
_NONE: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DEEPEST: Final = 300
"""Elements within each other after the parser has closed what was left open."""


def read_pages(_data: bytes, admitted: Admitted) -> Document:
    """Return what web pages say.

    Raises:
        RefusedError: they say more than a report would.
    """
    gathering = Gathering(admitted.notices)
    for page in admitted.pages:
        _Page(gathering).read(page)
    return gathering.document(admitted.kind)


def _tree(page: str) -> "HtmlElement | None":
    """Parse a page; the parser's own limits would cut it off in silence, and the gate has some."""
    from lxml import etree, html  # 50 ms and 8 MB that only a web page needs

    parser: Any = html.HTMLParser(  # type: ignore[no-untyped-call]
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree: HtmlElement = html.document_fromstring(page.encode(), parser=parser)  # type: ignore[no-untyped-call]
    except etree.ParserError:  # nothing but comments
        return None
    return tree


class _Page:
    """Walks one page; text runs together until a block begins or ends."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._text: list[str] = []

    def read(self, page: str) -> None:
        """Read a whole page."""
        tree = _tree(page)
        if tree is not None:
            self._walk(tree, 0)
        self._flush()

    def _flush(self) -> None:
        self._gathering.paragraph(_spaced("".join(self._text)))
        self._text = []

    def _walk(self, element: "HtmlElement", depth: int) -> None:
        if depth > _DEEPEST:
            raise abnormal("嵌套过深")
        if element.tag == "table" and _holds(element, *_CELL) and not _holds(element, "table"):
            self._flush()
            self._read_table(element)
            self._hang(element)
        elif element.tag == "br":
            self._text.append("\v")
        elif (aside := _beside(element)) is not None:
            self._aside(*aside)
        elif not _left_out(element.tag):
            is_block = _is_block(element.tag)
            if is_block:
                self._flush()
            self._text.append(element.text or "")
            for child in element:
                self._walk(child, depth + 1)
                self._text.append(child.tail or "")
            if is_block:
                self._flush()

    def _aside(self, kind: AsideKind, text: str) -> None:
        """Gather what is beside the text: it hangs on the paragraph that is being read, if any."""
        begun = any(not piece.isspace() for piece in self._text if piece)
        self._gathering.aside(kind, text, self._gathering.blocks + begun)

    def _hang(self, table: "HtmlElement") -> None:
        """Gather what is beside the text of the cells of a table that was just read."""
        for element in table.iterdescendants():
            aside = None if element.tag in ("tr", *_CELL) else _beside(element)
            if aside is not None:
                self._aside(*aside)

    def _read_table(self, table: "HtmlElement") -> None:
        for caption in table.iterchildren("caption"):
            self._gathering.paragraph(_cell_text(caption))
        self._gathering.table(_cells(table))


def _cells(table: "HtmlElement") -> Iterator[SourceCell]:
    """Lay cells out as browsers do: each takes the first place that none above reaches into."""
    elements = list(table.iterdescendants("tr", *_CELL))
    row, column = (-1 if elements[0].tag == "tr" else 0), 0  # a first row may be left out
    rows = sum(element.tag == "tr" for element in elements) + row + 1
    reached: dict[int, int] = {}
    for element in elements:
        if element.tag == "tr":
            row, column = row + 1, 0
            continue
        while reached.get(column, -1) >= row:
            column += 1
        width = read_span(element.get("colspan"), SPAN)
        left = rows - row
        height = min(read_span(element.get("rowspan"), ROW_SPAN, zero=left), left)
        reached |= dict.fromkeys(range(column, column + width), row + height - 1)
        hidden = _is_hidden(element) or any(map(_is_hidden, element.iterancestors("tr")))
        yield SourceCell(row, column, height, width, _cell_text(element), hidden=hidden)
        column += width


def _beside(element: "HtmlElement") -> tuple[AsideKind, str] | None:
    """Return what an element is that says nothing in the text of its page; None for others."""
    if element.tag == "img":
        return AsideKind.PICTURE, element.get("alt") or UNDESCRIBED
    if element.tag in _EMBEDDED:
        return AsideKind.OBJECT, _EMBEDDED_PAGE
    return (AsideKind.HIDDEN, _cell_text(element)) if _is_hidden(element) else None


def _is_hidden(element: "HtmlElement") -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _NONE.search(style))


def _holds(element: "HtmlElement", *tags: str) -> bool:
    return next(element.iterdescendants(*tags), None) is not None


def _cell_text(element: "HtmlElement") -> str:
    """Return the text of a cell, its blocks and breaks as line feeds."""
    text = _spaced("".join(_pieces(element)))
    return "\n".join(line for line in text.split("\n") if line)


def _pieces(element: "HtmlElement", depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        raise abnormal("嵌套过深")
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\v"
        elif not (_left_out(child.tag) or _is_hidden(child)):
            edge = "\v" if _is_block(child.tag) else ""
            raised = RAISED if child.tag == "sup" else {}
            yield edge
            yield from (piece.translate(raised) for piece in _pieces(child, depth + 1))
            yield edge
        yield child.tail or ""


def _spaced(text: str) -> str:
    """Run white space together as a browser does; breaks become line feeds."""
    return _BREAK.sub("\n", _SPACE.sub(" ", text.replace("\0", "")))
