"""The gate: what a file is by its content, and which ones are not let in."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake import content
from intake.content import FileKind
from intake.gate.admission import GUESSED, admit, open_file
from model.errors import RefusedError
from tests.bad_parts import W, cell, excel, long_word, merges, package, relations, row_of, word
from tests.bad_texts import mail, nested, page
from tests.conftest import EXAMPLE

EXAMPLE_STATE = EXAMPLE.stat()


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        admit(data)
    return str(refused.value)


def parts(count: int) -> bytes:
    return word(extra={f"a{number}": "" for number in range(count)})


def deep(depth: int) -> bytes:
    return word("<w:p>" * depth + "</w:p>" * depth)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word.docx", FileKind.WORD),
        ("checklist核对表.docx", FileKind.WORD),
        ("excel.xlsx", FileKind.EXCEL),
        ("web.html", FileKind.WEB),
        ("bureau.gknb", FileKind.DRAFT),
    ],
)
def test_our_own_documents_pass_and_are_known_by_content(
    good: dict[str, bytes], name: str, kind: FileKind
) -> None:
    found = admit(good[name])
    assert (found.kind, found.notices) == (kind, ())


@pytest.mark.parametrize(
    ("text", "encoding", "notices"),
    [
        ("一、总体情况", "utf-8", ()),
        ("一、总体情况", "utf-8-sig", ()),
        ("一、总体情况", "utf-16", ()),
        ("一、总体情况", "gbk", (GUESSED,)),
        ("一、总体情况𠮷", "gb18030", (GUESSED,)),
        ("一", "gbk", (GUESSED,)),
        ("联通", "gbk", (GUESSED,)),
        ("only ASCII", "utf-8", ()),
        ("# 一、总体情况\n\n|收到|3|", "utf-8", ()),
    ],
)
def test_text_is_read_by_its_mark_as_utf_8_or_as_gb18030_with_a_notice(
    text: str, encoding: str, notices: tuple[str, ...]
) -> None:
    found = admit(text.encode(encoding))
    assert found.kind is FileKind.TEXT
    assert (found.notices, found.pages) == (notices, (text,))


@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE html><html>",
        "<HTML>",
        "\n<!-- 导出 -->\n<table>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x'><html>",
        "<meta charset=gb2312>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_a_web_page_is_known_whatever_its_name_and_encoding(beginning: str, encoding: str) -> None:
    assert admit(f"{beginning}<p>公开</p>".encode(encoding)).kind is FileKind.WEB


def test_a_single_file_page_is_known_by_its_head() -> None:
    page = mail('Content-Type: text/html; charset="gb2312"\n\n<p>一</p>')
    assert admit(page).kind is FileKind.MAIL


@pytest.mark.parametrize(
    ("at_bound", "beyond", "reason"),
    [
        (parts(1997), parts(1998), "部件超过2000个"),
        (deep(198), deep(199), "嵌套超过200层"),
        (word(row_of("1000")), word(row_of("1001")), "跨列超过1000列"),
        (excel(sheets=200), excel(sheets=201), "工作表超过200个"),
        (
            excel(after=merges("A1:GR1000")),
            excel(after=merges("A1:GR1000", "A1:A1")),
            "合并单元格超过20万格",
        ),
        (excel(cell('r="XFD1048576"')), excel(cell('r="XFD1048577"')), "超出范围"),
        (excel(cell('r="XFD1"')), excel(cell('r="XFE1"')), "超出范围"),
        (excel('<row r="1048576"/>'), excel('<row r="1048577"/>'), "行号超出范围"),
        (page("<div>" * 200), page("<div>" * 201), "嵌套超过200层"),
        (page("<td colspan=1000>"), page("<td colspan=1001>"), "跨行或跨列超过1000"),
        (page("<td rowspan=65534>"), page("<td rowspan=65535>"), "跨行或跨列超过65534"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_at_a_bound_passes_and_one_beyond_does_not(
    at_bound: bytes, beyond: bytes, reason: str
) -> None:
    admit(at_bound)
    assert reason in refusal(beyond)


def test_a_crowded_element_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = " ".join(f'a{number}=""' for number in range(250_000))
    assert "属性超过1000个" in refusal(word(f"<w:p {crowded}/>"))
    few = " ".join(f'a{number}=""' for number in range(1001))
    assert "属性超过1000个" in refusal(word(f"<w:p {few}/>"))
    assert "属性超过1000个" in refusal(page("<p " + "a " * 1001 + ">"))
    assert "属性超过1000个" in refusal(page("<p " + 'a="b c" ' * 1001 + ">"))
    assert "属性超过1000个" in refusal(page("<p a=b'" + "c " * 1001 + "'>"))
    for mark in ("'", '"'):
        words = f"{mark}{'甲 ' * 1001}{mark}"
        assert admit(page(f"<p title = {words}>年报")).kind is FileKind.WEB
    monkeypatch.setattr("intake.gate.admission.ELEMENTS", 10)
    assert "标记" in refusal(page("<p>" * 11))


def test_pages_within_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    long_head = f"Content-Type: text/html; a={'a' * 70_000}\n\n<p>二</p>"
    page = "Content-Type: text/html\n\n<p>一</p>"
    assert [text.strip() for text in admit(mail(page, long_head)).pages] == ["<p>一</p>"]
    assert "嵌套超过200层" in refusal(nested(201))
    assert admit(nested(150)).pages[0].startswith("<p>一</p>")
    monkeypatch.setattr("intake.gate.admission.PARTS", 3)
    admit(mail(page, page))
    assert "部件超过3个" in refusal(mail(page, page, page))


def test_elements_of_all_parts_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.gate.packages.ELEMENTS", 1000)
    head = 8  # four of types, the relations and their one relation, the document, its body
    admit(long_word("<w:p/>", 1000 - head))
    assert "元素" in refusal(long_word("<w:p/>", 1001 - head))


@pytest.mark.parametrize(
    ("bound", "value", "reason"),
    [
        ("PART", 1000, "部件超过"),
        ("ALL_PARTS", 1000, "解压后超过"),
    ],
)
def test_sizes_are_measured_while_inflating(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, reason: str
) -> None:
    admit(word("<w:p/>" * 500))
    monkeypatch.setattr(f"intake.gate.packages.{bound}", value)
    assert reason in refusal(word("<w:p/>" * 500))


def test_a_main_part_is_known_by_its_root_and_not_by_its_name() -> None:
    parts = {
        "_rels/.rels": relations(("officeDocument", "/word/document2.xml")),
        "word/document2.xml": f'<x:document xmlns:x="{W}"/>',
    }
    assert admit(package(parts)).kind is FileKind.WORD


def test_xml_is_checked_whatever_its_part_is_called() -> None:
    assert "文档类型声明" in refusal(word(extra={"a.bin": "\ufeff \n<!DOCTYPE a><a/>"}))


def test_parts_that_are_no_xml_may_hold_anything() -> None:
    admit(word(extra={"media/a.png": b"\x89PNG<!DOCTYPE", "word/": b"", "b.bin": bytes(1000)}))


@pytest.mark.parametrize(
    ("data", "what_to_do"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文件已损坏或不完整，未导入。"),
        (b"", "文件是空的，可能保存时断电。选择另一份文件。"),
        (bytes(100), "文件是空的，可能保存时断电。选择另一份文件。"),
        (b'{"gknb": 1}', "草稿内容不完整或类型有误。"),
        (bytes(33 * content.MEGABYTE), "文件超过32兆字节，未导入。"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(data: bytes, what_to_do: str) -> None:
    assert refusal(data).startswith(what_to_do)


def no_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(getattr(os, "mkfifo", None), id="FIFO"),
        pytest.param(Path.mkdir, id="folder"),
        pytest.param(lambda path: None, id="nothing"),
        pytest.param(no_socket, id="socket"),
        pytest.param(circle, id="link in a circle"),
        pytest.param(lambda path: path.symlink_to("nowhere"), id="link to nothing"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), id="device"),
    ],
)
def test_what_is_no_regular_file_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    path = Path("年报.docx")
    make(path)
    with pytest.raises(RefusedError, match=r"^(不是普通文件|无法读取：|路径无效)"):
        open_file(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_fifo_that_takes_the_place_of_a_file_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.docx"
    os.mkfifo(path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda path: EXAMPLE_STATE)
        with pytest.raises(RefusedError, match="不是普通文件"):
            open_file(path)


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "年报.docx"
    path.symlink_to(EXAMPLE)
    file, state = open_file(path)
    with file:
        assert file.read() == EXAMPLE.read_bytes()
    assert state == EXAMPLE_STATE


def test_a_name_that_no_system_takes_is_refused() -> None:
    with pytest.raises(RefusedError, match="路径无效"):
        open_file(Path("年报\0.docx"))


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "年报.docx"
    with path.open("wb") as file:
        file.truncate(content.FILE + 1)
    with pytest.raises(RefusedError, match="文件超过32兆字节"):
        open_file(path)
