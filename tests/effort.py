"""Keys it takes to file a report, counted while it is done: ``./test.sh effort``."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from model.checks.check import check, statement_lines
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.begin import new_report
from model.report.fill import fill_zeros
from model.report.report import Report
from model.resources import RESOURCES
from model.unit import Unit
from tests.filing import Clerk, file_nothing_happened
from tests.patience import PATIENCE
from tests.screen import Screen, chosen, screen

SIZE = (1366, 768)
IN_FORCE = "disclosure/normative/in_force"


def main() -> None:
    """File both reports, and print the counts."""
    for name, filed in (("the example, from an empty draft", full), ("nothing happened", nothing)):
        keys, report = counted(filed)
        print(f"{name}: {keys} keys, no click; {report.stage}")  # noqa: T201
        print("  " + statement_lines(report, check(report))[-1])  # noqa: T201


def counted(file: Callable[[Screen, Path], Path]) -> tuple[int, Report]:
    """File a report on a screen of its own; give the keys it took and the draft it left."""
    with tempfile.TemporaryDirectory() as place, screen(SIZE, Path(place)) as display:
        draft = file(display, Path(place))
        return display.pressed, storage.load(draft).report


def example() -> Report:
    """Give the example, its texts under the sub-heads that a new draft has."""
    report = storage.load(RESOURCES / "examples" / "bureau.gknb").report
    blank = new_report(report.form, report.unit, report.year)
    bodies = {block.key: block.body for block in blank.texts}
    for block in report.texts:
        home = block.key
        while home not in bodies and "." in home:
            home = home.rpartition(".")[0]
        if block.body and home in bodies:
            bodies[home] = "\n".join(filter(None, (bodies[home], block.body)))
    texts = tuple(replace(block, body=bodies[block.key]) for block in blank.texts)
    kept = {a: v for a, v in report.values.items() if not a.startswith("tally/")}
    return replace(blank, texts=texts, values=kept)


def full(display: Screen, place: Path) -> Path:
    """Type the example into an empty draft, and export it as 定稿."""
    report = example()
    blank = new_report(report.form, Unit(name="某局"), report.year)
    path = storage.save(Loaded(blank, place / "a.gknb", "")).path
    program = display.start(str(path), complaints=place / "stderr.txt")
    display.window("某局")
    clerk = Clerk(display, report)
    clerk.fill()
    clerk.export(place, stage=3)
    display.keys("ctrl+q")
    program.wait(timeout=PATIENCE)
    return path


def nothing(display: Screen, place: Path) -> Path:
    """Follow last year's draft in a year in which nothing happened, and export it as 定稿."""
    path = storage.save(Loaded(quiet_year(), place / "2024年某市水务局年报.gknb", "")).path
    with chosen(display) as settings:
        settings.remember(path)
    program = display.start(complaints=place / "stderr.txt")
    file_nothing_happened(display, "某市水务局", "3")
    display.keys("ctrl+q")
    program.wait(timeout=PATIENCE)
    (draft,) = (found for found in place.glob("*.gknb") if found != path)
    return draft


def quiet_year() -> Report:
    """Give last year's report of an organ in whose matters nothing happened."""
    report = new_report(example().form, Unit(name="某市水务局"), 2024)
    report = fill_zeros(report, report.form.typed).report
    report = report.with_value(IN_FORCE, 3).with_value("disclosure/regulations/in_force", 0)
    for block in report.texts:
        words = f"本年{block.title}按要求开展，下一步继续完善，信息处理费未收取。"
        report = put(report, block.address, words)
    return report


if __name__ == "__main__":
    main()
