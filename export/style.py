"""Lengths, fonts and colours of the documents, and the room that they leave to a table's texts.

Each has its unit and its source. Page and type follow GB/T 9704-2012 党政机关公文格式, tables
follow published annual reports.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from export.breaks import lines_of, width
from model.form.grid import Grid, GridPlace
from model.report.report import Fonts

RELATIONS: Final = "核对"
"""Name of the sheet of all relations."""
DATA: Final = "数据"
"""Name of the sheet with a row for each value, for other programs."""
OWN_SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    RELATIONS: ("位置", "关系", "左边", "右边", "差", "结果"),
    DATA: ("地址", "行", "列", "数值", "备注"),
}
"""Headings of the sheets that repeat the tables of a workbook; an import passes over them."""
NOT_PRINTED: Final = "“数据”表供其他程序读取，数值与前面各表相同，不打印。需要打印时取消打印区域。"
"""Page header of the sheet of data, which programs print that print a page without content."""
LONGEST_PROPERTY: Final = 255
"""Most characters of a title or an author in the properties of a Word or Excel file."""
TWIPS_PER_POINT: Final = 20


def mm(length: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(length / 25.4 * 72 * TWIPS_PER_POINT)


def pt(length: float) -> int:
    """Return points as twentieths of a point."""
    return round(length * TWIPS_PER_POINT)


# Page, GB/T 9704 5.2: A4, text area 156 × 225 mm.
PAGE_WIDTH: Final = mm(210)
PAGE_HEIGHT: Final = mm(297)
MARGIN_TOP: Final = mm(37)
MARGIN_BOTTOM: Final = mm(35)
MARGIN_LEFT: Final = mm(28)
MARGIN_RIGHT: Final = mm(26)
TEXT_WIDTH: Final = 8845  # 156 mm
TEXT_HEIGHT: Final = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
FOOTER_DISTANCE: Final = mm(24.6)  # the dashes of the page number are 7 mm below the text area
HEADER_DISTANCE: Final = mm(20)

# Type, GB/T 9704 5.2.2: 22 lines of 28 characters in 三号 (16 pt).
BODY_SIZE: Final = 16.0
TITLE_SIZE: Final = 22.0
TITLE_PITCH: Final = 36.0
PAGE_NUMBER_SIZE: Final = 14.0
LINE_PITCH: Final = 28.95
# −0.25 pt between characters fits exactly 28 on a line of 156 mm in Word and in LibreOffice; with a
# character grid narrower than the font LibreOffice would use two cells for each character.
CHARACTER_SPACING: Final = -0.25
CHARACTER: Final = pt(BODY_SIZE + CHARACTER_SPACING)
"""Width of a character of the text in twips: 15.75 pt."""
LINE_CHARACTERS: Final = 28
TITLE_ROOM: Final = TEXT_WIDTH // pt(TITLE_SIZE)
"""Characters on a line of the title."""

_HAN, _LATIN = "\u3400-\u9fff", "0-9A-Za-z"
MIXED: Final = re.compile(rf"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")
"""The places between a Chinese character and a Latin letter or a digit."""
MIXED_GAP: Final = 0.2
"""Space there, in type sizes: as LibreOffice sets it; Word sets a little more."""


def ending_places(signature: float, day: float) -> tuple[float, float]:
    """Return how far 署名 and date begin from the right edge, by their widths, all in characters.

    The date begins two characters right of 署名. The longer of both ends two characters from the
    right. A width of 0 is that of an absent one. Source: GB/T 9704 7.3.5.2.
    """
    step = 2 if signature else 0
    begin = 2 + (day + step if day > signature else signature)
    return begin, begin - step


LATIN_FONT: Final = "Times New Roman"
SONG_FONT: Final = "宋体"
"""Font of tables, notes, header and page number for every choice of fonts."""


class Faces(NamedTuple):
    """The Chinese fonts of a document by their use."""

    title: str
    heading: str
    subhead: str
    body: str
    bold_title: bool


FACES: Final[Mapping[Fonts, Faces]] = {
    Fonts.STANDARD: Faces("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", False),
    Fonts.SYSTEM: Faces(SONG_FONT, "黑体", "楷体", "仿宋", True),
}
"""The fonts of GB/T 9704, and those of every Windows, where a title in 宋体 has to be bold."""
ALTERNATIVES: Final = {
    name: other
    for name, other in zip(FACES[Fonts.STANDARD][:4], FACES[Fonts.SYSTEM][:4], strict=True)
    if name != other
}
"""The Windows font that replaces a missing font, by the name of the missing one."""
OTHER_NAMES: Final = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "黑体": ("SimHei",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "楷体": ("KaiTi",),
    "仿宋": ("FangSong",),
    SONG_FONT: ("SimSun",),
}
"""Other names of a font, used on systems in another language."""
GB2312_FONTS: Final = ("方正小标宋简体", "楷体_GB2312", "仿宋_GB2312")
"""Fonts that contain only the 6763 characters of GB 2312."""


def alternative(name: str) -> str:
    """Return the font that replaces a missing font (w:altName).

    The standard allows a list, but Word takes the list for one name (MS-OI29500, 2.1.262).
    """
    return ALTERNATIVES.get(name, OTHER_NAMES[name][0])


COLUMN: Final = "政府信息公开专栏 › 政府信息公开年报"
"""The column of a site in which reports are published."""

# Tables, measured in published reports.
BORDER_SIZE: Final = 4  # eighths of a point: 0.5 pt
BANNER_FILL: Final = "C6D9F1"
CELL_MARGIN: Final = 28  # twips left and right
LABEL_MARGIN: Final = mm(1.5)  # from the border to the label of a row
CELL_PADDING: Final = 16  # twips above and below
ROOMY: Final = (10.5, 13.5, mm(8))
"""Type size, line pitch (points) and least row height (twips) of a table with few columns."""
DENSE: Final = (9.0, 11.0, mm(6.6))
"""The same for a table of many columns or rows: 28 rows fit 225 mm."""

NOTED: Final = mm(5.6)
"""Least row height of a table of many rows with notes, so that both fit on one page."""
NOTE_SIZE: Final = 10.0
NOTE_PITCH: Final = 14.0
"""Type size and line pitch, in points, of the notes under a table."""


def table_type(grid: Grid) -> tuple[float, float, int]:
    """Return type size, line pitch and row height of a table."""
    return DENSE if is_dense(grid) else ROOMY


def is_dense(grid: Grid) -> bool:
    """Return whether a table has so many columns that it needs a small font."""
    return grid.width > 6


def column_shares(grid: Grid) -> list[float]:
    """Return the width of each grid column as a fraction of the total width.

    Three levels of row labels have the widths measured in published reports; otherwise columns
    are equal.
    """
    if grid.side == 3:
        labels = [560, 900, 2835]
        values = [(TEXT_WIDTH - sum(labels)) / (grid.width - 3)] * (grid.width - 3)
        return [width / TEXT_WIDTH for width in (*labels, *values)]
    return [1 / grid.width] * grid.width


def column_widths(grid: Grid, total: int) -> list[int]:
    """Divide a total, in any unit, among the grid columns; the parts add up to it."""
    edges = [0.0]
    for share in column_shares(grid):
        edges.append(edges[-1] + share * total)
    rounded = [round(edge) for edge in edges]
    return [right - left for left, right in pairwise(rounded)]


# The room of a table's texts. A full-width character is as wide as its type is high.
_TALL: Final = 20
"""Rows beyond which a table begins a new page, so that it is not split."""
_UNITS: Final = re.compile("[（《“‘]*(?:[!-~]+|.)[）》”’，。、；：]*")
"""A character or a number with the marks that never stand alone at the end or begin of a line."""
_MOST: Final = 4
"""Most lines of a number with its remark in a cell."""
_SAFETY: Final = pt(12)
"""Room of a page that stays free: LibreOffice needs more of it than the rows have, up to 9 pt."""
FEW_LINES: Final = 6
"""Most lines of notes that stay together on the page of their table, and of a note on one page."""


def is_tall(grid: Grid) -> bool:
    """Return whether a table has so many rows that it needs a page of its own."""
    return grid.height > _TALL


def is_row_label(place: GridPlace) -> bool:
    """Return whether a place is the label of a row, which stands at the left."""
    return place.role == "row" and not place.vertical


def room_of(place: GridPlace, widths: Sequence[int], size: float) -> float:
    """Return how many characters of a size in points stand on a line of a cell."""
    left = LABEL_MARGIN if is_row_label(place) else CELL_MARGIN
    room = sum(widths[place.column : place.column + place.width]) - left - CELL_MARGIN
    return room / pt(size)


def _lines_in(grid: Grid, place: GridPlace, text: str, widths: Sequence[int]) -> int:
    room = room_of(place, widths, table_type(grid)[0])
    if place.cell is None:
        return len(lines_of(text, room))
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    """Return the number of lines of a text that breaks where a printing program breaks it."""
    lines, used = 1, 0.0
    for unit in map(width, _UNITS.findall(text)):
        if used and used + unit > room:
            lines, used = lines + 1, 0.0
        used += unit
        lines += max(math.ceil(unit / room) - 1, 0)
    return lines


def row_heights(grid: Grid, values: Mapping[str, str], least: int) -> list[int]:
    """Return the height of each row; ``values`` are the printed values by address."""
    pitch = pt(table_type(grid)[1])
    widths = column_widths(grid, TEXT_WIDTH)
    heights = [least] * grid.height
    for place in grid.places:
        text = values[place.cell.address] if place.cell else place.label
        if place.height == 1 and not place.vertical and len(text) > 1:
            needed = _lines_in(grid, place, text, widths) * pitch + 2 * CELL_PADDING
            heights[place.row] = max(heights[place.row], needed)
    return [height + pt(BORDER_SIZE / 8) for height in heights]


def spare_room(heights: Sequence[int], notes: Sequence[str] = ()) -> int:
    """Return what rows and notes leave of a page under a heading; negative if they do not fit."""
    room = TEXT_HEIGHT - pt(LINE_PITCH) - _SAFETY
    return room - sum(heights) - _note_lines(notes) * pt(NOTE_PITCH)


def fits_page(heights: Sequence[int], notes: Sequence[str] = ()) -> bool:
    """Return whether rows of these heights stand on one page under a heading and over notes."""
    return spare_room(heights, notes) >= 0


def kept_notes(heights: Sequence[int], notes: Sequence[str]) -> int:
    """Return how many notes stay on the page of the last rows: few of them all, else the first."""
    if _note_lines(notes) <= FEW_LINES and fits_page(heights, notes):
        return len(notes)
    return int(fits_page(heights, notes[:1])) if notes else 0


def is_divided(note: str) -> bool:
    """Return whether a note is so long that it may go on on the next page."""
    return _note_lines([note]) > FEW_LINES


def _note_lines(notes: Sequence[str]) -> int:
    room = TEXT_WIDTH // pt(NOTE_SIZE)
    lines = (line for note in notes for line in note.split("\n"))
    return sum(max(math.ceil(width(line) / room), 1) for line in lines)


def remarks_below(grid: Grid, values: Mapping[str, str], remarked: Mapping[str, str]) -> set[str]:
    """Return the addresses of the remarks that stand under a table and not in their cells.

    ``values`` are the numbers, ``remarked`` the numbers with their remarks. A remark of many lines
    stands below; shorter ones, too, where the table would not fit on a page with them.
    """
    widths = column_widths(grid, TEXT_WIDTH)
    lines = {a: _lines_in(grid, grid.where[a], text, widths) for a, text in remarked.items()}
    least = NOTED if is_tall(grid) else table_type(grid)[-1]
    ways = ({a for a, count in lines.items() if count > most} for most in range(_MOST, -1, -1))
    return next(
        (way for way in ways if _fits_without(way, grid, values, remarked, least)), {*lines}
    )


def _fits_without(
    below: set[str],
    grid: Grid,
    values: Mapping[str, str],
    remarked: Mapping[str, str],
    least: int,
) -> bool:
    kept = {address: text for address, text in remarked.items() if address not in below}
    return fits_page(row_heights(grid, {**values, **kept}, least))
