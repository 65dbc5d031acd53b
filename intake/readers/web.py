"""Read web pages as paragraphs and tables.

A table that contains another table is layout: its cells are read as paragraphs and tables, in
order. Nothing is loaded: scripts, styles, pictures and links are ignored. Content that a page hides
by attributes, not by a style sheet, becomes an aside.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from intake.content import (
    ROW_SPAN,
    SPAN,
    SUPERSCRIPTS,
    UNDESCRIBED_PICTURE,
    AsideKind,
    Document,
    DocumentBuilder,
    SourceCell,
    abnormal,
)
from intake.gate.admission import Admitted, check_page
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
_FIELDS: Final = ("input", "textarea")
_SHOWN_FIELDS: Final = ("text", "number", "tel")
"""Fields of a form, in which some sites publish their figures, and the types that show a value."""
_EMBEDDED: Final = ("iframe", "object", "embed", "canvas")
_EMBEDDED_PAGE: Final = "嵌入的网页或对象"
_SPACE: Final = re.compile("[ \t\r\n\f]+")
_BREAK: Final = re.compile(" ?\v ?")
_NONE: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DEEPEST: Final = 300
"""Levels of nested elements after the parser has closed all elements."""


def read_pages(_data: bytes, admitted: Admitted) -> Document:
    """Return the content of web pages.

    Raises:
        RefusedError: they have more text or cells than any report.
    """
    builder = DocumentBuilder(admitted.notices)
    for page in admitted.pages:
        _Page(builder).read(page)
    return builder.document(admitted.kind)


def _tree(page: str) -> "HtmlElement | None":
    """Parse a page without the parser's limits, which truncate silently; the gate has its own."""
    from lxml import etree, html  # 50 ms and 8 MB, only for web pages

    parser: Any = html.HTMLParser(  # type: ignore[no-untyped-call]
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree: HtmlElement = html.document_fromstring(page.encode(), parser=parser)  # type: ignore[no-untyped-call]
    except etree.ParserError:  # nothing but comments
        return None
    return tree


class _Page:
    """Reads one page; text is collected until a block element begins or ends."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._text: list[str] = []

    def read(self, page: str) -> None:
        """Read a whole page."""
        tree = _tree(page)
        if tree is not None:
            for title in tree.iter("title"):
                self._builder.title(title.text or "")
            self._walk(tree, 0)
        self._flush()

    def _flush(self) -> None:
        self._builder.paragraph(_spaced("".join(self._text)))
        self._text = []

    def _walk(self, element: "HtmlElement", depth: int) -> None:
        if depth > _DEEPEST:
            raise abnormal("嵌套过深")
        if element.tag == "table" and _holds(element, *_CELL) and not _holds(element, "table"):
            self._flush()
            self._read_table(element)
            self._read_asides(element)
        elif element.tag == "br":
            self._text.append("\v")
        elif element.tag == "iframe" and (within := element.get("srcdoc")):
            self._read_within(within, depth)
        elif (aside := _aside_of(element)) is not None:
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

    def _read_within(self, page: str, depth: int) -> None:
        """Read a page that is written in an attribute, which the gate sees only here."""
        self._flush()
        check_page(page)
        tree = _tree(page)
        if tree is not None:
            self._walk(tree, depth + 1)
        self._flush()

    def _aside(self, kind: AsideKind, text: str) -> None:
        """Add an aside; it belongs to the paragraph that is being read, if any."""
        begun = any(not piece.isspace() for piece in self._text if piece)
        self._builder.aside(kind, text, self._builder.blocks + begun)

    def _read_asides(self, table: "HtmlElement") -> None:
        """Add the asides in the cells of a table that was just read."""
        for element in table.iterdescendants():
            aside = None if element.tag in ("tr", *_CELL) else _aside_of(element)
            if aside is not None:
                self._aside(*aside)

    def _read_table(self, table: "HtmlElement") -> None:
        for caption in table.iterchildren("caption"):
            self._builder.paragraph(_cell_text(caption))
        self._builder.table(_cells(table))


def _cells(table: "HtmlElement") -> Iterator[SourceCell]:
    """Yield cells at the positions that browsers give them: the first free column of the row."""
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


def _aside_of(element: "HtmlElement") -> tuple[AsideKind, str] | None:
    """Return an element as an aside; None if it is running text."""
    if element.tag == "img":
        return AsideKind.PICTURE, element.get("alt") or UNDESCRIBED_PICTURE
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
        elif child.tag in _FIELDS:
            yield "" if _is_hidden(child) else _typed(child)
        elif not (_left_out(child.tag) or _is_hidden(child)):
            edge = "\v" if _is_block(child.tag) else ""
            raised = SUPERSCRIPTS if child.tag == "sup" else {}
            yield edge
            yield from (piece.translate(raised) for piece in _pieces(child, depth + 1))
            yield edge
        yield child.tail or ""


def _typed(field: "HtmlElement") -> str:
    """Return what was typed into a field of a form; empty for buttons and words to search for."""
    typed = field.text if field.tag == "textarea" else field.get("value")
    is_shown = (field.get("type") or "text").lower() in _SHOWN_FIELDS
    is_value = typed is not None and (len(typed.strip()) <= 1 or any(map(str.isdigit, typed)))
    return typed or "" if is_shown and is_value else ""


def _spaced(text: str) -> str:
    """Collapse white space as a browser does; breaks become line feeds."""
    return _BREAK.sub("\n", _SPACE.sub(" ", text.replace("\0", "")))
