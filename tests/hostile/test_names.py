"""Hostile names of units: every file lies in the chosen folder, and Windows takes its name."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from model.errors import StorageError
from model.report.answers import put
from model.report.begin import safe_name, stem
from model.report.report import Report, Stage
from tests.figures import tell
from tests.hostile.filling import empty, named
from tests.hostile.texts import TEXTS
from tests.sampling import many
from ui.app import acts

_DEVICES = [
    *(["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]),
    *(f"COM{n}" for n in "0123456789¹²³"),
]
_DEVICES += [f"LPT{n}" for n in "0123456789¹²³"]
_SHAPES: list[Callable[[str], str]] = [
    *(str.lower, str, "{}.docx".format, "{} .txt".format, "{}..".format, " {}".format),
    *("{}:".format, ".{}".format, "{}\u200b".format),
]
_EDGES = [
    *("." * n for n in (1, 2, 3, 300)),
    *(f"{end}局{end}" for end in (" ", ".", "-", "~", "'", "　", "\u00a0", ". ", " .", "-~.")),
    *("局" * n for n in (45, 46, 47, 60, 61, 62, 66, 67, 68, 85, 86, 100, 1000)),
    *("𠮷" * n for n in (31, 32, 45, 50, 51, 63, 64, 200)),
    *("a" * n + "." * m + "b" for n in (150, 190, 199) for m in (1, 20, 60)),
    *("e\u0301" * n for n in (66, 67, 100, 200)),
    *(f"局{sign}局" for sign in '<>:"/\\|?*＜／'),
    *(
        "..\\..\\局",
        "../../局",
        "C:局",
        "\\\\?\\C:\\局",
        "//局/局",
        "局/..",
        "局\\",
        "/",
        "~局",
        "$局",
    ),
    *(
        "%2e%2e%2f局",
        "局\n局",
        "局\r\n",
        "desktop.ini",
        "Thumbs.db",
        "~$局.docx",
        "局.lnk",
        "局.gknb",
    ),
]

NAMES = [*TEXTS.values(), *(shape(device) for device in _DEVICES for shape in _SHAPES), *_EDGES]
TRIED = [*NAMES[: -len(_EDGES) : many(1, 4)], *_EDGES]
"""What this run puts into a report: some texts, devices and shapes, and all that is at an edge."""
ENDINGS = (
    ".docx",
    ".xlsx",
    ".html",
    ".pdf",
    "核对表.docx",
    "核对报告.docx",
    "采集表.docx",
    "采集表_第二十条第（一）项.xlsx",
    ".gknb",
)


def takes(name: str) -> bool:
    """Whether Windows takes a file name, by its published rules."""
    base = name.partition(".")[0].rstrip(" ").upper()
    return (
        not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        and name == name.rstrip(" .")
        and base not in _DEVICES
        and len(name.encode("utf-16-le")) // 2 <= 255
        and PureWindowsPath(name).name == name
    )


def assert_safe(plain: str, folder: Path) -> None:
    assert len(plain.encode("utf-8")) <= 200
    assert unicodedata.is_normalized("NFC", plain)
    assert not plain.startswith((" ", ".", "-", "~"))
    assert not [c for c in plain if unicodedata.bidirectional(c) in _BIDI_MARKS]
    assert not [c for c in plain if unicodedata.category(c) in ("Cc", "Cs")]
    assert (folder / plain).resolve().parent == folder
    for ending in ENDINGS:
        name = f"{plain}(2){ending}"
        assert takes(plain + ending)
        assert takes(name)
        assert len(name.encode()) <= 255


_BIDI_MARKS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_there_are_enough_names() -> None:
    assert len(set(NAMES)) >= 300


def test_every_file_has_a_name_that_windows_takes_inside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    for name in NAMES:
        for plain in (safe_name(name), safe_name(f"2024年{name}年报")):
            assert_safe(plain, folder)
            assert safe_name(plain) == plain
    for name in TRIED:
        report = named(name)
        for stage in (Stage.COMMENTS, Stage.FINAL):
            assert_safe(stem(report.at_stage(stage)), folder)
    count = 2 * (len(NAMES) + len(TRIED)) * len(ENDINGS) * 2
    tell(f"hostile unit names: {len(NAMES)}, {count} file names, all valid on Windows and inside")


def test_every_name_is_written_and_none_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is exported, its bytes come to lie in the folder, each report under its own name."""
    written: dict[Path, str] = {}
    for number, name in enumerate(TRIED):
        path, held = acts._put(tmp_path, stem(named(name)), ".html", b"%d" % number, False, ())
        assert path not in written
        assert not held
        written[path] = name
    assert {path.resolve() for path in tmp_path.rglob("*")} == {p.resolve() for p in written}
    for number, path in enumerate(written):
        assert path.read_bytes() == b"%d" % number
    tell(f"hostile unit names: {len(written)} files written, 0 over another")


@pytest.mark.parametrize("name", ["../../局", "CON", "局" * 1000, "𠮷" * 64, "甲\u202e乙/..\\丙"])
def test_a_draft_and_its_documents_lie_in_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    begun = acts.begin(folder / f"{safe_name(name)}.gknb", named(name).unit, 2024)
    kinds = (*acts.DOCUMENTS, *acts.ACCOMPANYING_NAMES, *acts.BLANK)
    written = acts.export(begun.report, folder, kinds, before=begun.report)
    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {begun.path, *(one.path for one in written)}


def draft_report() -> Report:
    return empty().at_stage(Stage.DRAFT)


def test_a_file_held_open_is_kept_and_another_is_written_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = acts.export(draft_report(), tmp_path, ("web",))
    before = first.path.read_bytes()
    assert not first.held
    replace = Path.replace

    def sharing(self: Path, target: Path) -> Path:
        if Path(target) == first.path:
            error = PermissionError(13, "sharing violation")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sharing)
    monkeypatch.setattr("model.drafts.storage.HELD_OPEN", 0.0)
    changed = put(draft_report(), "disclosure/licences/decisions", "7")
    (second,) = acts.export(changed, tmp_path, ("web",), overwrite=True)
    assert first.path.read_bytes() == before
    assert second.path.name == first.path.name.replace(".html", "(2).html")
    assert second.path.exists()
    assert second.message.endswith(f"「{first.path.name}」正被其他程序打开，未覆盖，另存为本文件。")


def test_a_full_disk_is_no_file_held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = acts.export(draft_report(), tmp_path, ("web",))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match=f"「{first.path.name}」：磁盘已满"):
        acts.export(draft_report(), tmp_path, ("web",), overwrite=True)
    assert list(tmp_path.iterdir()) == [first.path]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    (first,) = acts.export(draft_report(), tmp_path, ("web",))
    first.path.write_bytes(b"mine")
    (second,) = acts.export(draft_report(), tmp_path, ("web",))
    assert first.path.read_bytes() == b"mine"
    assert second.path.name.endswith("(2).html")
