"""A section that is text: an editor for each sub-head, with its figures and tallies."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from export.outline import numbered
from model.answers import put
from model.form import Section, Text
from model.report import Report, Tally, TextBlock
from model.sentences import printed_sentences, reference_sentence
from ui.answer_edit import LineAnswer, TextAnswer, answer_of, complaint_label
from ui.findings_panel import FindingsPanel
from ui.pages.page import Page
from ui.session import Session
from ui.widgets import bold, wrapped


class TextPage(Page):
    """The page of a section with texts."""

    def __init__(self, session: Session, section: Section) -> None:
        super().__init__(session, section.title)
        self._section = section.key
        self._blocks: tuple[str, ...] = ()
        self._editors: dict[str, QWidget] = {}
        self._scroll = QScrollArea(widgetResizable=True)
        self.body.addWidget(self._scroll, 1)
        panel = FindingsPanel(session, section.key)
        panel.setMaximumHeight(110)
        panel.activated_finding.connect(lambda finding: self.go_to((*finding.cells, "")[0]))
        self.body.addWidget(panel)
        session.changed.connect(self._rebuild)
        self._rebuild()

    def go_to(self, address: str) -> None:
        """Put the focus on an editor."""
        editor = self._editors.get(address)
        if editor is not None:
            self._scroll.ensureWidgetVisible(editor)
            editor.setFocus()

    def _rebuild(self) -> None:
        """Build the editors again where sub-heads came, went or moved."""
        blocks = self.session.report.section_texts(self._section)
        keys = tuple(block.key for block in blocks)
        if keys == self._blocks:
            return
        self._blocks, self._editors = keys, {}
        content = QWidget()
        layout = QVBoxLayout(content)
        for block, head in zip(blocks, heads(self.session.report, blocks), strict=True):
            layout.addWidget(self._block_box(block, head))
        layout.addStretch(1)
        self._scroll.setWidget(content)

    def _block_box(self, block: TextBlock, head: str) -> QFrame:
        session, text = self.session, self.session.report.form.texts.get(block.key)
        box = QFrame(frameShape=QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(box)
        layout.addWidget(bold(wrapped(head)))
        if text is not None:
            layout.addWidget(_guidance(text))
        editor = TextAnswer(session, block.address, head)
        self._editors[block.address] = editor
        layout.addWidget(editor)
        layout.addLayout(self._foot(block, text, editor))
        if text is not None and text.figures:
            layout.addLayout(self._figures(text))
        for tally in session.report.tallies:
            if session.report.home_of(tally) == block.key:
                layout.addWidget(self._tally_box(tally))
        layout.addWidget(_Sentences(session, block.key))
        return box

    def _foot(self, block: TextBlock, text: Text | None, editor: TextAnswer) -> QHBoxLayout:
        """Give the count of characters, and the button that inserts the reference sentence."""
        row = QHBoxLayout()
        if text is not None and text.reference:
            button = QPushButton("插入参考语句")
            button.clicked.connect(lambda: self._insert_reference(text, block.address))
            row.addWidget(button)
        row.addStretch(1)
        count = QLabel()
        editor.textChanged.connect(lambda: _show_count(count, editor))
        _show_count(count, editor)
        row.addWidget(count)
        return row

    def _insert_reference(self, text: Text, address: str) -> None:
        sentence = reference_sentence(self.session.report, text)
        if sentence:
            written = answer_of(self.session.report, address)
            whole = "\n".join(filter(None, (written, sentence)))
            self.session.apply(put(self.session.report, address, whole), "插入参考语句", address)

    def _figures(self, text: Text) -> QFormLayout:
        form = QFormLayout()
        for figure in text.figures:
            self._add_number(form, figure.address, figure.label, figure.unit)
        return form

    def _tally_box(self, tally: Tally) -> QFrame:
        box = QFrame(frameShape=QFrame.Shape.StyledPanel)
        form = QFormLayout(box)
        form.addRow(bold(QLabel(f"{tally.name}分类统计（单位：{tally.unit}）")))
        for key, label in (*tally.parts, ("total", "合计")):
            self._add_number(form, tally.address(key), label, tally.unit)
        return box

    def _add_number(self, form: QFormLayout, address: str, label: str, unit: str) -> None:
        complaint = complaint_label()
        editor = LineAnswer(self.session, address, label, complaint)
        editor.setMaximumWidth(self.fontMetrics().height() * 8)
        self._editors[address] = editor
        row = QHBoxLayout()
        for widget in (editor, QLabel(unit), complaint):
            row.addWidget(widget)
        row.addStretch(1)
        name = wrapped(label)
        name.setFixedWidth(self.fontMetrics().height() * 22)
        name.setBuddy(editor)
        form.addRow(name, row)


class _Sentences(QLabel):
    """What the numbers under a sub-head will print."""

    def __init__(self, session: Session, key: str) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._session, self._key = session, key
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Write the sentences again."""
        block = self._session.report.text(self._key)
        said = printed_sentences(self._session.report, block) if block else []
        self.setText("由数字自动写入：" + "\n".join(said) if said else "")
        self.setVisible(bool(said))


def heads(report: Report, blocks: tuple[TextBlock, ...]) -> list[str]:
    """Number the sub-heads of a section as they will be printed when all are filled."""
    counters, found = [0, 0, 0], []
    for block in blocks:
        text = report.form.texts.get(block.key)
        if text is not None and text.place == "before_heading":
            found.append(block.title)
            continue
        level = min(block.level, 3)
        counters[level - 1] += 1
        counters[level:] = [0] * (3 - level)
        found.append(numbered(level, counters[level - 1], block.title))
    return found


def _guidance(text: Text) -> QLabel:
    label = wrapped(text.guidance)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _show_count(label: QLabel, editor: TextAnswer) -> None:
    label.setText(f"{len(''.join(editor.toPlainText().split()))} 字")
