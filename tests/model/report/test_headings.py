"""Sub-heads named, added, moved and removed: the texts stay a tree, and nothing else is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.drafts import file_format
from model.form import catalog
from model.report import subheads, tallies
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, TextBlock, insert_text
from model.unit import Unit

START = new_report(catalog.form("2021"), Unit(name="某市水务局"), 2024)
Act = Callable[[Report, str, Report], Report]
ACTS: dict[str, Act] = {
    "rename": lambda report, key, _: subheads.rename(report, key, "改过的小标题"),
    "below": lambda report, key, _: subheads.add_below(report, key, "加在下面")[0],
    "under": lambda report, key, _: subheads.add_under(report, key, "加在其中")[0],
    "last": lambda report, key, _: subheads.add_last(report, key.partition(".")[0], "加在最后")[0],
    "remove": lambda report, key, _: subheads.remove(report, key),
    "up": lambda report, key, _: subheads.move(report, key, -1),
    "down": lambda report, key, _: subheads.move(report, key, 1),
    "write": lambda report, key, _: subheads.write(report, key, f"{key}的文字"),
    "tally": lambda report, key, _: tallies.add(report, key, "按渠道")[0],
    "restore": lambda report, key, _: restored(report, key.partition(".")[0]),
}
Script = list[tuple[str, int]]
scripts = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 40)), max_size=12)


def restored(report: Report, section: str) -> Report:
    gone = subheads.absent(report, section)
    return subheads.restore(report, gone[-1]) if gone else report


def play(script: Script, report: Report = START) -> Report:
    for act, place in script:
        keys = [b.key for b in report.texts if subheads.is_heading(report, b.key)]
        if keys and not (act == "under" and keys[place % len(keys)].count(".") > 2):
            report = ACTS[act](report, keys[place % len(keys)], report)
    return report


def tree(report: Report, section: str) -> str:
    """Draw a section's sub-heads, one a line, indented by level."""
    blocks = report.section_texts(section)
    return "\n".join("  " * (block.level - 1) + block.title for block in blocks)


def keys(report: Report, section: str = "overview") -> list[str]:
    return [block.key.partition(".")[2] for block in report.section_texts(section)]


def is_tree(report: Report) -> bool:
    """Each sub-head stands directly under its parent's own, with no other's between."""
    order = [block.key for block in report.texts]
    for key in order:
        below = [n for n, other in enumerate(order) if other.startswith(f"{key}.")]
        if below and below != list(range(order.index(key) + 1, order.index(key) + 1 + len(below))):
            return False
    return True


@given(scripts)
def test_whatever_is_done_the_sub_heads_stay_a_tree_with_keys_of_their_own(script: Script) -> None:
    report = play(script)
    order = [block.key for block in report.texts]
    assert len(set(order)) == len(order)
    assert is_tree(report)
    sections = [block.section for block in report.texts]
    assert sections == sorted(sections, key=list(report.form.section_of).index)
    assert file_format.decode(file_format.encode(report)) == report


@given(scripts, st.sampled_from(["rename", "below", "under", "last", "up", "down", "restore"]))
def test_nothing_but_removing_takes_a_word_or_a_tally_away(script: Script, act: str) -> None:
    before = play([*script, ("write", 3), ("write", 7)])
    after = play([(act, 5)], before)
    written = {block.key: block.body for block in after.texts}
    assert written.items() >= {b.key: b.body for b in before.texts}.items()
    assert after.tallies == before.tallies
    assert after.values == before.values


@given(scripts, st.integers(0, 40))
def test_moving_down_and_up_again_gives_the_same_report(script: Script, place: int) -> None:
    before = play(script)
    moving = [b.key for b in before.texts if subheads.is_heading(before, b.key)]
    if moving:
        key = moving[place % len(moving)]
        moved = subheads.move(before, key, 1)
        assert subheads.move(moved, key, -1) == before or moved == before


@given(scripts)
def test_an_added_sub_head_that_is_removed_again_leaves_the_same_report(script: Script) -> None:
    before = play(script)
    for block in before.texts:
        for act in (subheads.add_below, subheads.add_under):
            after, key = act(before, block.key, "新的")
            assert subheads.remove(after, key) == before


def test_a_renamed_sub_head_of_the_form_keeps_its_key_and_its_text(empty: Report) -> None:
    written = subheads.write(empty, "overview.platform", "网站改版。")
    report = subheads.rename(written, "overview.platform", " （四）平台建设\n情况。 ")
    assert report.text("overview.platform") == TextBlock(
        "overview.platform", "平台建设 情况", "网站改版。"
    )
    assert subheads.rename(report, "overview.platform", "（二）") == report
    assert subheads.rename(report, "overview.nothing", "甲") == report
    assert subheads.write(report, "overview.nothing", "甲") == report


def test_a_sub_head_is_added_after_all_that_stands_under_its_neighbour(empty: Report) -> None:
    report, below = subheads.add_under(empty, "overview.on_request", "受理渠道")
    report, _ = subheads.add_under(report, below, "当面申请")
    report, _ = subheads.add_under(report, "overview.on_request", "答复")
    report, _ = subheads.add_below(report, "overview.on_request", "便民服务")
    assert tree(report, "overview") == (
        "前言\n"
        "主动公开方面\n"
        "依申请公开\n"
        "  受理渠道\n"
        "    当面申请\n"
        "  答复\n"
        "便民服务\n"
        "政府信息管理\n"
        "政府信息公开平台建设\n"
        "监督保障"
    )
    assert keys(report)[3:7] == ["on_request.own1", "on_request.own1.own1", "on_request.own2",
                                 "own1"]  # fmt: skip


def test_a_sub_head_moves_with_what_is_under_it_and_stops_at_the_ends(empty: Report) -> None:
    report, _ = subheads.add_under(empty, "overview.management", "审核")
    report = subheads.move(report, "overview.management", 1)
    order = ["preface", "proactive", "on_request", "platform", "management", "management.own1"]
    assert keys(report) == [*order, "supervision"]
    report = subheads.move(report, "overview.platform", -1)
    order = ["preface", "proactive", "platform", "on_request", "management", "management.own1"]
    assert keys(report) == [*order, "supervision"]
    assert subheads.move(report, "overview.proactive", -1) == report  # the preface stays first
    assert subheads.move(report, "overview.supervision", 1) == report
    assert subheads.move(report, "overview.management.own1", 1) == report


def test_removing_takes_what_is_under_it_and_says_so(empty: Report) -> None:
    report, key = subheads.add_under(empty, "overview.proactive", "发布数量")
    report = put(report, "tally/published/training", "7")
    report = put(report, "tally/published/total", "约7")
    assert subheads.removal_label(report, key) == "删除「发布数量」"
    message = subheads.removal_label(report, "overview.proactive")
    assert message == "删除「主动公开方面」及其下1个下级小标题、1个分类统计、2个数"
    removed = subheads.remove(report, "overview.proactive")
    assert keys(removed) == ["preface", "on_request", "management", "platform", "supervision"]
    assert (removed.tallies, removed.values, removed.unread) == ((), {}, {})
    assert subheads.removal_label(removed, "overview.proactive") == "删除「」"
    assert [t.key for t in subheads.tallies_under(report, "overview.proactive")] == ["published"]


def test_a_removed_customary_sub_head_is_missed_and_comes_back_to_its_place(empty: Report) -> None:
    report = subheads.remove(empty, "overview.management")
    missed = [text.key for text in subheads.absent(report, "overview")]
    assert missed == ["lead", "proactive.system", "proactive.published", "management"]
    regional = [text for text in report.form.texts.values() if text.regional]
    lead, *absent = subheads.absent(report, "other")
    assert (lead.block, absent) == (report.form.lead("other"), regional)
    assert subheads.restore(report, report.form.texts["overview.management"]) == empty


@pytest.mark.parametrize("back", ["overview.proactive.system", "overview.on_request"])
def test_a_sub_head_of_the_form_never_comes_back_between_one_and_what_is_under_it(
    empty: Report, back: str
) -> None:
    report, key = subheads.add_under(empty, "overview.proactive", "甲")
    report, _ = subheads.add_under(report, key, "乙")
    report = replace(report, texts=tuple(b for b in report.texts if b.key != back))
    texts = insert_text(report.texts, TextBlock(back, "丙"), report.form)
    assert is_tree(replace(report, texts=texts))


def test_the_first_sub_head_of_an_emptied_section_is_added(empty: Report) -> None:
    for key in ("problems.problems", "problems.improvement"):
        empty = subheads.remove(empty, key)
    report, key = subheads.add_last(empty, "problems", "1.整体情况")
    assert (key, tree(report, "problems")) == ("problems.own1", "整体情况")


def test_a_sub_head_whose_parent_is_gone_stands_with_the_nearest_above(empty: Report) -> None:
    orphan = TextBlock("overview.gone.deep", "甲")
    report = replace(empty, texts=insert_text(empty.texts, orphan, empty.form))
    assert subheads.parent_of(report, orphan.key) == ""
    assert subheads.siblings(report, orphan.key)[-1] == orphan.key
