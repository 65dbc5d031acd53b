from dataclasses import replace
from datetime import date

from model.combine.last_year import previous_of, with_last
from model.form import catalog
from model.report.addresses import section_of
from model.report.begin import new_report
from model.report.report import Period, Report, Stage, Tally, TextBlock, insert_text
from model.unit import Unit

CELL = "requests/received/natural"


def keys(texts: tuple[TextBlock, ...]) -> list[str]:
    return [block.key for block in texts]


def test_a_new_report_is_blank_and_has_the_customary_sub_heads(empty: Report) -> None:
    assert (empty.values, empty.unread, empty.stated) == ({}, {}, {})
    assert all(block.body == "" for block in empty.texts)
    assert "overview.proactive.system" not in keys(empty.texts)
    assert keys(empty.section_texts("other")) == ["other.fees"]
    assert empty.section_texts("requests") == ()
    assert empty.stage is Stage.DRAFT
    assert empty.period == Period(date(2024, 1, 1), date(2024, 12, 31))


def test_a_new_report_has_the_regional_sub_heads_that_are_asked_for() -> None:
    report = new_report(catalog.form("2021"), Unit(), 2024, ["other.innovation"])
    assert keys(report.section_texts("other")) == ["other.fees", "other.innovation"]


def test_a_new_report_is_due_on_the_proposed_day_unless_the_unit_says_another() -> None:
    form = catalog.form("2021")
    assert new_report(form, Unit(name="某局"), 2024).unit.deadline == date(2025, 1, 31)
    day = date(2025, 1, 10)
    assert new_report(form, Unit(deadline=day), 2024).unit.deadline == day


def test_no_two_new_reports_have_the_same_id() -> None:
    form = catalog.form("2021")
    assert new_report(form, Unit(), 2024).id != new_report(form, Unit(), 2024).id


def test_a_new_report_has_the_tally_of_the_form_with_the_parts_of_its_preset(empty: Report) -> None:
    (tally,) = empty.tallies
    assert (tally.name, tally.unit, tally.under) == (
        "主动公开政府信息",
        "条",
        "overview.proactive",
    )
    assert len(tally.part_addresses) == 19
    assert tally.part_addresses[0] == "tally/published/organisation"
    assert tally.address() == "tally/published/total"


def test_a_change_gives_a_new_report_and_leaves_the_old_one(empty: Report) -> None:
    typed = empty.with_value(CELL, 3)
    unread = typed.with_unread(CELL, "3件")
    cleared = unread.with_value(CELL, None)
    assert (empty.values, typed.values) == ({}, {CELL: 3})
    assert (unread.values, unread.unread) == ({}, {CELL: "3件"})
    assert (cleared.values, cleared.unread) == ({}, {})


def test_an_entry_is_dropped_by_an_empty_text_or_none(empty: Report) -> None:
    report = empty.with_entry("remarks", CELL, "甲")
    assert report.remarks == {CELL: "甲"}
    assert report.with_entry("remarks", CELL, "").remarks == {}
    assert report.with_entry("remarks", CELL, None).remarks == {}


def test_a_stated_total_of_zero_is_a_number(empty: Report) -> None:
    report = empty.with_stated("requests/received/total", 0)
    assert report.stated == {"requests/received/total": 0}
    assert report.with_stated("requests/received/total", None).stated == {}


def test_a_text_or_tally_is_found_and_replaced_by_its_key(empty: Report) -> None:
    block = TextBlock("overview.platform", "平台", "甲")
    tally = Tally("published", "发布", "篇", "overview.proactive", (("news", "要闻"),))
    report = empty.with_text(block).with_tally(tally)
    assert report.text("overview.platform") == block
    assert report.tally("published") == tally
    assert keys(report.texts) == keys(empty.texts)
    assert report.text("other.nothing") is None
    assert report.tally("nothing") is None
    assert report.with_text(TextBlock("other.nothing", "")) == report
    assert report.with_tally(replace(tally, key="nothing")) == report


def test_a_sub_head_knows_its_section_level_and_address() -> None:
    blocks = [TextBlock(key, "") for key in ("overview.a", "overview.a.b", "overview.a.b.c")]
    assert [block.level for block in blocks] == [1, 2, 3]
    assert {block.section for block in blocks} == {"overview"}
    assert blocks[1].address == "text/overview.a.b"


def test_the_stage_moves_on(empty: Report) -> None:
    assert empty.at_stage(Stage.FINAL).stage is Stage.FINAL


def test_typed_and_computed_numbers_are_given_together(city: Report) -> None:
    totals = city.totals()
    assert set(totals) == set(city.form.cells)
    columns = list(city.form.tables["requests"].leaves("columns"))[:-1]
    added = sum(city.values[f"requests/received/{column}"] for column in columns)
    assert totals["requests/received/total"] == added


def test_last_years_answers_are_a_copy_with_their_source(city: Report, empty: Report) -> None:
    written = city.with_text(TextBlock("overview.platform", "平台", "甲"))
    assert empty.last_values == {}
    report = with_last(empty, written, "2023.gknb")
    previous = previous_of(written, "2023.gknb")
    assert report.previous == previous
    assert (previous.source, previous.form, previous.year) == ("2023.gknb", "2021", 2024)
    assert previous.unit == "某市人民政府"
    assert keys(previous.texts) == ["overview.platform"]
    assert report.last_values == city.totals()


def test_where_last_years_report_lay_is_not_kept(city: Report, empty: Report) -> None:
    previous = with_last(empty, city, "/home/clerk/公开/2023.gknb").previous
    assert previous is not None and previous.source == "2023.gknb"


def test_a_customary_sub_head_is_inserted_where_the_form_wants_it(empty: Report) -> None:
    for missing in ("overview.preface", "overview.management", "problems.improvement"):
        block = empty.text(missing)
        assert block is not None
        without = tuple(other for other in empty.texts if other.key != missing)
        assert insert_text(without, block, empty.form) == empty.texts


def test_a_sub_head_of_the_units_own_goes_to_the_end_of_its_section(empty: Report) -> None:
    own = [TextBlock("problems.first", "甲"), TextBlock("problems.second", "乙")]
    texts = insert_text(empty.texts, own[0], empty.form)
    texts = insert_text(texts, own[1], empty.form)
    section = [key for key in keys(texts) if key.startswith("problems.")]
    assert section == [
        "problems.problems",
        "problems.improvement",
        "problems.first",
        "problems.second",
    ]
    assert keys(texts)[-1] == "other.fees"


def test_the_first_sub_head_of_a_section_stands_between_its_neighbours(empty: Report) -> None:
    texts = insert_text(empty.texts, TextBlock("review.own", "甲"), empty.form)
    place = keys(texts).index("review.own")
    assert keys(texts)[place - 1 : place + 2] == [
        "overview.supervision",
        "review.own",
        "problems.problems",
    ]


def test_remark_and_source_of_a_tally_stand_in_its_section(example: Report) -> None:
    for tally in example.tallies:
        for address in (tally.address(), f"{tally.address()}#remark", f"{tally.address()}#source"):
            assert section_of(example, address) == tally.section
