"""What the figures look like in a terminal and in docs/reliability.md."""

from tests.faults.campaign import LEVELS, POWER, SYSTEM, Results
from tests.faults.rivals import Outcome
from tests.faults.verdict import FALSE, LEFT, LOST, TORN, Figures
from tests.faults.writers import OTHERS, OURS


def ours(results: Results) -> list[Figures]:
    """Give the figures of our own saver, level by level."""
    return [results[OURS, level] for level in LEVELS]


def message(results: Results, seconds: tuple[float, float]) -> list[str]:
    """Tell the figures in lines: ours by level, the others beside."""
    lines = [f"{OURS}, {level}: {results[OURS, level]}" for level in LEVELS]
    for name in OTHERS:
        lines += [f"{name}, {level}: {results[name, level]}" for level in (SYSTEM, POWER)]
    examples = [example for one in ours(results) for example in one.examples]
    took = "all faults in {:.0f} s, {:.0f} s of processors".format(*seconds)
    return [took, *lines, *examples]


def table(results: Results, rivalry: dict[str, Outcome]) -> list[str]:
    """Draw the table of writers, in Markdown; ``rivalry`` is four programs on one draft."""
    lines = [
        "| writer | runs by strace | lost | torn | «saved», but old | left files "
        "| power cuts | lost | torn | «saved», but old | edits of four | lost silently |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in (OURS, *OTHERS):
        faults, power = results[name, SYSTEM], results[name, POWER]
        cells = [name, faults.runs, *(faults.wrong[what] for what in (LOST, TORN, FALSE, LEFT))]
        cells += [power.runs, *(power.wrong[what] for what in (LOST, TORN, FALSE))]
        unreadable = ", draft torn" * (not rivalry[name].kept)
        cells += [rivalry[name].made, f"{rivalry[name].silently_lost}{unreadable}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines
