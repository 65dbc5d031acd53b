"""Timing two functions in turn, so that a machine that speeds up or slows down favours neither."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Pair:
    """Medians in milliseconds; the limit is what no program could beat, where there is such."""

    ours: float
    other: float
    limit: float | None = None

    def as_json(self) -> dict[str, float | None]:
        """Return the figures that are printed and kept."""
        return {
            "ours": round(self.ours, 4),
            "other": round(self.other, 4),
            "ratio": round(self.ours / self.other, 3),
            "limit_ratio": None if self.limit is None else round(self.ours / self.limit, 3),
        }


def milliseconds(act: Callable[[], object], repeat: int = 1) -> float:
    """Time one call, or the mean of several where one is too short for the clock."""
    start = time.perf_counter()
    for _ in range(repeat):
        act()
    return (time.perf_counter() - start) * 1000 / repeat


def pair(
    ours: Callable[[], object],
    other: Callable[[], object],
    limit: Callable[[], object] | None = None,
    rounds: int = 25,
    repeat: int = 1,
) -> Pair:
    """Run all in turn, after a warm-up of each, and give their medians."""
    acts = [ours, other] + ([limit] if limit else [])
    for act in acts:
        act()
    times = [[milliseconds(act, repeat) for act in acts] for _ in range(rounds)]
    columns = [median(column) for column in zip(*times, strict=True)]
    return Pair(columns[0], columns[1], columns[2] if limit else None)
