"""Excel → a table for each worksheet: filled cells, merged stretches, values as they were kept.

Rows are read one by one and only what stands in them, so a cell at the end of a sheet costs as
much as one at its beginning, and what the sheet says of its own dimension is believed by nobody.
Shared strings, numbers, percentages and dates are texts here; text becomes number in the model.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, fromstring, iterparse

from intake.bounds import CELLS, damaged, too_large
from intake.cell_values import Formats, plain, shown
from intake.content import Cell, Document, Kind
from intake.gate import Admitted
from intake.gathering import Gathering
from intake.xml_gate import place_of, stretch_of
from intake.zip_gate import Package, read_part, relations

Place = tuple[int, int]
_RELATIONSHIP: Final = "relationships}id"


@dataclass
class _Sheet:
    """What one part of a worksheet says."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)
    """Height and width by place."""
    unworked: int = 0
    """Formulas without a value."""

    def cells(self) -> Iterator[Cell]:
        """Give its filled cells in reading order."""
        for place in sorted(self.texts):
            yield Cell(*place, *self.merged.get(place, (1, 1)), self.texts[place])


class _Workbook:
    """An opened package, with what its sheets share."""

    def __init__(self, opened: zipfile.ZipFile, package: Package) -> None:
        self._opened, self._package = opened, package
        self.root = fromstring(read_part(opened, package, package.main))
        by_type = relations(opened, package.main)
        self._targets = relations(opened, package.main, by="Id")
        self._strings: list[str] = []
        if "sharedStrings" in by_type:
            self._strings = [plain(item) for item in self._part(by_type["sharedStrings"])]
        styles = self._part(by_type["styles"]) if "styles" in by_type else None
        base = next((e.get("date1904", "") for e in self.root if _is(e, "workbookPr")), "")
        self._formats = Formats(styles, from_1904=base in ("1", "true"))

    def _part(self, name: str) -> Element:
        return fromstring(read_part(self._opened, self._package, name))

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Give the name of each sheet, whether it is hidden, and its part."""
        for element in self.root.iter():
            if _is(element, "sheet"):
                key = next((v for k, v in element.items() if k.endswith(_RELATIONSHIP)), "")
                hidden = element.get("state", "visible") != "visible"
                yield element.get("name", ""), hidden, self._targets.get(key, "")

    def read(self, part: str) -> _Sheet | None:
        """Read a worksheet; nothing where the part is a chart or a dialogue."""
        sheet = _Sheet()
        row = -1
        source = io.BytesIO(read_part(self._opened, self._package, part))
        for event, element in iterparse(source, ("start", "end")):
            if row < 0 and event == "start" and not _is(element, "worksheet"):
                return None
            row = max(row, 0)
            if event == "end" and _is(element, "row"):
                row = int(element.get("r", row + 1))
                self._read_row(sheet, row - 1, element)
                element.clear()
            elif event == "end" and _is(element, "mergeCell"):
                top, left, height, width = stretch_of(element.get("ref", ""))
                sheet.merged[top, left] = height, width
        return sheet

    def _read_row(self, sheet: _Sheet, row: int, element: Element) -> None:
        column = -1
        for cell in element:
            column = place_of(cell.get("r", ""))[1] if cell.get("r") else column + 1
            parts = {child.tag.rpartition("}")[2]: child for child in cell}
            text = self._text(cell, parts.get("v"), parts.get("is"))
            if text.strip():
                sheet.texts[row, column] = text
                if len(sheet.texts) > CELLS:
                    raise too_large(f"工作表中有内容的单元格超过{CELLS // 10_000}万个")
            elif "f" in parts and ("v" not in parts or not parts["v"].text):
                sheet.unworked += cell.get("t") != "str"

    def _text(self, cell: Element, value: Element | None, inline: Element | None) -> str:
        text = (value.text or "") if value is not None else ""
        match cell.get("t", "n"):
            case "s" if text:
                return _item(self._strings, text)
            case "inlineStr":
                return plain(inline) if inline is not None else text
            case "b" if text:
                return "TRUE" if text == "1" else "FALSE"
            case "n" if text:
                return shown(text, self._formats.of(cell.get("s", "0")), self._formats.from_1904)
        return text


def read_excel(data: bytes, admitted: Admitted) -> Document:
    """Give what the worksheets of a .xlsx say.

    Raises:
        RefusedError: they say more than a report would, or refer to what is not there.
    """
    assert admitted.package, "the gate knows the package of a .xlsx"
    gathering = Gathering(admitted.notices)
    unworked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        workbook = _Workbook(opened, admitted.package)
        for name, hidden, part in workbook.sheets():
            sheet = workbook.read(part)
            if sheet is None:
                gathering.notice(f"「{name}」不是工作表，未读取。")
                continue
            gathering.table(sheet.cells(), name, hidden)
            unworked += sheet.unworked
    if unworked:
        gathering.notice(
            f"有{unworked}个公式没有保存结果，按空白读取。用 WPS 或 Excel 打开后保存，再导入。"
        )
    return gathering.document(Kind.EXCEL)


def _is(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _item(strings: Sequence[str], text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) < len(strings)):
        raise damaged()
    return strings[int(text)]
