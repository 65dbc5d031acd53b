"""Waiting for what a share may hold up, with the window alive and a way out.

What is soon done is not noticed. What takes longer is said in a small window that can be left with
Escape; what comes after that is not heard.
"""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.errors import ReportError, StorageError
from ui.base.widgets import titled, wrapped
from ui.base.work import Lane

UNNOTICED: Final = 0.2
"""Seconds that nobody takes for waiting."""
_UNFORESEEN: Final = "读取时遇到意外问题，文件未改动。"

_Result = TypeVar("_Result")


def beside(parent: QWidget | None, told: str, act: Callable[[], _Result]) -> _Result | None:
    """Do something with files in a thread of its own; None where the clerk gave it up.

    ``told`` says what is waited for, such as 正在读取「年报.gknb」….

    Raises:
        ReportError: what the act raised.
    """
    dialog = WaitingDialog(parent, told, act)
    if not dialog.is_done_soon():
        dialog.exec()
    dialog.deleteLater()
    if dialog.error is not None:
        raise dialog.error
    return dialog.result_of_act


class WaitingDialog(QDialog, Generic[_Result]):
    """Says what is waited for; Escape gives it up."""

    def __init__(self, parent: QWidget | None, told: str, act: Callable[[], _Result]) -> None:
        super().__init__(parent)
        titled(self, "稍候")
        self.result_of_act: _Result | None = None
        self.error: ReportError | None = None
        self._given_up = False
        self._lane = Lane(self)
        self._lane.do(lambda: _tried(act), self._take)
        buttons = QDialogButtonBox()
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped(told))
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 26)

    def is_done_soon(self) -> bool:
        """Wait as long as nobody notices; says whether that was enough."""
        return self._lane.wait(UNNOTICED)

    def reject(self) -> None:
        """Wait no longer."""
        self._given_up = True
        super().reject()

    def _take(self, found: "tuple[_Result] | ReportError | None") -> None:
        if self._given_up:
            return
        if isinstance(found, tuple):
            (self.result_of_act,) = found
        else:
            self.error = found or StorageError(_UNFORESEEN)
        self.accept()


def _tried(act: Callable[[], _Result]) -> "tuple[_Result] | ReportError":
    """Give what an act gives, or what it says against it; errors belong to the asking thread."""
    try:
        return (act(),)
    except ReportError as error:
        return error
