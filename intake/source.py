"""Read a file of any known kind as a report, with messages for the clerk about how it was read."""

import atexit
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from intake.child import Reader
from intake.content import KINDS, FileKind, damaged
from intake.gate.admission import open_file
from intake.office.conversion import Converted, as_word
from intake.office.job import OfficeJob
from intake.office.suites import LIBREOFFICE
from intake.recognition.account import Scope
from intake.recognition.asides import EMBEDDED
from intake.recognition.identity import Returned
from intake.recognition.left_out import notices_of
from intake.recognition.reading import Recognition
from intake.recognition.report import report_from
from intake.words.labels import ReadingIssue, words
from intake.words.years import year_in_name
from model.combine import last_year
from model.drafts import storage
from model.errors import RefusedError, reason_of
from model.form import catalog
from model.form.form import Form
from model.report.report import Report
from model.text import shortened
from model.values import Number, write_number

_NOT_IN_A_FILE: Final = "来源文件不含说明、数据来源、上年数据和稿别，这些内容不导入。"
_NOT_IN_TABLES: Final = "电子表格只含表格，文字部分、说明、数据来源、上年数据和稿别不导入。"
"""Messages on the content that a foreign file, or one with only tables, cannot hold."""


@dataclass(frozen=True)
class Disagreement:
    """A total stated in the source that differs from the sum of the source's own numbers."""

    address: str
    name: str
    where: str
    stated: Number
    computed: Number


@dataclass(frozen=True)
class Source:
    """One file: its report, and how it was recognised; ``reading`` is None for a draft.

    ``year_from`` is the place of a year that is only likely, and must be checked. ``converted_by``
    is the office suite that converted it before it was read. ``refused`` says why other files that
    were chosen with it are left out.
    """

    path: Path
    report: Report
    reading: Recognition | None = None
    year_from: str = ""
    converted_by: str = ""
    refused: tuple[str, ...] = ()

    @property
    def issues(self) -> tuple[ReadingIssue, ...]:
        """The parts that are missing or were not recognised."""
        return self.reading.unrecognised if self.reading else ()

    @property
    def returned(self) -> tuple[Returned, ...]:
        """The pages of the 采集表 that it is; empty if it is a report."""
        return self.reading.identity.returned if self.reading else ()

    @property
    def only_tables(self) -> bool:
        """Whether this kind of source holds only tables."""
        return self.reading is not None and self.reading.account.scope is not Scope.WHOLE

    @property
    def is_complete(self) -> bool:
        """Whether its report holds every line of it, and no number is doubtful."""
        return self.is_complete_with(set(), set())

    def is_complete_with(self, tables: set[str], sections: set[str]) -> bool:
        """Return whether it is complete together with tables and sections of other sources."""
        if self.reading is None or self.refused:
            return not self.refused
        is_doubted = any(one.doubt for one in self.reading.cells.values())
        return self.reading.is_understood_with(tables, sections) and not is_doubted

    @property
    def verdict(self) -> str:
        """How much was recognised, for the clerk; 全部识别 only if the source is complete."""
        doubts = len(self.reading.doubts) + bool(self.year_from) if self.reading else 0
        phrases = ["只含表格"] * (self.only_tables and not self.returned)
        phrases += [f"{len(self.refused)}份未导入"] * bool(self.refused)
        if self.is_complete:
            phrases.append("全部识别")
        elif self.issues:
            phrases.append(f"{len(self.issues)}处未识别")
        elif not doubts and not self.refused:
            phrases.append("未能确认全部识别")
        return "，".join([*phrases, *[f"{doubts}处需核对"] * bool(doubts)])

    @property
    def not_carried(self) -> str:
        """Message on the content that this kind of file cannot hold; empty for a draft."""
        if self.reading is None or self.returned:
            return ""
        return _NOT_IN_TABLES if self.only_tables else _NOT_IN_A_FILE

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The stated totals that differ from the computed ones, in printed order."""
        totals = self.report.totals()
        return tuple(
            Disagreement(
                address,
                self.report.form.cells[address].name,
                self._where(address),
                self.report.stated[address],
                totals[address],
            )
            for address in self.report.form.cells
            if address in self.report.stated
            and address in totals
            and self.report.stated[address] != totals[address]
        )

    @property
    def blank_totals(self) -> tuple[str, ...]:
        """Addresses of totals that are blank in the source, which does not mean zero."""
        if self.reading is None or self.returned:
            return ()
        cells = self.report.form.cells
        return tuple(
            address
            for address, found in self.reading.cells.items()
            if found.number is None and address in cells and cells[address].computed
        )

    def _where(self, address: str) -> str:
        return self.reading.cells[address].where if self.reading else ""


def are_complete(sources: Sequence[Source]) -> bool:
    """Return whether sources are complete together: a document and the workbook of its tables."""
    tables: set[str] = set()
    sections: set[str] = set()
    for source in sources:
        form = source.report.form
        account = source.reading.account if source.reading else None
        tables |= {*account.tables} if account else form.tables.keys()
        sections |= {*account.sections} if account else {one.key for one in form.sections}
    return all(source.is_complete_with(tables, sections) for source in sources)


def open_source(
    reader: Reader,
    path: Path,
    year: int | None = None,
    assumed: int | None = None,
    content: bytes | None = None,
    job: OfficeJob | None = None,
) -> Source:
    """Read a file as a report, or a copied ``content``, for which the path is only a name.

    ``job`` converts a file whose kind no reader reads. ``year`` replaces the year that the file
    states. If it states none, it is taken from its preface, the title of the page or the name of
    the file, as likely; else it is ``assumed``.

    Raises:
        RefusedError: it is not admitted, contains no part of a report, or does not state its year.
        StorageError, DraftError: a draft that cannot be read.
    """
    named = year_in_name(path.stem)
    wanted = year or named or assumed
    first = catalog.form_for(wanted).key if wanted else catalog.keys()[-1]
    reading, program = _recognised(reader, path, first, year is None, content, job or OfficeJob())
    if reading is None:
        if content is not None:
            raise RefusedError(f"「{path.name}」中是草稿的内容，未导入。打开草稿文件。")
        return Source(path, storage.load(path).report)
    if not (reading.cells or reading.texts):
        what = _instead(reading) if content is None else "选中整份年报，复制后再粘贴"
        raise RefusedError(f"「{path.name}」中未识别出年报的表格或文字。{what}。")
    identity, year_from = reading.identity, ""
    if not (year or identity.year):
        year_from = identity.likely_from or "文件名" * bool(named)
    year = year or identity.year or identity.likely_year or named or assumed
    if year is None:
        raise RefusedError(f"「{path.name}」中未识别出报告年度。注明年度后再导入。")
    report = report_from(reading, year)
    return Source(path, report, reading, year_from, program)


_EMBEDDED: Final = {
    FileKind.WORD: "其中嵌入了其他文档，未读取。用 WPS 或 Word 打开，另存为 .docx 后再导入",
    FileKind.WEB: "其中嵌入了其他网页，未读取。在浏览器中单独打开该网页，保存后再导入",
}
"""What is said of a file that may hold the report in what it embeds."""


def _instead(reading: Recognition) -> str:
    """Return what to do about a file in which no report was found."""
    has_embedded = any(issue.why == EMBEDDED for issue in reading.issues)
    return _EMBEDDED.get(reading.kind, "核对文件") if has_embedded else "核对文件"


_NOT_COPIED: Final = "这种内容不能导入。选中整份年报，复制后再粘贴。"


def _recognised(
    reader: Reader, path: Path, form: str, by_year: bool, content: bytes | None, job: OfficeJob
) -> tuple[Recognition | None, str]:
    """Return the report in a file, None for a draft, and the suite that converted the file."""
    found = reader.recognise(path, form, by_year, content)
    if found is FileKind.DRAFT:
        return None, ""
    program = ""
    if isinstance(found, FileKind) and content is None:
        converted = _converted(path, found, job)
        found, program = reader.recognise(path, form, by_year, converted.word), converted.program
    if isinstance(found, FileKind):
        why = damaged() if content is None else _NOT_COPIED
        raise RefusedError(f"「{storage.printable(path.name)}」：{why}")
    return found, program


def _converted(path: Path, kind: FileKind, job: OfficeJob) -> Converted:
    """Return what an office suite makes of a file.

    Raises:
        RefusedError: it cannot be read or converted; the message names it.
    """
    try:
        file, _ = open_file(path)
        with file:
            return as_word(file.read(), kind, job)
    except (OSError, RefusedError) as error:
        why = reason_of(error) if isinstance(error, OSError) else error
        raise RefusedError(f"「{storage.printable(path.name)}」：{why}") from error


FILES: Final = f"年报文件 ({KINDS})"
GENERAL_NOTE: Final = "[说明]"
"""Prefix of a message that holds for every file of a kind."""


@cache
def reader() -> Reader:
    """Return the reader of this process; its child starts at the first file and ends at exit."""
    found = Reader()
    atexit.register(found.close)
    return found


def warm() -> None:
    """Start the child before it is needed; an error is reported at the first file."""
    with suppress(RefusedError):
        reader().warm()


def warm_in_background() -> None:
    """Start the child in a thread, while the clerk looks for a file."""
    threading.Thread(target=warm, daemon=True).start()


def read(path: Path, assumed: int, job: OfficeJob | None = None) -> Source:
    """Read a file as a report; ``assumed`` is its year if it states none.

    Raises:
        RefusedError: it is not admitted, or contains no part of a report.
        StorageError, DraftError: a draft that cannot be read.
    """
    return open_source(reader(), path, assumed=assumed, job=job)


def lines_of(source: Source) -> list[str]:
    """Return all messages on a source for the clerk."""
    lacking = [f"{GENERAL_NOTE} {source.not_carried}"] * bool(source.not_carried)
    return [*notes_of(source), *lacking]


def notes_of(source: Source) -> list[str]:
    """Return messages on unrecognised parts, totals that disagree or are blank, and doubts."""
    cells, reading = source.report.form.cells, source.reading
    lines = [f"[未识别] {one}" for one in source.issues]
    lines += [
        f"[合计不一致] {one.where}，{one.name}：原表{write_number(one.stated)}，"
        f"按各数相加为{write_number(one.computed)}。"
        for one in source.disagreements
    ]
    lines += [f"[合计空白] {cells[address].name}：原表未填。" for address in source.blank_totals]
    if source.converted_by == LIBREOFFICE:
        lines.append(f"{GENERAL_NOTE} 由 {LIBREOFFICE} 转换后读取。")
    elif source.converted_by:
        lines.append(f"[需核对] 由 {source.converted_by} 转换后读取，这种转换未经测试。逐项核对。")
    if reading is not None:
        if source.year_from:
            year = source.report.year
            lines.append(f"[需核对] 年度只见于{source.year_from}，按{year}年度读取。")
        elif reading.identity.year is None:
            lines.append(f"[需核对] 来源中没有写明年度，按{source.report.year}年度读取。")
        lines += [f"[需核对] {one}" for one in reading.doubts]
        lines += [f"[已连接断行] {one.where}「{one.shown}」" for one in reading.joints]
        lines += [f"{GENERAL_NOTE} {one}" for one in reading.notices]
    return lines


def notes_beside_list(source: Source) -> list[str]:
    """Return the messages of ``notes_of`` without the lines that a proposal lists by themselves."""
    left_out = source.reading.left_out if source.reading else ()
    listed = {f"[未识别] {one}" for one in source.issues}
    listed |= {f"{GENERAL_NOTE} {one}" for one in notices_of(left_out)}
    return [line for line in notes_of(source) if line not in listed]


def cells_without_place(form: Form, source: Source) -> list[str]:
    """Return a message that names the cells of another format without a place in a form."""
    other = source.report
    named = "、".join(last_year.cells_without_place(other, form))
    return [f"[没有对应] {other.form.basis}的{named}，本报告的表中没有，未列入。"] if named else []


def need_attention(lines: Iterable[str]) -> bool:
    """Return whether some messages are about this file and not about every file of its kind."""
    return not all(line.startswith(GENERAL_NOTE) for line in lines)


def is_same_unit(report: Report, source: Source) -> bool:
    """Return whether a source names the unit of the report, or names none."""
    ours, theirs = words(report.unit.name), words(source.report.unit.name)
    return not ours or not theirs or ours == theirs


OTHER_UNIT: Final = "来源是另一机关"
OTHER_YEAR: Final = "来源是另一年度"


def other_report(report: Report, source: Source) -> str:
    """Return why a source must not replace what is filled in; empty if it is of the same report."""
    if not is_same_unit(report, source):
        return OTHER_UNIT
    return OTHER_YEAR if source.report.year != report.year else ""


def heading_of(report: Report, source: Source) -> str:
    """Return a warning that a source is of another unit or year; empty if it is not."""
    year, name = source.report.year, source.report.unit.name
    message = [f"来源是{year}年度的报告，本报告是{report.year}年度。"] * (year != report.year)
    if not is_same_unit(report, source):
        message.append(
            f"来源是{shortened(name)}的报告，本报告是{shortened(report.unit.name)}的报告。"
        )
    return "".join(message) + "核对后再采用。" * bool(message)


def summary_of(source: Source) -> str:
    """Return a sentence that names a source and says how much was read of it."""
    return f"「{source.path.name}」：{extent_of(source)}"


def extent_of(source: Source) -> str:
    """Return a sentence on how much was read, and whether it is complete."""
    report = source.report
    counted = len(report.values) + len(report.stated)
    read = f"{counted}个数" if source.only_tables else f"{counted}个数、{len(report.texts)}段文字"
    by = f"由 {source.converted_by} 转换后" * bool(source.converted_by)
    return f"{by}读出{read}，{source.verdict}。"
