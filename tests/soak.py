"""What takes too long for every test run: ``./test.sh soak [PART] [arguments of the part]``."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from tests import kills, resaved, soak_files, soak_office, soak_recognition
from tests.faults import __main__ as faults
from tests.sampling import files


def run_whole(arguments: list[str]) -> int:
    """Run the tests that try a sample otherwise; gives pytest's status."""
    environment = os.environ | {"GKNB_WHOLE": "1", "QT_QPA_PLATFORM": "offscreen"}
    call = [sys.executable, "-m", "pytest", *files(), *arguments]
    return subprocess.run(call, env=environment, check=False).returncode


PARTS: Final[dict[str, Callable[[list[str]], int]]] = {
    "tests": run_whole,
    "faults": faults.main,
    "files": soak_files.main,
    "office": soak_office.main,
    "kills": kills.main,
    "recognition": soak_recognition.main,
    "resaved": resaved.main,
}
"""Each part prints its figures and gives 0 where they are as they must be."""


def main(arguments: list[str]) -> int:
    """Run one part, or all; gives the worst of what they give."""
    if arguments and arguments[0] not in PARTS:
        print(f"parts: {', '.join(PARTS)}")  # noqa: T201
        return 2
    worst = 0
    for name in arguments[:1] or PARTS:
        begun = time.perf_counter()
        print(f"== {name}", flush=True)  # noqa: T201
        worst = max(worst, PARTS[name](arguments[1:]))
        print(f"== {name}: {time.perf_counter() - begun:.0f} s", flush=True)  # noqa: T201
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
