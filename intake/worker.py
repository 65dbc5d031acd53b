"""The child process: reads one file after another behind the gate, and replies with its content.

It is started by intake.child, and opens no other file and no connection. Every exception becomes
one sentence in Chinese; the log gets its type and frames, never its message or locals, which may
contain text of the clerk. Text files need no parser and are read here.
"""

import gc
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec import structs

from intake import confinement, samples, sandbox, wire
from intake.collected import collected
from intake.content import (
    CONVERTED,
    FILE,
    Document,
    DocumentBuilder,
    FileKind,
    SourceCell,
    damaged,
    too_large,
)
from intake.gate.admission import Admitted, admit
from intake.gate.compound import SIGNATURE
from intake.readers.excel import read_excel
from intake.readers.ods import read_ods
from intake.readers.pdf import read_pdf
from intake.readers.web import read_pages
from intake.readers.word import read_word
from intake.readers.xls import read_xls
from intake.recognition.reading import recognise
from intake.wire import Reply
from model.claims import vocabulary
from model.errors import FormError, RefusedError
from model.form import catalog
from model.form.form import Form

_QUOTED: Final = re.compile(
    r"""(?<![^\t\n])"((?:[^"\t\n]|"")*(?:\n(?:[^"\t\n]|"")*){1,8})"(?![^\t\n])"""
)
"""A cell of up to nine lines."""
_LINE_ENDS: Final = re.compile("\r\n?")
_BOLD: Final = re.compile(r"(?<![^\s|#])\*\*(?=[^\s*|])([^*|\n]+)(?<!\s)\*\*")
"""Bold words of Markdown at the beginning of a line or of a field: **一、总体情况**."""
_BREAK: Final = "\x1f"
"""Stands for a line feed within a cell; the gate has removed it from the text."""


def read_text(_data: bytes, admitted: Admitted) -> Document:
    """Return a text file as a document; lines with tabs become tables.

    A cell of several lines has quotation marks, as spreadsheets write it where it is copied.

    Raises:
        RefusedError: it has more text or cells than any report.
    """
    builder = DocumentBuilder(admitted.notices)
    (text,) = admitted.pages
    text = _BOLD.sub(r"\1", _LINE_ENDS.sub("\n", text))
    marked = _QUOTED.sub(_unquoted, text) if "\t" in text else text
    for tabbed, lines in groupby(_numbered(marked), key=lambda line: "\t" in line[1]):
        if tabbed:
            builder.table(_cells(lines))
        else:
            for number, line in lines:
                builder.paragraph(line.replace(_BREAK, "\n"), line=number)
    return builder.document(FileKind.TEXT)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text, each with the number by which an editor calls it."""
    number = 1
    for line in text.split("\n"):
        yield number, line
        number += 1 + line.count(_BREAK)


def _cells(lines: Iterable[tuple[int, str]]) -> Iterator[SourceCell]:
    """Yield the fields of lines that are separated by tabs."""
    for row, (number, line) in enumerate(lines):
        for column, field in enumerate(line.split("\t")):
            text = field.replace(_BREAK, "\n")
            yield SourceCell(row, column, 1, 1, text, line=number)


def _unquoted(cell: re.Match[str]) -> str:
    return cell[1].replace('""', '"').replace("\n", _BREAK)


def read_nothing(_data: bytes, admitted: Admitted) -> Document:
    """Return an empty document: the parent process loads a draft, or has the file converted."""
    return Document(admitted.kind, ())


ALONE: Final = 30.0
"""Seconds by the clock that a file may take when the parent has ended and sets no limit."""
_FRAMES: Final = 12

READERS: Final[Mapping[FileKind, Callable[[bytes, Admitted], Document]]] = {
    FileKind.WORD: read_word,
    FileKind.EXCEL: read_excel,
    FileKind.XLS: read_xls,
    FileKind.ODS: read_ods,
    FileKind.WEB: read_pages,
    FileKind.MAIL: read_pages,
    FileKind.PDF: read_pdf,
    FileKind.TEXT: read_text,
    **dict.fromkeys((FileKind.DRAFT, *CONVERTED), read_nothing),
}
"""The reader for each kind of file that the gate admits."""


def serve() -> int:
    """Read files from the standard input until it closes; return the exit status."""
    confinement.confine_self()
    with open(0, "rb", closefd=False) as incoming, open(os.dup(1), "wb") as outgoing:  # noqa: PTH123
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 1)  # so that nothing a library prints mixes with replies
        warm()
        wire.send(outgoing, wire.ready(sandbox.enter()))
        while (wanted := wire.receive(incoming, wire.REQUEST)) is not None:
            request = wire.decode_request(wanted)
            data = wire.receive(incoming, FILE)
            if data is None:
                break
            confinement.end_after(request.processor, ALONE)
            reply, last = answer(data, request.form, request.form_file, request.by_year)
            wire.send(outgoing, request.nonce + reply)
            confinement.end_after(0, 0)
            if last:
                break
    return 0


def warm() -> None:
    """Read a file of each kind, to import everything before the sandbox forbids opening files.

    The objects that exist then live as long as the process, so the garbage collector skips them.
    """
    samples.look_up_codecs()
    vocabulary.words()
    newest = forms()[0]
    for sample in samples.samples(newest).values():
        answer(sample, newest.key)
    answer(SIGNATURE)
    answer(b"", form_file="a.toml")
    gc.freeze()
    gc.enable()


def answer(
    data: bytes, form: str = "", form_file: str = "", by_year: bool = False
) -> tuple[bytes, bool]:
    """Read one file; return the encoded reply, and whether it is the last.

    With the key of a ``form`` the report in the file is recognised, unless the parent reads it;
    with ``by_year`` in the form of its own year where it fits several. With the name of a
    ``form_file`` the file is read as a form. Every error becomes a reply: nothing is raised.
    """
    try:
        found = _found(data, form, form_file, by_year)
        last = confinement.is_memory_low()
        reply = wire.encode(structs.replace(found, last=last))
        if len(reply) > wire.REPLY and found.reading:  # the window shows them, nothing needs them
            found = structs.replace(found, reading=replace(found.reading, blocks=()))
            reply = wire.encode(structs.replace(found, last=last))
        if len(reply) > wire.REPLY:
            raise too_large("文件中的文字过多")
    except (FormError, RefusedError) as error:
        last = confinement.is_memory_low()
        return wire.encode(Reply(refusal=str(error), last=last)), last
    except MemoryError as error:
        refusal = str(too_large("读取文件所需的内存过多"))
        return wire.encode(Reply(refusal=refusal, trouble=frames(error), last=True)), True
    except Exception as error:  # noqa: BLE001
        last = confinement.is_memory_low()
        reply = wire.encode(Reply(refusal=str(damaged()), trouble=frames(error), last=last))
    return reply, last


def _found(data: bytes, form: str, form_file: str, by_year: bool) -> Reply:
    if form_file:
        return Reply(form_key=catalog.added_form(data, form_file).key)
    document = read(data)
    if not form or READERS[document.kind] is read_nothing:
        return Reply(document)
    if (returned := collected(document)) is not None:
        return Reply(reading=returned)
    reading = recognise(document, forms(form))
    year = reading.identity.year or reading.identity.likely_year
    if by_year and year and (own := catalog.form_for(year).key) != form:
        reading = recognise(document, forms(own))
    return Reply(reading=reading)


def read(data: bytes) -> Document:
    """Check a file at the gate and read it.

    Raises:
        RefusedError: it is not admitted, or larger than any report.
    """
    admitted = admit(data)
    return READERS[admitted.kind](data, admitted)


def forms(first: str = "") -> list[Form]:
    """Return all forms, newest first; the form with the key ``first`` precedes them."""
    found = sorted(map(catalog.form, catalog.keys()), key=lambda form: -form.first_year)
    return sorted(found, key=lambda form: form.key != first)


def frames(error: BaseException) -> str:
    """Return the type of an error and its last frames, without its message."""
    found = [(f.f_code, line) for f, line in traceback.walk_tb(error.__traceback__)][-_FRAMES:]
    places = (f"{Path(code.co_filename).name}:{line} {code.co_name}" for code, line in found)
    return f"{type(error).__name__} at {' > '.join(places)}"
