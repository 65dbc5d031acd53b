"""The day by which the report is due, in the corner of the menu bar.

It stands in a module of its own, because it belongs neither to the rail nor to the foot.
"""

from PySide6.QtWidgets import QMenuBar

from model.report.report import Report
from ui.app import clock, steps
from ui.base.widgets import Label, inked


class DueDate(Label):
    """Says when the report is due and how many days are left; nothing after publication."""

    def __init__(self) -> None:
        super().__init__()
        inked(self, "quiet")
        self.setContentsMargins(12, 0, 12, 0)

    def show_for(self, report: Report, bar: QMenuBar) -> None:
        """Show the day of a report in the corner of a menu bar."""
        due = None if report.published else report.unit.deadline
        words = steps.deadline_message(due, clock.today())
        if words != self.text():
            self.setText(words)
            self.setFixedHeight(bar.sizeHint().height() - 2)
            bar.setCornerWidget(self)  # it takes the new room
