"""What the tests of the list of findings share: a panel, what it says, and typing beside it."""

from pytestqt.qtbot import QtBot

from ui.app.findings import all_rows
from ui.base.session import Session
from ui.findings.delegate import ReasonEdit
from ui.findings.list import FindingsPanel

CELL = "requests/received/natural"
HOME = "text/overview.supervision"


def panel_of(qtbot: QtBot, session: Session, section: str = "") -> FindingsPanel:
    rows = None if section else (lambda _: all_rows(session.report, session.result))
    panel = FindingsPanel(session, section, rows=rows)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def typed(qtbot: QtBot, session: Session, address: str, text: str) -> None:
    with qtbot.waitSignal(session.checked):
        session.put(address, text)


def texts(panel: FindingsPanel) -> list[str]:
    return [panel.item(place).text() for place in range(panel.count())]


def choose_warning(panel: FindingsPanel) -> None:
    """Select the first warning of a list."""
    found = [panel.row_at(place).finding for place in range(panel.count())]
    severities = [one.severity if one else "" for one in found]
    panel.setCurrentRow(severities.index("warning"))


def editor(panel: FindingsPanel) -> ReasonEdit:
    found = panel.viewport().findChildren(ReasonEdit)[-1]
    assert isinstance(found, ReasonEdit)
    return found


def with_motions(qtbot: QtBot, session: Session) -> FindingsPanel:
    """A panel whose one warning is selected."""
    panel = panel_of(qtbot, session, "other")
    typed(qtbot, session, "figure/motions", "12")
    panel.setFocus()
    panel.setCurrentRow(0)
    return panel
