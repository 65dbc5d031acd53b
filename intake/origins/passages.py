"""The blocks of a source by their positions in words, as they stand in a recognition."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.content import SourceBlock, SourceCell, SourceTable
from intake.recognition.reading import Recognition


@dataclass(frozen=True)
class Passages:
    """The blocks of a recognised source; every index is one of ``blocks``."""

    reading: Recognition

    @property
    def blocks(self) -> Sequence[SourceBlock]:
        """The blocks, in order; none where the source has too many."""
        return self.reading.blocks

    @cached_property
    def _paragraphs(self) -> Mapping[str, int]:
        return {self.where(index): index for index in reversed(range(len(self.blocks)))}

    @cached_property
    def _cells(self) -> Mapping[str, tuple[int, SourceCell]]:
        return {
            block.where(cell): (number, cell)
            for number, block in enumerate(self.blocks)
            if isinstance(block, SourceTable)
            for cell in block.cells
        }

    def cell_at(self, where: str) -> tuple[int, SourceCell] | None:
        """Return the cell at a position and the index of its table; None if no cell is there."""
        return self._cells.get(where)

    def where(self, index: int) -> str:
        """Return the position of a block in words."""
        block = self.blocks[index]
        return block.name if isinstance(block, SourceTable) else block.where

    def index_of(self, where: str) -> int | None:
        """Return the index of the block at a position, or of the first of several."""
        return self._paragraphs.get(where, self._paragraphs.get(where.partition("至")[0]))

    @cached_property
    def _starts(self) -> list[tuple[int, str]]:
        """The indexes at which headings and sub-heads stand, each with its key, in order."""
        placed = (*self.reading.headings.items(), *self.reading.places.items())
        found = ((self.index_of(where), key) for key, where in placed)
        return sorted((index, key) for index, key in found if index is not None)

    def keys_before(self, index: int) -> Iterator[str]:
        """Yield the keys of the sub-heads and sections that begin at an index or before it.

        The nearest one comes first; the last one yielded is that of a section.
        """
        sections = self.reading.headings.keys()
        for _, key in reversed(self._starts[: bisect_right(self._starts, (index + 1, ""))]):
            yield key
            if key in sections:
                return

    def under(self, key: str) -> range:
        """Return the indexes from the place of a text to the next sub-head or heading."""
        begin = self.index_of(self.reading.places.get(key, ""))
        if begin is None:
            return range(0)
        later = (index for index, _ in self._starts if index > begin)
        return range(begin, next(later, len(self.blocks)))
