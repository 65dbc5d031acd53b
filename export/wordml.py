"""Build paragraphs and tables of a Word document as WordprocessingML text.

Text is escaped in one place. A label in a table ends its lines between words by the width that its
cell leaves them: its text has no break, so that a copied row stays a row.
"""

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from export import style
from export.breaks import lines_of, width
from export.outline import PrintedTable
from model.form.grid import Grid, GridPlace

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# “ ” … — are printed in the Chinese font only if the run has this hint.
_HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
_PIECES: Final = re.compile(r"([\t\n])")
_LOW: Final = style.mm(5.2)
_NARROW: Final = 0.3
"""Least width of a digit or stop in a label, in full-width characters."""
_SLACK: Final = 0.2
"""Characters by which the room of a label is wider than its longest line."""


def run_xml(text: str, character_style: str = "", properties: str = "") -> str:
    """Return a run; tabs and line feeds become elements, repeated spaces are kept.

    ``properties`` are further elements of w:rPr, which follow the fonts.
    """
    styled = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    pieces = "".join(_piece_xml(piece) for piece in _PIECES.split(text) if piece)
    return f"<w:r><w:rPr>{styled}{_HINT}{properties}</w:rPr>{pieces}</w:r>"


def _piece_xml(piece: str) -> str:
    if piece == "\t":
        return "<w:tab/>"
    if piece == "\n":
        return "<w:br/>"
    return f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'


def paragraph_xml(style_id: str, *runs: str, properties: str = "") -> str:
    """Return a paragraph of a named style; ``properties`` are further elements of w:pPr."""
    styled = f'<w:pStyle w:val="{style_id}"/>'
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{''.join(runs)}</w:p>"


def table_xml(printed: PrintedTable, shading: bool, caption: str, height: int = 0) -> str:
    """Return a table and its notes: merges, repeated heading rows, rows that are never split.

    ``caption`` is read aloud and not printed. ``height`` is the least height of a row in twips; 0
    means that of the style.
    """
    grid = printed.grid
    widths = style.column_widths(grid, style.TEXT_WIDTH)
    least, heights = _heights(printed, height)
    kept = style.kept_notes(heights[_last_block(grid) :], printed.notes)
    dense = "Dense" if style.is_dense(grid) else ""
    rows = []
    ends = _page_ends(printed, heights, kept)
    for number, places in enumerate(grid.rows):
        keep = number not in ends
        cells = "".join(
            _cell_xml(place, number, printed, widths, dense, shading, keep) for place in places
        )
        repeated = "<w:tblHeader/>" if number < grid.head else ""
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{least}"/>{repeated}</w:trPr>'
            f"{cells}</w:tr>"
        )
    size = f"共{grid.height}行{grid.width}列"
    size += f"，前{grid.head}行是列标题" * bool(grid.head)
    size += f"，前{grid.side}列是行标题" * bool(grid.side)
    table = f"<w:tbl>{_table_properties(widths, caption, size)}{''.join(rows)}</w:tbl>"
    return table + "".join(
        paragraph_xml(
            "TableNote",
            run_xml(note),
            properties="<w:keepNext/>" * (number < kept)
            + "<w:keepLines/>" * (not style.is_divided(note)),
        )
        for number, note in enumerate(printed.notes, 1)
    )


def _heights(printed: PrintedTable, height: int) -> tuple[int, list[int]]:
    """Return the least height of a row, and the height of each.

    Rows of a tall table are lower where that leaves room for its notes on the page.
    """
    grid = printed.grid
    least = height or style.table_type(grid)[-1]
    heights = style.row_heights(grid, printed.values, least)
    if height or not style.is_tall(grid) or style.fits_page(heights, printed.notes):
        return least, heights
    low = style.row_heights(grid, printed.values, style.NOTED)
    kept = printed.notes[: style.kept_notes(low, printed.notes)]
    least = min(least, style.NOTED + max(style.spare_room(low, kept), 0) // grid.height)
    return least, style.row_heights(grid, printed.values, least)


def _last_block(grid: Grid) -> int:
    """Return the first row of the last block, with which the notes stay."""
    return max((place.row for place in grid.places if place.role == "banner"), default=0)


def _page_ends(printed: PrintedTable, heights: Sequence[int], kept: int) -> set[int]:
    """Return the rows after which a page may end.

    That is before a banner, and at the end of a table that keeps no note. Rows that do not fit on
    one page are free, because LibreOffice would else leave the heading alone.
    """
    grid = printed.grid
    ends = {place.row - 1 for place in grid.places if place.role == "banner"}
    ends |= set() if kept else {grid.height - 1}
    if style.fits_page(heights):
        return ends
    return ends | set(range(grid.head, grid.height))


def _table_properties(widths: Iterable[int], caption: str, description: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{style.BORDER_SIZE}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (
            ("top", style.CELL_PADDING),
            ("left", style.CELL_MARGIN),
            ("bottom", style.CELL_PADDING),
            ("right", style.CELL_MARGIN),
        )
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{style.TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        f'<w:tblCaption w:val="{escape(caption)}"/>'
        f'<w:tblDescription w:val="{escape(description)}"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def _cell_xml(
    place: GridPlace,
    row: int,
    printed: PrintedTable,
    widths: list[int],
    dense: str,
    shading: bool,
    keep: bool,
) -> str:
    """Return one cell of one row; a place that began in a row above continues its merge."""
    width = sum(widths[place.column : place.column + place.width])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if place.width > 1:
        properties += f'<w:gridSpan w:val="{place.width}"/>'
    if place.height > 1:
        properties += '<w:vMerge w:val="restart"/>' if place.row == row else "<w:vMerge/>"
    if shading and place.role == "banner":
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{style.BANNER_FILL}"/>'
    if place.vertical:
        properties += '<w:textDirection w:val="tbRlV"/>'
    properties += '<w:vAlign w:val="center"/>'
    kind = f"{'TableLabel' if style.is_row_label(place) else 'TableText'}{dense}"
    kept = "<w:keepNext/>" if keep else ""
    if place.row < row:
        content = paragraph_xml(kind, properties=kept)
    elif place.cell:
        text = printed.values[place.cell.address]
        content = paragraph_xml(kind, run_xml(text) if text else "", properties=kept)
    else:
        content = _label_xml(place, kind, kept, widths, style.table_type(printed.grid)[0])
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _label_xml(place: GridPlace, kind: str, kept: str, widths: Sequence[int], size: float) -> str:
    """Return the paragraph of a label; its lines end between words.

    Indents leave the room of the longest line. A shorter line, after which the next character
    would still fit, has space after its last character.
    """
    room = style.room_of(place, widths, size)
    lines = [place.label] if place.vertical else lines_of(place.label, room)
    if len(lines) == 1:
        return paragraph_xml(kind, run_xml(place.label), properties=kept)
    longest = max(map(width, lines))
    spare = max(math.floor((room - longest - _SLACK) * style.pt(size)), 0)
    left = "" if style.is_row_label(place) else f'w:left="{spare // 2}" '
    indent = f'<w:ind {left}w:right="{spare if style.is_row_label(place) else spare // 2}"/>'
    runs = "".join(
        _line_xml(line, longest, after[0], size) for line, after in pairwise([*lines, " "])
    )
    return paragraph_xml(kind, runs, properties=kept + indent)


def _line_xml(line: str, longest: float, following: str, size: float) -> str:
    """Return the runs of a line, after which ``following`` must not fit."""
    narrow = sum(_NARROW if sign.isascii() else 1.0 for sign in line + following)
    gap = longest + 2 * _SLACK - narrow
    if following == " " or gap < 0:
        return run_xml(line)
    space = f'<w:spacing w:val="{math.ceil(gap * style.pt(size))}"/>'
    return run_xml(line[:-1]) + run_xml(line[-1], properties=space)


def plain_table_xml(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    heads: int,
    tall: int = 0,
    height: int = _LOW,
) -> str:
    """Return a table without merges; ``shares`` are relative widths, row ``tall`` is to sign.

    ``height`` is the least height of the other rows in twips.
    """
    widths = [round(share / sum(shares) * style.TEXT_WIDTH) for share in shares]
    drawn = []
    for number, row in enumerate(rows):
        least = style.mm(18) if tall and number == tall else height
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph_xml('TableTextDense', run_xml(text) if text else '')}</w:tc>"
            for width, text in zip(widths, row, strict=True)
        )
        repeated = "<w:tblHeader/>" if number < heads else ""
        properties = f'<w:cantSplit/><w:trHeight w:val="{least}"/>{repeated}'
        drawn.append(f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
    caption = "、".join(dict.fromkeys(filter(None, rows[0])))
    size = f"共{len(rows)}行{len(shares)}列"
    return f"<w:tbl>{_table_properties(widths, caption, size)}{''.join(drawn)}</w:tbl>"
