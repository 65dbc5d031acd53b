"""Pictures of every step, taken from a real screen: ``./test.sh pictures [FOLDER]``.

Not a test: somebody has to look at them. They are taken after scrolling, because painting anew
hides what scrolling smears. The program runs at one fixed moment and keeps its draft in one fixed
folder: two runs of one version give the same pictures.
"""

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from model.combine.last_year import with_last
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from model.resources import RESOURCES
from tests.patience import PATIENCE
from tests.screen import Screen, chosen, screen
from ui.app import steps
from ui.base.settings import Choices
from ui.look.appearance import Appearance

VIEWS: Final = (((1366, 768), 100), ((1280, 720), 100), ((1920, 1080), 200))
"""Sizes of the screen in pixels, and per cent of the scale."""
NARROW: Final = 200
"""At this scale the pages of the preview stand behind a tab."""
LOOKS: Final = {
    "light": Appearance.LIGHT,
    "dark": Appearance.DARK,
    "contrast": Appearance.CONTRAST,
}
SLIP: Final = "requests/handled.granted/natural"


def main() -> None:
    """Take all pictures, and say where they lie."""
    parser = argparse.ArgumentParser(prog="./test.sh pictures")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("pictures"))
    folder: Path = parser.parse_args().folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for size, scale in VIEWS:
        for name, look in LOOKS.items():
            with _place() as place, screen(size, place) as display:
                with chosen(display) as settings:
                    settings.choices = Choices(scale=scale, appearance=look)
                prefix = f"{size[0]}x{size[1]}-{scale}-{name}"
                _walk(display, folder, prefix, place)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")  # noqa: T201


@contextmanager
def _place() -> Iterator[Path]:
    """Make the folder of the program's files, whose path the export page shows; remove it later."""
    place = Path(gettempdir(), "gknb-pictures")
    shutil.rmtree(place, ignore_errors=True)  # of a run that was killed
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place)


def _walk(display: Screen, folder: Path, prefix: str, place: Path) -> None:
    """Start the program on a draft with something to say, and take each step."""
    report = _report()
    path = storage.save(Loaded(report, place / "example.gknb", "")).path
    with display.pose(path, folder / f"{prefix}.txt") as program:
        display.window(report.unit.name)
        for number, step in enumerate(steps.steps_of(report)):
            name = folder / f"{prefix}-{number}-{step.key}"
            if number:
                display.keys("alt+Right")
                _await(program, "step")
            display.picture(name.with_suffix(".png"))
            if step.has_table:
                display.keys("F7", "ctrl+End")
            if step.key == steps.EXPORT:
                if f"-{NARROW}-" in prefix:
                    display.keys("shift+Tab", "Right")
                _await(program, "pages")
            if step.has_table or step.key == steps.EXPORT:
                display.picture(name.with_name(f"{name.name}-then.png"))
        display.keys("ctrl+q")
        program.wait(timeout=PATIENCE)


def _await(program: "subprocess.Popen[bytes]", message: str) -> None:
    """Wait until the program says that something is painted."""
    assert program.stdout is not None
    assert program.stdout.readline() == f"{message}\n".encode()


def _report() -> Report:
    """Give the example with last year beside it, one slip, and one blank."""
    report = storage.load(RESOURCES / "examples" / "bureau.gknb").report
    last = replace(report, year=report.year - 1)
    slipped = with_last(report, last, "上年报告").with_value(SLIP, 86)
    return slipped.with_value("disclosure/licences/decisions", None)


if __name__ == "__main__":
    main()
