"""The content of a foreign file in one form for all kinds: paragraphs and tables in order.

A Document crosses from the child process to the program, so every field is checked when it is
decoded. Readers put text into a DocumentBuilder, which cleans and counts it and refuses text
beyond the bounds of docs/reliability.md. A report is far below these bounds: the example has 3 130
characters and 279 cells.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import structs

from intake.radicals import without_radicals
from model.errors import RefusedError
from model.text import clean, clean_line

MEGABYTE: Final = 1024 * 1024

FILE: Final = 32 * MEGABYTE
"""Bytes of a file."""
PARTS: Final = 2000
"""Parts of a package or of a mail."""
PART: Final = 32 * MEGABYTE
"""Bytes of a part, inflated."""
ALL_PARTS: Final = 128 * MEGABYTE
"""Bytes of all parts, inflated."""
RATIO: Final = 200
"""Inflated bytes for each stored byte, checked in parts over a megabyte: smaller ones are safe."""
DEPTH: Final = 200
"""Levels of nested elements."""
ATTRIBUTES: Final = 1000
"""Attributes of one element: a parser compares each with all others."""
ELEMENTS: Final = 300_000
"""Elements of all parts together."""
MERGED: Final = 200_000
"""Grid positions that merged cells cover."""
SPAN: Final = 1000
"""Columns a cell of Word or a web page covers."""
ROW_SPAN: Final = 65_534
"""Rows a cell of a web page covers: the limit of browsers."""
SHEETS: Final = 200
"""Worksheets."""
ROWS: Final = 1_048_576
"""Rows of a worksheet."""
COLUMNS: Final = 16_384
"""Columns of a worksheet."""
TEXT: Final = 1_000_000
"""Characters that are read from a file."""
CELLS: Final = 50_000
"""Cells and paragraphs that are read from a file."""
BLOCKS: Final = 3000
"""Paragraphs and tables in which a report is recognised: ten times as many as a report has."""
HEADS: Final = 150
"""Sub-heads of a report."""

SAVE_AS: Final = "用 WPS 或 Office 打开并另存后再导入。"


def abnormal(what: str) -> RefusedError:
    """Return the error for a file that no office program writes: a bomb, or one made by hand."""
    return RefusedError(f"文件内部结构异常（{what}），未导入。{SAVE_AS}")


def damaged() -> RefusedError:
    """Return the error for a file that was cut off or damaged."""
    return RefusedError(f"文件已损坏或不完整，未导入。{SAVE_AS}")


def encrypted() -> RefusedError:
    """Return the error for a file that cannot be read without its password."""
    return RefusedError("文件已加密，未导入。用 WPS 或 Office 打开，取消密码后另存，再导入。")


def slides() -> RefusedError:
    """Return the error for a presentation."""
    return RefusedError("演示文稿不能导入。选择 .docx 或 .xlsx 文件。")


def unknown() -> RefusedError:
    """Return the error for a file whose content is of no known kind."""
    return RefusedError("无法识别文件内容。用 WPS 或 Office 另存为 .docx 或 .xlsx 后再导入。")


def too_large(what: str) -> RefusedError:
    """Return the error for a sound file that is larger than any report."""
    return RefusedError(f"{what}，未导入。只保留与报告有关的内容，另存后再导入。")


def too_many_blocks() -> RefusedError:
    """Return the error for a file with far more paragraphs and tables than any report has."""
    return too_large(f"段落和表格超过{BLOCKS}个")


def too_much() -> RefusedError:
    """Return the error for a file with more text or cells than any report has."""
    return too_large(f"文字超过{TEXT // 10_000}万字，或单元格超过{CELLS // 10_000}万个")


T = TypeVar("T")
_Many = Annotated[tuple[T, ...], msgspec.Meta(max_length=CELLS)]
"""Limited, because a parser that an attacker controls may write the reply of a child."""
CellIndex = Annotated[int, msgspec.Meta(ge=0, le=1_048_576)]
"""A row or a column, from 0."""
Extent = Annotated[int, msgspec.Meta(ge=1, le=1_048_576)]
"""How many rows or columns something covers."""


class FileKind(StrEnum):
    """The kind of a file by its content; its name does not count."""

    WORD = "word"
    EXCEL = "excel"
    XLS = "xls"
    """A workbook in the format of Excel 97 or older: .xls and .et."""
    ODS = "ods"
    DOC = "doc"
    """A document in the format of Word 97 or older: .doc and .wps."""
    RTF = "rtf"
    ODT = "odt"
    WEB = "web"
    MAIL = "mail"
    PDF = "pdf"
    TEXT = "text"
    DRAFT = "draft"


CONVERTED: Final = frozenset((FileKind.DOC, FileKind.RTF, FileKind.ODT))
"""Kinds that an office suite converts to .docx before they are read."""
SPREADSHEETS: Final = frozenset((FileKind.EXCEL, FileKind.XLS, FileKind.ODS))
"""Kinds of file that hold tables alone."""
_PATTERNS: Final = {
    "Word": "*.docx *.doc *.wps *.rtf *.odt",
    "Excel": "*.xlsx *.xls *.et *.ods",
    "PDF": "*.pdf",
    "网页": "*.html *.htm *.mht *.mhtml",
    "文本": "*.txt *.md",
    "草稿": "*.gknb",
}
"""Patterns of the names of files that may hold a report, by what a clerk calls these files."""
KINDS: Final = " ".join(_PATTERNS.values())
"""The same in the syntax of file dialogs."""
CALLED: Final = "、".join(_PATTERNS).replace("、草稿", "或草稿")
"""What may hold a report, in words."""
UNDESCRIBED_PICTURE: Final = "图片"
"""The text of a picture without a description."""
SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A superscript digit is the mark of a note: 12¹ is not 121."""


class SourceCell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A cell with its position, size and text; a position that no cell covers is blank.

    ``text`` is the stored value, ``shown`` the text that a worksheet displays if that differs:
    12.4 and 12, 1234 and 1,234. ``remark`` is the comment at the cell. A cell is ``hidden`` if its
    row or column is. ``page`` is the page of a PDF on which it is, and ``line`` the line of a text
    file, otherwise 0.
    """

    row: CellIndex
    column: CellIndex
    height: Extent
    width: Extent
    text: str
    shown: str | None = None
    remark: str = ""
    hidden: bool = False
    page: CellIndex = 0
    line: CellIndex = 0


class Stretch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A part of a printed line between wide gaps: its text, and its edges in points."""

    text: str
    left: int
    right: int


class SourceParagraph(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="p"):
    """A paragraph with text; ``number`` counts the paragraphs with text, from 1.

    A line feed in it is a line break of the source within the paragraph. If a table was taken out
    of the paragraph, ``first_line`` is the number of the first line that is left, from 0. ``page``
    is the page of a PDF on which it begins, and ``line`` the line of a text file as an editor
    counts them, otherwise 0; ``stretches`` are given for a single line of a PDF, which may be one
    of a table. ``place`` is its position in words if it was a cell of a worksheet.
    """

    number: Extent
    text: str
    first_line: CellIndex = 0
    page: CellIndex = 0
    stretches: tuple[Stretch, ...] = ()
    place: str = ""
    line: CellIndex = 0

    @property
    def where(self) -> str:
        """Its position in words for the clerk."""
        if self.place:
            return self.place
        return f"第{self.line}行" if self.line else f"{_on_page(self.page)}第{self.number}段"


class SourceTable(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    """A table, its cells in reading order; ``number`` counts tables from 1.

    ``sheet`` is the name of the worksheet it is, or empty. Only a worksheet can be ``hidden``.
    ``paragraph`` is the number of the paragraph with its first line if it is written as text; then
    the columns of its cells are their order in a line, unless each cell is ``alone`` in its line.
    """

    number: Extent
    cells: _Many[SourceCell]
    sheet: str = ""
    hidden: bool = False
    paragraph: CellIndex = 0
    alone: bool = False

    @property
    def name(self) -> str:
        """The name of the table for the clerk."""
        if line := self.cells[0].line if self.cells else 0:
            return f"第{line}行起的表格"
        if self.paragraph:
            return f"第{self.paragraph}段起的表格"
        return f"工作表「{self.sheet}」" if self.sheet else f"第{self.number}个表格"

    def where(self, cell: SourceCell) -> str:
        """Return the position of one of its cells in words for the clerk."""
        if self.sheet:
            return f"{self.name}{letters(cell.column)}{cell.row + 1}"
        if cell.line:  # an editor calls the characters of a line its 列
            return f"第{cell.line}行" + f"第{cell.column + 1}栏" * (not self.alone)
        place = f"{self.name}第{cell.row + 1}行第{cell.column + 1}列"
        return f"{_on_page(cell.page)}{place}"


def _on_page(page: int) -> str:
    return f"第{page}页" if page else ""


SourceBlock = SourceParagraph | SourceTable
Blocks = Annotated[tuple[SourceBlock, ...], msgspec.Meta(max_length=BLOCKS)]
"""The blocks in which a report was recognised."""


class AsideKind(StrEnum):
    """The kinds of content that are not part of the running text of a document."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    REMARK = "remark"
    DELETED = "deleted"
    """Text that a tracked change deleted."""
    HIDDEN = "hidden"
    PICTURE = "picture"
    """The description of a picture, or a word for it."""
    MARGIN = "margin"
    """A line of a page header or footer."""
    OBJECT = "object"
    """An embedded object of another program, or a drawing of a worksheet."""


class Aside(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text outside the running text; it belongs to the block ``blocks[after - 1]``.

    ``after`` is 0 for a text before the first block.
    """

    kind: AsideKind
    text: str
    after: CellIndex


class Document(msgspec.Struct, frozen=True, array_like=True):
    """The content of a file, and notices for the clerk about how it was read.

    ``title`` is that of a web page, which is not text of the page. ``mark`` is what a workbook says
    in its hidden name of a page of the 采集表. A draft has no blocks: the child only checks it, the
    parent process loads it.
    """

    kind: FileKind
    blocks: _Many[SourceBlock]
    notices: _Many[str] = ()
    asides: _Many[Aside] = ()
    title: str = ""
    mark: str = ""

    @property
    def paragraphs(self) -> list[SourceParagraph]:
        """Its paragraphs, in order."""
        return [block for block in self.blocks if isinstance(block, SourceParagraph)]

    @property
    def tables(self) -> list[SourceTable]:
        """Its tables, in order."""
        return [block for block in self.blocks if isinstance(block, SourceTable)]


_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(column: int) -> str:
    """Return the letters of a worksheet's column, counted from 0: A, Z, AA."""
    above, last = divmod(column, len(_LETTERS))
    return (letters(above - 1) if above else "") + _LETTERS[last]


_RARE: Final = re.compile("[\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010ffff]")
"""Private-use characters (造字) and the extensions of CJK that few fonts hold."""


def _without_marks(text: str) -> str:
    """Return a text without control characters, and with characters for radicals."""
    return without_radicals(clean(text))[0].strip()


class DocumentBuilder:
    """Collects the paragraphs, tables, asides and notices of one file, in order."""

    def __init__(self, notices: Iterable[str] = ()) -> None:
        self._blocks: list[SourceBlock] = []
        self._notices = list(notices)
        self._asides: list[Aside] = []
        self._paragraphs = 0
        self._tables = 0
        self._pieces = 0
        self._characters = 0
        self._removed = 0
        self._rare = 0
        self._radicals = 0
        self._title = ""
        self.mark = ""

    def title(self, text: str) -> None:
        """Keep the title of a page; of several pages that of the first."""
        self._title = self._title or clean_line(self._clean(text))

    def paragraph(
        self, text: str, page: int = 0, stretches: Iterable[Stretch] = (), line: int = 0
    ) -> None:
        """Add a paragraph; a blank one is left out."""
        if kept := self._clean(text):
            self._paragraphs += 1
            parts = tuple(structs.replace(one, text=_without_marks(one.text)) for one in stretches)
            self._blocks.append(SourceParagraph(self._paragraphs, kept, 0, page, parts, line=line))

    def table(self, cells: Iterable[SourceCell], sheet: str = "", hidden: bool = False) -> None:
        """Add a table; one without cells is left out."""
        merged = 0
        kept = []
        for cell in cells:
            merged += cell.height * cell.width - 1
            if merged > MERGED:
                raise abnormal(f"合并单元格超过{MERGED // 10_000}万格")
            kept.append(
                structs.replace(cell, text=self._clean(cell.text), remark=self._clean(cell.remark))
            )
        if kept:
            self._tables += 1
            name = clean_line(self._clean(sheet))
            self._blocks.append(SourceTable(self._tables, tuple(kept), name, hidden))

    @property
    def blocks(self) -> int:
        """The number of paragraphs and tables so far."""
        return len(self._blocks)

    def aside(self, kind: AsideKind, text: str, after: int) -> None:
        """Add a text outside the running text, see Aside; a blank one is left out."""
        if kept := self._clean(text):
            self._asides.append(Aside(kind, kept, after))

    def notice(self, message: str) -> None:
        """Add a message for the clerk."""
        self._notices.append(message)

    def document(self, kind: FileKind) -> Document:
        """Return all that was added as a Document."""
        notices = list(self._notices)
        if not self._blocks:
            notices.append("文件中没有可读取的文字或表格，可能是扫描件。")
        if self._removed:
            notices.append(f"已去除{self._removed}个不能显示的控制字符。")
        if self._radicals:
            notices.append(f"{self._radicals}个部首字符（如⽉）已换成普通汉字。")
        if self._rare:
            notices.append(f"含有{self._rare}个造字或罕用字，部分字体不能显示。核对这些字。")
        parts = tuple(self._blocks), tuple(notices), tuple(self._asides)
        return Document(kind, *parts, self._title, self.mark)

    def _clean(self, text: str) -> str:
        """Return a text without control characters; count it against the bounds."""
        if not text:
            return ""
        self._pieces += 1
        self._characters += len(text)
        if self._pieces > CELLS or self._characters > TEXT:
            raise too_much()
        kept = clean(text)
        self._removed += len(text.replace("\r\n", "\n")) - len(kept)
        kept, radicals = without_radicals(kept)
        self._radicals += radicals
        if not kept.isascii():
            self._rare += len(_RARE.findall(kept))
        return kept.strip()
