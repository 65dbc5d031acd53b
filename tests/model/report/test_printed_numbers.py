"""Every number of a text that the checks count is printed, or left the report with its sub-head."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.outline import OutlineParagraph, outline
from export.readback import read_web, read_word
from model import resources
from model.compare.parts import ReportPart, applied, parts_with_place, with_parts_from
from model.drafts import file_format
from model.errors import DraftError
from model.form import catalog
from model.form.form import Form
from model.report import subheads, tallies
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, TextBlock
from model.report.wording import tally_sentence, text_sentence
from model.unit import Unit
from tests import new_form
from tests.model.report.test_headings import START, Script, play, scripts
from tests.writing import render_web, render_word

TALLIED = put(put(START, "tally/published/training", "61234"), "figure/fee_notices", "71234")


def unprinted(report: Report, lines: list[str]) -> Iterator[str]:
    """Yield the sentences of numbers that do not stand among some lines."""
    said = [tally_sentence(report, tally) for tally in report.tallies]
    said += [text_sentence(report, text) for text in report.form.texts.values() if text.figures]
    return (one for one in filter(None, said) if not any(one in line for line in lines))


def outlined(report: Report) -> list[str]:
    return [one.text for one in outline(report) if isinstance(one, OutlineParagraph)]


def documented(report: Report) -> Iterator[list[str]]:
    yield [one for one in read_word(render_word(report))[1] if isinstance(one, str)]
    yield [one for one in read_web(render_web(report)) if isinstance(one, str)]


def held(report: Report) -> set[str]:
    return {a for a in (*report.values, *report.unread) if a.startswith(("tally/", "figure/"))}


@given(scripts, st.sets(st.integers(0, 20)))
def test_whatever_becomes_of_sub_heads_each_number_is_printed(
    script: Script, gone: set[int]
) -> None:
    """Sub-heads may also be lost without their numbers: by a file, or by parts that are chosen."""
    report = play(script, TALLIED)
    assert not [*unprinted(report, outlined(report))]
    kept = tuple(block for n, block in enumerate(report.texts) if n not in gone)
    lost = replace(report, texts=kept)
    assert held(lost) == held(report)
    assert not [*unprinted(lost, outlined(lost))]


@given(scripts, st.integers(0, 40))
def test_what_removing_takes_is_named_with_its_numbers(script: Script, place: int) -> None:
    report = play(script, TALLIED)
    keys = [b.key for b in report.texts if subheads.is_heading(report, b.key)]
    if keys:
        key = keys[place % len(keys)]
        after = subheads.remove(report, key)
        left = len(held(report)) - len(held(after))
        assert ("个数" in subheads.removal_label(report, key)) == (left > 0)
        assert subheads.removal_label(report, key).endswith(f"{left}个数" if left else "")
        assert after.text(key) is None


@pytest.mark.parametrize("gone", ["proactive", ""])
def test_a_tally_whose_sub_head_is_gone_is_printed_in_every_document(gone: str) -> None:
    texts = tuple(b for b in TALLIED.texts if not b.key.startswith(f"overview.{gone}"))
    report = replace(TALLIED, texts=texts)
    for lines in (outlined(report), *documented(report)):
        assert not [*unprinted(report, lines)]


def test_a_sub_head_comes_before_the_preface_as_the_place_of_a_tally() -> None:
    (tally,) = TALLIED.tallies
    texts = tuple(b for b in TALLIED.texts if b.key != "overview.proactive")
    assert replace(TALLIED, texts=texts).home_of(tally) == "overview.on_request"
    assert replace(TALLIED, texts=texts[:1]).home_of(tally) == "overview.preface"


def test_a_tally_in_an_emptied_section_keeps_a_sub_head() -> None:
    report, key = tallies.add(START, "problems.own1", "按渠道")
    report = put(report, f"tally/{key}/total", "约七")
    emptied = replace(report, texts=())
    assert emptied.text("problems.own1") == TextBlock("problems.own1", "按渠道")
    assert [block.key for block in replace(TALLIED, texts=()).texts] == [
        "overview.proactive", "other.fees"
    ]  # fmt: skip
    assert replace(START, texts=()).texts == ()  # no number waits for them


def test_a_text_before_the_heading_prints_its_numbers_too() -> None:
    (tally,) = TALLIED.tallies
    report = TALLIED.with_tally(replace(tally, under="overview.preface"))
    assert report.home_of(report.tallies[0]) == "overview.preface"
    assert outlined(report)[0] == tally_sentence(report, tally)


def test_clearing_the_only_sub_head_that_prints_a_tally_leaves_it() -> None:
    block = TextBlock("overview.proactive.published", "发布", "一段。")
    (tally,) = TALLIED.tallies
    report = TALLIED.with_tally(replace(tally, under=block.key))
    report = replace(report, texts=(block, TextBlock("other.fees", "收费")))
    cleared = put(report, block.address, "")
    assert cleared.text(block.key) == replace(block, body="")
    without = put(put(cleared, "tally/published/training", ""), block.address, "")
    assert without.text(block.key) is None


def test_removing_a_sub_head_takes_its_figures_and_says_so() -> None:
    report = put(put(TALLIED, "figure/fee_paid", "不详"), "figure/fee_paid#remark", "注")
    assert subheads.removal_label(report, "other.fees") == "删除「收取信息处理费情况」及其下2个数"
    removed = subheads.remove(report, "other.fees")
    assert (removed.text("other.fees"), removed.unread, removed.remarks) == (None, {}, {})
    assert removed.values.keys() == {"tally/published/training"}


def test_chosen_parts_never_hide_a_number() -> None:
    without = subheads.remove(subheads.remove(TALLIED, "other.fees"), "overview.proactive")
    figure = ReportPart("numbers", "figure/fee_notices")
    made = with_parts_from(without, TALLIED, [figure])
    assert made.text("other.fees") is not None
    made = applied(TALLIED, {ReportPart("texts", "other.fees"): None})
    assert not [*unprinted(made, outlined(made))]


def test_a_draft_that_lost_a_sub_head_opens_with_it() -> None:
    data = file_format.encode(TALLIED).decode()
    assert '"key": "other.fees"' in data
    read = file_format.decode(data.replace('"key": "other.fees"', '"key": "other.own1"').encode())
    assert not [*unprinted(read, outlined(read))]


CASES = (
    ('  key  = "review"', '  key  = "cases"'),
    ('on       = ["review"]', 'on       = ["cases"]'),
)


@pytest.fixture
def split(tmp_path: Path) -> Form:
    """A form whose table in section four is not called as the section."""
    text = new_form.text(*CASES).replace('"review/figures/', '"cases/figures/')
    (tmp_path / "2027.toml").write_text(text, "utf-8")
    resources.set_forms_folder(tmp_path)
    return catalog.form("2027")


@pytest.mark.parametrize("key", ["texts", "tallies"])
def test_no_text_or_tally_stands_under_the_key_of_a_table(split: Form, key: str) -> None:
    report = put(new_report(split, Unit(), 2027), "tally/published/training", "7")
    data = file_format.encode(report).decode()
    assert len(parts_with_place(file_format.decode(data.encode()), split)) > 0
    old, new = {
        "texts": ('"key": "problems.problems"', '"key": "cases.problems"'),
        "tallies": ('"under": "overview.proactive"', '"under": "cases.proactive"'),
    }[key]
    assert old in data
    with pytest.raises(DraftError, match="小标题无效"):
        file_format.decode(data.replace(old, new).encode())
    (tally,) = report.tallies
    lost = replace(report, tallies=(replace(tally, under="cases.own1"),))
    assert lost.home_of(lost.tallies[0]) == ""
    assert ReportPart("tallies", tally.key) not in parts_with_place(lost, split)
