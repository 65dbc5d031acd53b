"""How far two reports are apart, as the clerk is told."""

from dataclasses import replace

import pytest

from model.compare.parts import difference
from model.report.answers import put
from model.report.report import Report, TextBlock

CELL = "requests/received/natural"
TEXT = "text/overview.proactive"


def test_a_report_does_not_differ_from_itself(example: Report) -> None:
    other = replace(example, id="another", revision="7", extra={"以后": 1})
    assert str(difference(example, other)) == "没有不同"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({CELL: "7"}, "1 格不同"),
        ({CELL: ""}, "1 格不同"),
        ({CELL: "七件"}, "1 格不同"),
        ({CELL: "7", "figure/fee_paid": "8", TEXT: "改"}, "2 格、1 段不同"),
        ({"unit/phone": "1"}, "其他内容不同"),
        ({CELL: "7", f"{CELL}#remark": "含"}, "1 格、其他内容不同"),
    ],
)
def test_what_was_typed_is_counted(typed: dict[str, str], message: str, example: Report) -> None:
    other = example
    for address, text in typed.items():
        other = put(other, address, text)
    assert str(difference(example, other)) == message
    assert str(difference(other, example)) == message


def test_a_text_that_is_gone_differs(example: Report) -> None:
    fewer = replace(example, texts=example.texts[1:])
    more = replace(example, texts=(*example.texts, TextBlock("other.own", "本单位事项")))
    assert difference(example, fewer).texts == 1
    assert difference(more, fewer).texts == 2


def test_texts_in_another_order_differ(example: Report) -> None:
    turned = replace(example, texts=example.texts[::-1])
    assert str(difference(example, turned)) == "其他内容不同"
