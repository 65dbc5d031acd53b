"""Garbage in cycles: who collects it, and when."""

import gc
import threading
import weakref

from ui.application import Collector


class Knot:
    """Something that only the garbage collector can free."""

    def __init__(self) -> None:
        self.itself = self


def allocate_much() -> None:
    """Make more containers than any threshold; without a collector switched off this collects."""
    made = [[index] for index in range(20 * gc.get_threshold()[0])]
    assert made


def test_a_thread_beside_the_window_never_collects() -> None:
    knot = weakref.ref(Knot())
    beside = threading.Thread(target=allocate_much)
    beside.start()
    beside.join()
    assert knot() is not None


def test_the_window_collects_what_the_thresholds_call_due() -> None:
    collector = Collector()
    knot = weakref.ref(Knot())
    kept = [[index] for index in range(gc.get_threshold()[0] + 1)]
    collector.look()
    assert knot() is None
    assert kept


def test_the_window_leaves_a_little_garbage_lying() -> None:
    collector = Collector()
    gc.collect()
    knot = weakref.ref(Knot())
    collector.look()
    assert knot() is not None
