"""The sentences of the benchmark are recognised, and those of other matters are left alone."""

import random

import pytest

from benchmarks import claiming
from tests.figures import tell


@pytest.fixture(scope="module")
def scores() -> claiming.Scores:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claiming, "_TIMES", 2)
        return claiming.claiming()


def test_almost_all_figures_are_recognised_and_their_contradictions_found(
    scores: claiming.Scores,
) -> None:
    found = claiming.as_json(scores)
    assert found["right"] >= 0.95
    assert found["found"] >= 0.95
    tell(f"claims: {found['right']:.1%} of the figures in sentences recognised")


def test_no_true_sentence_is_contradicted(scores: claiming.Scores) -> None:
    assert scores.false == []


def test_sentences_of_other_matters_state_no_figure(scores: claiming.Scores) -> None:
    assert len(scores.false_other) <= 2


def test_a_template_is_filled_with_the_numbers_given() -> None:
    filled = claiming.fill("收到{received:cn}件。", random.Random(1), {"received": 12})
    assert filled.text == "收到十二件。"
