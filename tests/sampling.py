"""Long campaigns: a sample in every test run, the whole of them in ``./test.sh soak tests``."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

WHOLE: Final = os.environ.get("GKNB_WHOLE") == "1"
"""Whether this run is to try everything."""
FILES: Final = (
    "tests/hostile/test_cost.py",
    "tests/intake/test_bad_files.py",
    "tests/intake/recognition/test_layouts.py",
    "tests/model/form/test_renamed_forms.py",
    "tests/ui/console/test_console_import.py",
    "tests/ui/test_kills.py",
)
"""Test files that try a sample only."""


def many(whole: int, sample: int) -> int:
    """Give the number of trials of this run."""
    return whole if WHOLE else sample


def sampled(items: Sequence[T], count: int) -> list[T]:
    """Give so many items, evenly spread and with the first; in a whole run all of them."""
    step = max(len(items) // count, 1)
    return list(items) if WHOLE else list(items[::step])
