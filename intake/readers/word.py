"""Read Word as paragraphs and tables, from the XML that the gate has checked.

Text deleted or moved by tracked changes, hidden text, field codes and fallbacks of drawings are not
text of the document. Text boxes follow the paragraph they are anchored to. A table that contains
another table is layout: its cells are read as paragraphs and tables, in order. Automatic numbers
stand before the text of their paragraphs, but not in the cells of a table.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from intake.content import (
    SUPERSCRIPTS,
    UNDESCRIBED_PICTURE,
    AsideKind,
    Document,
    DocumentBuilder,
    FileKind,
    SourceCell,
)
from intake.gate.admission import Admitted
from intake.gate.packages import Package, read_part, related
from intake.readers.word_elements import attribute, name_of, value
from intake.readers.word_numbers import ParagraphNumbers

_MARKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT: Final = frozenset(
    ("del", "moveFrom", "rt", "pPr", "rPr", "tcPr", "tblPr", "trPr", "sectPr")
)
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE: Final = "/wordprocessingDrawing}docPr"
_OLD_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_FORMULA: Final = "/math}oMath"
_REFERENCES: Final = {
    "footnoteReference": AsideKind.FOOTNOTE,
    "endnoteReference": AsideKind.ENDNOTE,
    "commentReference": AsideKind.REMARK,
}
_PARTS: Final = {
    "footnotes": AsideKind.FOOTNOTE,
    "endnotes": AsideKind.ENDNOTE,
    "comments": AsideKind.REMARK,
}
"""Kinds of notes by the relation type of their part."""
_NOTES: Final = ("footnote", "endnote", "comment")
_MARGINS: Final = ("header", "footer")
_EMBEDDED: Final = "嵌入的其他文档"


class _Body:
    """Reads the body, and remembers to which block each note belongs."""

    def __init__(self, builder: DocumentBuilder, numbers: ParagraphNumbers) -> None:
        self._builder, self._numbers = builder, numbers
        self.note_places: dict[tuple[AsideKind, str], int] = {}
        """The number of blocks up to a note's reference, by its kind and id."""

    def read(self, within: Element) -> None:
        """Read paragraphs and tables, also those within content controls and other containers."""
        for element in within:
            name = name_of(element)
            if name == "p":
                number, text = self._numbers.number(element), _text(element)
                self._builder.paragraph(number + text.lstrip() if text.strip() else "")
                self._read_asides(element, boxes=False)
                for box in _find(element, "txbxContent"):
                    self.read(box)
            elif name == "tbl":
                self._read_table(element)
            elif name == "altChunk":
                self._builder.aside(AsideKind.OBJECT, _EMBEDDED, self._builder.blocks)
            elif name not in _LEFT_OUT and element.tag != _FALLBACK:
                self.read(element)

    def _read_table(self, table: Element) -> None:
        rows = [list(_find(row, "tc", "p")) for row in _find(table, "tr", "p")]
        if any(next(_find(cell, "tbl", "p"), None) is not None for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self.read(cell)
        else:
            self._builder.table(_cells(table))
            self._read_asides(table, boxes=True)

    def _read_asides(self, block: Element, boxes: bool) -> None:
        """Add the asides of a block just read; text boxes of paragraphs are blocks themselves."""
        after = self._builder.blocks
        for element in _everything(block, boxes):
            name = name_of(element)
            if name in _REFERENCES:
                self.note_places[_REFERENCES[name], attribute(element, "id")] = after
            elif name == "del":
                deleted = (text.text or "" for text in _find(element, "delText"))
                self._builder.aside(AsideKind.DELETED, "".join(deleted), after)
            elif name == "r" and _is_hidden(element):
                text = "".join(_pieces(element))
                self._builder.aside(AsideKind.HIDDEN, text, after)
            elif element.tag.endswith(_PICTURE) or element.tag == _OLD_PICTURE:
                self._builder.aside(
                    AsideKind.PICTURE, element.get("descr") or UNDESCRIBED_PICTURE, after
                )
            elif element.tag.endswith(_FORMULA):
                self._builder.aside(AsideKind.OBJECT, "".join(element.itertext()), after)


def read_word(data: bytes, admitted: Admitted) -> Document:
    """Return the content of a .docx.

    Raises:
        RefusedError: it has more text or cells than any report.
    """
    assert admitted.package, "the gate knows the package of a .docx"
    builder = DocumentBuilder(admitted.notices)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        body = _Body(builder, _numbers(opened, admitted.package))
        for element in fromstring(read_part(opened, admitted.package, admitted.package.main)):
            if name_of(element) == "body":
                body.read(element)
        _read_notes(opened, admitted.package, body, builder)
    return builder.document(FileKind.WORD)


def _numbers(opened: zipfile.ZipFile, package: Package) -> ParagraphNumbers:
    """Return the automatic numbers that the lists and the styles of a document give."""
    parts = dict(reversed([*related(opened, package.main)]))
    numbering, styles = (
        fromstring(read_part(opened, package, parts[kind]))
        if parts.get(kind) in package.checked
        else ()
        for kind in ("numbering", "styles")
    )
    return ParagraphNumbers(numbering, styles)


def _read_notes(
    opened: zipfile.ZipFile, package: Package, body: _Body, builder: DocumentBuilder
) -> None:
    """Add the notes that the body refers to, and the lines of page headers and footers, once."""
    margins: list[str] = []
    for word, part in dict.fromkeys(related(opened, package.main)):
        kind = _PARTS.get(word)
        if part not in package.checked or (kind is None and word not in _MARGINS):
            continue
        notes = fromstring(read_part(opened, package, part))
        if kind is None:
            margins += _lines(notes, stop="")
            continue
        for note in notes:
            after = body.note_places.get((kind, attribute(note, "id")))
            if name_of(note) in _NOTES and after is not None:
                builder.aside(kind, "\n".join(_lines(note)), after)
    for line in dict.fromkeys(margins):
        builder.aside(AsideKind.MARGIN, line, 0)


def _text(within: Element) -> str:
    return "".join(_pieces(within))


def _pieces(within: Element) -> Iterator[str]:
    for element in within:
        name = name_of(element)
        if name == "t":
            yield element.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "r" and _is_hidden(element):
            continue
        elif name == "r" and value(element, ("rPr", "vertAlign")) == "superscript":
            yield from (piece.translate(SUPERSCRIPTS) for piece in _pieces(element))
        elif name not in _LEFT_OUT and name != "txbxContent" and element.tag != _FALLBACK:
            yield from _pieces(element)


def _is_hidden(run: Element) -> bool:
    return value(run, ("rPr", "vanish")) in ("", "1", "true", "on")


def _everything(within: Element, boxes: bool) -> Iterator[Element]:
    """Yield all elements except fallbacks; those in text boxes only if ``boxes`` is true."""
    for element in within:
        if element.tag != _FALLBACK and (boxes or name_of(element) != "txbxContent"):
            yield element
            yield from _everything(element, boxes)


def _find(within: Element, wanted: str, stop: str = "") -> Iterator[Element]:
    """Yield the outermost elements of a name, without those inside a ``stop`` element."""
    for element in within:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name not in _LEFT_OUT and element.tag != _FALLBACK and not (stop and name == stop):
            yield from _find(element, wanted, stop)


def _cells(table: Element) -> list[SourceCell]:
    """Return the cells with spans and vertical merges; a continued cell extends the one above."""
    found: list[SourceCell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(_find(table, "tr", "p")):
        column = _number(row, ("trPr", "gridBefore"), 0)
        here: dict[int, int] = {}
        for cell in _find(row, "tc", "p"):
            width = max(1, _number(cell, ("tcPr", "gridSpan"), 1))
            merge = value(cell, ("tcPr", "vMerge"))
            if merge in ("", "continue") and column in above:
                here[column] = above[column]
                old = found[here[column]]
                height = number - old.row + 1
                found[here[column]] = SourceCell(old.row, old.column, height, old.width, old.text)
            else:
                found.append(SourceCell(number, column, 1, width, "\n".join(_lines(cell))))
                if merge == "restart":
                    here[column] = len(found) - 1
            column += width
        above = here
    return found


def _lines(cell: Element, stop: str = "tbl") -> Iterator[str]:
    """Yield the paragraphs of a cell, and of the text boxes anchored to them."""
    for paragraph in _find(cell, "p", stop):
        yield _text(paragraph)
        for box in _find(paragraph, "txbxContent"):
            yield from _lines(box, stop)


def _number(element: Element, path: tuple[str, ...], default: int) -> int:
    text = value(element, path)
    return int(text) if text else default
