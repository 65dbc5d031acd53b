"""Prints the figures: ``python -m tests.faults [thorough]``."""

import sys

from tests.faults import campaign, report


def main(arguments: list[str]) -> int:
    """Run all faults and print a table; gives 1 where our saver did anything wrong."""
    results, seconds = campaign.run(thorough="thorough" in arguments)
    print("\n".join(report.told(results, seconds)))  # noqa: T201
    print("\n".join(report.table(results)))  # noqa: T201
    return int(any(one.wrong for one in report.ours(results)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
