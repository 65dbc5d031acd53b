"""import: read reports from foreign files into drafts. carry: begin a report from last year's."""

import argparse
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from intake.child import Reader
from intake.recognition.reading import Recognition
from intake.source import (
    KINDS,
    Source,
    are_complete,
    left_behind,
    lines_of,
    open_source,
    summary_of,
)
from model.address import text_address
from model.checks.years import moves
from model.combine.join import joined
from model.combine.last_year import springs
from model.combine.sums import Merged, merged_last, said
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import RefusedError, ReportError, StorageError, UnreadableError, reason_of
from model.form import catalog
from model.report.addresses import name_of
from model.report.answers import put
from model.report.begin import require_open_year, stem
from model.report.report import Report
from model.text import clean_line, left_out
from model.values import write_number
from ui.app import acts, clock
from ui.console import answers
from ui.console.terminal import Commands, complain, progress, say, say_json, worst

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
        require_open_year(report.year, clock.today())
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
        "report": answers.described_report(report),
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


def _reading(reading: Recognition, lacking: str) -> dict[str, Any]:
    """Give how a foreign file was read: what stands where, what was joined, what is not sure.

    ``lacking`` says what its kind has no place for.
    """
    cells = {address: one.where for address, one in reading.cells.items()}
    texts = {text_address(key): where for key, where in reading.places.items()}
    return {
        "year_in_source": reading.identity.year,
        "where": {**cells, **texts},
        "doubts": [asdict(one) for one in reading.doubts],
        "joints": [asdict(one) for one in reading.joints],
        "rewritten": list(reading.rewritten),
        "notices": [*reading.notices, lacking] if lacking else [*reading.notices],
    }


_IMPORT = """从 Word、Excel、网页、文本或草稿读出报告，另存为草稿；来源文件不改动。
来源可以是文件夹，即其中能导入的文件。已有的草稿不覆盖。
退出状态：0 全部识别；1 有未识别的内容；2 有文件无法读取，或草稿无法保存。
全部识别指三张表、六个部分的标题都已找到，每一行文字和每一格都已读入；只含表格的来源只看表格。"""
_IMPORT_EXAMPLES = """示例：
  %(prog)s 2023年年报.docx --out 2023.gknb
  %(prog)s 各单位/ --out 草稿/ --json > 读出的内容.jsonl
  %(prog)s 表格.xlsx 文字.docx --merge --out 2024.gknb --year 2024"""


def add_import(commands: Commands) -> None:
    """Describe the command."""
    importing = commands.add_parser(
        "import", help="导入文件", description=_IMPORT, epilog=_IMPORT_EXAMPLES
    )
    importing.add_argument(
        "sources", metavar="SOURCE", type=Path, nargs="+", help="来源文件，或放有来源文件的文件夹"
    )
    importing.add_argument(
        "--out", metavar="DRAFT", type=Path, required=True,
        help="草稿文件；多个来源各存一份时为文件夹",
    )  # fmt: skip
    importing.add_argument("--merge", action="store_true", help="多个来源合成一份草稿")
    importing.add_argument("--year", metavar="年度", help="报告年度，默认按来源")
    importing.add_argument("--unit", metavar="名称", help="机关名称，默认按来源")
    importing.add_argument(
        "--json", action="store_true", help="按 JSON 输出，每个来源一行；合成时最后一行为合成结果"
    )
    importing.set_defaults(run=run_import)


@dataclass(frozen=True)
class _Target:
    """Where drafts go: one file, or a folder in which each gets a name of its own."""

    path: Path
    is_folder: bool

    def save(self, report: Report) -> Path:
        """Save a draft; nothing that is there is overwritten.

        Raises:
            StorageError: it cannot be written.
        """
        path = acts.draft_path(self.path)
        if self.is_folder:
            with saying(self.path):
                path = acts.free(self.path / f"{stem(report)}{acts.ENDING}")
        saved = storage.save(Loaded(report, path, ""))
        if saved.told:
            complain(saved.told)
        return saved.path


def run_import(arguments: argparse.Namespace) -> int:
    """Read sources into drafts; the highest status of all of them is the command's."""
    if told := left_out(arguments.unit or ""):
        complain(told)
    year = acts.open_year(arguments.year) if arguments.year else None
    asked = Asked(year, clean_line(arguments.unit or ""))
    place = _place(arguments)
    files = files_of(arguments.sources)
    with Reader() as reader:
        if arguments.merge:
            return _merge(reader, files, asked, place, arguments.json)
        paths = progress(files, "导入")
        return worst(_import_one(reader, path, asked, place, arguments.json) for path in paths)


def _place(arguments: argparse.Namespace) -> _Target:
    """Say where drafts go before anything is read: a folder is made, a file must not exist.

    Raises:
        StorageError: the folder cannot be made, or the file is there already.
    """
    out: Path = arguments.out
    with saying(out):
        many = len(arguments.sources) > 1 or is_folder(arguments.sources[0])
        if out.is_dir() or (many and not arguments.merge):
            out.mkdir(parents=True, exist_ok=True)
            return _Target(out, is_folder=True)
    require_free(acts.draft_path(out))
    return _Target(out, is_folder=False)


def require_free(path: Path) -> None:
    """Say before anything is read that a draft is there already.

    Raises:
        StorageError: it is there, or nobody can tell.
    """
    with saying(path):
        if path.exists():
            raise StorageError(f"「{path.name}」已存在，未覆盖。换一个文件名。")


@contextmanager
def saying(path: Path) -> Iterator[None]:
    """Say why the system refuses a path where drafts are to go."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"无法保存到「{path}」：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:
        raise StorageError(f"无法保存到「{storage.printable(str(path))}」：路径无效。") from error


def _import_one(reader: Reader, path: Path, asked: Asked, place: _Target, as_json: bool) -> int:
    try:
        source = read_source(reader, path, asked)
        draft = place.save(source.report)
    except ReportError as error:
        complain(error)
        return 2
    if as_json:
        say_json(describe(source, draft))
    else:
        tell(source)
        say(f"  已存为「{draft}」。")
    return 0 if source.is_complete else 1


def _merge(
    reader: Reader, files: Sequence[Path], asked: Asked, place: _Target, as_json: bool
) -> int:
    """Put all sources together, or none: a missing one would leave a hole nobody sees."""
    read = [_read_or_complain(reader, path, asked) for path in progress(files, "导入")]
    sources = [source for source in read if source is not None]
    if len(sources) < len(files):
        raise ReportError("有来源无法读取，未合成草稿。去掉或更换后再导入。")
    for source in sources:
        if as_json:
            say_json(describe(source, None))
        else:
            tell(source)
    names = [path.name for path in files]
    report, clashes = joined(
        {
            name if names.count(name) == 1 else str(source.path): source.report
            for name, source in zip(names, sources, strict=True)
        }
    )
    draft = place.save(report)
    _tell_joined(draft, files, clashes, as_json)
    return int(bool(clashes) or not are_complete(sources))


def _tell_joined(draft: Path, files: Sequence[Path], clashes: Sequence[str], as_json: bool) -> None:
    if as_json:
        merged = [str(path) for path in files]
        say_json({"draft": str(draft), "merged": merged, "clashes": list(clashes)})
        return
    for clash in clashes:
        say(f"[需核对] {clash}")
    say(f"已合成「{draft}」。")


def _read_or_complain(reader: Reader, path: Path, asked: Asked) -> Source | None:
    try:
        return read_source(reader, path, asked)
    except ReportError as error:
        complain(error)
        return None


_CARRY = """以上年报告（Word、Excel、网页、文本或草稿）为底稿新建报告；来源文件不改动。
沿用单位信息、小标题和文字，带入上年结转，附上年数供比较。
机构合并时给出各单位的上年报告：数字相加，单位信息和文字沿用第一份。
退出状态：0 全部识别；1 有未识别或未带入的内容；2 无法新建。"""
_CARRY_EXAMPLES = """示例：
  %(prog)s 2023年年报.docx --year 2024 --out 2024.gknb
  %(prog)s 甲局2023.docx 乙局2023.html --year 2024 --out 2024.gknb --unit 某市商贸局"""


def add_carry(commands: Commands) -> None:
    """Describe the command."""
    carrying = commands.add_parser(
        "carry", help="以上年报告新建", description=_CARRY, epilog=_CARRY_EXAMPLES
    )
    carrying.add_argument("last", metavar="LASTYEAR", type=Path, nargs="+", help="上年报告")
    carrying.add_argument("--year", metavar="年度", required=True, help="新报告的年度")
    carrying.add_argument("--out", metavar="DRAFT", type=Path, required=True, help="草稿文件")
    carrying.add_argument("--unit", metavar="名称", help="机关名称，默认不变")
    carrying.set_defaults(run=run_carry)


def run_carry(arguments: argparse.Namespace) -> int:
    """Begin a report from last year's."""
    if told := left_out(arguments.unit or ""):
        complain(told)
    year, out = acts.open_year(arguments.year), acts.draft_path(arguments.out)
    require_free(out)
    asked = Asked(assumed=year - 1)
    with Reader() as reader:
        sources = [read_source(reader, path, asked) for path in progress(arguments.last, "读取")]
    for source in sources:
        tell(source)
    merged = merged_last([source.report for source in sources], catalog.form_for(year))
    last = [Loaded(source.report, source.path, "") for source in sources]
    begun = acts.begin_following(out, last, year, clean_line(arguments.unit or ""))
    if begun.told:
        complain(begun.told)
    new = begun.report
    missing = [*_not_carried(new, sources), *_lacking(merged)]
    for line in (*_added(merged, new), *missing):
        say(f"  {line}")
    if years := len(list(moves(new))):
        say(f"  [年份] 文字中有{years}段写着往年的年份：在填报窗口“编辑”菜单逐段更新。")
    say(f"已新建「{out}」，格式：{new.form.basis}。")
    return int(bool(missing) or not all(one.is_complete for one in sources))


def _added(merged: Merged, new: Report) -> Iterator[str]:
    """Say what each of several units had of the numbers that were added."""
    if new.previous is None:
        return
    for spring in springs(new.form):
        for address in spring.last:
            parts = merged.parts.get(address, {})
            if any(parts.values()):
                name = name_of(merged.report, address)
                yield f"[相加] 上年{name}：{said(parts)}，合计{merged.report.values[address]}。"


def _lacking(merged: Merged) -> Iterator[str]:
    for address, names in merged.lacking.items():
        name = name_of(merged.report, address)
        yield f"[未相加] 上年{name}：{'、'.join(names)}未填。核对后填写。"


def _not_carried(new: Report, sources: Sequence[Source]) -> Iterator[str]:
    """Say which numbers of last year have no place beside this year's."""
    last = sources[0].report
    if new.previous is None:
        yield f"[未带入] 上年报告是{last.year}年的，与{new.year}年不相连：只沿用单位信息和文字。"
    else:
        yield from dict.fromkeys(line for one in sources for line in left_behind(new.form, one))
