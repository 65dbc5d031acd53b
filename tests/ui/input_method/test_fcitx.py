"""Typing through fcitx 4, which a fake takes the part of."""

import logging
from collections.abc import Iterator
from itertools import count

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fcitx import (
    BACKSPACE,
    COMMA,
    MISSING,
    NAME,
    NOT_COMMITTED,
    SPACE,
    FakeFcitx,
    session_bus,
)
from tests.patience import PATIENCE
from tests.ui.conftest import shown
from ui.base.session import Session
from ui.input_method import arrangement
from ui.input_method.bus import Bus
from ui.input_method.client import Client, composing, event_of
from ui.input_method.fcitx import HIGHLIGHT, NO_UNDERLINE, PreeditSegment

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")
clock = count(1000)


@pytest.fixture
def address() -> Iterator[str]:
    """A session bus of its own."""
    with session_bus() as made:
        yield made


@pytest.fixture
def fcitx(address: str) -> Iterator[FakeFcitx]:
    """A fcitx on the bus."""
    fake = FakeFcitx(address)
    yield fake
    fake.stop()


@pytest.fixture
def client(
    qapp: QApplication, address: str, fcitx: FakeFcitx, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Client]:
    """The program's client, as it stands after the start."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    typing = arrangement.Typing()
    bus = Bus(PATIENCE)
    made = typing._attendant = Client(bus, NAME, qapp)
    monkeypatch.setattr(arrangement, "_typing", typing)
    yield made
    shiboken6.delete(made)
    bus.close()


class Form(QWidget):
    """A text, a line and a password."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.line = QPlainTextEdit(), QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        layout = QVBoxLayout(self)
        for field in (self.text, self.line, self.password):
            layout.addWidget(field)


@pytest.fixture
def form(qtbot: QtBot, client: Client) -> Form:
    """A window in whose text fcitx is ready for keys."""
    form = Form()
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.text.setFocus()
    wait_ready(qtbot, client)
    return form


def wait_ready(qtbot: QtBot, client: Client) -> None:
    qtbot.waitUntil(lambda: client._fcitx is not None and client._fcitx.ready)


def press(*symbols: int) -> bool:
    """Press and release keys as X does; says whether a shortcut would have heard of the last."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    heard = False
    for symbol in symbols:
        key = {BACKSPACE: Qt.Key.Key_Backspace}.get(symbol, ord(chr(symbol).upper()))
        text = chr(symbol) if symbol < 0x100 else ""
        moment = next(clock)
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, 38, symbol, 0, text)
            event.setTimestamp(moment)
            event.setAccepted(False)
            QCoreApplication.sendEvent(window, event)
            heard = not event.isAccepted() if kind is QEvent.Type.ShortcutOverride else heard
    return heard


def keys(text: str) -> tuple[int, ...]:
    return tuple(map(ord, text))


def half_typed(field: QPlainTextEdit) -> str:
    return field.textCursor().block().layout().preeditAreaText()


def test_letters_stand_half_typed_in_their_place_until_the_word_is_chosen(form: Form) -> None:
    press(*keys("zhongwen"))
    assert (form.text.toPlainText(), half_typed(form.text)) == ("", "zhongwen")
    press(SPACE)
    assert (form.text.toPlainText(), half_typed(form.text)) == ("中文", "")


def test_a_half_typed_word_can_be_taken_back(form: Form) -> None:
    press(*keys("zh"), BACKSPACE)
    assert half_typed(form.text) == "z"
    press(BACKSPACE)
    assert half_typed(form.text) == ""


def test_a_key_that_fcitx_does_not_take_is_typed_once(form: Form, fcitx: FakeFcitx) -> None:
    press(*keys("12"))
    assert form.text.toPlainText() == "12"
    offered = fcitx.calls_of("ProcessKeyEvent")
    assert [(key[0], key[1], key[3]) for key in offered] == [
        (0x31, 38, 0),
        (0x31, 38, 1),
        (0x32, 38, 0),
        (0x32, 38, 1),
    ]


def test_no_shortcut_hears_of_a_key_that_fcitx_takes(form: Form) -> None:
    assert not press(*keys("z"))


def test_a_key_that_ends_the_word_is_given_back_and_typed_after_it(form: Form) -> None:
    press(*keys("zhongwen"), COMMA)
    assert form.text.toPlainText() == "中文,"


def test_another_field_keeps_the_half_typed_word_in_the_first(form: Form) -> None:
    form.line.setFocus()
    press(*keys("zhongwen"))
    form.text.setFocus()
    assert (form.line.text(), form.text.toPlainText()) == ("zhongwen", "")
    press(*keys("z"), SPACE)
    assert form.text.toPlainText() == "z"


def test_a_click_keeps_the_half_typed_word(qtbot: QtBot, form: Form) -> None:
    press(*keys("zhongwen"))
    handle = form.windowHandle()
    qtbot.mouseClick(handle, Qt.MouseButton.LeftButton, pos=form.text.geometry().center())
    assert (form.text.toPlainText(), half_typed(form.text)) == ("zhongwen", "")


def test_saving_keeps_the_half_typed_word_and_fcitx_begins_a_new_one(
    form: Form, fcitx: FakeFcitx
) -> None:
    press(*keys("zhong"))
    arrangement.commit_typing()
    assert form.text.toPlainText() == "zhong"
    press(*keys("wen"), SPACE)
    assert form.text.toPlainText() == "zhongwen"
    assert fcitx.calls_of("Reset") == [()]


def test_what_is_no_word_of_the_clerks_is_not_kept(
    qtbot: QtBot, form: Form, fcitx: FakeFcitx
) -> None:
    pieces = [("zhong", 0), ("[提示]", NOT_COMMITTED)]
    fcitx.say("UpdateFormattedPreedit", "a(si)i", pieces, 5)
    qtbot.waitUntil(lambda: half_typed(form.text) == "zhong[提示]")
    arrangement.commit_typing()
    assert form.text.toPlainText() == "zhong"


def test_fcitx_is_found_again_after_it_was_started_anew(
    qtbot: QtBot, form: Form, client: Client, fcitx: FakeFcitx, address: str
) -> None:
    press(*keys("zhong"))
    fcitx.stop()
    qtbot.waitUntil(lambda: form.text.toPlainText() == "zhong")
    press(*keys("a"))
    assert form.text.toPlainText() == "zhonga"
    again = FakeFcitx(address)
    wait_ready(qtbot, client)
    press(*keys("zhongwen"), SPACE)
    assert form.text.toPlainText() == "zhonga中文"
    assert again.calls_of("FocusIn")
    again.stop()


def test_a_fcitx_that_does_not_answer_loses_no_key_and_is_waited_for_once(
    qtbot: QtBot,
    form: Form,
    client: Client,
    fcitx: FakeFcitx,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    press(*keys("zhong"))
    fcitx.called.clear()
    fcitx.deaf.set()
    with monkeypatch.context() as impatient:
        impatient.setattr("ui.input_method.fcitx.KEY_LIMIT", 0.1)
        press(*keys("ab"))
    assert form.text.toPlainText() == "zhongab"
    assert len(fcitx.calls_of("ProcessKeyEvent")) == 1
    fcitx.answer_late()
    wait_ready(qtbot, client)
    assert form.text.toPlainText() == "zhongab"
    press(*keys("zhongwen"), SPACE)
    assert form.text.toPlainText() == "zhongab中文"
    assert fcitx.calls_of("Reset") == [(), ()]


def test_a_password_is_never_offered(qtbot: QtBot, form: Form, fcitx: FakeFcitx) -> None:
    form.password.setFocus()
    press(*keys("zhong"))
    assert form.password.text() == "zhong"
    assert fcitx.calls_of("ProcessKeyEvent") == []
    qtbot.waitUntil(lambda: fcitx.calls_of("FocusOut") == [()])


def test_a_text_that_cannot_be_changed_is_left_alone(form: Form, fcitx: FakeFcitx) -> None:
    form.text.setReadOnly(True)
    press(*keys("zhong"))
    assert fcitx.calls_of("ProcessKeyEvent") == []


def test_the_candidates_stand_at_the_caret(qtbot: QtBot, form: Form, fcitx: FakeFcitx) -> None:
    form.text.setPlainText("一\n二")
    form.text.moveCursor(form.text.textCursor().MoveOperation.End)
    caret = form.text.cursorRect()
    place: QPoint = form.text.viewport().mapToGlobal(caret.topLeft())
    expected = (place.x(), place.y(), caret.height())

    def message() -> bool:
        left, top, _, height = (fcitx.calls_of("SetCursorRect") or [(0, 0, 0, 0)])[-1]
        offs = [abs(a - b) for a, b in zip((left, top, height), expected, strict=True)]
        return max(offs) <= 4  # the frame and the padding of the field

    qtbot.waitUntil(message)


def test_without_the_bus_keys_are_typed_as_they_are(
    qtbot: QtBot, form: Form, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    press(*keys("zhong"))
    client._bus._socket.shutdown(2)
    with caplog.at_level(logging.WARNING):
        qtbot.waitUntil(lambda: client._fcitx is None)
    press(*keys("a"))
    assert form.text.toPlainText() == "zhonga"
    assert "the session bus has gone" in caplog.text


def test_a_half_typed_word_is_kept_when_the_page_changes(
    qtbot: QtBot, client: Client, blank: Session
) -> None:
    wizard = shown(qtbot, blank)
    wizard.activateWindow()
    page = wizard.show_step("overview")
    page.begin()
    wait_ready(qtbot, client)
    press(*keys("zhongwen"))
    wizard.move_by(1)
    assert [text.body for text in blank.report.texts if text.body] == ["zhongwen"]


@pytest.mark.parametrize(
    ("symbol", "state", "key", "text"),
    [
        (0xFF0D, 0, Qt.Key.Key_Return, "\r"),
        (0xFF08, 0, Qt.Key.Key_Backspace, ""),
        (0xFF51, 1, Qt.Key.Key_Left, ""),
        (0x61, 0, Qt.Key.Key_A, "a"),
        (0x73, 4, Qt.Key.Key_S, "s"),
        (0xFFB5, 0, Qt.Key.Key_5, "5"),
        (0x0100FF0C, 0, 0xFF0C, "，"),
        (0xFFE1, 0, 0, ""),
    ],
)
def test_keys_that_fcitx_gives_back_are_those_of_qt(
    symbol: int, state: int, key: int, text: str
) -> None:
    event = event_of(symbol, state, down=True)
    assert (event.key(), event.text(), event.type()) == (int(key), text, QEvent.Type.KeyPress)
    held = {0: Qt.KeyboardModifier.NoModifier, 1: Qt.KeyboardModifier.ShiftModifier}
    assert event.modifiers() == held.get(state, Qt.KeyboardModifier.ControlModifier)


def test_rare_characters_count_twice_as_qt_counts_them() -> None:
    event = composing(
        (PreeditSegment("𠮷a", NO_UNDERLINE), PreeditSegment("中", HIGHLIGHT)), len("𠮷a".encode())
    )
    assert event.preeditString() == "𠮷a中"
    spans = [(one.type.name, one.start, one.length) for one in event.attributes()]
    assert spans == [("TextFormat", 0, 3), ("TextFormat", 3, 1), ("Cursor", 3, 1)]
