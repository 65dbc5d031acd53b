"""Published reports, typed in through the console: their totals, their slips, their year before."""

import json
from pathlib import Path

import pytest

from tests import published
from ui.console.commands import run_command


def filled(folder: Path, name: str, year: int) -> Path:
    """Make a draft of a published report by new and set."""
    typed, _ = published.answers(name)
    draft, source = folder / f"{name}.gknb", folder / f"{name}.json"
    source.write_text(json.dumps(typed), "utf-8")
    assert run_command(["new", str(draft), "--unit", "某市人民政府", "--year", str(year)]) == 0
    assert run_command(["set", str(draft), "--from", str(source)]) == 0
    return draft


def shown(draft: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    capsys.readouterr()
    assert run_command(["show", str(draft), "--json"]) == 0
    content: dict[str, dict[str, str]] = json.loads(capsys.readouterr().out)
    return content


def checked(call: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    run_command(["check", *call, "--json"])
    content: dict[str, object] = json.loads(capsys.readouterr().out)
    return content


@pytest.mark.parametrize("name", ["city-2023", "city-2024", "laizhou-2023"])
def test_a_published_report_comes_to_the_totals_that_were_published(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = shown(filled(tmp_path, name, 2023), capsys)["counts"]
    _, totals = published.answers(name)
    assert {address: counts[address] for address in totals} == totals
    assert len(counts) == 200


def test_money_is_shown_as_it_was_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = shown(filled(tmp_path, "city-2023", 2023), capsys)["counts"]
    assert counts["disclosure/fees/amount"] == "59237.2449"


def test_a_city_report_keeps_every_relation_to_the_year_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last, now = filled(tmp_path, "city-2023", 2023), filled(tmp_path, "city-2024", 2024)
    result = checked([str(now), "--last", str(last)], capsys)
    summary = result["summary"]
    assert isinstance(summary, dict)
    assert summary["broken"] == 0
    assert summary["open"] == 0
    between = ("carried/", "in_force/", "pending_")
    findings = result["findings"]
    assert isinstance(findings, list)
    assert not [f for f in findings if f["id"].startswith(between)]


def test_totals_that_were_printed_as_zero_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = filled(tmp_path, "district-2023-old-form", 2023)
    _, totals = published.answers("district-2023-old-form")
    stated = [word for a, v in totals.items() for word in ("--stated", f"{a}={v}")]
    blank = [
        f"requests/handled.other.{row}/{column}=0"
        for row in ("uncorrected", "unpaid")
        for column in published.FORM.tables["requests"].leaves("columns")
        if column != "total"
    ]
    assert run_command(["set", str(draft), *blank, *stated]) == 0
    findings = checked([str(draft)], capsys)["findings"]
    assert isinstance(findings, list)
    errors = {f["id"]: (f["left"], f["right"]) for f in findings if f["severity"] == "error"}
    assert errors == {
        "stated/review/figures/reconsideration.total": ("11", "0"),
        "stated/review/figures/litigation.after.total": ("5", "0"),
    }
