"""Tallies added, removed and given other parts: counts follow their parts, and go with them."""

from hypothesis import given
from hypothesis import strategies as st

from model.drafts import file_format
from model.form import catalog
from model.report import tallies
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Tally
from model.unit import Unit

FORM = catalog.form("2021")
PRESETS = {preset.key: preset.parts for preset in FORM.presets}
START = new_report(FORM, Unit(name="某市水务局"), 2024)
labels = st.lists(st.sampled_from(["网站", "公报", "微信", "微博", "电视"]), max_size=6)
wanted_keys = st.sampled_from(["own1", "own2", "total", "", "a/b", "c#d", "网站", "web"])
part_lists = labels.flatmap(
    lambda found: st.tuples(*[st.tuples(wanted_keys, st.just(label)) for label in found])
)


def tally_of(report: Report, key: str = "published") -> Tally:
    found = report.tally(key)
    assert found is not None
    return found


def counted(report: Report, of: str = "published") -> str:
    """Draw a tally's parts with what stands there, one a line."""
    tally = tally_of(report, of)
    standing = {**report.values, **report.unread}
    lines = [f"{label} {standing.get(tally.address(key), '')}" for key, label in tally.parts]
    return "\n".join(line.strip() for line in lines)


def channels(report: Report, *counts: tuple[str, str]) -> tuple[Report, str]:
    """Add a tally by channels with counts as typed."""
    report, key = tallies.add(report, "overview.platform", "按渠道")
    for label, count in counts:
        report, part = tallies.add_part(report, tally_of(report, key), label)
        report = put(report, f"tally/{key}/{part}", count)
    return report, key


def test_a_tally_is_added_named_and_removed_with_its_numbers(empty: Report) -> None:
    report, key = channels(empty, ("网站", "40"), ("公报", "二"))
    tally = tally_of(report, key)
    assert (tally.name, tally.unit, tally.under) == ("按渠道", "条", "overview.platform")
    report = put(report, f"tally/{key}/own1#remark", "含转载")
    renamed = tallies.rename(report, tally, " 按渠道\n发布 ", "篇")
    assert (tally_of(renamed, key).name, tally_of(renamed, key).unit) == ("按渠道 发布", "篇")
    assert tallies.rename(renamed, tally_of(renamed, key), "", " ") == renamed
    removed = tallies.remove(renamed, tally_of(renamed, key))
    assert removed == empty
    assert file_format.decode(file_format.encode(removed)) == removed


def test_any_number_of_tallies_stand_beside_each_other(empty: Report) -> None:
    report, first = channels(empty, ("网站", "1"))
    report, second = channels(report, ("公报", "2"))
    assert (first, second) == ("own1", "own2")
    assert (counted(report, first), counted(report, second)) == ("网站 1", "公报 2")
    report = tallies.remove(report, tally_of(report, first))
    assert counted(report, second) == "公报 2"


def test_parts_are_added_named_moved_and_removed_and_keep_their_counts(empty: Report) -> None:
    report, key = channels(empty, ("网站", "40"), ("公报", "2"), ("微信", "甲"))
    report, part = tallies.add_part(report, tally_of(report, key), "微博")
    assert (part, counted(report, key)) == ("own4", "网站 40\n公报 2\n微信 甲\n微博")
    report = tallies.rename_part(report, tally_of(report, key), "own2", "政府公报")
    report = tallies.rename_part(report, tally_of(report, key), "own1", "  ")
    report = tallies.move_part(report, tally_of(report, key), "own3", -1)
    assert counted(report, key) == "网站 40\n微信 甲\n政府公报 2\n微博"
    report = tallies.move_part(report, tally_of(report, key), "own3", -5)
    report = tallies.remove_part(report, tally_of(report, key), "own1")
    assert counted(report, key) == "微信 甲\n政府公报 2\n微博"
    assert report.values == {f"tally/{key}/own2": 2}


def test_other_parts_keep_the_counts_of_those_whose_label_stays(empty: Report) -> None:
    report = empty
    for part, count in (("planning", "3"), ("training", "2"), ("penalties", "x")):
        report = put(report, f"tally/published/{part}", count)
    report = tallies.with_parts(report, tally_of(report), PRESETS["article_20"])
    tally = tally_of(report)
    assert [label for _, label in tally.parts] == [label for _, label in PRESETS["article_20"]]
    assert report.values == {"tally/published/planning": 3}
    assert report.unread == {"tally/published/penalties": "x"}
    assert tallies.with_parts(report, tally, PRESETS["article_20"]) == report


def test_a_new_part_never_takes_the_count_of_one_that_went(empty: Report) -> None:
    report = put(empty, "tally/published/training", "2")
    report = tallies.with_parts(report, tally_of(report), (("training", "培训"),))
    assert counted(report) == "培训"
    assert report.values == {}


def test_parts_are_added_up_as_far_as_they_are_filled(empty: Report) -> None:
    assert tallies.added_up(empty, tally_of(empty)) is None
    report = put(put(empty, "tally/published/training", "2"), "tally/published/total", "66")
    report = put(report, "tally/published/finance", "0")
    assert tallies.added_up(report, tally_of(report)) == 2


@given(part_lists, part_lists)
def test_any_list_of_parts_gives_a_tally_that_a_draft_can_keep(
    first: tallies.TallyParts, second: tallies.TallyParts
) -> None:
    report = tallies.with_parts(START, tally_of(START), first)
    for place, address in enumerate(tally_of(report).part_addresses):
        report = put(report, address, str(place))
    before = [(label, report.values[tally_of(report).address(k)]) for k, label in
              tally_of(report).parts]  # fmt: skip
    report = tallies.with_parts(report, tally_of(report), second)
    tally = tally_of(report)
    assert [label for _, label in tally.parts] == [label for _, label in second]
    for key, label in tally.parts:
        count = report.values.get(tally.address(key))
        assert count is None or (label, count) in before
    stays = {label for label, _ in before} & {label for _, label in second}
    assert len(report.values) == len(stays)
    assert file_format.decode(file_format.encode(report)) == report
