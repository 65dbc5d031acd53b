"""Long campaigns: a sample in every test run, the whole of them in ``./test.sh soak tests``."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

WHOLE: Final = os.environ.get("GKNB_WHOLE") == "1"
"""Whether this run is to try everything."""
_IMPORTS: Final = ("from tests.sampling import", "from hypothesis import")


def many(whole: int, sample: int) -> int:
    """Give the number of trials of this run."""
    return whole if WHOLE else sample


def sampled(items: Sequence[T], count: int) -> list[T]:
    """Give so many items, evenly spread and with the first; in a whole run all of them."""
    step = max(len(items) // count, 1)
    return list(items) if WHOLE else list(items[::step])


def files() -> list[str]:
    """Give the test files that try a sample only, or as few examples as hypothesis may give."""
    found = sorted(Path(__file__).parent.rglob("test_*.py"))
    return [str(path) for path in found if any(one in path.read_text("utf-8") for one in _IMPORTS)]
