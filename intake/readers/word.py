"""Word → paragraphs and tables, from the XML that the gate has counted.

What was deleted or moved away by tracked changes, hidden text, field codes and fallbacks of
drawings are no text of the document. Text boxes follow the paragraph they hang on. A table that
holds another is layout: what stands in its cells is read as paragraphs and tables, in order.
Numbers that Word sets before paragraphs are not read: who looks for a label looks without them.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from intake.content import RAISED, UNDESCRIBED, AsideKind, Document, FileKind, Gathering, SourceCell
from intake.gate import Admitted
from intake.packages import Package, read_part, related

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
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
"""Parts beside the body, by the word for their relation."""
_NOTES: Final = ("footnote", "endnote", "comment")
_MARGINS: Final = ("header", "footer")
_EMBEDDED: Final = "嵌入的其他文档"


class _Body:
    """Reads the body, and notes what hangs on its blocks."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self.hung: dict[tuple[AsideKind, str], int] = {}
        """After how many blocks a note hangs, by its kind and number."""

    def read(self, within: Element) -> None:
        """Read paragraphs and tables, also those in content controls and other wrappings."""
        for element in within:
            name = _name(element)
            if name == "p":
                self._gathering.paragraph(_text(element))
                self._hang(element, boxes=False)
                for box in _find(element, "txbxContent"):
                    self.read(box)
            elif name == "tbl":
                self._read_table(element)
            elif name == "altChunk":
                self._gathering.aside(AsideKind.OBJECT, _EMBEDDED, self._gathering.blocks)
            elif name not in _LEFT_OUT and element.tag != _FALLBACK:
                self.read(element)

    def _read_table(self, table: Element) -> None:
        rows = [list(_find(row, "tc", "p")) for row in _find(table, "tr", "p")]
        if any(next(_find(cell, "tbl", "p"), None) is not None for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self.read(cell)
        else:
            self._gathering.table(_cells(table))
            self._hang(table, boxes=True)

    def _hang(self, block: Element, boxes: bool) -> None:
        """Gather what is beside the text of a block just read; boxes of paragraphs are blocks."""
        after = self._gathering.blocks
        for element in _everything(block, boxes):
            name = _name(element)
            if name in _REFERENCES:
                self.hung[_REFERENCES[name], _attribute(element, "id")] = after
            elif name == "del":
                deleted = (text.text or "" for text in _find(element, "delText"))
                self._gathering.aside(AsideKind.DELETED, "".join(deleted), after)
            elif name == "r" and _is_hidden(element):
                text = "".join(_pieces(element))
                self._gathering.aside(AsideKind.HIDDEN, text, after)
            elif element.tag.endswith(_PICTURE) or element.tag == _OLD_PICTURE:
                self._gathering.aside(AsideKind.PICTURE, element.get("descr") or UNDESCRIBED, after)
            elif element.tag.endswith(_FORMULA):
                self._gathering.aside(AsideKind.OBJECT, "".join(element.itertext()), after)


def read_word(data: bytes, admitted: Admitted) -> Document:
    """Return what a .docx says.

    Raises:
        RefusedError: it says more than a report would.
    """
    assert admitted.package, "the gate knows the package of a .docx"
    gathering = Gathering(admitted.notices)
    body = _Body(gathering)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for element in fromstring(read_part(opened, admitted.package, admitted.package.main)):
            if _name(element) == "body":
                body.read(element)
        _read_asides(opened, admitted.package, body, gathering)
    return gathering.document(FileKind.WORD)


def _read_asides(
    opened: zipfile.ZipFile, package: Package, body: _Body, gathering: Gathering
) -> None:
    """Gather the notes that hang on blocks, and the lines of heads and feet, each once."""
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
            after = body.hung.get((kind, _attribute(note, "id")))
            if _name(note) in _NOTES and after is not None:
                gathering.aside(kind, "\n".join(_lines(note)), after)
    for line in dict.fromkeys(margins):
        gathering.aside(AsideKind.MARGIN, line, 0)


def _name(element: Element) -> str:
    """Return the local name of an element of Word, or nothing."""
    namespace, _, name = element.tag.rpartition("}")
    return name if f"{namespace}}}" in _NAMESPACES else ""


def _value(element: Element, path: tuple[str, ...]) -> str | None:
    """Return the value that an element further in states; "" where it states none."""
    for name in path:
        found = next((child for child in element if _name(child) == name), None)
        if found is None:
            return None
        element = found
    return _attribute(element, "val")


def _attribute(element: Element, name: str) -> str:
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")


def _text(within: Element) -> str:
    return "".join(_pieces(within))


def _pieces(within: Element) -> Iterator[str]:
    for element in within:
        name = _name(element)
        if name == "t":
            yield element.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "r" and _is_hidden(element):
            continue
        elif name == "r" and _value(element, ("rPr", "vertAlign")) == "superscript":
            yield from (piece.translate(RAISED) for piece in _pieces(element))
        elif name not in _LEFT_OUT and name != "txbxContent" and element.tag != _FALLBACK:
            yield from _pieces(element)


def _is_hidden(run: Element) -> bool:
    return _value(run, ("rPr", "vanish")) in ("", "1", "true", "on")


def _everything(within: Element, boxes: bool) -> Iterator[Element]:
    """Yield all elements but fallbacks, and those in text boxes only where they are asked for."""
    for element in within:
        if element.tag != _FALLBACK and (boxes or _name(element) != "txbxContent"):
            yield element
            yield from _everything(element, boxes)


def _find(within: Element, wanted: str, stop: str = "") -> Iterator[Element]:
    """Yield the first elements of a name on each way down, none of them within a ``stop``."""
    for element in within:
        name = _name(element)
        if name == wanted:
            yield element
        elif name not in _LEFT_OUT and element.tag != _FALLBACK and not (stop and name == stop):
            yield from _find(element, wanted, stop)


def _cells(table: Element) -> list[SourceCell]:
    """Follow spans and vertical merges; a continued cell makes the one above it taller."""
    found: list[SourceCell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(_find(table, "tr", "p")):
        column = _number(row, ("trPr", "gridBefore"), 0)
        here: dict[int, int] = {}
        for cell in _find(row, "tc", "p"):
            width = max(1, _number(cell, ("tcPr", "gridSpan"), 1))
            merge = _value(cell, ("tcPr", "vMerge"))
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
    """Yield the paragraphs of a cell, and of the text boxes that hang on them."""
    for paragraph in _find(cell, "p", stop):
        yield _text(paragraph)
        for box in _find(paragraph, "txbxContent"):
            yield from _lines(box, stop)


def _number(element: Element, path: tuple[str, ...], default: int) -> int:
    text = _value(element, path)
    return int(text) if text else default
