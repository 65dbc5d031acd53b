"""A clerk at the keyboard: fills a report in and files it, in a real window, by keys alone."""

from pathlib import Path
from typing import Final

from model.form.grid import grid_of
from model.form.table import Table
from model.report.report import Report
from model.values import write_number
from tests.screen import Screen

_FIELDS: Final = (
    *("name", "self_name", "kind", "scope", "year", "period_start", "period_end", "deadline"),
    *("address", "postcode", "phone", "email", "website", "title_form", "signature", "signed_on"),
)
"""Fields of the first step, in the order in which Tab leads."""
_LEFT_ALONE: Final = ("kind", "year", "period_start", "period_end", "title_form")


class Clerk:
    """Types one report into the window that is open on an empty one for the same year."""

    def __init__(self, display: Screen, report: Report) -> None:
        self._display, self._report = display, report

    def fill(self) -> None:
        """Fill every step, from the first to the last section."""
        self._fill_unit()
        for section in self._report.form.sections:
            self._display.keys("alt+Right")
            for table in section.tables:
                self._fill_table(table)
            if section.texts:
                self._fill_texts(section.key)
        self._display.keys("alt+Right")

    def export(self, folder: Path, stage: int) -> None:
        """Choose folder and 稿别 in the last step, and export."""
        self._display.keys("alt+Right", "ctrl+a")
        self._display.type(str(folder))
        self._display.keys("Tab", "Tab", *["Down"] * stage, "ctrl+e")

    def _fill_unit(self) -> None:
        for field in _FIELDS:
            if field not in _LEFT_ALONE and (typed := getattr(self._report.unit, field)):
                self._display.keys("ctrl+a")
                self._display.type(str(typed))
            self._display.keys("Tab")

    def _fill_table(self, table: Table) -> None:
        """Type the numbers in filling order, Enter after each."""
        typed = [place for place in grid_of(table).places if place.cell and not place.cell.computed]
        if len(table.blocks) == 1:
            typed.sort(key=lambda place: (place.column, place.row))
        numbers = [self._report.values[place.cell.address] for place in typed if place.cell]
        keys = [key for number in numbers for key in (*write_number(number), "Return")]
        self._display.keys(*("period" if key == "." else key for key in keys))

    def _fill_texts(self, section: str) -> None:
        """Go from blank to blank, and write there; where figures stand under it, those too."""
        for block in self._report.section_texts(section):
            text = self._report.form.texts[block.key]
            if block.body and text.required:
                self._display.keys("F8")
                self._display.type(block.body)
            elif text.figures and text.required:
                for figure in text.figures:
                    self._display.type(write_number(self._report.values[figure.address]))
                    self._display.keys("Tab")


def file_nothing_happened(display: Screen, unit: str, in_force: str) -> None:
    """From the start window: follow last year's draft, say that nothing happened, and file it.

    Last year's draft is the latest of the recent ones; the exports go beside the new draft.
    """
    display.window("政府信息公开工作年度报告")
    display.keys("Tab", "Tab", "space")
    display.focus("选择上年报告")
    display.keys("Return")
    display.focus("从上年报告新建")
    display.keys("Return")
    display.window(unit)
    display.keys("alt+Right", "alt+Right", "ctrl+shift+0", "F8", "0", "Return")
    display.keys("F8", *in_force, "Return")
    display.keys("alt+Right", "ctrl+shift+9", "alt+Right", "ctrl+shift+9")
    display.keys("alt+Right", "alt+Right", "alt+Right", "alt+Right")
    display.keys("Tab", "Tab", "Down", "Down", "Down", "ctrl+e")
