"""Last year's report, of any kind: asked for, read beside the window, and looked at first.

Several files are the reports of units that have become one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from intake import foreign
from intake.source import Source
from model.combine.sums import Merged, merged_last
from model.drafts.storage import Loaded
from model.errors import RefusedError, ReportError
from model.form import catalog
from model.report.report import Report
from ui.base.file_dialogs import files_to_open
from ui.base.widgets import titled, wrapped
from ui.base.work import Lane
from ui.imports.import_notes import may_go_on
from ui.imports.reading import UNFORESEEN


@dataclass(frozen=True)
class LastYear:
    """Last year's report as one, and those of the unit or its predecessors, with their files."""

    report: Report
    each: tuple[Loaded, ...]

    @property
    def source(self) -> str:
        """Say where it came from."""
        return "、".join(one.path.name for one in self.each)


def ask_last_year(parent: QWidget, likely: Path, year: int) -> LastYear | None:
    """Ask for the files of the report on a year, read and show what is not sure of them.

    Raises:
        ReportError: one of them cannot be read, or they do not go together.
    """
    foreign.warm_beside()
    title = "选择上年报告（机构合并的可选几份）"
    paths = files_to_open(parent, title, str(likely), foreign.FILES)
    sources = read_beside(parent, paths, year) if paths else None
    if not sources:
        return None
    years = sorted({source.report.year for source in sources})
    if len(years) > 1:
        told = "、".join(map(str, years))
        raise RefusedError(f"所选文件的年度不同（{told}），未读入。选择同一年度的报告。")
    merged = merged_last([one.report for one in sources], catalog.form_for(years[0] + 1))
    if not _asked(parent, sources, merged):
        return None
    return LastYear(merged.report, tuple(Loaded(one.report, one.path, "") for one in sources))


def _asked(parent: QWidget, sources: Sequence[Source], merged: Merged) -> bool:
    """Show what is to be looked at, where there is something; says whether to go on."""
    shown = [
        f"[未相加] {merged.report.form.cells[address].name}：{'、'.join(names)}的报告中为空。"
        for address, names in merged.lacking.items()
    ]
    asks = bool(shown)
    for source in sources:
        whose = f"「{source.path.name}」" * (len(sources) > 1)
        form = catalog.form_for(source.report.year + 1)
        lines = [*foreign.lines_of(source), *foreign.left_behind(form, source)]
        shown += [f"{whose}{line}" for line in lines]
        asks = asks or foreign.asks_for_a_look(lines)
    told = "".join(map(foreign.summary_of, sources))
    return not asks or may_go_on(parent, told, shown)


def read_beside(parent: QWidget | None, paths: Sequence[Path], year: int) -> list[Source] | None:
    """Read files while the window stays alive; None where the clerk gave it up.

    Raises:
        ReportError: the first that cannot be read says why.
    """
    dialog = ReadingDialog(parent, paths, year)
    went_on = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if dialog.error is not None:
        raise dialog.error
    return dialog.sources if went_on else None


class ReadingDialog(QDialog):
    """Says which file is read; Escape gives it up, and what comes later is not heard."""

    def __init__(self, parent: QWidget | None, paths: Sequence[Path], year: int) -> None:
        super().__init__(parent)
        titled(self, "读取上年报告")
        self.sources: list[Source] = []
        self.error: ReportError | None = None
        self._left, self._year = list(paths), year
        self._lane = Lane(self)
        self.told = wrapped()
        buttons = QDialogButtonBox()
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 26)
        self._read_next()

    def _read_next(self) -> None:
        path = self._left.pop(0)
        more = f"，其后还有{len(self._left)}份" * bool(self._left)
        self.told.setText(f"正在读取「{path.name}」{more}…")
        self._lane.do(partial(_read, path, self._year), self._take)

    def _take(self, found: Source | ReportError | None) -> None:
        if not isinstance(found, Source):
            self.error = found or RefusedError(UNFORESEEN)
            self.reject()
            return
        self.sources.append(found)
        if self._left:
            self._read_next()
        else:
            self.accept()


def _read(path: Path, year: int) -> Source | ReportError:
    try:
        return foreign.read(path, year)
    except ReportError as error:
        return error
