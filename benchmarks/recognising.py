"""How well reports are recognised, by the kinds of documents in which units keep them."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from intake.recognition.reading import recognise
from intake.worker import read
from tests import office
from tests.intake.known import FORMS
from tests.intake.recognition.kinds import ASKED, KINDS, PRINTED, judged_whole, made_of
from tests.intake.recognition.written import Written

MANY: Final = 30
FEW: Final = 5
"""Documents of each kind, and of each that LibreOffice has to print first."""
Figures = dict[str, Counter[str]]


def recognising(many: int = MANY, few: int = FEW) -> Figures:
    """Return what became of cells, paragraphs, names and years, by kind."""
    files = {kind: [made_of(kind, number) for number in range(many)] for kind in KINDS}
    if shutil.which("soffice"):
        files |= {kind: list(_printed(kind, few)) for kind in PRINTED}
    return {kind: _figures(made) for kind, made in files.items()}


def _printed(kind: str, count: int) -> Iterator[tuple[Written, bytes]]:
    made = {f"{number}.docx": made_of(kind, number) for number in range(count)}
    with tempfile.TemporaryDirectory() as folder:
        files = {name: data for name, (_, data) in made.items()}
        for name, path in office.convert(Path(folder), files, "pdf").items():
            yield made[name][0], path.read_bytes()


def _figures(files: list[tuple[Written, bytes]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for made, data in files:
        found += judged_whole(made, recognise(read(data), FORMS))
    return found


def show(figures: Figures) -> None:
    """Print a line for each kind, and one for all."""
    total: Counter[str] = sum(figures.values(), Counter())
    heads = (f"{what} {'/'.join(verdicts)}" for what, verdicts in ASKED.items())
    print(f"{'recognised':20}{''.join(f'{head:>30}' for head in heads)}")
    for kind, found in {**figures, "all": total}.items():
        counts = (
            "/".join(str(found[f"{what} {verdict}"]) for verdict in verdicts)
            for what, verdicts in ASKED.items()
        )
        print(f"{kind:20}{''.join(f'{one:>30}' for one in counts)}")
