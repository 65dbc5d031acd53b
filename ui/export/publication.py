"""登记公布: when and where the 定稿 was published, kept in the draft."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QFormLayout, QGroupBox, QPushButton

from model.errors import UnreadableError
from model.report.answers import read_date
from model.report.report import Published, Stage
from model.text import chinese_date, clean_line
from ui.base.session import Session
from ui.base.widgets import label_of, line_edit, set_shown, wrapped

PLACE: Final = "政府信息公开专栏 › 政府信息公开年报"
_DAY: Final = "公布日期"


class Publication(QGroupBox):
    """The day and the address of publication; shown at 定稿."""

    def __init__(self, session: Session) -> None:
        super().__init__("公布")
        self._session = session
        self.day = line_edit(_DAY)
        self.url = line_edit("网址")
        self.url.setPlaceholderText("可不填")
        self.keep = QPushButton("登记公布")
        self.keep.clicked.connect(self._keep)
        self.state = wrapped()
        form = QFormLayout(self)
        form.addRow(wrapped(f"公布位置：{PLACE}。公布后登记日期和网址。"))
        form.addRow(label_of(self.day), self.day)
        form.addRow(label_of(self.url), self.url)
        form.addRow(self.keep)
        form.addRow(self.state)
        session.changed.connect(self.refresh)
        session.checked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is noted."""
        report = self._session.report
        self.day.setPlaceholderText(f"例如 {report.year + 1}-01-20")
        final = report.stage is Stage.FINAL and self._session.result.summary.complete
        set_shown(self, final or report.published is not None)
        noted = report.published
        if noted is not None and not (self.day.hasFocus() or self.url.hasFocus()):
            self.day.setText(noted.on.isoformat())
            self.url.setText(noted.url)
        where = f"，网址：{noted.url}" if noted and noted.url else ""
        self.state.setText(
            f"已登记：{chinese_date(noted.on)}公布{where}。" if noted else "未登记。"
        )

    def _keep(self) -> None:
        try:
            on = read_date(clean_line(self.day.text()), _DAY)
        except UnreadableError as error:
            self.state.setText(str(error))
            return
        self._session.tell_left_out(self.url.text())
        noted = Published(on, clean_line(self.url.text()))
        self._session.apply(replace(self._session.report, published=noted), "登记公布")
        self.refresh()
