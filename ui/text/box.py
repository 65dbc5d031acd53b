"""One sub-head on a page of text: a card with head, editor, figures and tallies."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.address import depth, text_address
from model.checks.findings import more_or_less
from model.form.form import Figure, Text
from model.form.table import Relation
from model.report import subheads, tallies
from model.report.addresses import name_of
from model.report.report import Report, TextBlock
from model.report.sections import printed_sentences
from model.report.wording import (
    inserted,
    is_offered,
    missing_numbers,
    reference_sentence,
)
from model.values import write_number
from ui.app.number_marks import cell_prose
from ui.base.edits import LineAnswer, TitleEdit, complaint_label
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import (
    Label,
    action,
    bold,
    card,
    keyless,
    label_of,
    larger,
    link,
    named,
    quiet,
    small_button,
    tipped,
    wrapped,
)
from ui.look.symbols import icon
from ui.look.tokens import QUIET
from ui.text.marks import MarkedText
from ui.text.tally import TallyEditor


class HeadingRow(QWidget):
    """A sub-head with its acts: in a menu, and as buttons while its card is looked at.

    Each act has a key that works within the widget ``of``. Tab passes the buttons by: it leads
    from text to text.
    """

    asked = Signal(bool)
    """A new sub-head is asked for: under this one, or below it."""
    number_asked = Signal()
    """A number of a table is to be inserted into the text."""

    def __init__(self, session: Session, block: TextBlock, of: QWidget) -> None:
        super().__init__(of)
        self._session, self._key, self._address = session, block.key, block.address
        self._label = bold(wrapped())
        self.count = _small()
        self.edit = TitleEdit("小标题")
        self.edit.taken.connect(self._rename)
        self.edit.closed.connect(lambda: self._label.show())
        self._acts = QWidget()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._acts)
        self._row.addWidget(self.count)
        self._buttons = QHBoxLayout(self._acts)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(2)
        self._acts.hide()
        self._up = self._down = self._remove = QToolButton()
        self._in_menu: dict[str, QAction] = {}
        if subheads.is_heading(session.report, block.key):
            self._add_acts(of)

    def belong_to(self, editor: QWidget) -> None:
        """Be the label of what is written under the sub-head."""
        self._label.setBuddy(editor)

    def show_head(self, head: str) -> None:
        """Show the printed head, and which ways the sub-head can move."""
        self._label.setText(head)
        report = self._session.report
        beside = subheads.siblings(report, self._key)
        if beside and self._in_menu:
            for button, words, end in ((self._up, "上移", 0), (self._down, "下移", -1)):
                button.setEnabled(beside[end] != self._key)
                self._in_menu[words].setEnabled(beside[end] != self._key)
        tipped(self._remove, f"{subheads.removal_label(report, self._key)}（Ctrl+Shift+Delete）")

    def show_acts(self, shown: bool) -> None:
        """Show the acts as buttons, or in the menu alone."""
        self._acts.setVisible(shown and bool(self._in_menu))

    def _add_acts(self, of: QWidget) -> None:
        more = named(QToolButton(autoRaise=True), "小标题操作")
        more.setIcon(icon("ellipsis"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(more)
        menu.addAction("在后面增加小标题").triggered.connect(lambda: self.asked.emit(False))
        if depth(self._key) < subheads.DEEPEST:
            menu.addAction("增加下级小标题").triggered.connect(lambda: self.asked.emit(True))
        menu.addAction("增加分类统计").triggered.connect(lambda: self._add_tally())
        menu.addAction(keyless(f"插入数字…（{NUMBER_KEY}）")).triggered.connect(self.number_asked)
        menu.addSeparator()
        more.setMenu(menu)
        tipped(more, f"小标题操作（{self._key_for('Ctrl+Return', more.showMenu, of)}）")
        self._button("改名", "F2", self._ask, of, menu)
        self._up = self._button("上移", "Alt+Up", lambda: self._move(-1), of, menu)
        self._down = self._button("下移", "Alt+Down", lambda: self._move(1), of, menu)
        self._remove = self._button("删除", "Ctrl+Shift+Delete", self._take_away, of, menu)
        self._row.addWidget(more)
        self._remove.ensurePolished()
        more.setMinimumHeight(self._remove.sizeHint().height())  # the head keeps its height

    def _button(
        self, text: str, keys: str, act: Callable[[], object], of: QWidget, menu: QMenu
    ) -> QToolButton:
        """Add an act as a button and to the menu; it has a key too."""
        written = self._key_for(keys, act, of)
        button = small_button(text, f"小标题{text}（{written}）", act)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons.addWidget(button)
        self._in_menu[text] = menu.addAction(keyless(f"{text}（{written}）"))
        self._in_menu[text].triggered.connect(lambda: act())
        return button

    def _key_for(self, keys: str, act: Callable[[], object], of: QWidget) -> str:
        """Return an act a key, and say how the key is written."""
        shortcut = action("", of)
        shortcut.setShortcut(QKeySequence(keys))
        shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.triggered.connect(lambda: act())
        of.addAction(shortcut)
        return shortcut.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _ask(self) -> None:
        block = self._session.report.text(self._key)
        if block is not None:
            self._label.hide()
            self.edit.ask(block.title)

    def _rename(self, title: str) -> None:
        self._session.show_left_out(title)
        report = subheads.rename(self._session.report, self._key, title)
        self._session.apply(report, "小标题改名", self._address)

    def _move(self, by: int) -> None:
        report = subheads.move(self._session.report, self._key, by)
        self._session.rearrange(report, "移动小标题", self._address)

    def _add_tally(self) -> None:
        report, _ = tallies.add(self._session.report, self._key, "主动公开政府信息")
        self._session.rearrange(report, "增加分类统计", self._address)

    def _take_away(self) -> None:
        session = self._session
        what = subheads.removal_label(session.report, self._key)
        session.rearrange(subheads.remove(session.report, self._key), what, self._address)
        session.show_message(f"已{what}。")


class FigureFields(QWidget):
    """A field for each figure that a text prints."""

    def __init__(self, session: Session, text: Text) -> None:
        super().__init__()
        self.fields: dict[str, LineAnswer] = {}
        self._session = session
        self._sums: list[tuple[Relation, Label]] = []
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for figure in text.figures:
            self._add(form, figure)
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say the sums of what is filled; nobody has to type them to see them."""
        for relation, label in self._sums:
            label.setText(sum_sentence(self._session.report, relation))

    def _add(self, form: QFormLayout, figure: Figure) -> None:
        complaint = complaint_label()
        field = LineAnswer(self._session, figure.address, figure.label, complaint)
        field.setFixedWidth(self.fontMetrics().height() * 8)
        field.returnPressed.connect(lambda: field.focusNextPrevChild(True))
        self.fields[figure.address] = field
        row = QHBoxLayout()
        row.addWidget(field)
        row.addWidget(Label(figure.unit))
        for relation in self._session.report.form.relations:
            if [term.path for term in relation.equals] == [figure.address]:
                sentence = wrapped()
                self._sums.append((relation, sentence))
                row.addWidget(sentence, 1)
        row.addWidget(complaint, 1)
        field.complained.connect(complaint.setVisible)
        complaint.hide()
        form.addRow(label_of(field), row)


def sum_sentence(report: Report, relation: Relation) -> str:
    """Say what a relation adds up, and how the typed sum differs: «…＝12件，建议提案合计少1件»."""
    filled = [term for term in relation.sum if term.path in report.values]
    if not filled:
        return ""
    added = sum(report.values[term.path] for term in filled)
    names = "＋".join(relation.called.get(term, "") for term in filled)
    sentence = f"{names}＝{write_number(added)}{relation.unit}"
    typed = report.values.get(relation.equals[0].path)
    if typed is None or len(filled) < len(relation.sum):
        return sentence
    return f"{sentence}，{relation.compared}合计{more_or_less(typed - added, relation.unit)}"


NUMBER_KEY: Final = "Ctrl+M"
"""The key of 插入数字."""
_INDENT_EMS: Final = 1.2
_LINES: Final = 2
"""Lines of an editor that is empty."""
_WRITE: Final = "在此填写"
_OR_INSERT: Final = "在此填写，或插入参考语句"
_STATED: Final = "下面的文字已写明这些数，不再另写一句。"
_NOTHING_YET: Final = "填好数字后，写成的句子显示在这里；下面只写数字以外的内容。"
_INSERTED: Final = {
    "written": "已插入参考语句，可以撤销。",
    "appended": "参考语句已接在原文之后，可以撤销。",
    "replaced": "已按现有数字替换原来的参考语句，可以撤销。",
    "same": "文字中已有按现有数字写成的参考语句",
}


class TextBlockBox(QWidget):
    """Everything that is filled under one sub-head."""

    message = Signal(str)
    """A sentence for the line at the foot of the window."""
    number_asked = Signal()
    """A number of a table is to be inserted."""

    def __init__(self, session: Session, block: TextBlock, settings: Settings) -> None:
        super().__init__()
        self._session, self.key, self._settings = session, block.key, settings
        self._text: Text | None = session.report.form.texts.get(block.key)
        self.tallies: dict[str, TallyEditor] = {}
        self._seen: object = None
        self._current = self._roomy = False
        frame = card()
        outer = QVBoxLayout(self)
        indent = round(self.fontMetrics().height() * _INDENT_EMS * (block.level - 1))
        outer.setContentsMargins(indent, 0, 0, 0)
        outer.addWidget(frame)
        self._body = QVBoxLayout(frame)
        self._body.setContentsMargins(12, 8, 12, 10)
        self._body.setSpacing(6)
        self._sentences = wrapped()
        self._sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures: FigureFields | None = None
        self._body.addWidget(self._writing(block))
        self._tally_place = QVBoxLayout()
        self._body.addLayout(self._tally_place)
        if self.figures is None:
            self._body.addWidget(self._sentences)
        self._new = TitleEdit("新小标题")
        self._new.taken.connect(self._add)
        self._under = False
        for edit in (self.head.edit, self._new):
            edit.closed.connect(lambda had_focus: had_focus and self.editor.setFocus())
        outer.addWidget(self._new)
        session.changed.connect(self.refresh)
        self.refresh()

    def show_head(self, head: str) -> None:
        """Show the printed head; the editor is called by it."""
        self.head.show_head(head)
        named(self.editor, head)

    def show_acts(self, current: bool, roomy: bool) -> None:
        """Show the acts while the cursor is in this card, or the mouse on it, and there is room."""
        self._current, self._roomy = current, roomy
        self.head.show_acts(roomy and (current or self.underMouse()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the acts of the card that the mouse is on."""
        super().enterEvent(event)
        self.head.show_acts(self._roomy)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the acts again, unless the cursor is here."""
        super().leaveEvent(event)
        self.head.show_acts(self._roomy and self._current)

    @property
    def entry(self) -> QWidget:
        """Where filling begins: the first number, while neither numbers nor words are there."""
        if self.figures is None or self.editor.toPlainText().strip():
            return self.editor
        values, fields = self._session.report.values, self.figures.fields
        blank = not any(address in values for address in fields)
        return next(iter(fields.values())) if blank else self.editor

    def editor_of(self, address: str) -> QWidget | None:
        """Return the field of an address, the cursor put on it where it is one of a table."""
        if address == text_address(self.key):
            return self.entry
        if self.figures is not None and address in self.figures.fields:
            return self.figures.fields[address]
        views = (tally.view for tally in self.tallies.values())
        return next((view for view in views if view.go_to(address)), None)

    def refresh(self) -> None:
        """Show what follows from the answers: tallies that came or went, sentences, what waits."""
        report = self._session.report
        block, keys = report.text(self.key), [other.key for other in report.texts]
        body = block.body if block and (self.figures or self.tallies) else ""
        seen = (report.values, report.tallies, report.unit, report.period, keys, body)
        if block is None or seen == self._seen:  # a key in other texts changes none of these
            return
        self._seen = seen
        here = {t.key: t for t in report.tallies if report.home_of(t) == self.key}
        for key in self.tallies.keys() - here.keys():
            self.tallies.pop(key).deleteLater()
        for key in here.keys() - self.tallies.keys():
            self.tallies[key] = TallyEditor(self._session, here[key], self._settings)
            self._tally_place.addWidget(self.tallies[key])
        said = printed_sentences(report, block)
        known = any(a in report.values for a in self.figures.fields) if self.figures else False
        waits = _STATED if known else _NOTHING_YET
        self._sentences.setText(f"由数字自动写入：{chr(10).join(said) or waits}")
        self._sentences.setVisible(bool(said) or self.figures is not None)
        if self._text is not None and is_offered(report.form, self._text):
            self._insert.setEnabled(bool(reference_sentence(report, self._text)))
            self._waits.setText(missing_numbers(report, self._text))

    def _writing(self, block: TextBlock) -> QWidget:
        """Lay out head, guidance, editor and foot: F2 and Alt with the arrows work within."""
        writing = QWidget()
        layout = QVBoxLayout(writing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.head = HeadingRow(self._session, block, writing)
        self.head.asked.connect(self._ask)
        layout.addWidget(self.head)
        if self._text is not None and self._text.guidance:
            layout.addWidget(_small(self._text.guidance))
        if self._text is not None and self._text.figures:  # numbers first: they write the sentence
            self.figures = FigureFields(self._session, self._text)
            layout.addWidget(self.figures)
            layout.addWidget(self._sentences)
        self.editor = MarkedText(self._session, block.address, block.title, _LINES)
        self.head.belong_to(self.editor)
        self.head.number_asked.connect(self.number_asked)
        self.editor.cell_pasted.connect(self.insert_number)
        ask = action("插入数字…", writing)
        ask.setShortcut(QKeySequence(NUMBER_KEY))
        ask.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        ask.triggered.connect(self.number_asked)
        writing.addAction(ask)
        layout.addWidget(self.editor)
        self._add_foot(layout)
        return writing

    def _add_foot(self, layout: QVBoxLayout) -> None:
        """Add the button that inserts the reference sentence; the head counts the characters."""
        self._insert, self._waits = link(QPushButton("插入参考语句")), _small()
        offered = self._text is not None and is_offered(self._session.report.form, self._text)
        self.editor.setPlaceholderText(_OR_INSERT if offered else _WRITE)
        if offered:
            self._insert.clicked.connect(self._insert_reference)
            row = QHBoxLayout()
            row.addWidget(self._insert)
            row.addWidget(self._waits, 1)
            layout.addLayout(row)
        self.editor.textChanged.connect(self._show_count)
        self._show_count()

    def _show_count(self) -> None:
        self.head.count.setText(f"{len(''.join(self.editor.text().split()))} 字")

    def _insert_reference(self) -> None:
        report, block = self._session.report, self._session.report.text(self.key)
        if block is not None and self._text is not None:
            body, how = inserted(report, self._text, block.body)
            written = subheads.write(report, self.key, body)
            self._session.apply(written, "插入参考语句", block.address)
            self.message.emit(_INSERTED[how])
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
            self.editor.setFocus()

    def prose(self, address: str) -> str:
        """Return the words for a cell with its number at the cursor; empty while it is blank."""
        report, numbers = self._session.report, self._session.evaluation.numbers
        return cell_prose(report, numbers, self.key, address, self.editor.before)

    def insert_number(self, address: str) -> None:
        """Put the words for a cell with its number at the cursor, or say that it is blank."""
        words = self.prose(address)
        if not words:
            name = name_of(self._session.report, address)
            self._session.show_refusal(f"「{name}」未填，没有可插入的数字。")
            return
        end = len(self.editor.before) + len(words)
        written = subheads.write(self._session.report, self.key, self.editor.with_words(words))
        self._session.apply(written, "插入数字", text_address(self.key))
        self.editor.select(end, end)
        self.editor.setFocus()
        self.message.emit(f"已插入“{words}”。")

    def _ask(self, under: bool) -> None:
        self._under = under
        self._new.ask()

    def _add(self, title: str) -> None:
        add = subheads.add_under if self._under else subheads.add_below
        self._session.show_left_out(title)
        report, key = add(self._session.report, self.key, title)
        self._session.rearrange(
            report, f"增加小标题「{subheads.clean_title(title)}」", text_address(key)
        )


def _small(text: str = "") -> Label:
    label = quiet(text)
    return larger(label, QUIET / label.fontInfo().pixelSize())
