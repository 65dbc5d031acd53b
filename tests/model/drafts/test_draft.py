"""Draft files: what is kept, what is refused, and the sample that opens for ever."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.drafts import file_format
from model.errors import DraftError, NewerDraftError
from model.report.report import Options, Published, Report
from tests import DATA
from tests.conftest import EXAMPLE

SAMPLE = DATA / "drafts" / "v3.gknb"


def content(**changes: object) -> dict[str, Any]:
    return {**json.loads(EXAMPLE.read_bytes()), **changes}


def written(**changes: object) -> bytes:
    return json.dumps(content(**changes)).encode()


def with_end(end: bytes) -> bytes:
    """The example with one more key at its end, given raw."""
    return written()[:-1] + b', "later": ' + end + b"}"


def refusal(data: bytes) -> str:
    with pytest.raises(DraftError) as caught:
        file_format.decode(data)
    sentence = str(caught.value)
    assert re.match("[\u4e00-\u9fff]", sentence)
    assert sentence.endswith("。")
    return sentence


@given(st.binary() | st.text().map(str.encode))
def test_arbitrary_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    refusal(data)


def test_a_date_that_could_not_be_read_is_kept_in_the_draft() -> None:
    report = file_format.decode(SAMPLE.read_bytes()).with_unread("unit/signed_on", "2025.2.30")
    assert file_format.decode(file_format.encode(report)) == report


def test_a_draft_of_this_version_is_written_as_it_was() -> None:
    data = SAMPLE.read_bytes()
    report = file_format.decode(data)
    assert file_format.encode(report) == data
    assert report.revision == "00000000000000a1"
    assert report.unread == {"disclosure/penalties/decisions": "3件"}
    assert report.values["disclosure/fees/amount"] == Decimal("412.506")
    assert report.values["tally/extra/total"] == 4
    assert report.published == Published(date(2025, 1, 20), "www.qinglan.example/swj/nb2024")
    assert report.options == Options("28", False, True, {"disclosure/procurement/amount": "万元"})
    assert report.last_values["disclosure/services/change"] == -12


def test_the_sample_of_this_version_uses_every_field() -> None:
    raw = json.loads(SAMPLE.read_bytes())
    file = file_format.file_of(file_format.decode(SAMPLE.read_bytes()))
    fields = {*file_format.DraftFile.__struct_fields__} - {
        "form_digest"
    }  # its form came with the program
    assert all(getattr(file, name) for name in fields)
    assert set(raw) == fields
    assert all(raw["unit"].values())
    assert set(raw["previous"]) == {"source", "form", "year", "unit", "values", "texts"}
    assert set(raw["tallies"][1]) >= {"approximate", "print_zero"}


def test_money_keeps_the_scale_it_was_typed_with() -> None:
    report = file_format.decode(written(values={"disclosure/fees/amount": "59237.2400"}))
    assert json.loads(file_format.encode(report))["values"] == {
        "disclosure/fees/amount": "59237.2400"
    }


def test_a_byte_order_mark_is_accepted_and_not_written_again() -> None:
    data = EXAMPLE.read_bytes()
    assert file_format.encode(file_format.decode(b"\xef\xbb\xbf" + data)) == data


def test_a_draft_written_on_one_line_is_the_same_report() -> None:
    assert file_format.decode(written()) == file_format.decode(EXAMPLE.read_bytes())


def test_unknown_keys_of_a_part_that_is_gone_go_with_it(example: Report) -> None:
    gone = {"published": {"later": 1}, "texts": {"no.such": {"later": 2}}, "tallies": {"no": {}}}
    report = replace(example, tallies=(), extra=gone)
    assert file_format.decode(file_format.encode(report)).extra == {}


UNKNOWN = {
    "top": {"later": {"deep": [1, 2.5, None, True, "新"]}},
    "unit": {"unit": {**content()["unit"], "later": 1}},
    "period": {"period": {**content()["period"], "later": 1}},
    "options": {"options": {**content()["options"], "later": 1}},
    "published": {"published": {"on": "2025-01-20", "later": 1}},
    "texts": {"texts": [{"key": "other.fees", "title": "收费", "later": 1}]},
    "tallies": {"tallies": [{**content()["tallies"][0], "later": 1}]},
}
LOST: dict[str, dict[str, object]] = {
    "previous": {"previous": {"source": "", "form": "", "year": 1, "unit": "", "later": 1}},
    "reasons": {"reasons": {"a/b": {"text": "", "left": "", "right": "", "later": 1}}},
    "text of previous": {
        "previous": {
            "source": "",
            "form": "",
            "year": 1,
            "unit": "",
            "texts": [{"key": "a.b", "title": "", "later": 1}],
        }
    },
    "part of a tally": {
        "tallies": [
            {**content()["tallies"][0], "parts": [{"key": "a", "label": "", "later": 1}]},
        ],
        "values": {},
    },
}


@pytest.mark.parametrize("place", UNKNOWN)
def test_an_unknown_key_survives_a_save(place: str) -> None:
    again = json.loads(file_format.encode(file_format.decode(written(**UNKNOWN[place]))))
    assert json.dumps(again).count('"later"') == 1


@pytest.mark.parametrize("place", LOST)
def test_an_unknown_key_deeper_down_survives_a_save(place: str) -> None:
    again = json.loads(file_format.encode(file_format.decode(written(**LOST[place]))))
    assert json.dumps(again).count('"later"') == 1


def test_an_unknown_number_too_large_for_a_float_is_refused() -> None:
    refusal(with_end(b"1e999"))


def test_numbers_that_no_place_of_the_form_holds_are_not_written(example: Report) -> None:
    assert file_format.decode(file_format.encode(example.with_value("no/such", 1))) == example


BAD = {
    "empty": b"",
    "a byte-order mark alone": b"\xef\xbb\xbf",
    "blanks": b" \r\n\t",
    "filled with NUL": bytes(4096),
    "truncated": EXAMPLE.read_bytes()[:5000],
    "GBK": json.dumps(content(), ensure_ascii=False).encode("gbk"),
    "UTF-16": written().decode().encode("utf-16"),
    "larger than 8 MB": b" " * file_format.LARGEST + written(),
    "a list": b"[]",
    "a text": b'"gknb"',
    "a number": b"1",
    "an empty object": b"{}",
    "two drafts": written() * 2,
    "nested lists": b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "nested in an unknown key": with_end(b"[" * 100_000 + b"]" * 100_000),
    "a year of 5000 digits": written(year=0).replace(b'"year": 0', b'"year": ' + b"9" * 5000),
    "5000 digits in an unknown key": with_end(b"9" * 5000),
    "NaN": written(year=0).replace(b'"year": 0', b'"year": NaN'),
    "NaN in an unknown key": with_end(b"NaN"),
    "a lone surrogate": written(notes={"review": "\ud800"}),
    "a lone surrogate in an unknown key": with_end(b'"\\ud800"'),
    "a control character": with_end(b'"\x01"'),
    "a key that stands twice": written()[:-1] + b', "year": 2023}',
    "an unknown key that stands twice": with_end(b'{"a": 1, "a": 2}'),
    "version 0": written(gknb=0),
    "version true": written(gknb=True),
    "an unknown form": written(form="1999"),
    "a form that is a path": written(form="../forms/2021"),
    "an unknown cell": written(values={"no/such": "1"}),
    "an unknown figure": written(values={"figure/none": "1"}),
    "an unknown stated cell": written(stated={"no/such": "1"}),
    "an unknown unread cell": written(unread={"no/such": "3件"}),
    "an unread name of the unit": written(unread={"unit/name": "某局"}),
    "a count that is no number": written(values={"disclosure/normative/issued": "3件"}),
    "a blank count": written(values={"disclosure/normative/issued": ""}),
    "a count that is a number": written(values={"disclosure/normative/issued": 3}),
    "a figure that is read and unread": written(
        values={"figure/motions": "1"}, unread={"figure/motions": "1件"}
    ),
    "a part of a tally that is not there": written(values={"tally/published/no": "1"}),
    "a unit that is a list": written(unit=[]),
    "a unit of no kind": written(unit={"kind": "公司"}),
    "a stage of no kind": written(stage="终稿"),
    "a date that is none": written(period={"start": "2024-02-30", "end": "2024-12-31"}),
    "texts without keys": written(texts=[{"title": "前言"}]),
    "no options": written(options=None),
}


@pytest.mark.parametrize("name", BAD)
def test_bytes_that_are_no_draft_are_refused_in_a_sentence(name: str) -> None:
    refusal(BAD[name])


@pytest.mark.parametrize("length", range(0, len(EXAMPLE.read_bytes()) - 1, 997))
def test_a_draft_cut_anywhere_is_refused(length: int) -> None:
    refusal(EXAMPLE.read_bytes()[:length])


def test_the_sentence_names_the_place_of_a_wrong_type() -> None:
    assert "$.unit.name" in refusal(written(unit={"name": 5}))


def test_the_sentence_names_an_unknown_address() -> None:
    assert "「figure/none」" in refusal(BAD["an unknown figure"])


@pytest.mark.parametrize("data", [written(gknb=4), b'{"gknb": 4, "id": 5}', with_end(b"{}")])
def test_a_draft_of_a_newer_version_says_so(data: bytes) -> None:
    newer = data.replace(b'"gknb": 3', b'"gknb": 4')
    with pytest.raises(NewerDraftError, match=r"更新版本.*第4版.*。$"):
        file_format.decode(newer)


@pytest.mark.parametrize(
    ("place", "value", "what"),
    [
        ("year", 1, "年度"),
        ("period", {"start": "2024-12-31", "end": "2024-01-01"}, "统计期限"),
        ("texts", [{"key": "nowhere.one", "title": "x", "body": ""}], "小标题"),
        ("values", {"requests/received/total": "1"}, "表格"),
    ],
)
def test_what_no_report_can_hold_is_refused_by_name(place: str, value: Any, what: str) -> None:
    with pytest.raises(DraftError, match=f"{what}无效"):
        file_format.decode(written(**{place: value}))


@pytest.mark.parametrize("typed", ["\\u0041", "a\\\\u0000", "C:\\new\\rules", "\x85\u2028\ufeff"])
def test_a_text_comes_back_exactly_whatever_it_holds(example: Report, typed: str) -> None:
    report = example.with_entry("notes", "review", typed)
    assert file_format.decode(file_format.encode(report)) == report
