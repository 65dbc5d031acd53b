"""Drafts of earlier versions: they open for ever, with all that stood in them.

The files in tests/data/drafts were written by the program of their version and never change: a
draft that does not open any more is somebody's report.
"""

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.checks.check import check
from model.drafts import copies, file_format, storage
from model.drafts.file_format import VERSION
from model.errors import DraftError, NewerDraftError
from model.report.answers import put
from model.report.report import Report
from model.unit import CHOICES, UnitKind
from model.values import write_number
from tests import DATA

DRAFTS = DATA / "drafts"
FIRST = sorted(DRAFTS.glob("v1*.gknb"))
SECOND = sorted(DRAFTS.glob("v2*.gknb"))
NOW = datetime(2025, 1, 15, 9, 0).astimezone()
WRITTEN = {
    "v1.gknb": "0aedd53de56dcf8be4a12551cca50be95b000ae8d6d802a30592f3eb420fb755",
    "v1_2019.gknb": "e3011a5076f61c084631e7d2c308e99fd7b0dc73044ea38e08226183466092d0",
    "v1_example.gknb": "6ce7dd07baebd05926a6c8ab31418e77e1eddf487cf2d065332b06d63742e5b5",
    "v1_new.gknb": "4864914844098c733c492f59f14918cf59004033ccf13b53afc4c84cd478e579",
    "v1_unknown_keys.gknb": "b45174f8d021421f7a9e673bf306823dc625233c53d9aa7b190ef79cd025e26a",
    "v2.gknb": "50f4ecf9807b3d6ce00a305bf4d85db28e14a9ad196ee492228cd4b374a2cd8b",
    "v2_agency.gknb": "6e934413b9a164c5533585a7ee4f93bf2baeb5d29ec01f48623a38d2d2245c7a",
    "v2_authorised.gknb": "b5dcd5da8889bc55a35d06f1af9273e5f1991564ac9f6b084b72d3ac17769bfd",
    "v2_department.gknb": "a3cae701c2f89a8f3ba4cc2550b90a7e51e9a243078a8773f7333e2eaaa9d0b0",
    "v2_government.gknb": "69ab66988cce34628762dfbeb5dafc0505817b3a24168af28a03b261983bbfbe",
    "v2_government_open.gknb": "63e9b84b2882ad4c615fcb8f150dd89fdea6887d2bbeb0e168df7edb78ed0c08",
    "v2_township.gknb": "08bd43a6cb309cc2e472ae1bf49be596b3e3a479ec22962d36abae25781aeec2",
    "v3.gknb": "a2c32da851d689c6fc56b27e683c85c1e9ea8b07ce71328dd6f8536b923aa689",
}
each_first = pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)


def numbers_of_1(raw: dict[str, Any]) -> dict[str, str]:
    """Read the numbers of a draft of version 1, as its description says."""
    found = dict(raw.get("counts", {}))
    found |= {f"figure/{key}": text for key, text in raw.get("figures", {}).items()}
    for tally in raw.get("tallies", []):
        for part in tally["parts"]:
            found[f"tally/{tally['key']}/{part['key']}"] = part.get("count", "")
        found[f"tally/{tally['key']}/total"] = tally.get("total", "")
    return {address: text for address, text in found.items() if text}


def changed(**changes: object) -> bytes:
    return json.dumps(json.loads(FIRST[0].read_bytes()) | changes).encode()


def test_the_drafts_of_every_version_stay_as_they_were_written() -> None:
    """A file that is changed proves nothing of drafts that lie on the clerks' disks."""
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in DRAFTS.iterdir()}
    assert found == WRITTEN


@each_first
def test_a_draft_of_version_1_opens_for_ever_with_every_number(path: Path) -> None:
    raw = json.loads(path.read_bytes())
    assert raw["gknb"] == 1
    report = file_format.decode(path.read_bytes())
    values = {address: write_number(number) for address, number in report.values.items()}
    assert values == numbers_of_1(raw)
    last = {a: write_number(n) for a, n in report.last_values.items()}
    assert last == raw.get("previous", {}).get("counts", {})
    assert report.revision == raw["revision"]


@each_first
def test_a_draft_of_version_1_is_saved_in_this_version_with_all_else_as_it_was(path: Path) -> None:
    report = file_format.decode(path.read_bytes())
    data = file_format.encode(report)
    before, after = json.loads(path.read_bytes()), json.loads(data)
    assert after["gknb"] == VERSION
    assert file_format.decode(data) == report
    assert data.count(b'"later"') == path.read_bytes().count(b'"later"')
    moved = {"gknb", "counts", "figures", "values", "tallies", "previous", "unit"}
    assert {k: v for k, v in before.items() if k not in moved} == {
        k: v for k, v in after.items() if k not in moved
    }
    assert before["unit"] | {"kind": ""} == {
        k: v for k, v in after["unit"].items() if k != "by_hand"
    } | {"kind": ""}
    for old, new in zip(before.get("tallies", []), after.get("tallies", []), strict=True):
        del_parts = [{k: v for k, v in part.items() if k != "count"} for part in old["parts"]]
        assert new == {k: v for k, v in old.items() if k != "total"} | {"parts": del_parts}


def test_every_field_of_version_1_is_read() -> None:
    report = file_format.decode((DRAFTS / "v1.gknb").read_bytes())
    assert report.unread == {"disclosure/penalties/decisions": "3件"}
    assert report.values["disclosure/fees/amount"] == Decimal("412.506")
    assert report.values["tally/extra/total"] == 4
    assert report.last_values["disclosure/services/change"] == -12
    assert report == file_format.decode((DRAFTS / "v2.gknb").read_bytes())


def test_a_sample_of_version_2_is_kept_for_each_of_its_kinds() -> None:
    kinds = {json.loads(path.read_bytes())["unit"]["kind"] for path in SECOND}
    assert kinds == {"部门", "县级以上政府", "乡镇政府", "派出机关", "授权组织"}


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)
def test_a_draft_of_version_2_opens_for_ever_with_all_but_kind_and_source_as_it_was(
    path: Path,
) -> None:
    before = json.loads(path.read_bytes())
    assert before["gknb"] == 2
    report = file_format.decode(path.read_bytes())
    after = json.loads(file_format.encode(report))
    assert after.pop("gknb") == VERSION
    assert after["unit"].pop("by_hand") == sorted(report.unit.by_hand)
    after["unit"]["kind"] = before["unit"]["kind"]
    if "previous" in before:
        after["previous"]["source"] = before["previous"]["source"]
    assert after == {k: v for k, v in before.items() if k != "gknb"}


LEVELS = """
department 部门 2023年.gknb
government 县级政府 2023年某县.docx
government_open 县级以上政府 2023.gknb、2023(2).xlsx
township 乡镇政府 -
agency 派出机关 2023年.gknb
authorised 授权组织 2023.html、2023(2).gknb
"""


@pytest.mark.parametrize("line", LEVELS.split("\n")[1:-1])
def test_a_draft_of_version_2_gets_its_level_and_names_no_folder(line: str) -> None:
    name, kind, source = line.split()
    path = DRAFTS / f"v2_{name}.gknb"
    report = file_format.decode(path.read_bytes())
    assert report.unit.kind == kind
    assert (report.previous.source if report.previous else "-") == source


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)
def test_the_day_of_a_draft_of_version_2_may_have_been_typed_and_stays(path: Path) -> None:
    report = file_format.decode(path.read_bytes())
    before = json.loads(path.read_bytes())["unit"]["deadline"]
    for kind in CHOICES:
        report = put(report, "unit/kind", kind)
        assert str(report.unit.deadline) == before


def test_a_level_that_a_name_does_not_show_is_asked_for() -> None:
    report = file_format.decode((DRAFTS / "v2_government_open.gknb").read_bytes())
    assert report.unit.kind is UnitKind.GOVERNMENT
    (asked,) = [f for f in check(report).findings if f.id == "blank/unit/kind"]
    assert (asked.severity, asked.section) == ("open", "unit")
    assert asked.message == "单位类型未选：原为县级以上政府，级别待定。在“单位类型”中选择。"
    chosen = put(report, "unit/kind", "地市级政府")
    assert "blank/unit/kind" not in [f.id for f in check(chosen).findings]


@pytest.mark.parametrize("unit", [{"name": 5}, {"kind": 5}, {"deadline": 5}, [], None])
def test_a_broken_unit_of_version_2_is_refused_in_a_sentence(unit: object) -> None:
    raw = json.loads(SECOND[0].read_bytes()) | {"unit": unit}
    with pytest.raises(DraftError, match=r"^草稿.*。$"):
        file_format.decode(json.dumps(raw).encode())


BROKEN = {
    "counts that are a list": changed(counts=[]),
    "a count that is a number": changed(counts={"disclosure/normative/issued": 3}),
    "a count of no place": changed(counts={"no/such": "3"}),
    "a figure of no place": changed(figures={"no": "3"}),
    "a tally without parts": changed(tallies=[{"key": "a"}]),
    "tallies that are a text": changed(tallies="a"),
    "last year that is a list": changed(previous=[]),
    "last year's numbers as a list": changed(previous={"counts": []}),
    "half a character": changed(later="?").replace(b'"?"', b'"\\ud800"'),
    "a key twice": changed()[:-1] + b', "year": 2024}',
    "nothing else": b'{"gknb": 1}',
    "a list": b"[1]",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_draft_of_version_1_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(DraftError, match=r"^草稿.*。$|^文件.*。$"):
        file_format.decode(BROKEN[name])


def test_a_draft_says_its_version() -> None:
    assert [file_format.version_of(path.read_bytes()) for path in FIRST] == [1] * len(FIRST)
    assert [file_format.version_of(path.read_bytes()) for path in SECOND] == [2] * len(SECOND)
    assert file_format.version_of((DRAFTS / "v3.gknb").read_bytes()) == VERSION
    with pytest.raises(NewerDraftError):
        file_format.version_of(b'{"gknb": 4}')
    with pytest.raises(DraftError, match=r"^(文件不是有效|草稿内容不完整)"):
        file_format.version_of(b"[1")


def test_a_draft_of_version_1_is_kept_as_it_was_before_it_is_saved(
    tmp_path: Path, example: Report
) -> None:
    data = FIRST[0].read_bytes()
    path = tmp_path / "a.gknb"
    path.write_bytes(data)
    loaded = storage.load(path)
    assert copies.keep_original(tmp_path / "versions", loaded.report.id, path, NOW)
    (kept,) = (tmp_path / "versions").rglob("*.gknb")
    assert kept.read_bytes() == data
    assert copies.load(tmp_path / "versions", loaded.report.id, NOW) == loaded.report
    storage.save(loaded)
    assert file_format.version_of(path.read_bytes()) == VERSION
    assert not copies.keep_original(tmp_path / "versions", loaded.report.id, path, NOW)
