"""What this year's text shares with last year's: the same runs for the rule and for the marks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from model.combine.last_year import with_last
from model.report import likeness
from model.report.report import Report, TextBlock

texts = st.text(st.sampled_from("公开信息 \n𠮷"), max_size=40)


def marked(body: str, last: str) -> str:
    """Draw a text with its shared runs in brackets."""
    for start, end in reversed(likeness.marks(body, likeness.runs([last]))):
        body = f"{body[:start]}[{body[start:end]}]{body[end:]}"
    return body


def test_runs_of_eight_characters_are_marked_and_shorter_ones_are_not() -> None:
    last = "全年举办政务公开培训班两期，参训九十人次。"
    assert marked("今年举办政务公开培训班三期。", last) == "今[年举办政务公开培训班]三期。"
    assert marked("办政务公开培训。", last) == "办政务公开培训。"


def test_white_space_neither_breaks_a_run_nor_counts_in_it() -> None:
    assert marked("举办 政务\n公开培训班", "举办政务公开培训班") == "[举办 政务\n公开培训班]"


def test_runs_that_touch_or_overlap_are_one_mark() -> None:
    last = "甲乙丙丁戊己庚辛｜子丑寅卯辰巳午未"
    assert marked("甲乙丙丁戊己庚辛子丑寅卯辰巳午未", last) == "[甲乙丙丁戊己庚辛子丑寅卯辰巳午未]"


@given(texts, texts)
def test_a_character_is_marked_when_it_stands_in_a_shared_run(body: str, last: str) -> None:
    dense, known = "".join(body.split()), "".join(last.split())
    wanted = set()
    for i in range(len(dense) - 7):
        if dense[i : i + 8] in known:
            wanted |= set(range(i, i + 8))
    places = [n for n, sign in enumerate(body) if not sign.isspace()]
    found = likeness.marks(body, likeness.runs([last]))
    covered = {n for n, place in enumerate(places) if any(a <= place < b for a, b in found)}
    assert covered == wanted
    assert all(a < b for a, b in found) and found == sorted(found)


def test_the_share_is_that_of_our_runs_and_nothing_where_there_is_none() -> None:
    known = likeness.runs(["甲乙丙丁戊己庚辛"])
    assert likeness.share(likeness.runs(["甲乙丙丁戊己庚辛"]), known) == 1
    assert likeness.share(likeness.runs(["短"]), known) == 0


def test_a_preface_is_not_compared(empty: Report) -> None:
    report = empty.with_text(TextBlock("overview.preface", "前言", "根据条例编制。"))
    report = report.with_text(TextBlock("overview.platform", "平台", "网站改版。"))
    report = replace(report, texts=(*report.texts, TextBlock("overview.own1", "甲", "乙")))
    found = likeness.compared(report, report.texts, "overview")
    assert [block.key for block in found] == ["overview.platform", "overview.own1"]


def test_last_years_text_is_found_by_key_or_for_the_units_own_by_title(empty: Report) -> None:
    own = TextBlock("overview.own1", "便民服务", "去年的便民服务。")
    platform = TextBlock("overview.platform", "网站", "去年的网站。")
    last = replace(empty, texts=(own, platform))
    report = with_last(empty, last, "2023.gknb")
    assert likeness.last_text(report, TextBlock("overview.platform", "平台建设")) == platform
    assert likeness.last_text(report, TextBlock("overview.own7", "便民服务")) == own
    assert likeness.last_text(report, TextBlock("overview.own1", "另一项")) is None
    assert likeness.last_text(empty, platform) is None
