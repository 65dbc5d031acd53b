"""Commands on foreign files: import reads reports into drafts, carry begins one from last year's.

Each ``run_…`` carries out one command and returns its exit status.
"""

import argparse
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from intake.child import Reader
from intake.content import KINDS
from intake.office.job import OfficeJob
from intake.recognition.reading import Recognition
from intake.source import (
    Source,
    are_complete,
    cells_without_place,
    lines_of,
    need_attention,
    open_source,
    summary_of,
)
from model.address import text_address
from model.checks.years import year_updates
from model.combine.join import joined
from model.combine.last_year import derived_cells
from model.combine.sums import Merged, listed_parts, merged_last
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import RefusedError, ReportError, StorageError, UnreadableError, reason_of
from model.form import catalog
from model.report.addresses import name_of
from model.report.answers import put
from model.report.begin import require_open_year, stem
from model.report.report import Report
from model.values import write_number
from ui.app import acts, clock
from ui.app.terminal import INTERRUPTED, answer, complain, for_each, say, whole, with_progress
from ui.console.drafts import described_report, unit_name

_ENDINGS: Final = tuple(kind.removeprefix("*") for kind in KINDS.split())
_LEFT_OPEN: Final = ("~$", ".")
"""How the names of files begin by which Word, WPS and LibreOffice mark a document as open."""
_NAMED: Final = 5
"""Number of skipped files that are named."""


@dataclass(frozen=True)
class Asked:
    """Year and unit that a call gives its sources, in place of their own.

    ``assumed`` is the year of a source that names none.
    """

    year: int | None = None
    name: str = ""
    assumed: int | None = None


def files_of(sources: Sequence[Path]) -> list[Path]:
    """Return the files to import: a folder means the files in it, sorted by name.

    Files that are skipped are named on standard error.

    Raises:
        ReportError: a folder cannot be read, or it contains no file that can be imported.
    """
    files: list[Path] = []
    for source in sources:
        files += _files_in(source) if is_folder(source) else [source]
    return list(dict.fromkeys(files))


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False if the system does not tell."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _files_in(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise StorageError(f"无法读取「{folder}」：{reason_of(error)}") from error
    files = [path for path in found if _is_meant(path)]
    if skipped := [storage.printable(path.name) for path in found if path not in files]:
        more = f"等{len(skipped)}个" * (len(skipped) > _NAMED)
        complain(f"已跳过不能导入的文件：{'、'.join(skipped[:_NAMED])}{more}。")
    if not files:
        kinds = "、".join(_ENDINGS)
        raise ReportError(f"「{folder}」中没有可以导入的文件。可导入的类型：{kinds}。")
    return files


def _is_meant(path: Path) -> bool:
    known = path.name.lower().endswith(_ENDINGS) and not path.name.startswith(_LEFT_OPEN)
    return known and not is_folder(path)


def read_source(reader: Reader, path: Path, asked: Asked) -> Source:
    """Read a file as a report of its own.

    Raises:
        RefusedError: it is not let in, contains no part of a report, has another year than the call
            asks for, or a year after next year.
        StorageError, DraftError: a draft that cannot be read.
    """

    def say_conversion(program: str) -> None:
        complain(f"「{path.name}」由 {program} 转换，最长一分钟。")

    job = OfficeJob(begun=say_conversion)
    source = open_source(reader, path, asked.year, assumed=asked.assumed, job=job)
    report = source.report
    if asked.year not in (None, report.year):
        raise RefusedError(
            f"草稿「{path.name}」是{report.year}年的报告，与 --year 不同。核对年度。"
        )
    try:
        require_open_year(report.year, clock.today())
    except UnreadableError as error:
        raise RefusedError(f"「{path.name}」：{error}") from error
    if source.reading is None:  # a draft: two must not have one identity
        report = replace(report, id=secrets.token_hex(8))
    return replace(source, report=put(report, "unit/name", asked.name) if asked.name else report)


def read_lines(source: Source) -> Iterator[str]:
    """Yield the lines that say what was read and what a person has to look at."""
    report = source.report
    name = report.unit.name or "（没有写明机关名称）"
    yield f"{source.path}：{name}，{report.year}年，{report.form.basis}"
    yield f"  {summary_of(source)}"
    for line in (*lines_of(source), *_other_year(source)):
        yield f"  {line}"


def _other_year(source: Source) -> list[str]:
    year = source.reading.identity.year if source.reading else None
    if year in (None, source.report.year):
        return []
    return [f"[需核对] 来源写的是{year}年，按 --year 记为{source.report.year}年。"]


def describe(source: Source, draft: Path | None) -> dict[str, Any]:
    """Return a source and its draft as JSON holds them; numbers are text.

    ``report`` is what ``show --json`` prints of the draft.
    """
    reading, report = source.reading, source.report
    return {
        "source": str(source.path),
        "draft": str(draft) if draft else None,
        "kind": str(reading.kind) if reading else "draft",
        "converted_by": source.converted_by or None,
        "understood": source.is_complete,
        "report": described_report(report),
        "disagree": [
            {
                **asdict(one),
                "stated": write_number(one.stated),
                "computed": write_number(one.computed),
            }
            for one in source.disagreements
        ],
        "blank_totals": [
            {"address": address, "name": report.form.cells[address].name}
            for address in source.blank_totals
        ],
        "not_understood": [asdict(one) for one in source.issues],
        **(_reading(reading, source.not_carried) if reading else {}),
    }


def _reading(reading: Recognition, lacking: str) -> dict[str, Any]:
    """Return how a foreign file was read: the place of each answer, joined lines and doubts.

    ``lacking`` names what this kind of file cannot hold.
    """
    cells = {address: one.where for address, one in reading.cells.items()}
    texts = {text_address(key): where for key, where in reading.places.items()}
    return {
        "year_in_source": reading.identity.year,
        "where": {**cells, **texts},
        "doubts": [asdict(one) for one in reading.doubts],
        "joints": [asdict(one) for one in reading.joints],
        "notices": [*reading.notices, lacking] if lacking else [*reading.notices],
    }


@dataclass(frozen=True)
class _Target:
    """Where drafts are saved: one file, or a folder in which each draft has a name of its own."""

    path: Path
    is_folder: bool

    def save(self, report: Report) -> Path:
        """Save a draft and return its path; no file is overwritten.

        Raises:
            StorageError: it cannot be written.
        """
        path = acts.draft_path(self.path)
        if self.is_folder:
            with explained(self.path):
                path = acts.free(self.path / f"{stem(report)}{acts.ENDING}")
        saved = storage.save(Loaded(report, path, ""))
        complain(saved.message)
        return saved.path


@dataclass
class ImportCounts:
    """How far an import of several files came; one that needs a look, ``doubtful``, was read."""

    total: int
    read: int = 0
    doubtful: int = 0
    refused: int = 0
    interrupted: bool = False

    @property
    def sentence(self) -> str:
        """The counts for the clerk."""
        left = self.total - self.read - self.refused
        given_up = f"已中断，其余{left}份未读。" * self.interrupted
        done = f"读入{self.read}份，需核对{self.doubtful}份，未能读入{self.refused}份"
        return f"{given_up}共{self.total}份：{done}。"


def run_import(arguments: argparse.Namespace) -> int:
    """Read sources into drafts.

    Returns the highest status of all: 0 if everything was recognised, 1 if not, 2 if a file cannot
    be read or written, INTERRUPTED after Ctrl+C.
    """
    name = unit_name(arguments)
    asked = Asked(acts.open_year(arguments.year) if arguments.year else None, name)
    target = _target(arguments)
    files = files_of(arguments.sources)
    with Reader() as reader:
        if arguments.merge:
            return _merge(reader, files, asked, target, arguments.json)
        counts = ImportCounts(len(files))
        try:
            status = _import_each(reader, files, asked, target, arguments.json, counts)
        except KeyboardInterrupt:
            counts.interrupted, status = True, INTERRUPTED
    if _are_many(arguments.sources):
        answer(arguments.json, {"counts": asdict(counts)}, [counts.sentence])
    elif counts.interrupted:
        complain("已中断，未导入。")
    return status


def _import_each(
    reader: Reader,
    files: Sequence[Path],
    asked: Asked,
    target: _Target,
    as_json: bool,
    counts: ImportCounts,
) -> int:
    """Read each file into a draft of its own, and count it; return the highest status."""

    def import_one(path: Path) -> int:
        try:
            source = read_source(reader, path, asked)
            with whole():  # a draft that is saved is also said and counted
                draft = target.save(source.report)
                lines = (*read_lines(source), f"  已存为「{draft}」。")
                answer(as_json, describe(source, draft), lines)
                counts.read += 1
                counts.doubtful += not source.is_complete or need_attention(lines_of(source))
        except ReportError:
            counts.refused += 1
            raise
        return 0 if source.is_complete else 1

    return for_each(files, "导入", import_one)


def _are_many(sources: Sequence[Path]) -> bool:
    """Return whether a call may give several files: it names several, or a folder."""
    return len(sources) > 1 or is_folder(sources[0])


def _target(arguments: argparse.Namespace) -> _Target:
    """Return where drafts are saved; a folder is made, a file must not exist.

    Raises:
        StorageError: the folder cannot be made, or the file exists.
    """
    out: Path = arguments.out
    with explained(out):
        if out.is_dir() or (_are_many(arguments.sources) and not arguments.merge):
            out.mkdir(parents=True, exist_ok=True)
            return _Target(out, is_folder=True)
    require_free(acts.draft_path(out))
    return _Target(out, is_folder=False)


def require_free(path: Path) -> None:
    """Require that no draft has this path, before any file is read.

    Raises:
        StorageError: the file exists, or the path is refused.
    """
    with explained(path):
        if path.exists():
            raise StorageError(f"「{path.name}」已存在，未覆盖。换一个文件名。")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise StorageError with the reason if the system refuses a path for drafts."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"无法保存到「{path}」：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:
        raise StorageError(f"无法保存到「{storage.printable(str(path))}」：路径无效。") from error


def _merge(
    reader: Reader, files: Sequence[Path], asked: Asked, target: _Target, as_json: bool
) -> int:
    """Join all sources in one draft, or none: a missing source would leave a gap unseen."""
    sources: list[Source] = []

    def read_one(path: Path) -> int:
        sources.append(read_source(reader, path, asked))
        return 0

    try:
        if for_each(files, "导入", read_one):
            raise ReportError("有来源无法读取，未合成草稿。去掉或更换后再导入。")
    except KeyboardInterrupt:
        complain("已中断，未合成草稿。")
        return INTERRUPTED
    for source in sources:
        answer(as_json, describe(source, None), read_lines(source))
    names = [path.name for path in files]
    report, clashes = joined(
        {
            name if names.count(name) == 1 else str(source.path): source.report
            for name, source in zip(names, sources, strict=True)
        }
    )
    draft = target.save(report)
    described = {
        "draft": str(draft),
        "merged": [str(path) for path in files],
        "clashes": list(clashes),
    }
    answer(as_json, described, (*(f"[需核对] {one}" for one in clashes), f"已合成「{draft}」。"))
    return int(bool(clashes) or not are_complete(sources))


def run_carry(arguments: argparse.Namespace) -> int:
    """Begin a report from last year's report, or from those of several units that became one.

    Returns 0 if everything was recognised and carried over, 1 if not.
    """
    name = unit_name(arguments)
    year, out = acts.open_year(arguments.year), acts.draft_path(arguments.out)
    require_free(out)
    asked = Asked(assumed=year - 1)
    with Reader() as reader:
        paths = with_progress(arguments.last, "读取")
        sources = [read_source(reader, path, asked) for path in paths]
    for line in (line for source in sources for line in read_lines(source)):
        say(line)
    merged = merged_last([source.report for source in sources], catalog.form_for(year))
    last = [Loaded(source.report, source.path, "") for source in sources]
    begun = acts.begin_following(out, last, year, name)
    complain(begun.message)
    new = begun.report
    missing = [*_not_carried(new, sources), *_lacking(merged)]
    for line in (*_added(merged, new), *missing):
        say(f"  {line}")
    if years := len(list(year_updates(new))):
        say(f"  [年份] 文字中有{years}段写着往年的年份：在填报窗口“编辑”菜单逐段更新。")
    say(f"已新建「{out}」，格式：{new.form.basis}。")
    return int(bool(missing) or not all(one.is_complete for one in sources))


def _added(merged: Merged, new: Report) -> Iterator[str]:
    """Yield the share of each of several units in the numbers that were added."""
    if new.previous is None:
        return
    for derived in derived_cells(new.form):
        for address in derived.last:
            parts = merged.parts.get(address, {})
            if any(parts.values()):
                name = name_of(merged.report, address)
                total = merged.report.values[address]
                yield f"[相加] 上年{name}：{listed_parts(parts)}，合计{total}。"


def _lacking(merged: Merged) -> Iterator[str]:
    for address, names in merged.lacking.items():
        name = name_of(merged.report, address)
        yield f"[未相加] 上年{name}：{'、'.join(names)}未填。核对后填写。"


def _not_carried(new: Report, sources: Sequence[Source]) -> Iterator[str]:
    """Yield the numbers of last year that have no place in the new report."""
    last = sources[0].report
    if new.previous is None:
        yield f"[未带入] 上年报告是{last.year}年的，与{new.year}年不相连：只沿用单位信息和文字。"
    else:
        yield from dict.fromkeys(
            line for one in sources for line in cells_without_place(new.form, one)
        )
