"""The report that the child finds in a file: bounded, checked, and nothing but what a form has."""

from pathlib import Path

import pytest

from intake import wire
from intake.child import CRASHED, Reader
from intake.content import FileKind
from intake.recognition.reading import Recognition, recognise
from intake.worker import answer, read
from model import resources
from model.errors import FormError, RefusedError
from model.form import catalog
from tests import DATA, new_form
from tests.intake.known import EXAMPLE, FORMS
from tests.intake.test_child import fake

TEXT = DATA / "look_alike.md"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "年报.txt"
    path.write_text("一、总体情况\n（一）主动公开\n一句话。", "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("一、总体情况\n" + "一句话。\n" * 3000, "段落和表格超过3000个"),
        ("一、总体情况\n" + "（一）工作\n" * 151, "小标题超过150个"),
    ],
)
def test_what_no_report_has_is_not_looked_through(text: str, why: str) -> None:
    assert wire.decode(answer(text.encode(), "2021")[0]).refusal.startswith(why)


def test_a_reading_survives_the_wire_and_a_draft_is_left_to_the_model(report: Path) -> None:
    with Reader(seconds=30) as reader:
        reading = reader.recognise(report, "2021")
        assert isinstance(reading, Recognition)
        assert (reading.form_key, reading.kind) == ("2021", FileKind.TEXT)
        assert reader.recognise(EXAMPLE, "2021") is FileKind.DRAFT
    data = answer(TEXT.read_bytes(), "2019")[0]
    assert wire.decode(data).reading == recognise(read(TEXT.read_bytes()), FORMS)


@pytest.mark.parametrize(("by_year", "form"), [(False, "2021"), (True, "2019")])
def test_the_form_of_the_year_counts_where_it_is_wanted(by_year: bool, form: str) -> None:
    text = "某局2020年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开\n一句话。"
    for first in ("2021", form):
        reading = wire.decode(answer(text.encode(), first, by_year=by_year)[0]).reading
        assert isinstance(reading, Recognition)
        assert (reading.form_key, reading.identity.year) == (form, 2020)


def sending(changes: str) -> list[str]:
    """Give a child that was taken over: it does not look at what it sends."""
    return fake(
        "\n".join(
            (
                "from dataclasses import replace",
                "from intake.recognition.account import Account",
                "from intake.words.labels import FoundCell",
                "from model.claims.figures import FiguresRead",
                "from model.form.statements import TallyRead",
                "from intake.recognition.reading import Recognition, recognise",
                "from intake.worker import forms",
                "from model.report.report import TextBlock",
                "made = recognise(Document(FileKind.TEXT, ()), forms())",
                "Recognition.__post_init__ = lambda _: None",
                f"made = replace(made, {changes})",
                "say(reading=made)",
            )
        )
    )


def test_a_child_that_says_nothing_wrong_is_believed(report: Path) -> None:
    with Reader(seconds=30, program=sending("notes={'review': '注'}")) as reader:
        reading = reader.recognise(report, "2021")
    assert isinstance(reading, Recognition)
    assert reading.notes == {"review": "注"}


@pytest.mark.parametrize(
    "lie",
    [
        "form_key='exe'",
        "cells={'a': FoundCell('a', '', '', 1)}",
        "texts=(TextBlock('nowhere.a', ''),)",
        "notes={'a': ''}",
        "figures={'a': FiguresRead({}, ())}",
        "figures={'other.fees': FiguresRead({'a': 1}, ())}",
        "tallies={'nowhere.a': TallyRead(1, False, (), '')}",
        "places={1: ''}",
        "account=Account(1, 1, ('nowhere',))",
        "account=Account(1, 1, (), ('nowhere',))",
        "account=Account(1, 1, (), (), 'all')",
    ],
)
def test_a_child_that_names_places_of_no_form_is_one_sentence(report: Path, lie: str) -> None:
    with (
        Reader(seconds=30, program=sending(lie)) as reader,
        pytest.raises(RefusedError, match=CRASHED),
    ):
        reader.recognise(report, "2021")


def test_a_child_that_knows_a_form_added_since_is_understood(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_added_folders", [])
    resources.set_forms_folder(tmp_path / "forms")
    before = catalog.keys()
    new_form.written(tmp_path / "forms")
    with Reader(seconds=30, program=sending(f"form_key='{new_form.KEY}'")) as reader:
        reading = reader.recognise(report, "2021")
    assert isinstance(reading, Recognition)
    assert reading.form.basis == new_form.BASIS
    assert new_form.KEY not in before


def test_the_child_reads_a_form_file_and_says_what_is_against_it() -> None:
    with Reader(seconds=60) as reader:
        reader.check_form(new_form.text().encode(), "2027.toml")
        child = reader.process
        with pytest.raises(FormError, match=r"^格式文件 2027\.toml：文件 缺少「key」。$"):
            reader.check_form(b"", "2027.toml")
        with pytest.raises(FormError, match=r"^格式文件 甲+…?：第1行嵌套过深"):
            reader.check_form(b"[" * 100, "甲" * 5000)
        assert reader.process == child


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (["no such program"], "^无法启动读取程序，未增加。"),
        (fake("os.abort()"), "^格式文件 a.toml 内容过多或已损坏"),
        (fake("say(document=Document(FileKind.TEXT, ()))"), "^文件已损坏或不完整"),
    ],
)
def test_a_child_that_is_lost_over_a_form_file_is_one_sentence(
    program: list[str], message: str
) -> None:
    with Reader(seconds=60, program=program) as reader, pytest.raises(FormError, match=message):
        reader.check_form(b"", "a.toml")
