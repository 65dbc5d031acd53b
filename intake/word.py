"""Word → paragraphs and tables, from the XML that the gate has counted.

What was deleted or moved away by tracked changes, field codes and fallbacks of drawings are no
text of the document. Text boxes follow the paragraph they hang on. A table that holds another is
layout: what stands in its cells is read as paragraphs and tables, in order.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from intake.content import Cell, Document, Kind
from intake.gate import Admitted
from intake.gathering import Gathering
from intake.zip_gate import read_part

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MARKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT: Final = frozenset(
    ("del", "moveFrom", "rt", "pPr", "rPr", "tcPr", "tblPr", "trPr", "sectPr")
)
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(data: bytes, admitted: Admitted) -> Document:
    """Give what the body of a .docx says.

    Raises:
        RefusedError: it says more than a report would.
    """
    assert admitted.package, "the gate knows the package of a .docx"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        root = fromstring(read_part(opened, admitted.package, admitted.package.main))
    gathering = Gathering(admitted.notices)
    for body in root:
        if _name(body) == "body":
            _read_blocks(body, gathering)
    return gathering.document(Kind.WORD)


def _name(element: Element) -> str:
    """Give the local name of an element of Word, or nothing."""
    namespace, _, name = element.tag.rpartition("}")
    return name if f"{namespace}}}" in _NAMESPACES else ""


def _value(element: Element, path: tuple[str, ...]) -> str | None:
    """Give the value that an element further in states; "" where it states none."""
    for name in path:
        found = next((child for child in element if _name(child) == name), None)
        if found is None:
            return None
        element = found
    return next((text for key, text in element.items() if key.endswith("}val")), "")


def _read_blocks(within: Element, gathering: Gathering) -> None:
    """Read paragraphs and tables, also those in content controls and other wrappings."""
    for element in within:
        name = _name(element)
        if name == "p":
            gathering.paragraph(_text(element))
            for box in _find(element, "txbxContent"):
                _read_blocks(box, gathering)
        elif name == "tbl":
            _read_table(element, gathering)
        elif name not in _LEFT_OUT and element.tag != _FALLBACK:
            _read_blocks(element, gathering)


def _text(within: Element) -> str:
    return "".join(_pieces(within))


def _pieces(within: Element) -> Iterator[str]:
    for element in within:
        name = _name(element)
        if name == "t":
            yield element.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name not in _LEFT_OUT and name != "txbxContent" and element.tag != _FALLBACK:
            yield from _pieces(element)


def _find(within: Element, wanted: str, stop: str = "") -> Iterator[Element]:
    """Give the first elements of a name on each way down, none of them within a ``stop``."""
    for element in within:
        name = _name(element)
        if name == wanted:
            yield element
        elif name not in _LEFT_OUT and element.tag != _FALLBACK and not (stop and name == stop):
            yield from _find(element, wanted, stop)


def _read_table(table: Element, gathering: Gathering) -> None:
    rows = [list(_find(row, "tc", "p")) for row in _find(table, "tr", "p")]
    if any(next(_find(cell, "tbl", "p"), None) is not None for row in rows for cell in row):
        for row in rows:
            for cell in row:
                _read_blocks(cell, gathering)
    else:
        gathering.table(_cells(table))


def _cells(table: Element) -> list[Cell]:
    """Follow spans and vertical merges; a continued cell makes the one above it taller."""
    found: list[Cell] = []
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
                found[here[column]] = Cell(old.row, old.column, height, old.width, old.text)
            else:
                found.append(Cell(number, column, 1, width, "\n".join(_lines(cell))))
                if merge == "restart":
                    here[column] = len(found) - 1
            column += width
        above = here
    return found


def _lines(cell: Element) -> Iterator[str]:
    """Give the paragraphs of a cell, and of the text boxes that hang on them."""
    for paragraph in _find(cell, "p", "tbl"):
        yield _text(paragraph)
        for box in _find(paragraph, "txbxContent"):
            yield from _lines(box)


def _number(element: Element, path: tuple[str, ...], default: int) -> int:
    text = _value(element, path)
    return int(text) if text else default
