"""Who takes the keys for Chinese, whatever the desktop has exported."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication

from tests import ROOT
from tests.fcitx import MISSING, FakeFcitx, session_bus
from ui.input_method import arrangement
from ui.input_method.arrangement import (
    AS_IT_IS,
    OWN,
    Choice,
    Facts,
    choose,
    display_number,
    first_facts,
)

F5, IBUS, F4 = "org.fcitx.Fcitx5", "org.freedesktop.IBus", "org.fcitx.Fcitx-0"

TABLE = """
on the bus   | exported       | plugins           | session | takes the keys
-------------|----------------|-------------------|---------|---------------
no bus       | fcitx          | ibus compose      | x11     | desktop
nobody       | fcitx          | ibus compose      | x11     | desktop
nobody       |                | ibus compose      | x11     | desktop
nobody       | fcitx          | ibus compose      | wayland | wayland
f5 ibus f4   | fcitx          | ibus compose      | x11     | ibus
f5 ibus f4   |                | ibus compose      | x11     | ibus
f5 ibus f4   | wayland fcitx  | ibus compose      | wayland | ibus
f5 ibus f4   | fcitx          | ibus fcitx        | x11     | desktop
f5 ibus f4   | fcitx          | ibus fcitx5       | x11     | desktop
f5 ibus f4   | fcitx5         | ibus fcitx5       | x11     | desktop
f5 ibus f4   |                | ibus fcitx        | x11     | ibus
f5 ibus f4   | ibus           | ibus fcitx        | x11     | ibus
f5 f4        | fcitx          | ibus compose      | x11     | fcitx4
f5           | fcitx          | ibus compose      | x11     | ibus
ibus         | fcitx          | ibus compose      | x11     | ibus
ibus         | xim            | ibus compose      | wayland | ibus
f4           | fcitx          | ibus compose      | x11     | fcitx4
f4           | ibus           | ibus compose      | x11     | fcitx4
f4           | fcitx          | ibus fcitx        | x11     | desktop
ibus f4      | fcitx          | ibus compose      | x11     | ibus
f4 of :9     | fcitx          | ibus compose      | x11     | desktop
"""
NAMES = {"f5": F5, "ibus": IBUS, "f4": F4}


def rows() -> list[tuple[str, ...]]:
    lines = TABLE.strip().splitlines()[2:]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize(("there", "exported", "plugins", "session", "module"), rows())
def test_who_is_there_decides(
    there: str, exported: str, plugins: str, session: str, module: str
) -> None:
    names = frozenset(NAMES[word] for word in there.split() if word in NAMES)
    if there == "f4 of :9":
        names = frozenset({"org.fcitx.Fcitx-9"})
    chosen = choose(
        Facts(
            names=None if there == "no bus" else names,
            exported=tuple(exported.split()),
            plugins=frozenset(plugins.split()),
            wayland=session == "wayland",
        )
    )
    assert chosen.module == module
    assert chosen.reason.endswith("。")


def test_what_is_turned_off_is_not_chosen() -> None:
    chosen = choose(Facts(names=frozenset({IBUS}), off="设置中选择了按系统设置输入。"))
    assert chosen == Choice(AS_IT_IS, "设置中选择了按系统设置输入。")


@pytest.mark.parametrize(
    ("display", "number"), [(":0", 0), (":70.0", 70), ("host:10.1", 10), ("", 0), ("wayland", 0)]
)
def test_the_display_stands_in_the_name_of_fcitx(display: str, number: int) -> None:
    assert display_number(display) == number


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a Chinese desktop; what it chose is forgotten afterwards."""
    monkeypatch.setattr(arrangement, "_typing", arrangement.Typing())
    for name in ("QT_QPA_PLATFORM", "QT_IM_MODULES", "GKNB_TYPING", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.setenv("DISPLAY", ":7.0")
    yield monkeypatch
    if arrangement._typing._bus is not None:
        arrangement._typing._bus.close()


def module_of_qt(wanted: str = "auto") -> tuple[str | None, str | None]:
    """Give what Qt finds in the environment while it starts."""
    with arrangement.arranged(wanted):
        return os.environ.get("QT_IM_MODULE"), os.environ.get("QT_IM_MODULES")


@pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")
@pytest.mark.parametrize(
    ("name", "module", "chosen"),
    [(IBUS, "ibus", "ibus"), ("org.fcitx.Fcitx-7", "compose", OWN), (F4, "fcitx", AS_IT_IS)],
)
def test_qt_finds_the_module_that_was_chosen_and_others_the_desktops(
    screen: pytest.MonkeyPatch, name: str, module: str, chosen: str
) -> None:
    with session_bus() as address:
        screen.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        fake = FakeFcitx(address, name)
        assert module_of_qt()[0] == module
        assert arrangement.choice().module == chosen
        fake.stop()
    assert os.environ["QT_IM_MODULE"] == "fcitx"


@pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")
def test_the_list_of_modules_does_not_stand_before_what_was_chosen(
    screen: pytest.MonkeyPatch,
) -> None:
    screen.setenv("QT_IM_MODULES", "wayland;fcitx")
    with session_bus() as address:
        screen.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        fake = FakeFcitx(address, IBUS)
        assert module_of_qt() == ("ibus", None)
        fake.stop()
    assert os.environ["QT_IM_MODULES"] == "wayland;fcitx"


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere", "tcp:host=a", "nonsense"])
def test_without_a_bus_everything_stays_as_it_is(screen: pytest.MonkeyPatch, address: str) -> None:
    screen.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert module_of_qt() == ("fcitx", None)
    assert arrangement.choice().reason == "没有找到输入法服务，按系统设置输入。"


@pytest.mark.parametrize("greeting", [b"", b"OK 0123456789abcdef0123456789abcdef\r\n"])
def test_a_bus_that_does_not_answer_is_not_waited_for(
    screen: pytest.MonkeyPatch, tmp_path: Path, greeting: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "bus"))
        mute.listen()
        screen.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        greeter = Thread(target=greet, args=(mute, greeting))
        greeter.start()
        screen.setattr(arrangement, "LIMIT", 0.3)
        assert module_of_qt() == ("fcitx", None)
        greeter.join()


def greet(mute: socket.socket, greeting: bytes) -> None:
    """Let one program in, and say nothing more until it has gone."""
    one, _ = mute.accept()
    with one:
        one.send(greeting)
        while one.recv(4096):
            pass


@pytest.mark.parametrize(
    ("name", "value", "wanted", "reason"),
    [
        ("GKNB_TYPING", "system", "auto", "环境变量 GKNB_TYPING 指定按系统设置输入。"),
        ("QT_QPA_PLATFORM", "offscreen", "auto", "没有显示屏，按系统设置输入。"),
        ("DISPLAY", ":7", "system", "设置中选择了按系统设置输入。"),
    ],
)
def test_the_typing_can_be_left_to_the_desktop(
    screen: pytest.MonkeyPatch, name: str, value: str, wanted: str, reason: str
) -> None:
    screen.setenv(name, value)
    assert module_of_qt(wanted) == ("fcitx", None)
    assert arrangement.choice().reason == reason


@pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")
def test_a_bus_that_goes_while_qt_starts_stops_nothing(
    screen: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    with session_bus() as address:
        screen.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        fake = FakeFcitx(address)
        module_of_qt()
        fake.stop()
    assert arrangement.choice().module == OWN
    bus = arrangement._typing._bus
    assert bus is not None
    arrangement.attend(qapp)
    arrangement.commit_typing()
    bus.close()


def test_qt_has_the_modules_that_are_counted_on(screen: pytest.MonkeyPatch) -> None:
    assert {"ibus", "compose"} <= first_facts("auto").plugins


def test_a_start_without_a_bus_does_not_pay_for_it() -> None:
    code = "import sys, ui.application; sys.exit('jeepney' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
