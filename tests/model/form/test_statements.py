"""Tallies that a sentence states: a total, and the counts of its categories."""

from model.form.statements import TallyRead, tallies_in
from tests.patience import growth

COUNTED = "全年主动公开信息累计66余条。其中：机关职能5条，财政信息10条、会议51条。"


def tally_in(body: str, unit: str) -> TallyRead | None:
    """Give the first tally of a text."""
    return next(tallies_in(body, unit), None)


def test_a_tally_is_a_total_and_three_categories_or_more() -> None:
    tally = tally_in(f"前言。\n{COUNTED}\n另有。", "条")
    assert tally is not None
    assert (tally.total, tally.approximate) == (66, True)
    assert tally.parts == (("机关职能", 5), ("财政信息", 10), ("会议", 51))
    assert "".join(tally.sentences) == COUNTED


def test_a_sentence_that_lists_otherwise_is_no_tally() -> None:
    assert tally_in("其中机关职能5条，财政信息10条，会议51条。", "条") is None  # no total
    assert tally_in("累计15条。其中机关职能5条，财政信息10条。", "条") is None  # two
    assert tally_in("累计66条。其中甲5条，乙10条，丙51条，以及其他。", "条") is None
    assert tally_in("累计66件。其中甲5条，乙10条，丙51条。", "条") is None
    assert (
        tally_in("培训12次，累计66条。其中甲5条，乙10条，丙51条。", "条") is None
    )  # another number
    assert tally_in("其中一是培训。累计6条，其中甲1条，乙2条，丙3条", "条") is not None


def test_a_thousand_is_read_whole_in_a_tally_or_not_at_all() -> None:
    tally = tally_in("累计1,260条。其中会议1,234条，财政2条，人事24条。", "条")
    assert tally is not None
    assert (tally.total, tally.parts[0]) == (1260, ("会议", 1234))
    assert tally_in("累计60条。其中会议1,23条，财政2条，人事24条。", "条") is None
    assert tally_in("累计60条。其中会议1.5条，财政2条，人事24条。", "条") is None
    assert tally_in(f"累计60条。其中会议{'9' * 16}条，财政2条，人事24条。", "条") is None


def test_a_text_states_as_many_tallies_as_it_has_lists_in_any_unit() -> None:
    body = f"{COUNTED}分类6篇。其中甲 类1篇，乙2篇，丙3篇。"
    assert [one.total for one in tallies_in(body, "条")] == [66]
    (other,) = tallies_in(body, "篇")
    assert other.parts == (("甲 类", 1), ("乙", 2), ("丙", 3))
    assert [one.total for one in tallies_in(COUNTED * 2, "条")] == [66, 66]
    assert not [*tallies_in("分类6件(次)。其中甲1件，乙2件，丙3件。", "件(次)")]


def test_a_list_within_another_is_no_tally_and_neither_is_the_other() -> None:
    nested = "累计66条。其中会议60条，其中例会1条，专题2条，联席3条，财政2条，人事4条。"
    assert [one.total for one in tallies_in(nested + COUNTED, "条")] == [66]
    assert tally_in(nested, "条") is None


def test_the_time_of_a_text_of_many_lists_grows_with_its_length_only() -> None:
    for piece in ("其中", "8条其中", "8条，其中机关5条，"):
        assert growth(lambda n, piece=piece: [*tallies_in(piece * n, "条")], 5000) <= 7


def test_a_count_without_a_label_belongs_to_the_label_after_it() -> None:
    tally = tally_in("累计6条，其中甲1条、2条、乙2条，丙3条。", "条")
    assert tally is not None
    assert tally.parts == (("甲", 1), ("2条、乙", 2), ("丙", 3))
