"""The figures of section six as fields, with the sums the program knows beside them."""

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QWidget

from model.checks.findings import more_or_less
from model.form.form import Figure, Text
from model.form.table import Relation
from model.report.report import Report
from model.values import write_number
from ui.base.edits import LineAnswer, complaint_label
from ui.base.session import Session
from ui.base.widgets import Label, label_of, wrapped


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
            label.setText(sum_told(self._session.report, relation))

    def _add(self, form: QFormLayout, figure: Figure) -> None:
        complaint = complaint_label()
        field = LineAnswer(self._session, figure.address, figure.label, complaint)
        field.setMaximumWidth(self.fontMetrics().height() * 8)
        field.returnPressed.connect(lambda: field.focusNextPrevChild(True))
        self.fields[figure.address] = field
        row = QHBoxLayout()
        row.addWidget(field)
        row.addWidget(Label(figure.unit))
        for relation in self._session.report.form.relations:
            if [term.path for term in relation.equals] == [figure.address]:
                told = wrapped()
                self._sums.append((relation, told))
                row.addWidget(told, 1)
        row.addWidget(complaint, 2)
        form.addRow(label_of(field), row)


def sum_told(report: Report, relation: Relation) -> str:
    """Say what a relation adds up, and how the typed sum differs: «…＝12件，建议提案合计少1件»."""
    filled = [term for term in relation.sum if term.path in report.values]
    if not filled:
        return ""
    added = sum(report.values[term.path] for term in filled)
    told = f"{'＋'.join(term.called for term in filled)}＝{write_number(added)}{relation.unit}"
    typed = report.values.get(relation.equals[0].path)
    if typed is None or len(filled) < len(relation.sum):
        return told
    return f"{told}，{relation.compared}合计{more_or_less(typed - added, relation.unit)}"
