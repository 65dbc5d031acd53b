"""What stands in the recent drafts, and what was recovered: read behind the start window.

A share that is gone may answer after half a minute: nothing is read in the window's thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from model.checks.check import Summary, check
from model.drafts import storage
from model.errors import ReportError
from model.report.report import Report
from model.system_errors import reason_of
from model.text import shortened
from ui.app import recovering
from ui.app.moments import when
from ui.app.recovering import Offer
from ui.base.work import Lane


@dataclass(frozen=True)
class Recent:
    """One recent draft: where, whose, on which year, how far, and when saved; or why not."""

    path: Path
    unit: str = ""
    year: int = 0
    state: str = ""
    saved: str = ""
    complaint: str = ""

    def __str__(self) -> str:
        if self.complaint:
            return f"{self.path.name}\n✗ {self.complaint}"
        return (
            f"{shortened(self.unit) or '未填机关名称'}　{self.year}年度\n"
            f"{self.state}　保存于 {self.saved}　{self.path.name}"
        )


def look(path: Path, now: datetime) -> Recent:
    """Read how a draft stands; a draft that cannot be read says why."""
    try:
        report = storage.load(path).report
        saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except ReportError as error:
        told = str(error).removeprefix(f"{path.name}：").replace(f"「{path.name}」", "")
        return Recent(path, complaint=told)
    except OSError as error:
        return Recent(path, complaint=f"无法读取：{reason_of(error)}")
    state = state_of(report, check(report).summary)
    return Recent(path, report.unit.name, report.year, state, when(saved, now))


def state_of(report: Report, summary: Summary) -> str:
    """Say how far a report is: what is left to do, or its 稿别."""
    parts = [f"未填 {summary.blank}"] * (summary.blank > 0)
    parts += [f"错误 {summary.errors}"] * (summary.errors > 0)
    parts += [f"待说明 {summary.warnings}"] * (summary.warnings > 0)
    parts += [f"公布前提示 {summary.publication}"] * (summary.publication > 0)
    return " · ".join(parts) or f"已填完 · {report.stage}"


class Reading(QObject):
    """Reads recovery copies and recent drafts in the background, and says what it found."""

    recovered = Signal(list)
    """Offers of what was recovered, the latest first; once, where there are any."""
    found = Signal(object)
    """A Recent, for each path."""

    def __init__(self, paths: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = list(paths)
        self._lane = Lane(self)

    def start(self) -> None:
        """Begin; what hangs on a dead share holds up only what comes after it."""
        now = datetime.now().astimezone()
        self._lane.do(partial(recovering.offers, now), self._tell_recovered)
        for path in self._paths:
            self._lane.do(partial(look, path, now), self.found.emit)

    def _tell_recovered(self, offers: list[Offer] | None) -> None:
        if offers:
            self.recovered.emit(offers)
