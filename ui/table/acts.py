"""Acts on several cells of a table: clear, copy, paste, fill with zeros."""

from typing import Final

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from intake.pasted import is_labelled, source_of
from intake.proposal import propose
from intake.source import Source
from model.report.answers import put_number, put_stated
from model.report.fill import (
    PastedBlock,
    ZeroFill,
    fill_nothing,
    fill_zeros,
    paste,
    read_html,
    read_text,
    write_html,
    write_text,
)
from model.report.report import Report
from model.values import write_number
from ui.base.edits import CELL
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.table.model import TableModel
from ui.table.view import TableView

PASTED: Final = "粘贴"
"""What pasting is called among the acts that can be undone."""
_EMPTY: Final = "剪贴板中没有可粘贴的文字。"
_UNKNOWN_LABELS: Final = (
    "粘贴内容带有标签，按标签没有认出对应的格，未粘贴。只复制数字，选中左上角一格，再粘贴；"
    "整份年报用“文件”菜单“从剪贴板导入”。"
)


class TableActs(QObject):
    """Acts on the selection of one table; each is one undoable act and says what it did."""

    message = Signal(str)
    """A sentence about what was done."""

    def __init__(self, session: Session, view: TableView, model: TableModel) -> None:
        super().__init__(view)
        self._session, self._view, self._model = session, view, model
        acts = {"clear": self.clear, "copy": self.copy, "cut": self.cut, "paste": self.paste}
        view.asked.connect(lambda name: acts[name]())

    def selected(self) -> list[list[str]]:
        """Give the addresses that are selected, row by row; headings between them are left out."""
        rows: dict[int, list[str]] = {}
        for index in sorted(self._view.selectedIndexes()):
            if address := self._model.address(index):
                rows.setdefault(index.row(), []).append(address)
        return list(rows.values())

    def clear(self) -> None:
        """Empty the selected cells; in computed ones the source's total."""
        report = self._session.report
        for address in (one for row in self.selected() for one in row):
            computed = report.form.cells[address].computed
            report = (put_stated if computed else put_number)(report, address, "")
        self._keep(report, "清空")

    def copy(self) -> None:
        """Put the selected numbers on the clipboard, for spreadsheets and for pages."""
        report, numbers = self._session.report, self._session.evaluation.numbers
        block = [
            [write_number(numbers[a]) if a in numbers else report.unread.get(a, "") for a in row]
            for row in self.selected()
        ]
        if block:
            data = QMimeData()
            data.setText(write_text(block))
            data.setHtml(write_html(block))
            if sum(map(len, block)) == 1:  # pasted into a text, it brings its words
                (address,) = self.selected()[0]
                data.setData(CELL, f"{report.id} {address}".encode())
            QGuiApplication.clipboard().setMimeData(data)
            self.message.emit(f"已复制{sum(map(len, block))}格。")

    def cut(self) -> None:
        """Copy, then empty."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Put the copied block into the selected cells, or from the only selected cell on.

        A block that brings official labels is shown first, each number at its label.
        """
        block = clipboard_block()
        chosen = self.selected()
        if block and (source := source_of(block, self._session.report)) is not None:
            self._propose(source)
            return
        if not block or not chosen:
            self._session.show_refusal(_EMPTY if not block else "先选中要粘贴到的格。")
            return
        if is_labelled(block):
            self._session.show_refusal(_UNKNOWN_LABELS)
            return
        targets = self._targets(chosen, block)
        if targets is None:
            self._session.show_refusal(
                f"剪贴板内容为{len(block)}行{len(block[0])}列，与选中的格不一致，未粘贴。"
                "只选左上角一格，或选同样大小的区域，再粘贴。"
            )
            return
        self._session.show_left_out("".join(text for row in block for text in row))
        done = paste(self._session.report, targets, block)
        self._keep(done.report, PASTED)
        say = self._session.show_refusal if done.left_out else self.message.emit
        say(done.sentence)

    def _propose(self, source: Source) -> None:
        report = self._session.report
        count = len(source.report.values) + len(source.report.stated)
        sentence = f"按标签读出{count}个数，{source.verdict}。"
        proposal = propose(report, source, is_whole=False)
        ImportDialog(self._session, proposal, sentence, self._view.window(), PASTED).open()

    def fill_selected(self) -> None:
        """空格填0 on the selected cells."""
        asked = [address for row in self.selected() for address in row]
        self._fill(fill_zeros(self._session.report, asked), "空格填0")

    def fill_all(self) -> None:
        """空格填0 on the whole table."""
        self._fill(fill_zeros(self._session.report, self._model.grid.where), "空格填0")

    def nothing(self) -> None:
        """Say that nothing happened in this table's matter."""
        table = self._model.grid.table
        if table.nothing:
            self._fill(fill_nothing(self._session.report, table.key), table.nothing.name)

    def _fill(self, done: ZeroFill, what: str) -> None:
        self._keep(done.report, what)
        self.message.emit(done.sentence)

    def _keep(self, report: Report, what: str) -> None:
        """Make an act; taken back, it is shown at the first cell that it changed."""
        before = self._session.report
        changed = (a for a in self._model.grid.where if _kept(report, a) != _kept(before, a))
        self._session.apply(report, what, place=next(changed, ""))

    def _targets(self, chosen: list[list[str]], block: PastedBlock) -> list[list[str]] | None:
        """Return the cells a block goes into: those selected, or as many from the only one on."""
        height, width = len(block), len(block[0])
        if height == width == 1 or (
            len(chosen) == height and all(len(row) == width for row in chosen)
        ):
            return chosen
        if len(chosen) * len(chosen[0]) != 1:
            return None
        here = self._model.index_of(chosen[0][0])
        rows = (
            self._addresses(r, here.column()) for r in range(here.row(), self._model.rowCount())
        )
        below = [row[:width] for row in rows if row][:height]
        return below if [len(row) for row in below] == [width] * height else None

    def _addresses(self, row: int, first: int) -> list[str]:
        """Return the addresses of a row from a column on."""
        columns = range(first, self._model.columnCount())
        found = (self._model.address(self._model.index(row, column)) for column in columns)
        return [address for address in found if address]


def _kept(report: Report, address: str) -> tuple[object, ...]:
    return tuple(kept.get(address) for kept in (report.values, report.stated, report.unread))


def clipboard_block() -> PastedBlock:
    """Return what is copied as a block; HTML only where merged cells make the text lose places."""
    data = QGuiApplication.clipboard().mimeData()
    html = data.html() if data.hasHtml() else ""
    if "rowspan" in html.lower() or "colspan" in html.lower():
        return read_html(html) or read_text(data.text())
    return read_text(data.text())
