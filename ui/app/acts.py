"""Acts of console and window on whole reports: begin one and export one. No Qt.

An export is rendered to bytes, read back and compared before it is put in place.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.checks.check import Summary, check
from model.checks.publication import waiting_sentence
from model.combine.collection import unreturned_sentence
from model.combine.last_year import unit_after
from model.combine.sums import following_merged, merged_last
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import ConflictError, StorageError, UnfinishedError, UnreadableError
from model.form import catalog
from model.report.answers import read_year
from model.report.begin import LONGEST_NAME, new_report, require_open_year, safe_name, stem
from model.report.report import Options, Report, Stage
from model.resources import RESOURCES
from model.unit import Unit, UnitKind
from ui.app import clock

if TYPE_CHECKING:
    from export.pdf.completion import PdfDrawer
    from export.web import Clip

EXAMPLE: Final = RESOURCES / "examples" / "bureau.gknb"
ENDING: Final = ".gknb"
CONFLICT: Final = "冲突副本"
"""Mark of a draft that was saved in the folder of another person's version."""
RESAVED: Final = "重新保存"
"""Mark of a draft that was saved where its file had been moved or deleted."""
_STAGED: Final = re.compile(rf"（(?:{'|'.join(Stage)})）$")
_CONFLICT: Final = re.compile(rf"（(?:{CONFLICT}|{RESAVED})[^（）]*）(\(\d+\))?$")
DOCUMENTS: Final = ("word", "excel", "web")
"""Kinds of document that are published."""
ACCOMPANYING: Final = {
    Stage.DRAFT: ("checklist", "check_report"),
    Stage.COMMENTS: ("revision",),
    Stage.REVIEW: ("checklist", "check_report", "revision"),
    Stage.FINAL: ("revision", "publication_list"),
}
"""Kinds of internal document that go with the report at each 稿别."""
ACCOMPANYING_NAMES: Final = {
    "checklist": "核对表",
    "check_report": "核对报告",
    "revision": "修改对照",
    "publication_list": "发布清单",
}
CHECKLIST: Final = ("checklist",)
CHECKLIST_TIP: Final = "核对表有两年主要数字、核对情况、说明、数据来源和签字栏，打印后随稿送审。"
COLLECTION: Final = ("collection",)
COLLECTION_EXCEL: Final = ("collection_excel",)
BLANK: Final = frozenset((*COLLECTION, *COLLECTION_EXCEL))
"""Blank tables for the people who have the figures; the report may be unfinished."""
_COLLECTION_TIP: Final = "采集表是按来源分页的空白表，打印或发给各科室填报。"


@dataclass(frozen=True)
class Written:
    """One exported file, and the proof of its read-back, which prints as a sentence.

    ``held`` names the file it should have replaced, if another program has that one open.
    """

    kind: str
    name: str
    path: Path
    proof: object
    held: str = ""

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        held = f"「{self.held}」正被其他程序打开，未覆盖，另存为本文件。" if self.held else ""
        return f"{self.proof}。{held}"


def open_year(text: str) -> int:
    """Return the year of a report to begin.

    Raises:
        UnreadableError: the text is no year, or the year comes after next year.
    """
    return require_open_year(read_year(text), clock.today())


def begin(
    path: Path, unit: Unit, year: int, form: str = "", options: Options | None = None
) -> Loaded:
    """Begin a report and save it; ``options`` is its layout, if one is chosen.

    Raises:
        UnreadableError: the year is later than next year.
        FormError: no such form.
        StorageError: the file exists already, or cannot be written.
    """
    require_open_year(year, clock.today())
    chosen = catalog.form(form) if form else catalog.form_for(year)
    report = new_report(chosen, unit, year)
    return storage.save(Loaded(replace(report, options=options or report.options), path, ""))


def begin_following(
    path: Path, last: Sequence[Loaded], year: int = 0, name: str = "", kind: UnitKind | None = None
) -> Loaded:
    """Begin a report from last year's; what is not given stays as it was, a year later.

    If ``last`` holds the reports of several units that have become one, their counts are added.

    Raises:
        UnreadableError: the year is too late, or not later than that of last year's report.
        ReportError: several reports on different years, or two of one unit.
        StorageError: the file exists already, or cannot be written.
    """
    first = last[0].report
    year = require_open_year(year or first.year + 1, clock.today())
    if year <= first.year:
        said = f"上年报告是{first.year}年度的，新建的报告应为{first.year + 1}年度。核对年度。"
        raise UnreadableError(said)
    form = catalog.form_for(year)
    merged = merged_last([one.report for one in last], form)
    unit = unit_after(first, year, name, kind)
    source = "、".join(one.path.name for one in last)
    return storage.save(Loaded(following_merged(merged, form, unit, year, source), path, ""))


def begin_example(path: Path) -> Loaded:
    """Save the example as a draft with an identity of its own.

    Raises:
        StorageError: the file exists already, or cannot be written.
    """
    example = storage.load(EXAMPLE).report
    return storage.save(Loaded(replace(example, id=secrets.token_hex(8)), path, ""))


def collection_tip(report: Report) -> str:
    """Return what the 采集表 is, and which of its pages have no number yet."""
    return f"{_COLLECTION_TIP}{unreturned_sentence(report)}"


def default_kinds(stage: Stage) -> tuple[str, ...]:
    """Return the kinds of document for a stage: internal documents go with all but a 草稿."""
    return DOCUMENTS if stage is Stage.DRAFT else (*DOCUMENTS, *ACCOMPANYING[stage])


def staged(report: Report, stage: Stage | None, allow_unfinished: bool) -> Report:
    """Return the report at the stage of its export; an unfinished report is always a 草稿.

    Raises:
        UnfinishedError: the report has blanks or errors, and ``allow_unfinished`` is not set.
    """
    summary = check(report).summary
    if summary.complete:
        return replace(report, stage=stage or report.stage)
    if not allow_unfinished:
        left = what_is_left(summary)
        raise UnfinishedError(f"报告还有{left}，未导出。改正后再导出，或导出为草稿。")
    return replace(report, stage=Stage.DRAFT)


def publication_message(report: Report, kinds: Collection[str]) -> str:
    """Return which 公布前提示 of a 定稿 are not settled; empty if none, or nothing is published."""
    if report.stage is not Stage.FINAL or not {*kinds} & {*DOCUMENTS}:
        return ""
    return waiting_sentence(report, check(report).hints)


def what_is_left(summary: Summary) -> str:
    """Return what is missing or wrong before a report can have a later stage than 草稿."""
    left = [f"{summary.blank}处未填"] * (summary.blank > 0)
    left += [f"{summary.errors}处错误"] * (summary.errors > 0)
    left += [f"{summary.open}条关系未填完"] * (not left)
    return "、".join(left)


def export(
    report: Report,
    folder: Path,
    kinds: Sequence[str],
    overwrite: bool = False,
    taken: Collection[Path] = (),
    before: Report | None = None,
    draw: "PdfDrawer | None" = None,
) -> list[Written]:
    """Write documents of a report into a folder; each is proved before it is put in place.

    ``before`` is the report at its last 稿别: without it there is no 修改对照. Without
    ``overwrite`` an existing file is kept and 名称(2) is written; files ``taken`` by another report
    of the same call are always kept. ``draw`` draws a PDF, if there is to be one.

    Raises:
        ReadbackError: a rendered document differs from the report; nothing of it is written.
        ReportError: a PDF cannot be drawn here.
        StorageError: a file could not be written.
    """
    from export.documents import proved

    written = []
    for kind, writer, data, proof in proved(report, kinds, clock.now(), before, draw):
        name = stem(report if writer.staged else report.at_stage(Stage.FINAL))
        path, held = _put(folder, name, writer.ending, data, overwrite, taken)
        written.append(Written(kind, writer.name, path, proof, held))
    return written


def word_bytes(report: Report) -> bytes:
    """Return the Word document as an export writes it; its pages are drawn from it."""
    from export.word import render_word

    return render_word(report, clock.now())


def put_pdf(report: Report, folder: Path, data: bytes, overwrite: bool = False) -> Written:
    """Write a PDF that was made from the Word document of a report, if no character is missing.

    Raises:
        ReadbackError: the PDF cannot be read, or lacks a character of the report.
        StorageError: the file could not be written.
    """
    from export.pdf.proof import prove_pdf

    proof = prove_pdf(report, data)
    path, held = _put(folder, stem(report), ".pdf", data, overwrite, ())
    return Written("pdf", "PDF 文件", path, proof, held)


def put_file(folder: Path, name: str, ending: str, data: bytes) -> Path:
    """Write bytes under the first name that is free; return the path.

    Raises:
        StorageError: the file could not be written.
    """
    path, _ = _put(folder, name, ending, data, False, ())
    return path


def copied_page(report: Report) -> "Clip":
    """Return the body of the web page, to be copied into a site's editor; it is proved first.

    Raises:
        ReadbackError: the rendered page differs from the report.
    """
    from export.documents import proved
    from export.web import clip_of

    (page,) = proved(report, ["web"], clock.now())
    return clip_of(page.data)


def draft_path(path: Path) -> Path:
    """Return a draft's path with the ending by which the program opens it again."""
    return path if path.suffix == ENDING else path.with_name(f"{path.name}{ENDING}")


def draft_name(name: str, year: int) -> str:
    """Return the name of the file of a new draft of a unit."""
    return f"{safe_name(f'{year}年{name}年报')}{ENDING}"


def free(path: Path) -> Path:
    """Return the path, or the first free one with a number: 名称(2)."""
    stem, number = path.stem, 1
    while is_there(path):
        number += 1
        path = path.with_name(f"{stem}({number}){path.suffix}")
    return path


def marked_path(path: Path, mark: str) -> Path:
    """Return a free path in the folder of a draft, with a mark in its name: 名称（mark）.

    A name that is too long with its mark is cut before its 稿别; the mark of a conflict replaces
    an earlier one.
    """
    named = _STAGED.sub("", _CONFLICT.sub("", path.stem))
    end = f"{_CONFLICT.sub('', path.stem).removeprefix(named)}（{mark}）"
    while len(os.fsencode(named + end)) > LONGEST_NAME and named:
        named = named[:-1]
    return free(path.with_name(f"{named}{end}{ENDING}"))


def _put(
    folder: Path, name: str, ending: str, data: bytes, overwrite: bool, taken: Collection[Path]
) -> tuple[Path, str]:
    """Write bytes under the first name that is free, or that may be replaced.

    Return the path, and the name of a file that another program has open.
    """
    held = ""
    for number in range(1, 1000):
        counted = name if number == 1 else f"{name}({number})"
        path = folder / f"{counted}{ending}"
        replacing = overwrite and number == 1 and path not in taken
        try:
            storage.write_whole(path, data, expected=None if replacing else "")
        except ConflictError:
            continue
        except StorageError as error:
            if replacing and isinstance(error.__cause__, PermissionError) and is_there(path):
                held = path.name  # Word or WPS has it open
                continue
            raise
        return path, held
    raise StorageError(f"「{folder}」中同名文件过多。换一个文件夹。")


def is_there(path: Path) -> bool:
    """Return whether a file exists; False if the system does not tell."""
    with contextlib.suppress(OSError):
        return path.exists()
    return False
