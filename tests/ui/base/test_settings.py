"""Settings: what is remembered, what an ini file may hold, and how the window looks."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model import resources
from ui.app import folders
from ui.aside.settings_dialog import SettingsDialog, show_settings
from ui.base.settings import FONTS, PITCHES, SCALES, TYPINGS, Choices, Settings
from ui.look import appearance
from ui.look.appearance import Appearance

Role = QPalette.ColorRole
LOOKS = [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST]


@pytest.fixture
def look(qapp: QApplication) -> Iterator[None]:
    """Give the window its own look back."""
    yield
    appearance.apply(Appearance.SYSTEM)


def write_ini(content: bytes) -> None:
    folders.settings_file().parent.mkdir(parents=True, exist_ok=True)
    folders.settings_file().write_bytes(content)


def everything(settings: Settings) -> None:
    """Ask for all that is remembered."""
    assert settings.choices.scale in SCALES
    assert isinstance(settings.choices.appearance, Appearance)
    assert settings.choices.pitch in PITCHES
    assert settings.choices.fonts in FONTS
    assert settings.choices.typing in TYPINGS
    assert all(isinstance(path, Path) for path in settings.recent)
    assert settings.folder.is_dir()
    assert settings.export_folder(Path("a.gknb")).is_dir()
    assert all(isinstance(text, str) for text in settings.unit.values())
    assert all(len(part) == 2 for parts in settings.tally_lists.values() for part in parts)
    assert isinstance(settings.geometry, QByteArray)
    settings.remember(Path("a.gknb"))
    assert settings.recent[0] == Path("a.gknb")


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    chosen = Choices(150, Appearance.DARK, "28", "system", "system")
    settings = Settings()
    settings.choices = chosen
    settings.remember_export(Path("a.gknb"), tmp_path)
    settings.geometry = QByteArray(b"\1\2")
    settings.unit = {"name": "某市水务局", "phone": "0000-1，\n2"}
    again = Settings()
    assert again.choices == chosen
    assert again.export_folder(Path("a.gknb")) == tmp_path
    assert again.geometry == QByteArray(b"\1\2")
    assert again.unit == {"name": "某市水务局", "phone": "0000-1，\n2"}


def test_own_lists_of_parts_keep_their_order_and_their_words() -> None:
    lists = {
        "本局十二类": (("b", "“双随机、一公开”监管"), ("a", "其他；100%")),
        "二": (),
        "一": (("a", ""),),
    }
    Settings().tally_lists = lists
    assert list(Settings().tally_lists.items()) == list(lists.items())


def test_nothing_is_chosen_at_first() -> None:
    settings = Settings()
    assert settings.choices == Choices(100, Appearance.SYSTEM, "28.95", "standard")
    assert (settings.recent, settings.unit, settings.tally_lists) == ([], {}, {})
    assert settings.export_folder(Path("a.gknb")) == Path()
    everything(settings)


def test_recent_drafts_stay_on_the_list_until_they_are_taken_off(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(12):
        settings.remember(tmp_path / f"{number}.gknb")
    settings.remember(tmp_path / "5.gknb")
    assert [path.stem for path in settings.recent[:3]] == ["5", "11", "10"]
    assert len(settings.recent) == 10
    settings.forget(tmp_path / "11.gknb")
    assert [path.stem for path in Settings().recent[:3]] == ["5", "10", "9"]


def test_a_draft_that_another_program_opened_stays_remembered(tmp_path: Path) -> None:
    settings = Settings()
    settings.remember(tmp_path / "a.gknb")
    code = "import sys; from ui.base.settings import *; Settings().remember(Path(sys.argv[1]))"
    call = [sys.executable, "-c", code, str(tmp_path / "b.gknb")]
    subprocess.run(call, cwd=resources.ROOT, check=True)
    settings.remember(tmp_path / "c.gknb")
    assert [path.stem for path in Settings().recent] == ["c", "b", "a"]


@pytest.mark.qt_log_ignore("QVariant::load: unknown user type")
@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 5000,
        b"\xff\xfe\xd6\xd0",
        b"[General\nrecent=",
        b"[General]\nrecent=@Invalid()\nscale=@Variant(\\0\\0\\0\\x7f)\ngeometry=7\nunit=7",
        b"[General]\nrecent=@ByteArray(a)\nfolder=\\0\nexports=., a\\0b\ngeometry=@Size(1 2)",
        b"[General]\nscale=-5\nappearance=@Rect(1 2 3 4)\npitch=1, 2\nfonts=\ntally_lists={",
        b'[General]\nunit=[1]\ntally_lists="[[1,2],[\\"a\\",[[1,2]]],[\\"b\\",[\\"cd\\"]],3]"',
        b'[General]\nunit="{\\"name\\": 7, \\"phone\\": [1]}"\nscale=1e999\nrecent=, , ,',
    ],
)
def test_a_damaged_ini_file_stops_nothing(content: bytes) -> None:
    write_ini(content)
    everything(Settings())


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([*Choices._fields, "recent", "folder", "unit", "tally_lists", "geometry"]),
        st.text(max_size=20) | st.sampled_from(["@Variant(\\0\\0\\0\\t)", "@Point(1 2)", "[[]]"]),
    )
)
def test_no_value_in_the_ini_file_stops_anything(
    monkeypatch: pytest.MonkeyPatch, stored: dict[str, str]
) -> None:
    lines = [f"{key}={value}" for key, value in stored.items()]
    write_ini("\n".join(["[General]", *lines]).encode(errors="replace"))
    everything(Settings())


def test_settings_that_cannot_be_written_stop_nothing() -> None:
    folders.settings_file().mkdir(parents=True)
    settings = Settings()
    settings.choices = Choices(200)
    everything(settings)
    assert folders.settings_file().is_dir()


def dialog(qtbot: QtBot, asked: list[str]) -> SettingsDialog:
    made = SettingsDialog(Settings(), lambda: asked.append("reopen"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_new_size_holds_from_the_next_start_and_says_so(qtbot: QtBot) -> None:
    asked: list[str] = []
    made = dialog(qtbot, asked)
    assert not made.reopen_button.isEnabled()
    made.scale.setCurrentText("150%")
    assert Settings().choices.scale == 150
    assert made.message.text() == "新的显示比例在下次打开时生效。"
    made.reopen_button.click()
    assert asked == ["reopen"]
    made.scale.setCurrentText("100%")
    assert not made.reopen_button.isEnabled()


def test_a_new_look_holds_at_once(qtbot: QtBot, qapp: QApplication, look: None) -> None:
    made = dialog(qtbot, [])
    before = qapp.palette().color(Role.Base), qapp.styleSheet()
    made.look.setCurrentText("高对比")
    assert qapp.palette().color(Role.Base) == QColor("#000000")
    assert made.palette().color(Role.Text) == QColor("#ffffff")
    made.look.setCurrentText("跟随系统")
    assert (qapp.palette().color(Role.Base), qapp.styleSheet()) == before
    assert Settings().choices.appearance is Appearance.SYSTEM


def test_new_reports_are_set_as_chosen(qtbot: QtBot) -> None:
    made = dialog(qtbot, [])
    made.pitch.setCurrentText("28 磅")
    made.fonts.setCurrentText("系统自带字体")
    assert Settings().choices == Choices(pitch="28", fonts="system")


def test_the_typing_can_be_left_to_the_system(qtbot: QtBot) -> None:
    made = dialog(qtbot, [])
    made.typing.setCurrentText("按系统设置")
    assert Settings().choices == Choices(typing="system")


def test_every_choice_has_a_name_and_fits_a_small_screen(qtbot: QtBot) -> None:
    made = dialog(qtbot, [])
    choosers = (made.scale, made.look, made.pitch, made.fonts, made.typing)
    names = ["显示比例", "外观", "新报告的行距", "新报告的字体", "中文输入"]
    assert [chooser.accessibleName() for chooser in choosers] == names
    least = made.minimumSizeHint()
    assert least.width() < 960
    assert least.height() < 500


def test_settings_lie_beside_the_window(qtbot: QtBot) -> None:
    made = dialog(qtbot, [])
    show_settings(made, Settings(), lambda: None)
    shown = made.findChild(SettingsDialog)
    assert shown is not None
    assert not shown.isModal()
    shown.close()


def test_the_size_is_chosen_before_the_application_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(appearance.SCALE, raising=False)
    appearance.set_scale(100)
    assert appearance.SCALE not in os.environ
    appearance.set_scale(175)
    assert os.environ[appearance.SCALE] == "1.75"


LATER = """[General]
scale=125
appearance=sepia
pitch=30
reading_aloud=true
unit="{\\"name\\":\\"Office\\",\\"fax\\":\\"12\\"}"
tally_lists="[[\\"one\\",[[\\"a\\",\\"A\\"]]],[\\"two\\",{\\"parts\\":[]}]]"

[later]
list=1, 2, 3
place=@ByteArray(\\x1\\x2)
"""


def test_an_older_version_leaves_what_only_a_later_one_understands() -> None:
    write_ini(LATER.encode())
    settings = Settings()
    assert settings.choices == Choices(scale=125)
    settings.choices = settings.choices._replace(scale=150)
    settings.unit = {"name": "Office", "phone": "0000-1"}
    settings.tally_lists = {**settings.tally_lists, "three": ()}
    settings.remember(Path("a.gknb"))
    del settings
    lines = set(folders.settings_file().read_text("utf-8").splitlines())
    kept = set(LATER.splitlines()[2:5]) | set(LATER.splitlines()[-3:])
    assert kept | {"scale=150"} <= lines
    again = Settings()
    assert again._json("unit") == {"name": "Office", "fax": "12", "phone": "0000-1"}
    assert list(again.tally_lists) == ["one", "three"]
    assert ["two", {"parts": []}] in again._stored_lists()


def test_another_unit_takes_nothing_over_from_the_one_before() -> None:
    write_ini(LATER.encode())
    Settings().unit = {"name": "Bureau", "phone": ""}
    assert Settings()._json("unit") == {"name": "Bureau", "phone": ""}
