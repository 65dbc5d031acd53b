"""The main figures of the year beside last year's: four large, all of them on demand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from model.report.main_figures import MainFigure, main_figures
from model.report.report import Report
from ui.base.widgets import Label, PartsLabel, bold, card, inked, larger, link, quiet, wrapped
from ui.look.tokens import BODY, QUIET

_LARGE: Final = 22
"""Pixels of a figure."""
_CARD: Final = 130
"""Least width of a card; in less room two stand in a row."""
_LIST: Final = 300
"""Least width of a column of the list of all figures."""


class MainFigures(QWidget):
    """Cards of the figures that lead, and a list of all."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[MainFigure] = ()
        self._columns = (0, 0)
        self._cards, self._list = QGridLayout(), QGridLayout()
        self._cards.setSpacing(8)
        self._list.setHorizontalSpacing(12)
        self._list.setVerticalSpacing(2)
        self._all = QWidget()
        self._all.setLayout(self._list)
        self._all.hide()
        self.more = link(QPushButton())
        self.more.setCheckable(True)
        self.more.toggled.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._cards)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._all)

    def show_figures(self, report: Report) -> None:
        """Show the figures of a report."""
        figures = tuple(main_figures(report))
        columns = (4 if self.width() >= 4 * _CARD else 2, max(1, self.width() // _LIST))
        if (figures, columns) != (self._shown, self._columns):
            self._shown, self._columns = figures, columns
            self._fill()

    def words(self) -> list[str]:
        """Return what the cards say, one text each."""
        return [_card_words(one) for one in self._shown if one.leads]

    def _fill(self) -> None:
        _clear(self._cards)
        _clear(self._list)
        in_a_row, columns = self._columns
        for place, one in enumerate(one for one in self._shown if one.leads):
            self._cards.addWidget(_card_of(one), place // in_a_row, place % in_a_row)
        for column in range(4):
            self._cards.setColumnStretch(column, column < in_a_row)
        height = -(-len(self._shown) // columns)
        if not self._all.isHidden():
            for place, one in enumerate(self._shown):
                row, column = place % height, 3 * (place // height)
                for beside, label in enumerate(_line_of(one)):
                    self._list.addWidget(label, row, column + beside)
        self._name_more()

    def _name_more(self) -> None:
        what = "收起" if self.more.isChecked() else "全部主要数字"
        self.more.setText(f"{what}（{len(self._shown)}项）")

    def _toggle(self, shown: bool) -> None:
        self._all.setVisible(shown)
        self._fill()


def _number(number: str, unit: str) -> str:
    return f"{number} {unit}".rstrip() if number else "未填"


def _card_words(one: MainFigure) -> str:
    return "，".join(filter(None, (f"{one.label}：{_number(one.now, one.unit)}", _last(one))))


def _last(one: MainFigure) -> str:
    return f"上年 {one.before}" if one.before else ""


def _card_of(one: MainFigure) -> QWidget:
    made = card()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(12, 6, 12, 6)
    layout.setSpacing(0)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # equally wide
    layout.addWidget(bold(Label(_number(one.now, one.unit)), _LARGE / BODY))
    words = PartsLabel("　")
    words.show_parts(one.label, _last(one))
    layout.addWidget(_small(words))
    layout.addStretch(1)
    return made


def _line_of(one: MainFigure) -> list[Label]:
    now = Label(_number(one.now, one.unit))
    return [_small(wrapped(one.label)), now, _small(quiet(_last(one)))]


def _small(label: Label) -> Label:
    return inked(larger(label, QUIET / BODY), "quiet")


def _clear(layout: QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
