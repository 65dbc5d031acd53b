"""import: read reports from foreign files into drafts."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake.child import Reader
from intake.source import Source, are_complete
from model.combine.join import joined
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import ReportError, StorageError
from model.report.naming import stem
from model.report.report import Report
from model.system_errors import reason_of
from model.text import clean_line, left_out
from ui.app import acts
from ui.console.output import complain, progress, say, say_json, worst
from ui.console.sources import (
    Asked,
    describe,
    files_of,
    is_folder,
    read_source,
    tell,
)
from ui.console.terminal import Commands

_DESCRIPTION = """从 Word、Excel、网页、文本或草稿读出报告，另存为草稿；来源文件不改动。
来源可以是文件夹，即其中能导入的文件。已有的草稿不覆盖。
退出状态：0 全部识别；1 有未识别的内容；2 有文件无法读取，或草稿无法保存。
全部识别指三张表、六个部分的标题都已找到，每一行文字和每一格都已读入；只含表格的来源只看表格。"""
_EXAMPLES = """示例：
  %(prog)s 2023年年报.docx --out 2023.gknb
  %(prog)s 各单位/ --out 草稿/ --json > 读出的内容.jsonl
  %(prog)s 表格.xlsx 文字.docx --merge --out 2024.gknb --year 2024"""


def add(commands: Commands) -> None:
    """Describe the command."""
    importing = commands.add_parser(
        "import", help="导入文件", description=_DESCRIPTION, epilog=_EXAMPLES
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
    importing.set_defaults(run=run)


@dataclass(frozen=True)
class _Place:
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


def run(arguments: argparse.Namespace) -> int:
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


def _place(arguments: argparse.Namespace) -> _Place:
    """Say where drafts go before anything is read: a folder is made, a file must not exist.

    Raises:
        StorageError: the folder cannot be made, or the file is there already.
    """
    out: Path = arguments.out
    with saying(out):
        many = len(arguments.sources) > 1 or is_folder(arguments.sources[0])
        if out.is_dir() or (many and not arguments.merge):
            out.mkdir(parents=True, exist_ok=True)
            return _Place(out, is_folder=True)
    require_free(acts.draft_path(out))
    return _Place(out, is_folder=False)


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


def _import_one(reader: Reader, path: Path, asked: Asked, place: _Place, as_json: bool) -> int:
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
    reader: Reader, files: Sequence[Path], asked: Asked, place: _Place, as_json: bool
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
