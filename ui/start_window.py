"""The start: continue, begin, open, or try the example; and what was recovered after a crash.

It only asks: what is chosen is opened by the application. Names of Qt that it does not need, and
the namespace Qt above all, would cost more time than painting it does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets import bold, named, wrapped

if TYPE_CHECKING:
    from model.recovery import Recovered


class StartWindow(QWidget):
    """The first window."""

    chosen = Signal(Path)
    """A draft to open."""
    recovery_chosen = Signal(object)
    """A recovery copy to put back."""
    browse = Signal()
    """Asks which draft to open."""
    new = Signal()
    """Asks for a new report."""
    example = Signal()
    """Asks for the example."""

    def __init__(self, recent: Sequence[Path], recovered: "Sequence[Recovered]") -> None:
        super().__init__()
        self.setWindowTitle("政府信息公开工作年度报告")
        self._message = wrapped()
        layout = QVBoxLayout(self)
        layout.addWidget(bold(QLabel("政府信息公开工作年度报告"), 1.8))
        for one in recovered:
            layout.addWidget(self._recovery_button(one))
        if recent:
            layout.addWidget(self._button(f"继续填报：{recent[0].name}", self._continue(recent[0])))
        for text, signal in (
            ("新建报告", self.new),
            ("打开草稿", self.browse),
            ("看示例", self.example),
        ):
            layout.addWidget(self._button(text, signal))
        layout.addWidget(QLabel("最近的草稿"))
        layout.addWidget(self._recent_list(recent), 1)
        layout.addWidget(self._message)
        self.resize(560, 560)

    def say(self, sentence: str) -> None:
        """Say why something could not be opened."""
        self._message.setText(sentence)

    def _continue(self, path: Path) -> object:
        return lambda: self.chosen.emit(path)

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setMinimumHeight(self.fontMetrics().height() * 3)
        button.clicked.connect(act)
        return button

    def _recent_list(self, paths: Sequence[Path]) -> QListWidget:
        recent = named(QListWidget(), "最近的草稿")
        recent.addItems([f"{path.name}　{path.parent}" for path in paths])
        recent.itemActivated.connect(lambda item: self.chosen.emit(paths[recent.row(item)]))
        return recent

    def _recovery_button(self, recovered: "Recovered") -> QPushButton:
        when = recovered.written.strftime("%m月%d日 %H:%M")
        beside = "（草稿此后有改动，恢复为新文件）" if recovered.draft_changed else ""
        text = f"恢复 {when} 未保存的内容：{recovered.path.name}{beside}"
        return self._button(text, lambda: self.recovery_chosen.emit(recovered))
