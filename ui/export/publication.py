"""公布: when and where the 定稿 was published, and its archive."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from export.style import COLUMN
from model.errors import UnreadableError
from model.report.answers import read_date
from model.report.report import Published, Stage
from model.text import chinese_date, clean_line
from ui.aside.days import DayPicker
from ui.base.cards import Complaint, FieldsCard, hint
from ui.base.edits import ShortcutLine
from ui.base.session import Session
from ui.base.widgets import set_shown, tipped, wrapped
from ui.export.choices import EXPORT_KEY
from ui.look.sheet import marked

_DAY: Final = "公布日期"


class Publication(FieldsCard):
    """The day and the address of publication, and the archive; shown at 定稿."""

    def __init__(self, session: Session) -> None:
        super().__init__("公布")
        self._session = session
        self.day = ShortcutLine(_DAY, EXPORT_KEY)
        self.url = ShortcutLine("网址", EXPORT_KEY)
        self.url.setPlaceholderText("可不填")
        self.complaint = Complaint()
        DayPicker(self.day)
        self.day.textChanged.connect(lambda: self._complain(""))
        self.keep = QPushButton("登记公布")
        self.keep.clicked.connect(self._keep)
        self.archive = QPushButton("打包存档")
        tipped(self.archive, "草稿、文件、核对表、核对报告（含说明）合为一个 .zip 文件，附清单。")
        self.state = wrapped()
        self.body.insertWidget(1, hint(f"公布位置：{COLUMN}。公布后登记日期和网址。"))
        self.add_field(self.day, 12)
        self.add_line(self.complaint)
        self.add_field(self.url)
        line = QHBoxLayout()
        line.addWidget(self.keep)
        line.addWidget(self.archive)
        line.addWidget(self.state, 1)
        self.body.addLayout(line)
        session.changed.connect(self.refresh)
        session.checked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is noted."""
        report = self._session.report
        self.day.setPlaceholderText(f"例如 {report.year + 1}-01-20")
        final = report.stage is Stage.FINAL and self._session.result.summary.complete
        set_shown(self, final or report.published is not None)
        self.archive.setEnabled(final)
        noted = report.published
        if noted is not None and not (self.day.hasFocus() or self.url.hasFocus()):
            self.day.setText(noted.on.isoformat())
            self.url.setText(noted.url)
        where = f"，网址：{noted.url}" if noted and noted.url else ""
        self.state.setText(
            f"已登记：{chinese_date(noted.on)}公布{where}。" if noted else "未登记。"
        )

    def _complain(self, reason: str) -> None:
        """Say under the day why it cannot be read, or nothing any more."""
        self.complaint.say(reason)
        marked(self.day, wrong="true" if reason else "")

    def _keep(self) -> None:
        try:
            on = read_date(clean_line(self.day.text()), _DAY)
            if on < (end := self._session.report.period.end):
                raise UnreadableError(f"{_DAY}早于统计截止日{chinese_date(end)}。核对年份。")
        except UnreadableError as error:
            self._complain(str(error))
            self.day.setFocus()
            return
        self._session.show_left_out(self.url.text())
        noted = Published(on, clean_line(self.url.text()))
        self._session.apply(replace(self._session.report, published=noted), "登记公布")
        self.refresh()
