"""What was found of a report, piece by piece, each with where it stands in the source."""

from dataclasses import dataclass

from model.values import Number


@dataclass(frozen=True)
class Found:
    """One cell of a table as the source prints it.

    ``number`` is None where the source is blank or has a stroke. ``doubt`` says why the clerk has
    to look: nothing with a doubt is taken over in silence. ``unit`` is the one that the source
    states where the form leaves a choice.
    """

    address: str
    text: str
    where: str
    number: Number | None
    remark: str = ""
    doubt: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Puzzle:
    """Something that was not understood: its place, what stands there, and why.

    ``addresses`` are the cells that were not read because of it.
    """

    where: str
    text: str
    why: str
    addresses: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = " ".join(self.text.split())
        return f"{self.where}「{shown[:30]}{'…' * (len(shown) > 30)}」：{self.why}"
