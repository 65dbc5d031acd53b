"""A stranger's form file is refused in one sentence before it costs anything."""

import os
import sys
import time
from pathlib import Path

import pytest

from model import resources
from model.errors import FormError
from model.form import catalog, gate
from tests import hostile_forms, new_form

HOSTILE = hostile_forms.hostile()
LARGEST = dict(hostile_forms.largest())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_is_one_printable_sentence_of_bounded_length(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(FormError) as refused:
        catalog.added_form(HOSTILE[name], f"{'长' * 5000}\x1b[31m.toml")
    assert time.process_time() - begun < 2, "seconds of the processor, not of the clock"
    message = str(refused.value)
    assert message.isprintable()
    assert len(message) <= 420


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_forms_that_are_let_in_are_read_at_once(name: str) -> None:
    begun = time.process_time()
    assert catalog.added_form(LARGEST[name], "a.toml").cells
    assert time.process_time() - begun < 2, "seconds of the processor, not of the clock"


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 # it's no string, and [ no bracket\n",
        'a = \'\'\'it\'s "one"\'\'\'\nb = """with \\""" and "" in it"""""\n',
        "a = ''''two'' at the end'''''\n",
        'a = "# \\" [[["\nb = ""\nc = \'\'\n',
        "a = [1.5,\r\n 2.5] # .........\r\n",
        "\ufeffa = { b.c = 1 }\n",
    ],
)
def test_the_gate_knows_strings_and_comments_from_the_rest(text: str) -> None:
    kept = gate.admit(text.encode())
    assert kept == text.removeprefix("\ufeff").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = 'x\n", "第2行的引号没有结束。"),
        ('a = "x\ny"', "第1行的引号没有结束。"),
        ('a = """x', "第1行的引号没有结束。"),
        ("\n\na.b.c.d.e.f.g.h.i.j = 1", "第3行嵌套过深"),
        ("a = " + "[" * 21, "第1行嵌套过深"),
        ("a = " + "9" * 101, "第1行有一个数或键超过100字"),
        (f"a = '{'长' * 2000}'", "第1行有一段文字超过2000字"),
        ("a = 1\n" * 10_001, "第10001行内容超过10000项"),
    ],
)
def test_what_is_beyond_a_bound_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormError, match=f"^{message}"):
        gate.admit(text.encode())


def test_a_file_that_lies_in_the_folder_of_forms_holds_up_no_start(tmp_path: Path) -> None:
    resources.set_forms_folder(tmp_path)
    for number, data in enumerate(HOSTILE.values()):
        (tmp_path / f"{2030 + number}.toml").write_bytes(data)
    new_form.written(tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "2028.toml")
    assert catalog.keys() == ["2019", "2021", "2027"]


def test_of_too_many_files_only_the_first_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources.set_forms_folder(tmp_path)
    read: list[str] = []

    def note(path: Path) -> bytes:
        read.append(path.name)
        return b""

    monkeypatch.setattr(gate, "read_file", note)
    for number in range(1000):
        (tmp_path / f"{3000 + number}.toml").touch()
    assert catalog.keys() == ["2019", "2021"]
    assert len(read) == catalog.MOST


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
def test_a_fifo_is_no_form_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    with pytest.raises(FormError, match=r"^不是普通文件"):
        gate.read_file(tmp_path / "a.toml")
