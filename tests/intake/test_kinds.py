"""What a file is, told by its content: old formats, OpenDocument, and what is named wrongly."""

import struct

import pytest

from intake.content import CONVERTED, FileKind
from intake.gate.admission import admit
from intake.worker import read
from model.errors import RefusedError
from tests.bad_parts import package
from tests.biff import NOTHING
from tests.ole import compound

OPEN = "application/vnd.oasis.opendocument."


def word_flags(flags: int) -> bytes:
    """Give the beginning of the stream of a Word file."""
    return struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)


def open_document(kind: str, body: str = "", manifest: str = "") -> bytes:
    """Give an OpenDocument file of a type."""
    content = f"<o:document-content xmlns:o='o' xmlns:t='t'>{body}</o:document-content>"
    parts = {"mimetype": OPEN + kind, "content.xml": content}
    return package(parts | ({"META-INF/manifest.xml": manifest} if manifest else {}))


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        admit(data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (compound({"Workbook": NOTHING}), FileKind.XLS),
        (compound({"Book": NOTHING, "\5SummaryInformation": b""}), FileKind.XLS),
        (compound({"1Table": b"", "WordDocument": word_flags(0x200)}), FileKind.DOC),
        (NOTHING, FileKind.XLS),
        (b"\t\0\4\0\2\0\x10\0\n\0\0\0", FileKind.XLS),
        (rb"{\rtf1\ansi}", FileKind.RTF),
        (open_document("spreadsheet"), FileKind.ODS),
        (open_document("spreadsheet-template"), FileKind.ODS),
        (open_document("text"), FileKind.ODT),
    ],
)
def test_an_old_or_open_format_is_known_by_its_content(data: bytes, kind: FileKind) -> None:
    assert admit(data).kind is kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "文件已加密"),
        (compound({"WordDocument": word_flags(0x100)}), "文件已加密"),
        (compound({"WordDocument": b""})[:1536], "文件已损坏"),
        (compound({"Workbook": NOTHING})[:2100], "文件已损坏"),
        (compound({"PowerPoint Document": b""}), "演示文稿不能导入"),
        (compound({"Contents": b""}), "无法识别文件内容"),
        (compound({"Workbook": b""}, within="ObjectPool"), "无法识别文件内容"),
        (compound({"Workbook": b""})[:512], "文件已损坏"),
        (open_document("presentation"), "演示文稿不能导入"),
        (open_document("graphics"), "这种 OpenDocument 文件不能导入"),
        (package({"mimetype": f"{OPEN}text", "content.xml": "<a/>"}), "文件已损坏"),
        (
            package(
                {
                    "mimetype": f"{OPEN}spreadsheet",
                    "content.xml": b"\x92\x13",
                    "META-INF/manifest.xml": "<m:manifest xmlns:m='m'><m:file-entry>"
                    "<m:encryption-data/></m:file-entry></m:manifest>",
                }
            ),
            "文件已加密",
        ),
    ],
)  # fmt: skip
def test_what_nothing_can_read_says_why(data: bytes, reason: str) -> None:
    assert refusal(data).startswith(reason)


@pytest.mark.parametrize(
    "repeats",
    [
        "t:number-columns-repeated='16385'",
        "t:number-columns-spanned='0'",
        "t:number-rows-spanned='9999999'",
        "t:number-rows-spanned='-1'",
    ],
)
def test_a_cell_repeated_beyond_any_sheet_is_refused(repeats: str) -> None:
    assert "行列重复数超出范围" in refusal(
        open_document("spreadsheet", f"<t:table-cell {repeats}/>")
    )


def test_rows_up_to_the_end_of_a_sheet_are_let_in() -> None:
    whole = "<t:table-row t:number-rows-repeated='1048576'/>"
    assert admit(open_document("spreadsheet", whole)).kind is FileKind.ODS


def test_menus_of_an_office_program_are_not_read() -> None:
    bars = {"Configurations2/menubar/menubar.xml": "<!DOCTYPE menu SYSTEM 'menubar.dtd'><menu/>"}
    parts = {"mimetype": f"{OPEN}spreadsheet", "content.xml": "<document-content/>"}
    assert admit(package(parts | bars)).kind is FileKind.ODS


@pytest.mark.parametrize(
    "data", [compound({"WordDocument": word_flags(0)}), rb"{\rtf1}", open_document("text")]
)
def test_what_an_office_suite_converts_is_left_to_it(data: bytes) -> None:
    document = read(data)
    assert document.kind in CONVERTED
    assert not document.blocks
