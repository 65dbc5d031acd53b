"""The recent drafts and the recovered reports, read in the background.

A missing share may answer after half a minute: nothing is read in the window's thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.checks.check import Summary, check
from model.drafts import storage
from model.drafts.copies import Recovered
from model.errors import ReportError, reason_of
from model.moments import from_seconds
from model.report.report import Report
from model.text import chinese_date, shortened
from ui.app import clock, drafts
from ui.app.drafts import Offer, when
from ui.app.steps import progress
from ui.base.widgets import Label, bold, card, named, set_shown, wrapped
from ui.base.work import BackgroundWorker


@dataclass(frozen=True)
class Recent:
    """One recent draft: path, unit, year, state and time of saving, or why it cannot be read.

    ``badge`` is its state in a few words, ``tone`` the role of that state's colour, and ``filled``
    the part of its answers that are there, from 0 to 1.
    """

    path: Path
    unit: str = ""
    year: int = 0
    state: str = ""
    saved: str = ""
    complaint: str = ""
    badge: str = ""
    tone: str = "quiet"
    filled: float = 0.0

    def __str__(self) -> str:
        if self.complaint:
            return f"{self.path.name}\n✗ {self.complaint}"
        return (
            f"{shortened(self.unit) or '未填机关名称'}　{self.year}年度\n"
            f"{self.state}　保存于 {self.saved}　{self.path.name}"
        )


def look(path: Path, now: datetime) -> Recent:
    """Read the state of a draft, or why it cannot be read."""
    try:
        report = storage.load(path).report
        saved = from_seconds(path.stat().st_mtime)
    except ReportError as error:
        message = str(error).removeprefix(f"{path.name}：").replace(f"「{path.name}」", "")
        return Recent(path, complaint=message)
    except OSError as error:
        return Recent(path, complaint=f"无法读取：{reason_of(error)}")
    result = check(report)
    badge, tone = badge_of(report, result.summary)
    filled, asked = progress(report, result)
    return Recent(
        path,
        report.unit.name,
        report.year,
        state_of(report, result.summary),
        when(saved, now),
        badge=badge,
        tone=tone,
        filled=filled / asked,
    )


def state_of(report: Report, summary: Summary) -> str:
    """Return the state of a report in words: the work that is left, or its 稿别."""
    parts = [f"未填 {summary.blank}"] * (summary.blank > 0)
    parts += [f"错误 {summary.errors}"] * (summary.errors > 0)
    parts += [f"待说明 {summary.warnings}"] * (summary.warnings > 0)
    parts += [f"公布前提示 {summary.publication}"] * (summary.publication > 0)
    return " · ".join(parts) or f"已填完 · {report.stage}"


def badge_of(report: Report, summary: Summary) -> tuple[str, str]:
    """Return the state of a report in a few words, and the role of its colour."""
    if summary.errors:
        return f"✗ {summary.errors} 处错误", "error"
    if summary.blank:
        return f"○ 未填 {summary.blank}", "quiet"
    if report.published is not None:
        return f"✓ 已公布 {chinese_date(report.published.on)}", "fine"
    if summary.warnings:
        return f"! 待说明 {summary.warnings}", "warning"
    return f"✓ 已填完 · {report.stage}", "fine"


class RecentsReading(QObject):
    """Reads recovery copies and recent drafts in the background, and signals the results."""

    recovered = Signal(list)
    """Offers of recovery, the latest first; once, if there are any."""
    found = Signal(object)
    """A Recent, for each path."""

    def __init__(self, paths: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = list(paths)
        self._worker = BackgroundWorker(self)

    def start(self) -> None:
        """Begin to read; a share that does not answer delays only what is read after it."""
        now = clock.now()
        self._worker.submit(partial(drafts.offers, now), self._show_recovered)
        for path in self._paths:
            self._worker.submit(partial(look, path, now), self.found.emit)

    def _show_recovered(self, offers: list[Offer] | None) -> None:
        if offers:
            self.recovered.emit(offers)


_HIGHEST = 12
"""Lines of text in the list before it scrolls."""
_LEAST = 8
"""Lines of the list in a low window: one copy is whole, with its buttons."""


class RecoveredList(QScrollArea):
    """Offers of recovery, the latest first; a settled one is removed."""

    recovered = Signal(object)
    """A recovery copy to restore."""
    saved_as = Signal(object)
    """A recovery copy to save elsewhere."""
    discarded = Signal(object)
    """A recovery copy to discard."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        named(self, "未保存的内容").setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(bold(Label("上次未保存的内容")))
        self._rows = {offer.copy.copy: self._row(offer) for offer in offers}
        for row in self._rows.values():
            rows.addWidget(row)
        self.setWidget(content)
        em = self.fontMetrics().height()
        self.setMinimumHeight(em * _LEAST)
        self.setMaximumHeight(min(em * _HIGHEST, em * (3 + 6 * len(offers))))

    def take(self, copy: Recovered) -> None:
        """Remove a settled copy from the list."""
        self._rows.pop(copy.copy).hide()
        set_shown(self, bool(self._rows))

    def _row(self, offer: Offer) -> QWidget:
        row = card("warning")
        layout = QGridLayout(row)
        layout.addWidget(wrapped(offer.message), 0, 0, 1, 4)
        put_back = "恢复为新文件" if offer.as_new_file else "恢复"
        for column, (text, signal) in enumerate(
            ((put_back, self.recovered), ("另存…", self.saved_as), ("丢弃", self.discarded))
        ):
            button = named(QPushButton(text), f"{text} {offer.copy.path.name}")
            button.clicked.connect(_emit(signal, offer))
            layout.addWidget(button, 1, column)
        layout.setColumnStretch(3, 1)
        return row


def _emit(signal: SignalInstance, offer: Offer) -> Callable[[], None]:
    return lambda: signal.emit(offer.copy)
