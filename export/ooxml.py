"""WordprocessingML as text: runs, paragraphs and tables, escaped in one place.

Building strings and parsing them once is twenty times quicker than one object for each cell.
"""

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from export import style
from export.outline import PrintedTable
from model.form.grid import Place

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# “ ” … — take the Chinese font only where the run hints at it.
_HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
_PIECES: Final = re.compile(r"([\t\n])")
_LOW: Final = style.mm(5.2)


def run(text: str, character_style: str = "") -> str:
    """Give a run; tabs and line feeds become their elements, runs of spaces are kept."""
    styled = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    pieces = "".join(_piece(piece) for piece in _PIECES.split(text) if piece)
    return f"<w:r><w:rPr>{styled}{_HINT}</w:rPr>{pieces}</w:r>"


def _piece(piece: str) -> str:
    if piece == "\t":
        return "<w:tab/>"
    if piece == "\n":
        return "<w:br/>"
    return f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'


def paragraph(style_id: str, *runs: str, properties: str = "") -> str:
    """Give a paragraph of a named style; ``properties`` are further elements of w:pPr."""
    styled = f'<w:pStyle w:val="{style_id}"/>'
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(printed: PrintedTable, shading: bool, height: int = 0) -> str:
    """Draw a table from its grid: all merges, repeated heading rows, rows that do not split.

    ``height`` is the least height of a row in twips; 0 takes the style's.
    """
    grid = printed.grid
    widths = style.column_widths(grid, style.TEXT_WIDTH)
    height = height or style.table_type(grid)[-1]
    dense = "Dense" if style.is_dense(grid) else ""
    rows = []
    for number, places in enumerate(grid.rows):
        keep = number < grid.height - 1
        cells = "".join(
            _cell(place, number, printed, widths, dense, shading, keep) for place in places
        )
        repeated = "<w:tblHeader/>" if number < grid.head else ""
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}"/>{repeated}</w:trPr>'
            f"{cells}</w:tr>"
        )
    return f"<w:tbl>{_table_properties(widths)}{''.join(rows)}</w:tbl>"


def _table_properties(widths: Iterable[int]) -> str:
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
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def _cell(
    place: Place,
    row: int,
    printed: PrintedTable,
    widths: list[int],
    dense: str,
    shading: bool,
    keep: bool,
) -> str:
    """Give one cell of one row; a place that began above continues its merge."""
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
    text = (printed.values[place.cell.address] if place.cell else place.label) * (place.row == row)
    kind = "TableLabel" if place.role == "row" and not place.vertical else "TableText"
    kept = "<w:keepNext/>" if keep else ""
    kept += _balanced(text, width) if place.role == "column" and dense else ""
    content = paragraph(f"{kind}{dense}", run(text) if text else "", properties=kept)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def plain_table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    heads: int,
    tall: int = 0,
    height: int = _LOW,
) -> str:
    """Draw a table without merges; ``shares`` divide its width, row ``tall`` has room to sign.

    ``height`` is the least height of the other rows, in twips.
    """
    widths = [round(share / sum(shares) * style.TEXT_WIDTH) for share in shares]
    drawn = []
    for number, row in enumerate(rows):
        least = style.mm(18) if tall and number == tall else height
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph('TableTextDense', run(text) if text else '')}</w:tc>"
            for width, text in zip(widths, row, strict=True)
        )
        repeated = "<w:tblHeader/>" if number < heads else ""
        properties = f'<w:cantSplit/><w:trHeight w:val="{least}"/>{repeated}'
        drawn.append(f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
    return f"<w:tbl>{_table_properties(widths)}{''.join(drawn)}</w:tbl>"


def _balanced(label: str, width: int) -> str:
    """Indent a long heading so that its lines come out even: 商业／企业, not 商业企／业."""
    character = style.pt(style.DENSE[0])
    room = width - 2 * style.CELL_MARGIN
    lines = math.ceil(len(label) * character / room)
    if lines < 2:
        return ""
    side = (room - math.ceil(len(label) / lines) * character) // 2 - 10
    return f'<w:ind w:left="{side}" w:right="{side}"/>' if side > 0 else ""
