"""The list of parts: CycloneDX that says the same of the same parts."""

import json
from pathlib import Path

import pytest
from packageurl import PackageURL

from installer.bill import BundledPart, bill

LXML = BundledPart("lxml", "6.1.3", "BSD-3-Clause", PackageURL("pypi", None, "lxml"), "a" * 64, ())
ICU = BundledPart(
    "ICU", "73", "as told", PackageURL("generic", None, "icu"), "b" * 64, (Path("x"),)
)


@pytest.fixture(autouse=True)
def at_the_time_of_a_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")


def test_every_part_is_listed_with_version_licence_and_hash() -> None:
    made = json.loads(bill([LXML, ICU]))
    assert (made["bomFormat"], made["metadata"]["component"]["name"]) == ("CycloneDX", "gknb")
    listed = {
        one["name"]: (one["version"], one["licenses"][0]["license"], one["hashes"][0]["content"])
        for one in made["components"]
    }
    assert listed == {
        "lxml": ("6.1.3", {"id": "BSD-3-Clause"}, "a" * 64),
        "ICU": ("73", {"name": "as told"}, "b" * 64),
    }


def test_the_same_parts_give_the_same_bytes() -> None:
    assert bill([LXML, ICU]) == bill([LXML, ICU]) != bill([LXML])
