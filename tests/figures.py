"""Figures that tests measure, printed after pytest's own summary."""

_LINES: list[str] = []


def tell(line: str) -> None:
    """Add a line to what is printed at the end of the run."""
    _LINES.append(line)


def told() -> list[str]:
    """Give the lines so far."""
    return list(_LINES)
