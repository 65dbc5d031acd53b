"""Where readers put what they read: cleaned, counted, and refused where it is too much."""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import structs

from intake.bounds import CELLS, MERGED, TEXT, abnormal, too_much
from intake.content import Aside, Beside, Block, Cell, Document, Kind, Paragraph, Table
from model.text import clean, clean_line

_RARE: Final = re.compile("[\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010ffff]")
"""Private-use characters (造字) and the extensions of CJK that few fonts hold."""


class Gathering:
    """Paragraphs and tables of one file, in order, what stands beside them, and notices."""

    def __init__(self, notices: Iterable[str] = ()) -> None:
        self._blocks: list[Block] = []
        self._notices = list(notices)
        self._asides: list[Aside] = []
        self._paragraphs = 0
        self._tables = 0
        self._pieces = 0
        self._characters = 0
        self._removed = 0
        self._rare = 0

    def paragraph(self, text: str) -> None:
        """Add a paragraph; a blank one is left out."""
        if kept := self._clean(text):
            self._paragraphs += 1
            self._blocks.append(Paragraph(self._paragraphs, kept))

    def table(self, cells: Iterable[Cell], sheet: str = "", hidden: bool = False) -> None:
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
            self._blocks.append(Table(self._tables, tuple(kept), name, hidden))

    @property
    def blocks(self) -> int:
        """How many paragraphs and tables there are so far."""
        return len(self._blocks)

    def aside(self, kind: Beside, text: str, after: int) -> None:
        """Add a text beside the text, at the last of so many blocks; a blank one is left out."""
        if kept := self._clean(text):
            self._asides.append(Aside(kind, kept, after))

    def notice(self, sentence: str) -> None:
        """Add what the clerk should know."""
        self._notices.append(sentence)

    def document(self, kind: Kind) -> Document:
        """Give what was gathered."""
        notices = list(self._notices)
        if not self._blocks:
            notices.append("文件中没有可读取的文字或表格，可能是扫描件。")
        if self._removed:
            notices.append(f"已去除{self._removed}个不能显示的控制字符。")
        if self._rare:
            notices.append(f"含有{self._rare}个造字或罕用字，部分字体不能显示。核对这些字。")
        return Document(kind, tuple(self._blocks), tuple(notices), tuple(self._asides))

    def _clean(self, text: str) -> str:
        """Clean a text once, where it comes in; count what it costs."""
        if not text:
            return ""
        self._pieces += 1
        self._characters += len(text)
        if self._pieces > CELLS or self._characters > TEXT:
            raise too_much()
        kept = clean(text)
        if not kept.isascii():
            self._rare += len(_RARE.findall(kept))
        self._removed += len(text.replace("\r\n", "\n")) - len(kept)
        return kept.strip()
