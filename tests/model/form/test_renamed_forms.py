"""A form whose tables, rows or figures have other keys says nothing wrong, and stops nothing."""

from collections.abc import Iterator

import pytest

from model.checks.check import check
from model.checks.years import year_updates
from model.combine.last_year import following
from model.compare.forms import form_changes
from model.form import catalog
from model.form.form import Form
from model.form.help import help_page, topics
from model.form.identity import fingerprint
from model.form.needs import applies
from model.report.begin import new_report
from model.report.report import Report
from model.report.sections import printed_sentences
from model.report.wording import inserted, missing_numbers, reference_sentence
from tests import renamed_form
from tests.renamed_form import all_renamed, as_it_is, filled, one_renamed, places, read
from tests.sampling import sampled

RELEASED = renamed_form.RELEASED
REQUESTS = "2027年，我局新收政府信息公开申请"
MORE = '{"key" = "fee_more", "label" = "另", "unit" = "件"}'
REVIEW = "因政府信息公开工作被申请行政复议"


def work_with(form: Form) -> Report:
    """Do with a form what the pages do with it; gives the report with every answer."""
    report = filled(form)
    for one in (report, new_report(form, report.unit, report.year)):
        check(one)
        list(year_updates(one))
        for text in form.texts.values():
            missing_numbers(one, text)
            inserted(one, text, "办结3件。")
        check(following(one, form, one.unit, one.year + 1, "上年"))
    for topic in topics(form):
        help_page(form, topic)
    return report


def offered(report: Report) -> Iterator[str]:
    for text in report.form.texts.values():
        yield from filter(None, reference_sentence(report, text).split("\n"))


def printed(report: Report) -> set[str]:
    return {one for block in report.texts for one in printed_sentences(report, block)}


def printed_of_figures(report: Report) -> set[str]:
    """Every figure by its label, as far as a sentence of the program may say it."""
    figures = report.form.figures.items()
    return {f"{figure.label}{report.values[address]}{figure.unit}" for address, figure in figures}


@pytest.mark.parametrize("name", RELEASED)
def test_a_form_file_written_again_is_the_same_form(name: str) -> None:
    again = read(renamed_form.text_of(renamed_form.data_of(name)))
    assert fingerprint(again) == fingerprint(catalog.form(name))


@pytest.mark.campaign
@pytest.mark.parametrize("name", RELEASED)
def test_every_key_of_a_form_may_be_another_and_nothing_wrong_is_said(name: str) -> None:
    known = work_with(read(as_it_is(name)))
    said, listed = set(offered(known)), printed(known)
    assert len(places(name)) > 140
    for place in sampled(places(name), 10):
        report = work_with(read(one_renamed(name, place)))
        assert set(offered(report)) <= said, place
        assert check(report).summary == check(known).summary, place
        for sentence in printed(report) - listed:
            numbers = sentence.removeprefix("2027年，").removesuffix("。").split("、")
            assert set(numbers) <= printed_of_figures(known), place


@pytest.mark.parametrize("name", RELEASED)
def test_a_form_with_other_keys_alone_offers_the_preface_and_lists_the_figures(name: str) -> None:
    report = work_with(read(all_renamed(name)))
    (preface,) = offered(report)
    assert preface in set(offered(filled(read(as_it_is(name)))))
    assert len(report.form.figures) == len(printed_of_figures(report))
    assert all(any(one in text for text in printed(report)) for one in printed_of_figures(report))


@pytest.mark.parametrize(
    ("place", "silent"),
    [
        ("table requests", REQUESTS),
        ("rows requests.received", REQUESTS),
        ("rows requests.carried_in", REQUESTS),
        ("rows requests.handled", REQUESTS),
        ("rows requests.handled.total", REQUESTS),
        ("rows requests.carried_out", REQUESTS),
        ("columns requests.total", REQUESTS),
        ("table review", REVIEW),
        ("rows review.figures", REVIEW),
        ("columns review.reconsideration", REVIEW),
        ("columns review.litigation", REVIEW),
        ("columns review.litigation.after", REVIEW),
        ("columns review.litigation.after.total", REVIEW),
        ("columns review.reconsideration.pending", REVIEW),
        ("figure suggestions", ""),
        ("rows requests.handled.granted", ""),
        ("columns requests.natural", ""),
    ],
)
@pytest.mark.parametrize("name", RELEASED)
def test_a_sentence_whose_needs_are_lacking_is_absent_and_the_others_stay(
    name: str, place: str, silent: str
) -> None:
    known = set(offered(filled(read(as_it_is(name)))))
    gone = known - set(offered(filled(read(one_renamed(name, place)))))
    assert len(known) == 3
    assert [sentence.startswith(silent) for sentence in gone] == [True] * bool(silent)


def test_a_sentence_waits_for_the_tables_of_what_it_can_say_alone() -> None:
    form = read(one_renamed("2021", "table requests"))
    blank = new_report(form, filled(form).unit, form.first_year)
    text = form.texts["overview.on_request"]
    assert missing_numbers(blank, text) == "第四部分还有12格未填"


def test_a_section_without_a_number_is_named_by_its_title() -> None:
    title = "三、收到和处理政府信息公开申请情况"
    form = read(as_it_is("2021").replace(f'"{title}"', '"申请情况"'))
    blank = new_report(form, filled(form).unit, form.first_year)
    assert missing_numbers(blank, form.texts["overview.on_request"]).startswith(
        "「申请情况」还有144格未填，第四部分"
    )
    assert "、申请情况、政府" in reference_sentence(blank, form.texts["overview.preface"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"unit" = "元"', '"unit" = "万元"'),
        (
            '{"key" = "fee_paid", "label"',
            f'{MORE}, {{"key" = "fee_paid", "label"',
        ),
        ('"sentence" = "fees", ', ""),
    ],
    ids=["another unit", "one more figure", "no sentence"],
)
def test_figures_that_a_sentence_does_not_know_are_listed_by_their_labels(
    old: str, new: str
) -> None:
    text = as_it_is("2021")
    assert text.count(old) == 1
    report = filled(read(text.replace(old, new)))
    block = report.text("other.fees")
    assert block is not None
    figures = report.form.texts["other.fees"].figures
    listed = "、".join(f"{one.label}{report.values[one.address]}{one.unit}" for one in figures)
    assert printed_sentences(report, block) == [f"2027年，{listed}。"]


def test_a_table_counted_in_another_unit_is_no_source_of_a_sentence() -> None:
    text = as_it_is("2021").replace('"requests", "unit" = "件"', '"requests", "unit" = "人次"')
    assert not any(one.startswith(REQUESTS) for one in offered(filled(read(text))))


def test_a_further_column_of_section_four_is_not_passed_over_in_silence() -> None:
    more = '"columns" = [{"key" = "more", "label" = "行政裁决", "children" = []}, {"key" = "recon'
    text = as_it_is("2021").replace('"columns" = [{"key" = "recon', more)
    assert not any(one.startswith(REVIEW) for one in offered(filled(read(text))))


def test_whoever_adds_a_form_hears_which_sentences_and_rules_it_lacks() -> None:
    old = catalog.form("2021")
    message = form_changes(read(one_renamed("2021", "columns requests.total")), old)
    assert (
        "小标题「依申请公开」写明的语句缺少所需的数据项（requests/received/total、"
        "requests/carried_in/total、requests/handled.total/total、requests/carried_out/total），"
        "不提供该语句。"
    ) in message
    money = as_it_is("2021").replace('["disclosure/fees/amount"]', '["review/figures/k.total"]')
    money = money.replace("review/figures/k.total", "review/figures/reconsideration.total")
    assert "规则「收费金额单位」所指的格不符合该规则的要求，不执行。" in form_changes(
        read(money), old
    )


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        ("magnitude", '"requests/received/natural"'),
        ("regulations", '"disclosure/fees/amount"'),
        ("regulations", '"review/figures/reconsideration.total"'),
        ("far_above", '"requests/handled.total/total"'),
        ("far_above", '"requests/handled.total/total", "requests/received/total"'),
        ("far_above", '"disclosure/fees/amount", "requests/handled.total/total"'),
    ],
)
def test_a_rule_given_places_it_cannot_speak_of_says_nothing(rule: str, on: str) -> None:
    text = as_it_is("2021")
    rules = f', {{"rule" = "{rule}", "name" = "试", "severity" = "warning", "on" = [{on}]}}]'
    head, _, tail = text.rpartition("\npresets = ")
    report = filled(read(f"{head.rstrip()[:-1]}{rules}\npresets = {tail}"))
    mine = report.form.rules[-1]
    assert mine.name == "试"
    assert not applies(report.form, mine)
    check(report)
    assert "规则「试」所指的格不符合该规则的要求，不执行。" in form_changes(
        report.form, catalog.form("2021")
    )
