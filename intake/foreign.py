"""Foreign files for the window: one reader for the process, sentences for the clerk. No Qt."""

import atexit
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from intake.child import Reader
from intake.recognition.labels import words
from intake.source import Source, open_source
from model.combine import last_year
from model.errors import RefusedError
from model.form.form import Form
from model.report.report import Report
from model.text import shortened
from model.values import write_number

KINDS: Final = "*.gknb *.docx *.xlsx *.html *.htm *.mht *.mhtml *.txt *.md"
"""Endings of files that may hold a report, as file dialogs want them."""
FILES: Final = f"年报文件 ({KINDS})"
TOLD: Final = "[说明]"
"""How a sentence begins that is true of every file of a kind."""
REWRITTEN: Final = "[已读为数字，导出时由程序成文]"
"""How a sentence begins that the program writes itself from the numbers it read in it."""


@cache
def reader() -> Reader:
    """Give the reader of this process; its child ends with it, and is started at the first file."""
    found = Reader()
    atexit.register(found.close)
    return found


def warm() -> None:
    """Start the child before it is needed; where it cannot be, the first file says so."""
    with suppress(RefusedError):
        reader().warm()


def warm_beside() -> None:
    """Start the child in a thread, while the clerk looks for a file."""
    threading.Thread(target=warm, daemon=True).start()


def read(path: Path, assumed: int) -> Source:
    """Read a file as a report; ``assumed`` is its year where it says none.

    Raises:
        RefusedError: it is not let in, or holds nothing of a report.
        StorageError, DraftError: a draft that cannot be read.
    """
    return open_source(reader(), path, assumed=assumed)


def lines_of(source: Source) -> list[str]:
    """Say all of a source that a clerk should look at, one sentence each."""
    rewritten = source.reading.rewritten if source.reading else ()
    lacking = [f"{TOLD} {source.not_carried}"] * bool(source.not_carried)
    return [*noted(source), *(f"{REWRITTEN} {one}" for one in rewritten), *lacking]


def noted(source: Source) -> list[str]:
    """Say what was not understood, what disagrees, what is blank, and what was guessed."""
    cells, reading = source.report.form.cells, source.reading
    lines = [f"[未识别] {one}" for one in source.puzzles]
    lines += [
        f"[合计不一致] {one.where}，{one.name}：原表{write_number(one.stated)}，"
        f"按各数相加为{write_number(one.computed)}。"
        for one in source.disagreements
    ]
    lines += [f"[合计空白] {cells[address].name}：原表未填。" for address in source.blank_totals]
    if reading is not None:
        if reading.identity.year is None:
            lines.append(f"[需核对] 来源中没有写明年度，按{source.report.year}年度读取。")
        lines += [f"[需核对] {one}" for one in reading.doubts]
        lines += [f"[已连接断行] {one.where}「{one.shown}」" for one in reading.joints]
        lines += [f"{TOLD} {one}" for one in reading.notices]
    return lines


def left_behind(form: Form, source: Source) -> list[str]:
    """Name the cells of another format that a form has no place for."""
    other = source.report
    named = "、".join(last_year.left_behind(other, form))
    return [f"[没有对应] {other.form.basis}的{named}，本报告的表中没有，未列入。"] if named else []


def asks_for_a_look(lines: Iterable[str]) -> bool:
    """Whether some of the sentences say more than how every file of a kind is read."""
    return not all(line.startswith((TOLD, REWRITTEN)) for line in lines)


def is_same_unit(report: Report, source: Source) -> bool:
    """Whether a source is of the report's unit; one that names none is taken for it."""
    ours, theirs = words(report.unit.name), words(source.report.unit.name)
    return not ours or not theirs or ours == theirs


def heading_of(report: Report, source: Source) -> str:
    """Say where a source is another unit's or on another year; empty where it is not."""
    year, name = source.report.year, source.report.unit.name
    told = [f"来源是{year}年度的报告，本报告是{report.year}年度。"] * (year != report.year)
    if not is_same_unit(report, source):
        told.append(f"来源是{shortened(name)}的报告，本报告是{shortened(report.unit.name)}的报告。")
    return "".join(told) + "核对后再采用。" * bool(told)


def summary_of(source: Source) -> str:
    """Say in a sentence what was read, and whether that is all."""
    report = source.report
    counted = len(report.values) + len(report.stated)
    read = f"{counted}个数" if source.only_tables else f"{counted}个数、{len(report.texts)}段文字"
    return f"「{source.path.name}」：读出{read}，{source.verdict}。"
