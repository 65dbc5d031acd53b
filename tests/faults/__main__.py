"""Prints the figures: ``python -m tests.faults``."""

import sys
import tempfile
from pathlib import Path

from tests.faults import campaign, operations, report, rivals
from tests.faults.rivals import Outcome
from tests.faults.writers import OTHERS, OURS

EDITS = 100


def main(arguments: list[str]) -> int:
    """Run all faults of all kinds and print a table; gives 1 where our saver did wrong."""
    results, seconds = campaign.run(thorough=True)
    rivalry: dict[str, Outcome] = {}
    for name in (OURS, *OTHERS):
        with tempfile.TemporaryDirectory() as folder:
            rivalry[name] = rivals.compete(Path(folder), operations.BLANK, name, EDITS)
    lines = [*report.message(results, seconds), *report.table(results, rivalry)]
    print("\n".join(lines), flush=True)  # noqa: T201
    wrong = any(one.wrong for one in report.ours(results))
    return int(wrong or rivalry[OURS].silently_lost != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
