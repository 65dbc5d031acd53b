"""Lists to choose from, on pages that scroll under the wheel."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox

from ui.app import steps
from ui.wizard import Wizard


def turn_wheel(box: QComboBox) -> None:
    """Turn the wheel one notch down over a box."""
    here, down = QPointF(5, 5), QPoint(0, -120)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(here, box.mapToGlobal(here), QPoint(), down, buttons, keys, phase, False)
    QApplication.sendEvent(box, wheel)


def test_the_wheel_changes_no_choice_that_it_passes_over(wizard: Wizard) -> None:
    before = wizard.session.report
    met: list[str] = []
    for step in steps.steps_of(before):
        boxes = wizard.show_step(step.key).findChildren(QComboBox)
        met += [box.accessibleName() for box in boxes]
        chosen = [box.currentText() for box in boxes]
        for box in boxes:
            box.setFocus()
            turn_wheel(box)
        assert [box.currentText() for box in boxes] == chosen
    assert wizard.session.report is before
    assert {"单位类型", "标题形式", "行距", "字体"} <= set(met)
