"""Foreign files for the console: which there are, what each says, in words and as JSON."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from intake.child import Reader
from intake.foreign import KINDS, lines_of, summary_of
from intake.recognition.reading import Reading
from intake.source import Source, open_source
from model.drafts import storage
from model.errors import RefusedError, ReportError, StorageError, UnreadableError
from model.report.answers import put
from model.report.begin import require_open_year
from model.system_errors import reason_of
from model.values import write_number
from ui.console import answers
from ui.console.output import complain, say

_ENDINGS: Final = tuple(kind.removeprefix("*") for kind in KINDS.split())
_LEFT_OPEN: Final = ("~$", ".")
"""Beginnings of names that Word, WPS and LibreOffice give to what marks a file as open."""
_NAMED: Final = 5
"""Files of a folder that are named where they are passed over."""


@dataclass(frozen=True)
class Asked:
    """What a call says of its sources, whatever they say themselves.

    ``assumed`` is the year of a source that says none.
    """

    year: int | None = None
    name: str = ""
    assumed: int | None = None


def files_of(sources: Sequence[Path]) -> list[Path]:
    """Give the files that are meant: a folder stands for what lies in it, sorted by name.

    What is passed over is named on standard error.

    Raises:
        ReportError: a folder cannot be read, or nothing in it can be brought in.
    """
    files: list[Path] = []
    for source in sources:
        files += _files_in(source) if is_folder(source) else [source]
    return list(dict.fromkeys(files))


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, as far as anybody can tell; reading it says why not."""
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
        RefusedError: it is not let in, holds nothing of a report, or is on another year, or on one
            that comes after next year.
        StorageError, DraftError: a draft that cannot be read.
    """
    source = open_source(reader, path, asked.year, assumed=asked.assumed)
    report = source.report
    if asked.year not in (None, report.year):
        raise RefusedError(
            f"草稿「{path.name}」是{report.year}年的报告，与 --year 不同。核对年度。"
        )
    try:
        require_open_year(report.year, date.today())
    except UnreadableError as error:
        raise RefusedError(f"「{path.name}」：{error}") from error
    if source.reading is None:  # a second draft: one identity would be the same twice
        report = replace(report, id=secrets.token_hex(8))
    return replace(source, report=put(report, "unit/name", asked.name) if asked.name else report)


def tell(source: Source) -> None:
    """Print what was read, and all that is to be looked at."""
    report = source.report
    name = report.unit.name or "（没有写明机关名称）"
    say(f"{source.path}：{name}，{report.year}年，{report.form.basis}")
    say(f"  {summary_of(source)}")
    for line in (*lines_of(source), *_said_otherwise(source)):
        say(f"  {line}")


def _said_otherwise(source: Source) -> list[str]:
    year = source.reading.identity.year if source.reading else None
    if year in (None, source.report.year):
        return []
    return [f"[需核对] 来源写的是{year}年，按 --year 记为{source.report.year}年。"]


def describe(source: Source, draft: Path | None) -> dict[str, Any]:
    """Give a source as JSON holds it, with the draft it was saved as; numbers are text.

    ``report`` is what ``show --json`` prints of the draft.
    """
    reading, report = source.reading, source.report
    return {
        "source": str(source.path),
        "draft": str(draft) if draft else None,
        "kind": str(reading.kind) if reading else "draft",
        "understood": source.is_complete,
        "report": answers.describe(report),
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
        "not_understood": [asdict(one) for one in source.puzzles],
        **(_reading(reading, source.not_carried) if reading else {}),
    }


def _reading(reading: Reading, lacking: str) -> dict[str, Any]:
    """Give how a foreign file was read: what stands where, what was joined, what is not sure.

    ``lacking`` says what its kind has no place for.
    """
    cells = {address: one.where for address, one in reading.cells.items()}
    texts = {f"text/{key}": where for key, where in reading.places.items()}
    return {
        "year_in_source": reading.identity.year,
        "where": {**cells, **texts},
        "doubts": [asdict(one) for one in reading.doubts],
        "joints": [asdict(one) for one in reading.joints],
        "rewritten": list(reading.rewritten),
        "notices": [*reading.notices, lacking] if lacking else [*reading.notices],
    }
