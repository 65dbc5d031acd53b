"""Each kind of document in which units keep their reports: nothing wrong, nothing lost."""

from collections import Counter

import pytest

from intake.recognition.reading import recognise
from intake.worker import read
from tests.intake.known import FORMS
from tests.intake.recognition.kinds import KINDS, judged_whole, made_of
from tests.sampling import many


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_kind_a_report_is_of_nothing_in_it_is_read_wrong_or_lost(kind: str) -> None:
    found: Counter[str] = Counter()
    for number in range(many(30, 1)):
        made, data = made_of(kind, number)
        found += judged_whole(made, recognise(read(data), FORMS))
    bad = {key: count for key, count in found.items() if key.endswith(("wrong", "lost"))}
    assert not bad
    assert found["texts right"] >= 0.97 * sum(found[f"texts {one}"] for one in ("right", "named"))
