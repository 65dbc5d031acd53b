"""Where a source says what a change in the report was read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from intake.origins.excerpts import Excerpt, around, around_cell, saying, saying_most
from intake.origins.omissions import Omission
from intake.origins.passages import Passages
from intake.recognition.reading import Recognition
from model.compare.parts import ReportPart
from model.compare.texts import Hunk
from model.report.report import Report
from model.text import chinese_date


@dataclass(frozen=True)
class SourcePlaces:
    """The places in a source of the parts of a report with all that was read from it.

    ``texts`` is the key of the text in which each part is stated that is no text, by its own key.
    """

    report: Report
    passages: Passages
    texts: Mapping[str, str]
    hunks: Mapping[ReportPart, tuple[str, Hunk]]

    @classmethod
    def of(
        cls, report: Report, reading: Recognition, hunks: Mapping[ReportPart, tuple[str, Hunk]]
    ) -> Self:
        """Return the places of a reading; ``report`` has it applied."""
        texts = {address: text.block for address, text in report.form.text_of.items()}
        for tally in report.tallies:
            addresses = tally.key, *tally.addresses
            texts |= dict.fromkeys(addresses, report.home_of(tally))
        return cls(report, Passages(reading), texts, hunks)

    def where(self, part: ReportPart) -> str:
        """Return the position of a part in words; empty if it is not known."""
        reading = self.passages.reading
        if part.key in reading.cells:
            return reading.cells[part.key].where
        if found := self._found(part):
            return self.passages.where(found[0])
        return reading.places.get(self._text_of(part), "")

    def excerpt(self, part: ReportPart) -> Excerpt:
        """Return what the source says at a part, with what is around it; empty if not known."""
        where = self.where(part)
        if cell := self.passages.cell_at(where):
            return around_cell(self.passages, *cell)
        begin = self.passages.index_of(where)
        return () if begin is None else around(self.passages, self._found(part), begin)

    def excerpt_at(self, line: Omission) -> Excerpt:
        """Return what stands at a line that is not taken; a note at a block is not marked there."""
        if cell := self.passages.cell_at(line.where):
            return around_cell(self.passages, *cell)
        begin = self.passages.index_of(line.where)
        if begin is None:
            return ()
        marked = saying(self.passages, line.text, range(begin, begin + 1))
        return around(self.passages, marked, begin)

    def _found(self, part: ReportPart) -> list[int]:
        """Return the paragraphs that say what a part was read from, by index."""
        reading, everywhere = self.passages.reading, range(len(self.passages.blocks))
        if part.field == "notes":
            return saying(self.passages, reading.notes.get(part.key, ""), everywhere)
        if part.field == "unit":
            signed = reading.identity.signed if part.key == "signed_on" else None
            words = chinese_date(signed) if signed else reading.identity.unit.get(part.key, "")
            return saying(self.passages, words, everywhere)
        key = self._text_of(part)
        return saying_most(self.passages, self._words(part, key), self.passages.under(key))

    def _text_of(self, part: ReportPart) -> str:
        """Return the key of the text in which the source states a part."""
        return self.hunks[part][0] if part in self.hunks else self.texts.get(part.key, part.key)

    def _words(self, part: ReportPart, key: str) -> str:
        """Return the words of the source from which the change of a text or a figure was read."""
        if part in self.hunks:
            return self.hunks[part][1].other or ""
        if part.field in ("titles", "texts") and (block := self.report.text(key)):
            return block.title if part.field == "titles" else block.body
        reading = self.passages.reading
        read = reading.figures.get(key) or reading.tallies.get(key)
        return "\n".join(read.sentences) if read else ""
