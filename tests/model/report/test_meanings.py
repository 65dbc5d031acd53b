"""What phrases mean is added and named from the form, for groups, figures and tallies too."""

from dataclasses import replace

import pytest
from msgspec import structs

from model.form import catalog
from model.report.begin import new_report
from model.report.meanings import (
    cells_meant,
    equation_meant,
    name_meant,
    number_meant,
    numbered_meant,
    place_meant,
    sentence_meant,
    typed_meant,
    unit_meant,
)
from model.report.report import Report
from model.unit import Unit

BOTH = ("requests/received/total", "requests/carried_in/total")
PUBLISHED = "tally/published/total"


@pytest.mark.parametrize(
    ("meaning", "place"),
    [
        (BOTH[:1], "三、第一项总计"),
        (BOTH, "三、第一项总计加第二项总计"),
        (("requests/handled.total/total",), "三、第三项总计"),
        (("requests/handled.refused/total",), "三、第三项（三）不予公开总计"),
        (("requests/handled.partial/natural",), "三、第三项（二）部分公开自然人"),
        (("requests/received/legal",), "三、第一项法人或其他组织"),
        (("disclosure/normative/in_force",), "二、行政规范性文件，现行有效件数"),
        (("disclosure/fees/amount",), "二、行政事业性收费，本年收费金额"),
        (("review/figures/reconsideration.upheld",), "四、行政复议结果维持"),
        (("figure/fee_notices",), "六、发出收费通知"),
        ((PUBLISHED,), "一、主动公开政府信息合计"),
    ],
)
def test_the_place_of_a_meaning_is_named_with_its_section(
    example: Report, meaning: tuple[str, ...], place: str
) -> None:
    assert place_meant(example, meaning) == place


def test_each_phrase_of_each_form_has_numbers_and_names(example: Report) -> None:
    for name in catalog.released():
        form = catalog.form(name)
        report = new_report(form, Unit(name="某局"), form.first_year)
        values = dict.fromkeys((*form.typed, *form.figures), 1)
        values |= {address: 1 for tally in report.tallies for address in tally.addresses}
        report = replace(report, values=values)
        for meaning in (m for s in form.sections for p in s.phrases for m in p.means):
            assert number_meant(report, meaning, report.totals())
            assert place_meant(report, meaning)
            assert unit_meant(report, meaning)


def test_a_group_stands_for_its_leaves_without_the_totals_among_them(example: Report) -> None:
    numbers = example.totals()
    refused = cells_meant(example.form, "requests/handled.refused/total")
    assert len(refused) == 8
    results = cells_meant(example.form, "requests/handled/total")
    total = numbers["requests/handled.total/total"]
    assert sum(numbers[cell] for cell in results) == total
    assert len(typed_meant(example.form, "requests/received/total")) == 6
    assert cells_meant(example.form, "nothing/a/b") == ()
    assert typed_meant(example.form, PUBLISHED) == (PUBLISHED,)


def test_a_meaning_is_written_with_its_numbers(example: Report) -> None:
    numbers = example.totals()
    assert numbered_meant(example, BOTH[:1], numbers) == "三、第一项总计为8406件"
    assert sentence_meant(example, BOTH, numbers) == "第一项总计8406件加第二项总计97件为8503件"
    assert equation_meant(example, BOTH[:1], numbers) == "第一项总计 8406"
    assert equation_meant(example, BOTH, numbers) == "第一项总计 8406 ＋ 第二项总计 97 ＝ 8503"
    assert sentence_meant(example, ("figure/fee_amount",), numbers) == "收取金额为1260.50元"


def test_a_blank_cell_is_said_and_leaves_no_number(example: Report) -> None:
    numbers = example.with_value("requests/carried_in/natural", None).totals()
    assert number_meant(example, BOTH, numbers) is None
    assert sentence_meant(example, BOTH, numbers) == "第一项总计加第二项总计未填完"
    assert number_meant(example, ("nothing/a/b",), numbers) is None


def test_the_total_of_a_tally_is_typed_or_the_sum_of_all_its_parts(example: Report) -> None:
    tally = example.tallies[0]
    parts = sum(example.values[part] for part in tally.part_addresses)
    assert number_meant(example, (PUBLISHED,), example.values) == parts
    typed = example.with_value(PUBLISHED, None)
    assert number_meant(typed, (PUBLISHED,), typed.values) == parts
    blank = typed.with_value(tally.part_addresses[0], None)
    assert number_meant(blank, (PUBLISHED,), blank.values) is None
    about = example.with_tally(replace(tally, approximate=True))
    assert number_meant(about, (PUBLISHED,), about.values) is None
    none = replace(example, tallies=())
    assert number_meant(none, (PUBLISHED,), none.values) is None
    assert unit_meant(none, (PUBLISHED,)) == ""
    assert name_meant(none, PUBLISHED) == PUBLISHED
    assert place_meant(none, (PUBLISHED,)) == PUBLISHED


def test_a_section_without_a_numeral_is_named_by_its_title(example: Report) -> None:
    form = example.form
    sections = tuple(
        structs.replace(section, title="申请办理") if section.key == "requests" else section
        for section in form.sections
    )
    other = replace(example, form=structs.replace(form, sections=sections))
    assert place_meant(other, BOTH[:1]) == "申请办理，第一项总计"
