"""A section that is text: its sub-heads, each with its editor, its figures and tallies."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.address import Address, text_address
from model.checks.findings import Finding, TextSpan
from model.form.form import Section
from model.report import subheads
from model.report.report import Report, TextBlock
from model.report.sections import heads, length
from model.text import shortened
from ui.app.number_marks import number_marks
from ui.base.edits import TitleEdit
from ui.base.inspector import Inspector
from ui.base.page import MenuButton, Page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import action, keyless, larger, named, quiet, set_shown, tipped
from ui.findings.section import FindingsSection
from ui.look.tokens import BODY, MEASURE, QUIET
from ui.text.box import TextBlockBox
from ui.text.last_text import LastText

_COUNTED: Final = "只计标题之后填写的文字，不含前言、小标题和由数字写成的句子"
_MARKS: Final = "文字中的数：浅色底与所填数一致，波浪线与所填数不一致。"
_ROOMY_EMS: Final = 30
"""Width of the page from which the acts of a card stand beside its sub-head."""
_AROUND: Final = 56
"""Pixels that stand around the text of an editor: its own edge, and that of its card."""


class CardArea(QScrollArea):
    """Scrolls the cards of a page."""

    resized = Signal()
    """The width or height that is seen has changed."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the page know."""
        super().resizeEvent(event)
        self.resized.emit()


class TextPage(Page):
    """The page of a section with texts. Its boxes stay while sub-heads come, go and move."""

    number_asked = Signal(object)
    """The box of the text into which a number of a table is to be inserted."""

    def __init__(self, session: Session, section: Section, settings: Settings) -> None:
        super().__init__(session, section.title)
        self._section, self._settings = section.key, settings
        self.boxes: dict[str, TextBlockBox] = {}
        self._current = ""
        self._shape: object = None
        self._inspected = self.set_inspector(Inspector(), self._cursor_place)
        self._run_in = action("小标题与正文同段", self)
        self._last_year = action("对照上年", self)
        self.run_in, self.last_year = QToolButton(), named(QToolButton(), "对照上年（Ctrl+L）")
        self.findings = FindingsSection(session, section.key)
        self.last = LastText(session)
        self.length = tipped(
            larger(quiet(), QUIET / BODY),
            _COUNTED,
        )
        self.length.setWordWrap(False)
        self.add = named(MenuButton(), "增加小标题")
        self._new = TitleEdit("新小标题")
        self._list = QVBoxLayout()
        self._empty = quiet("本部分没有小标题。用「增加小标题」开始填写。")
        self._scroll = CardArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.resized.connect(lambda: self._show_current(self._current))
        self._connect()
        content = QWidget()
        self._whole = QVBoxLayout(content)
        self._whole.setContentsMargins(0, 0, 8, 0)
        self._whole.addWidget(self._empty)
        self._whole.addLayout(self._list)
        self._list.setSpacing(8)
        self._lay_out(content)
        self.refresh()  # after it: Qt styles all that is within a widget anew with each parent
        self._lay_out_below()  # after this: Tab goes in the order of building
        session.changed.connect(self.refresh)
        session.checked.connect(self._show_checked)
        self._show_checked()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def begin(self) -> None:
        """Put the focus on the first text."""
        if self.boxes:
            next(iter(self.boxes.values())).entry.setFocus()

    def go_to(self, address: str) -> None:
        """Put the focus on a field; for a sub-head that is not there, on what brings it back."""
        address = Address.parse(address).answer
        for box in self.boxes.values():
            if editor := box.editor_of(address):
                editor.setFocus()
                self._scroll.ensureWidgetVisible(box.head)  # then as much as is needed below it
                self._scroll.ensureWidgetVisible(editor)
                return
        if Address.parse(address).key in self.session.report.form.texts:
            self.add.setFocus()
            self._scroll.ensureWidgetVisible(self.add)

    def address_here(self) -> str:
        """Return the text that has, or had last, the focus."""
        return text_address(self._current) if self._current in self.boxes else ""

    def select(self, span: TextSpan) -> None:
        """Select a part of a text."""
        self.go_to(span.text)
        if box := self.boxes.get(Address.parse(span.text).key):
            box.editor.setFocus()
            box.editor.select(span.start, span.end)
            self._bring(box.editor)

    def refresh(self) -> None:
        """Let boxes come, go and move with their sub-heads; those that stay keep their cursor."""
        report = self.session.report
        if (shape := _shape(report)) == self._shape:
            self._show_length()
            return
        self._shape = shape
        blocks = report.section_texts(self._section)
        self._empty.setVisible(not blocks)
        near = self._near([block.key for block in blocks])
        for key in [key for key in self.boxes if report.text(key) is None]:
            gone = self.boxes.pop(key)
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        new = [block for block in blocks if block.key not in self.boxes]
        for block in new:
            self.boxes[block.key] = self._box(block)
        self._arrange([self.boxes[block.key] for block in blocks])
        for block, head in zip(blocks, heads(report, blocks), strict=True):
            self.boxes[block.key].show_head(head)
        if self.isVisible() and (len(new) == 1 or near):
            self._show(self.boxes[new[0].key if len(new) == 1 else near].editor)
        self._run_in.setChecked(report.options.run_in)
        self._show_length()
        compares = report.previous is not None and bool(report.previous.texts)
        self._last_year.setEnabled(compares)
        words = "对照上年" if compares else "对照上年：未选上年报告"
        self._last_year.setText(keyless(words))
        named(self.last_year, f"{self.last_year.text()}（Ctrl+L）")
        sentence = "在检查栏显示上年报告的文字" if compares else "在“文件”中选择上年报告后可用"
        tipped(self._last_year, f"{sentence}（Ctrl+L）" if compares else sentence)
        self._show_current(self._current if self._current in self.boxes else "")

    def show_finding(self, finding: str) -> None:
        """Select the card of a finding."""
        self.findings.panel.choose(finding)

    def _show_length(self) -> None:
        """Say how long the section is where its form advises a length; bold above that."""
        report, font = self.session.report, self.length.font()
        advised = report.form.section_of[self._section].longest
        set_shown(self.length, advised > 0)
        if advised > 0:
            count = length(report, self._section)
            self.length.setText(f"{count:,} 字，原则上不超过 {advised:,} 字")
            font.setBold(count > advised)
            self.length.setFont(font)

    def _near(self, wanted: Sequence[str]) -> str:
        """Return the sub-head to go on with where the one in hand goes: the next, or the last."""
        order = list(self.boxes)
        for place, key in enumerate(order):
            if key not in wanted and self.boxes[key].isAncestorOf(self.focusWidget() or self):
                left = [other for other in order if other in wanted]
                after = [other for other in order[place:] if other in wanted]
                return (*after, *left[-1:], "")[0]
        return ""

    def _box(self, block: TextBlock) -> TextBlockBox:
        box = TextBlockBox(self.session, block, self._settings)
        box.message.connect(self.message)
        box.number_asked.connect(lambda: self.number_asked.emit(box))
        box.editor.cursorPositionChanged.connect(self._inspected.make_way)
        return box

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Let the inspector follow the sub-head that is written."""
        if now is not None and self._scroll.isAncestorOf(now):
            key = next((key for key, box in self.boxes.items() if box.isAncestorOf(now)), "")
            if key:
                self._show_current(key)

    def _show_current(self, current: str) -> None:
        """Show one sub-head as that which is written, the first where none is."""
        self._current = current or next(iter(self.boxes), "")
        roomy = self._scroll.viewport().width() >= self.fontMetrics().height() * _ROOMY_EMS
        for key, box in self.boxes.items():
            box.show_acts(key == self._current, roomy)
        here = self.boxes.get(self._current)
        self.last.show_for(self._current, here.editor if here else None)

    def _arrange(self, boxes: list[TextBlockBox]) -> None:
        """Put the boxes in order, on the screen and for Tab."""
        self.boxes = {box.key: box for box in boxes}
        begun = self._list.count() > 0
        if boxes == [self._list.itemAt(n).widget() for n in range(self._list.count())]:
            return
        for place, box in enumerate(boxes):
            if self._list.indexOf(box) != place:
                self._list.removeWidget(box)
                self._list.insertWidget(place, box)
        if begun:
            self._order_stops(boxes)

    def _order_stops(self, boxes: list[TextBlockBox]) -> None:
        """Let Tab follow the screen, and bring the box that has the focus to sight."""
        stops = [self.last_year, *chain.from_iterable(map(_stops, boxes)), self._new, self.add]
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)
        for box in boxes:
            if self.isVisible() and box.isAncestorOf(self.focusWidget() or self):
                self._bring(box.editor)

    def _show(self, editor: QWidget) -> None:
        """Put the focus on an editor, in sight."""
        editor.setFocus()
        self._bring(editor)

    def _bring(self, editor: QWidget) -> None:
        """Bring an editor to sight once everything has its new place."""
        QTimer.singleShot(0, editor, lambda: self._scroll.ensureWidgetVisible(editor))

    def _lay_out(self, content: QWidget) -> None:
        bottom = Qt.AlignmentFlag.AlignBottom
        self.head.insertWidget(1, self.length, 0, bottom)
        self.head.addWidget(self.run_in, 0, bottom)
        self.head.addWidget(self.last_year, 0, bottom)
        content.setMaximumWidth(MEASURE * BODY + _AROUND)
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self.body.addWidget(self._scroll, 1)

    def _lay_out_below(self) -> None:
        below = QHBoxLayout()
        self._whole.addWidget(self._new)
        below.addWidget(self.add)
        below.addStretch(1)
        self._whole.addLayout(below)
        self._whole.addStretch(1)
        self.findings.panel.activated_finding.connect(self._jump)
        self.findings.panel.asked.connect(self.asked)
        for widget in (self.findings, self.last):
            self._inspected.inspector.body.addWidget(widget)
        self.last.hide()

    def _cursor_place(self, widget: QWidget) -> QRect:
        """Return where the cursor of the text is that is written."""
        editor = self.boxes[self._current].editor if self._current in self.boxes else None
        if editor is None or not editor.hasFocus():
            return QRect()
        place = editor.cursorRect()
        return QRect(editor.viewport().mapTo(widget, place.topLeft()), place.size())

    def _jump(self, finding: Finding) -> None:
        """Show what a finding of this page is about."""
        if finding.span is not None:
            self.select(finding.span)
        else:
            self.go_to((*finding.cells, "")[0])

    def _show_checked(self) -> None:
        """Count the findings, and mark the numbers that state figures."""
        self._inspected.say_on_edge(*self.findings.count_words())
        marks = number_marks(self.session.report, self.session.evaluation.numbers)
        for box in self.boxes.values():
            box.editor.show_marks(marks.get(text_address(box.key), ()))
        if any(box.editor.marks for box in self.boxes.values()):
            self.set_hint(_MARKS)  # it stays: nothing moves while numbers come and go

    def _connect(self) -> None:
        for one, button in ((self._run_in, self.run_in), (self._last_year, self.last_year)):
            one.setCheckable(True)
            button.setDefaultAction(one)
        tipped(self._run_in, "各部分一致；不选时小标题单独成行")
        self._run_in.triggered.connect(self._choose_run_in)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self._last_year.trigger)
        self._last_year.toggled.connect(self._compare)
        self._new.taken.connect(self._add)
        self._new.closed.connect(lambda had_focus: had_focus and self.add.setFocus())
        menu = QMenu(self.add)
        menu.aboutToShow.connect(lambda: self.fill_menu(menu))
        self.add.setText("增加小标题")
        self.add.setMenu(menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def fill_menu(self, menu: QMenu) -> None:
        """Offer a sub-head of one's own, and those of the form that are not there."""
        menu.clear()
        menu.addAction("新小标题").triggered.connect(lambda: self._new.ask())
        for text in subheads.absent(self.session.report, self._section):
            action = menu.addAction(keyless(f"表样小标题「{shortened(text.title)}」"))
            action.triggered.connect(lambda _=False, key=text.block: self._restore(key))

    def _restore(self, key: str) -> None:
        text = self.session.report.form.texts[key]
        report = subheads.restore(self.session.report, text)
        self.session.rearrange(report, f"增加小标题「{text.title}」", text.address)

    def _add(self, title: str) -> None:
        self.session.show_left_out(title)
        report, key = subheads.add_last(self.session.report, self._section, title)
        self.session.rearrange(
            report, f"增加小标题「{subheads.clean_title(title)}」", text_address(key)
        )

    def _choose_run_in(self, on: bool) -> None:
        options = replace(self.session.report.options, run_in=on)
        self.session.apply(replace(self.session.report, options=options), self.run_in.text())

    def _compare(self, on: bool) -> None:
        """Show last year's text in the inspector; a drawer opens, and the cursor stays."""
        self.last.setVisible(on)
        if on:
            self._inspected.open_beside()
            self.last.refresh()
            self._inspected.inspector.show_whole(self.last)


def _shape(report: Report) -> object:
    """Return what decides about boxes and their heads; a key in a text changes none of it."""
    titles = [(block.key, block.title) for block in report.texts]
    kept = (report.values, report.unread, report.tallies)
    return titles, kept, report.options, report.previous


def _stops(box: QWidget) -> Iterator[QWidget]:
    """Yield the fields and buttons of a box in the order of Tab."""
    widget = box.nextInFocusChain()
    while widget is not None and widget is not box:
        if box.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        widget = widget.nextInFocusChain()
