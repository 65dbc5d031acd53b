"""Drafts that another program wrote: their words are cleaned at opening, and it is said."""

import json
from pathlib import Path
from typing import Any

import pytest

from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.report.report import Report, TextBlock
from tests.conftest import EXAMPLE

# what stands in the file | what is opened | what is said, in part
FOREIGN = [
    ("甲\r\n乙\r丙", "甲\n乙\n丙", ""),
    ("甲\u2028乙\u2029丙\x85丁\x0b戊\x0c己", "甲\n乙\n丙\n丁\n戊\n己", ""),
    ("甲\x07乙\x7f丙\x9f", "甲乙丙", "已去掉3个不能打印的字符（控制字符3个）"),
    ("甲\ufffe乙\U0001ffff丙\ufdd0", "甲乙丙", "非字符3个"),
    ("\ufeff甲", "甲", "字节序标记1个"),
    ("甲\u00a0乙　丙\t丁\ue000𠮷", "甲\u00a0乙　丙\t丁\ue000𠮷", ""),
    ("C:\\new\\rules\\u0041", "C:\\new\\rules\\u0041", ""),
]


def opened(folder: Path, ascii_only: bool, **changes: Any) -> Loaded:
    path = folder / "elsewhere.gknb"
    content = json.loads(EXAMPLE.read_bytes()) | changes
    path.write_bytes(json.dumps(content, ensure_ascii=ascii_only).encode())
    before = path.read_bytes()
    loaded = storage.load(path)
    assert path.read_bytes() == before
    return loaded


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "utf-8"])
@pytest.mark.parametrize(("written", "wanted", "said"), FOREIGN)
def test_words_of_another_program_are_cleaned(
    tmp_path: Path, ascii_only: bool, written: str, wanted: str, said: str
) -> None:
    loaded = opened(tmp_path, ascii_only, notes={"review": written})
    assert loaded.report.notes["review"] == wanted
    assert said in loaded.message
    assert bool(loaded.message) == bool(said)
    assert not said or loaded.message.startswith("打开草稿时已去掉")


def test_names_and_titles_stay_on_one_line(tmp_path: Path) -> None:
    content = json.loads(EXAMPLE.read_bytes())
    texts = [{"key": "other.own", "title": "甲\r\n乙", "body": "丙\r\n丁"}]
    unit = {**content["unit"], "name": "某市\u2028水务局", "address": "\u200b"}
    report = opened(tmp_path, True, unit=unit, texts=texts).report
    assert report.unit.name == "某市 水务局"
    assert report.text("other.own") == TextBlock("other.own", "甲 乙", "丙\n丁")


def test_what_no_key_explains_is_kept_as_it_is(tmp_path: Path) -> None:
    loaded = opened(tmp_path, True, notes={"review": "甲\r"}, later="乙\r\u0007")
    assert loaded.report.extra == {"later": "乙\r\x07"}
    assert file_format.decode(file_format.encode(loaded.report)).extra == loaded.report.extra


def test_a_draft_of_ours_is_opened_as_it_was_saved(tmp_path: Path, example: Report) -> None:
    saved = storage.save(Loaded(example, tmp_path / "a.gknb", ""))
    assert storage.load(saved.path) == saved


def test_a_key_with_a_control_character_is_no_word_and_stays(
    tmp_path: Path, example: Report
) -> None:
    text = file_format.encode(example).decode()
    text = text.replace("tally/published/", "tally/published\x7f/")
    path = tmp_path / "a.gknb"
    path.write_text(text.replace('"key": "published"', '"key": "published\x7f"'), "utf-8")
    report = storage.load(path).report
    assert report.tallies[0].key == "published\x7f"
    assert report.values.keys() >= set(report.tallies[0].part_addresses)
