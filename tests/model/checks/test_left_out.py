"""Numbers in texts that last year's report gave and this year's leaves blank."""

from dataclasses import replace

from model.checks.check import check
from model.combine.last_year import with_last
from model.report import tallies
from model.report.answers import put
from model.report.report import Report


def left_out(report: Report) -> list[str]:
    return [f.message for f in check(report).findings if f.id.startswith("left_out/")]


def without(report: Report, start: str) -> Report:
    kept = {a: v for a, v in report.values.items() if not a.startswith(start)}
    return replace(report, values=kept)


def following(example: Report) -> Report:
    """The example's own figures a year later, all numbers in texts still to be filled."""
    this_year = replace(without(without(example, "figure/"), "tally/"), year=example.year + 1)
    return with_last(this_year, example, "上年.gknb")


def test_what_was_filled_last_year_alone_is_named_once_for_each_text(example: Report) -> None:
    sentence = left_out(following(example))
    assert sentence
    assert all("上年报告写有" in sentence and "本年未填" in sentence for sentence in sentence)
    assert any(example.tallies[0].name in sentence for sentence in sentence)


def test_a_zero_or_what_cannot_be_read_is_an_answer(example: Report) -> None:
    report = following(example)
    for address in example.values:
        if address.startswith(("figure/", "tally/")):
            report = put(report, address, "0")
    assert left_out(report) == []
    tally = example.tallies[0]
    typed = put(without(report, f"tally/{tally.key}/"), tally.address(), "约六十")
    assert left_out(typed) == []


def test_a_tally_that_was_taken_out_is_not_missed(example: Report) -> None:
    report = following(example)
    for tally in example.tallies:
        report = tallies.remove(report, tally)
    assert not any(example.tallies[0].name in sentence for sentence in left_out(report))


def test_without_last_years_report_nothing_is_missed(example: Report) -> None:
    assert left_out(replace(following(example), previous=None)) == []
