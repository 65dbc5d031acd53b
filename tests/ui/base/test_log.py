"""What nobody foresaw: noted without a word of the clerk's, told once, and the program goes on."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import qInstallMessageHandler

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests import ROOT
from tests.patience import PATIENCE
from ui.app import folders
from ui.base import log
from ui.input_method import arrangement

SECRET = "张三的申请内容"

PROGRAM = f"""
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer, qCritical
from PySide6.QtWidgets import QApplication, QWidget
from model.drafts import storage
from ui.base import log
from ui.entry import opening
from ui.base.settings import Settings

qt = QApplication([])
wizard = opening.wizard_on(storage.load(Path(sys.argv[1])), Settings())
session = wizard.session
log.trouble.happened.connect(session.save)
told = []
log.trouble.message.connect(told.append)
wizard.show()

def fails():
    text = "{SECRET}"
    session.put("unit/phone", "12345")
    raise ValueError(text + session.report.unit.name)

class Broken(QWidget):
    painted = 0
    def paintEvent(self, event):
        Broken.painted += 1
        if Broken.painted < 300:
            self.update()
        text = "{SECRET}"
        raise KeyError(text)

class Gone:
    def __del__(self):
        raise OSError("{SECRET}")

def after():
    Gone()
    threading.Thread(target=fails_in_thread).start()
    qCritical("{SECRET}")
    broken.show()
    QTimer.singleShot(0, wait)

def fails_in_thread():
    raise RuntimeError("{SECRET}")

def wait():
    if Broken.painted < 300 or session.dirty:
        QTimer.singleShot(10, wait)
        return
    print(len(told), Broken.painted, session.dirty)
    wizard.close()
    qt.quit()

broken = Broken()
QTimer.singleShot(0, fails)
QTimer.singleShot(50, after)
sys.exit(qt.exec())
"""


@pytest.fixture
def trouble() -> Iterator[log.Trouble]:
    """A trouble of its own, and the hooks as they were afterwards."""
    before, hooks = log.trouble, (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers = list(log._log.handlers)
    log.trouble = log.Trouble()
    yield log.trouble
    log.trouble = before
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    for handler in set(log._log.handlers) - {*handlers}:
        handler.close()
        log._log.removeHandler(handler)
    logging.raiseExceptions = True


def test_the_program_goes_on_saves_and_notes_no_word_of_the_clerk(
    tmp_path: Path, example: Report
) -> None:
    path = storage.save(Loaded(example, tmp_path / "a.gknb", "")).path
    called = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(
        called, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    sentence, painted, dirty = done.stdout.split()
    assert (sentence, dirty) == ("5", "False"), done.stderr
    assert int(painted) >= 300
    assert storage.load(path).report.unit.phone == "12345"
    noted = folders.log_file().read_text("utf-8")
    assert all(kind in noted for kind in ("ValueError", "KeyError", "RuntimeError", "OSError"))
    assert "fails" in noted
    assert "QtCriticalMsg" in noted
    assert len(noted.splitlines()) < 25
    for word in (SECRET, example.unit.name, str(tmp_path)):
        assert word not in noted
    assert example.unit.name not in done.stderr


def test_a_place_that_keeps_failing_is_told_twice_and_noted_seldom(
    trouble: log.Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    sentence: list[str] = []
    saved: list[bool] = []
    trouble.message.connect(sentence.append)
    trouble.happened.connect(lambda: saved.append(True))
    with caplog.at_level(logging.INFO, "gknb"):
        for _ in range(1000):
            trouble.note("ValueError", "page.py:7 paint")
        trouble.note("KeyError", "page.py:9 paint")
    assert [sentence.partition("（")[0] for sentence in sentence] == [
        "程序遇到意外问题",
        "同一处反复出现问题",
        "程序遇到意外问题",
    ]
    assert all(str(folders.log_file()) in sentence for sentence in sentence)
    assert len(saved) == 3
    assert len(caplog.records) == 11
    assert caplog.messages[9] == "ValueError at page.py:7 paint (512 times)"


def test_what_fails_while_a_failure_is_told_is_noted_and_not_told(trouble: log.Trouble) -> None:
    sentence: list[str] = []
    trouble.message.connect(sentence.append)
    trouble.happened.connect(lambda: trouble.note("OSError", "session.py:1 save"))
    trouble.note("ValueError", "page.py:7 paint")
    assert len(sentence) == 1


def test_an_endless_recursion_is_one_short_line(
    trouble: log.Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    def again(text: str) -> None:
        again(text + SECRET)

    with caplog.at_level(logging.INFO, "gknb"):
        try:
            again("")
        except RecursionError as error:
            log.log_exception(type(error), error, error.__traceback__)
    (line,) = caplog.messages
    assert line.count(" > ") == 39
    assert SECRET not in line


def test_an_interrupt_at_the_keyboard_is_no_trouble(
    trouble: log.Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence: list[str] = []
    trouble.message.connect(sentence.append)
    log.log_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert sentence == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_stops_nothing(
    trouble: log.Trouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(folders, "log_file", lambda: tmp_path / "file" / "gknb.log")
    before = qInstallMessageHandler(None)
    qInstallMessageHandler(before)
    log.start_log()
    qInstallMessageHandler(before)
    sentence: list[str] = []
    trouble.message.connect(sentence.append)
    sys.excepthook(ValueError, ValueError(SECRET), None)
    assert len(sentence) == 1


@pytest.mark.parametrize("wrong", [OSError(5, ""), ValueError("closed")])
def test_a_failure_is_told_and_the_draft_saved_where_the_terminal_is_gone(
    trouble: log.Trouble, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    sentence: list[str] = []
    trouble.message.connect(sentence.append)
    monkeypatch.setattr(sys, "stderr", Mock(encoding="utf-8", **{"write.side_effect": wrong}))
    trouble.note("ValueError", "page.py:7 paint")
    assert len(sentence) == 1


def test_who_takes_the_keys_for_chinese_stands_in_the_log(trouble: log.Trouble) -> None:
    before = qInstallMessageHandler(None)
    qInstallMessageHandler(before)
    log.start_log()
    qInstallMessageHandler(before)
    choice = arrangement.choice()
    (line,) = folders.log_file().read_text("utf-8").splitlines()
    assert line.endswith(f"INFO Chinese typing: {choice.module}, {choice.reason}")
