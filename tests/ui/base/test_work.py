"""The worker in the background: whatever fails in it, the next piece of work is done."""

import sys
import threading
from collections.abc import Callable
from typing import NoReturn

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE, wait_until
from ui.base.work import BackgroundWorker


def fails(*_: object) -> NoReturn:
    """Fail unforeseen."""
    raise RuntimeError


def held_until(answers: threading.Event, result: object) -> Callable[[], object]:
    """Return an act that waits before it gives its result."""

    def act() -> object:
        assert answers.wait(PATIENCE)
        return result

    return act


def test_what_fails_while_a_failure_is_noted_holds_up_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", fails)
    worker = BackgroundWorker()
    received: list[object] = []
    worker.submit(fails, received.append)
    worker.submit(lambda: "done", received.append)
    assert worker.wait(PATIENCE)
    assert received == [None, "done"]


def test_results_are_received_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    worker, threads = BackgroundWorker(), list[threading.Thread]()
    worker.submit(threading.current_thread, lambda _: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.current_thread()]
    assert not worker.busy


def test_abandoned_work_is_done_but_not_received_and_later_work_does_not_wait(
    qtbot: QtBot,
) -> None:
    worker, answers = BackgroundWorker(), threading.Event()
    done, received = threading.Event(), list[object]()
    worker.submit(held_until(answers, "abandoned"), received.append)
    worker.submit(done.set, received.append)
    worker.abandon()
    assert not worker.busy
    worker.submit(lambda: "later", received.append)
    assert worker.wait(PATIENCE)
    answers.set()
    assert done.wait(PATIENCE)
    assert worker.wait(PATIENCE)
    assert received == ["later"]


def test_a_worker_may_end_with_what_it_received(qtbot: QtBot) -> None:
    worker, ended = BackgroundWorker(), threading.Event()

    def end(_: object) -> None:
        shiboken6.delete(worker)  # as with a dialog that closes on its result
        ended.set()

    worker.submit(lambda: None, end)
    assert worker.wait(PATIENCE)
    assert ended.is_set()


@pytest.mark.parametrize("end", ["gone", "abandoned"])
def test_a_thread_ends_with_its_worker(end: str, qtbot: QtBot) -> None:
    worker, threads = BackgroundWorker(), list[threading.Thread | None]()
    worker.submit(threading.current_thread, threads.append)
    assert worker.wait(PATIENCE)
    (thread,) = threads
    assert thread is not None
    assert thread.daemon  # the end of the program does not wait for it
    if end == "abandoned":
        worker.submit(lambda: None)
        worker.abandon()
    else:
        del worker
    wait_until(lambda: not thread.is_alive())
