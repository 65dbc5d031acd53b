"""What the console prints: answers on standard output, everything else on standard error.

Control characters in names, keys and texts are made visible by ``ui.app.terminal``.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from model.errors import ReportError
from ui.app.terminal import write_json, write_line

MANY: Final = 20
"""Files from which progress is shown."""


def say(line: str) -> None:
    """Print an answer."""
    write_line(line, sys.stdout)


def say_json(content: object) -> None:
    """Print one JSON document on one line."""
    write_json(json.dumps(content, ensure_ascii=False), sys.stdout)


def complain(error: ReportError | str) -> None:
    """Print a sentence on standard error."""
    write_line(str(error), sys.stderr)


def progress(paths: Sequence[Path], what: str) -> Iterator[Path]:
    """Go through files, showing how far, where it takes long and somebody watches."""
    if len(paths) < MANY or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console  # 40 ms, and most calls take one draft
    from rich.progress import Progress

    # Answers stay on standard output; shown on the same screen they go round the bar.
    shown = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), redirect_stdout=shown) as bar:
        yield from bar.track(paths, description=what)


def worst(statuses: Iterable[int]) -> int:
    """Give the highest exit status."""
    return max(statuses, default=0)
