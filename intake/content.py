"""What a foreign file says, in one neutral shape for all kinds: paragraphs and tables in order.

It crosses from the child process to the program, so every field is checked when it is decoded.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

Index = Annotated[int, msgspec.Meta(ge=0, le=1_048_576)]
"""A row or a column, from 0."""
Extent = Annotated[int, msgspec.Meta(ge=1, le=1_048_576)]
"""How many rows or columns something covers."""


class Kind(StrEnum):
    """What a file is by its content, whatever its name says."""

    WORD = "word"
    EXCEL = "excel"
    WEB = "web"
    MAIL = "mail"
    TEXT = "text"
    DRAFT = "draft"


UNDESCRIBED: Final = "图片"
"""What stands for a picture that nobody has described."""
RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A digit that stands raised is the mark of a note: 12¹ is not 121."""


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A cell as it stands: place, extent and text; a place that no cell covers is blank.

    ``text`` is the value that is kept, ``shown`` how a worksheet shows it where that is another:
    12.4 and 12, 1234 and 1,234. ``remark`` is what somebody has noted at the cell. It is
    ``hidden`` where its row or column is.
    """

    row: Index
    column: Index
    height: Extent
    width: Extent
    text: str
    shown: str | None = None
    remark: str = ""
    hidden: bool = False


class Paragraph(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="p"):
    """A paragraph with text; ``number`` counts the paragraphs with text, from 1.

    A line feed in it is a line break of the source within the paragraph.
    """

    number: Extent
    text: str

    @property
    def where(self) -> str:
        """Say where it stands, for the clerk."""
        return f"第{self.number}段"


class Table(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    """A table, its cells in reading order; ``number`` counts tables from 1.

    ``sheet`` is the name of the worksheet it is, or empty. Only a worksheet can be ``hidden``.
    """

    number: Extent
    cells: tuple[Cell, ...]
    sheet: str = ""
    hidden: bool = False

    @property
    def name(self) -> str:
        """Name the table, for the clerk."""
        return f"工作表「{self.sheet}」" if self.sheet else f"第{self.number}个表格"

    def where(self, cell: Cell) -> str:
        """Say where a cell of it stands, for the clerk."""
        if self.sheet:
            return f"{self.name}{letters(cell.column)}{cell.row + 1}"
        return f"{self.name}第{cell.row + 1}行第{cell.column + 1}列"


Block = Paragraph | Table


class Beside(StrEnum):
    """What stands beside the text of a document."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    REMARK = "remark"
    DELETED = "deleted"
    """Text that a tracked change has taken out."""
    HIDDEN = "hidden"
    PICTURE = "picture"
    """The description of a picture, or a word for it."""
    MARGIN = "margin"
    """A line of the head or the foot of pages."""
    OBJECT = "object"
    """What only another program can open, or what a worksheet holds besides its cells."""


class Aside(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text beside the text; it hangs on the block that ``after`` counts to: blocks[after - 1].

    0 is what stands before the first block.
    """

    kind: Beside
    text: str
    after: Index


class Document(msgspec.Struct, frozen=True, array_like=True):
    """What a file says, and the sentences a clerk should know about how it was read.

    A draft has no blocks: the child has found that the model reads it, and the model shall.
    """

    kind: Kind
    blocks: tuple[Block, ...]
    notices: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs, in order."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(column: int) -> str:
    """Give the letters of a worksheet's column, counted from 0: A, Z, AA."""
    above, last = divmod(column, len(_LETTERS))
    return (letters(above - 1) if above else "") + _LETTERS[last]
