"""What a text costs the window's thread grows with its length, whatever is repeated in it."""

import inspect
import time
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Final

import pytest

from intake.words import labels
from model.checks.check import check
from model.checks.publication import SOUGHT, Repertoire, in_gb2312, missing_characters
from model.checks.rules import RULES
from model.checks.signs import DATE, Sign, plain
from model.errors import ReportError
from model.form import catalog
from model.form.form import Form, Text
from model.report.begin import new_report
from model.report.likeness import runs
from model.report.report import Previous, Report, Tally, TextBlock
from model.unit import Unit
from tests.figures import tell
from tests.hostile.repeats import BY_HAND, PUMPED, Repeat, modules, repeats
from tests.sampling import sampled

SHORT: Final = 2_500
LONG: Final = 40_000
FLOOR: Final = 0.1
"""Seconds of CPU time below which nothing is judged."""
ROUNDS: Final = 8
"""Times that a cost is measured before it is judged; the least of them counts."""
MOST: Final = 6
"""How many times more four times as much may cost."""
BLOCK: Final = "overview.management"
FORM: Final = catalog.form("2021")
RUN: Final = count()
OFTEN: Final = [Repeat("", text, "") for text in BY_HAND] + [Repeat(*one) for one in PUMPED]
FEW: Final = [Repeat("", one, "") for one in ("2023年", "甲\n", "ab", "《", "文", "1，", " ", "。")]


@pytest.fixture(scope="module", autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Forget the long texts afterwards: caches of the model hold hundreds of megabytes of them."""
    yield
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"]:
                value.cache_clear()


def cost(work: Callable[[], object]) -> float:
    """Give the CPU seconds of this thread that some work takes."""
    begun = time.thread_time()
    with suppress(ReportError, ValueError):  # what is asked is no number, no such place
        made = work()
        if inspect.isgenerator(made):
            list(made)
    return time.thread_time() - begun


def report_with(text: str, form: Form = FORM) -> Report:
    """Give a report that holds a text wherever a clerk words something, now and last year."""
    text = f"{next(RUN)}次\n{text}"  # what was read once is kept: each text is a new one
    line = text.replace("\n", " ")
    begun = new_report(form, Unit(name=line, address=line, phone=line, signature=line), 2024)
    wanted = (BLOCK, "overview.preface", "other.fees")
    texts = tuple(replace(one, body=text) if one.key in wanted else one for one in begun.texts)
    texts += (replace(texts[-1], key="other.own", title=line),)
    tally = Tally("own", line, "条", BLOCK, (("a", line), ("b", "其他")))
    cell = "requests/received/natural"
    return replace(
        begun,
        texts=texts,
        tallies=(tally,),
        values={"tally/own/a": 3, "figure/fee_notices": 1, "figure/fee_paid": 0},
        unread={"requests/carried_in/natural": line},
        notes={"requests": text},
        remarks={cell: line},
        previous=Previous("上年", form.key, 2023, line, {}, texts),
    )


def written(text: str) -> Report:
    """Give a report that holds a text under one sub-head."""
    begun = new_report(FORM, Unit(name="某市水务局"), 2024)
    block = begun.text(BLOCK)
    assert block is not None
    return begun.with_text(replace(block, body=f"{next(RUN)}次\n{text}"))


def grows(work: Callable[[int], Callable[[], object]], length: int = SHORT) -> str:
    """Say how the cost of some work grows too fast with the length of a text; "" if it does not.

    ``work`` prepares it for a length; only what it prepares is measured.
    """
    if cost(work(4 * length)) < FLOOR:
        return ""
    short = long = float("inf")
    for _ in range(ROUNDS):
        short = min(short, cost(work(length)))
        long = min(long, cost(work(4 * length)))
        if long < FLOOR or long <= MOST * short:
            return ""
    return f"{long / short:.1f} times"


def test_patterns_are_tried_that_no_one_has_listed() -> None:
    found = repeats()
    assert len(found) > 500
    assert {"2023年", "《", "申请人于"} <= {one.again for one in found}


def slow_of(
    found: Iterable[Repeat], work: Callable[[str], Callable[[], object]], length: int = SHORT
) -> dict[Repeat, str]:
    """Give the repeats at which some work costs too much for its length, and how much."""
    message = {one: grows(lambda n, one=one: work(one.of(n)), length) for one in found}
    return {one: said for one, said in message.items() if said}


def test_no_repeated_text_makes_the_check_of_a_report_slower_than_its_length() -> None:
    """One text of 40,000 characters costs at most a second more than a short one."""
    short, worst = cost(checking("公开。")), 0.0
    found, slow = sampled(repeats(), 12), {}
    for one in found:
        spent = cost(checking(one.of(LONG))) - short
        if spent > 2 * FLOOR:
            spent = min(spent, *(cost(checking(one.of(LONG))) - short for _ in range(2)))
        worst = max(worst, spent)
        if spent > 1 or (spent > 2 * FLOOR and slow_of([one], checking, LONG // 4)):
            slow[one] = f"{spent:.2f} s"
    assert not slow
    tell(f"check: {LONG} characters of {len(found)} repeats cost {worst:.2f} CPU s more at most")


def checking(text: str) -> Callable[[], object]:
    report = written(text)
    return lambda: check(report)


def everywhere(text: str) -> Callable[[], object]:
    report = report_with(text)
    return lambda: check(report)


def test_no_text_anywhere_in_a_report_makes_its_check_slower_than_its_length() -> None:
    assert not slow_of(sampled(OFTEN, 5), everywhere)


def stating(length: int) -> str:
    """Give prose of a length that states figures in every sentence; none of it was read before."""
    text = ""
    while len(text) < length:
        n = next(RUN)
        text += (
            f"新收申请{n}件，同比增长3%，办结{n}件，其中予以公开{n}件、不予公开{n}件，占总数的30%；"
        )
        text += f"无结转下年度。被申请行政复议{n}件，其中维持{n}件，其他情况良好。"
    return text[:length]


def test_no_number_of_statements_makes_a_check_slower_than_its_texts_are_long() -> None:
    def work(length: int) -> Callable[[], object]:
        return checking(stating(length))

    assert not grows(work, LONG // 4)
    whole = min(cost(work(10_000)) for _ in range(3))
    tell(
        f"check: 10000 characters that state figures cost {1000 * whole:.0f} CPU ms the first time"
    )


def test_a_key_in_a_text_that_states_figures_costs_little_of_the_whole() -> None:
    """Only the sentence that is typed into is read again."""
    shares = []
    for _ in range(ROUNDS):
        report = written(stating(LONG))
        block = report.text(BLOCK)
        assert block is not None
        whole = cost(lambda report=report: check(report))  # type: ignore[misc]
        typed = report.with_text(replace(block, body=f"{block.body}新收申请{next(RUN)}件。"))
        shares.append(cost(lambda typed=typed: check(typed)) / whole)  # type: ignore[misc]
    assert min(shares) < 1 / 3
    tell(
        f"check: a key in {LONG} characters that state figures costs {min(shares):.0%} of them all"
    )


def test_there_is_a_form_that_has_each_rule() -> None:
    assert {rule.rule for name in catalog.released() for rule in catalog.form(name).rules} == {
        *RULES
    }


@pytest.mark.parametrize("name", RULES)
def test_no_rule_is_slower_than_a_text_is_long(name: str) -> None:
    def work(text: str) -> Callable[[], object]:
        report = report_with(text)
        (rule, *_) = (one for one in report.form.rules if one.rule == name)
        return lambda: list(RULES[name](report, rule, report.totals()))

    assert not slow_of(sampled(OFTEN, 15), work)


@pytest.mark.parametrize("sign", (*SOUGHT, DATE), ids=lambda sign: sign.key)
def test_no_sign_is_slower_than_a_text_is_long(sign: Sign) -> None:
    def work(text: str) -> Callable[[], object]:
        return lambda: list(sign.spans(plain(text)))

    assert not slow_of(sampled(repeats(), 15), work)


def test_no_cell_is_slower_to_read_than_it_is_long() -> None:
    def work(length: int) -> Callable[[], object]:
        return lambda: labels._PARTS.fullmatch(f"5{' ' * length}某")

    assert not grows(work)


def test_no_rare_character_is_looked_for_more_than_once() -> None:
    """A text of nothing but different characters that the font lacks."""
    fonts = {face: Repertoire("仿宋_GB2312", in_gb2312) for face in ("body", "title", "table")}
    rare = "".join(map(chr, range(0x20000, 0x20000 + LONG)))

    def work(length: int) -> Callable[[], object]:
        report = written(rare[:length])
        return lambda: list(missing_characters(report, fonts))

    assert not grows(work, LONG // 4)


def by_name(text: str) -> dict[tuple[str, object], object]:
    """Give what a function of the model can be given, by the name and the type it asks for."""
    report = report_with(text)
    block, before = report.text(BLOCK), replace(report, year=2023)
    assert block is not None
    other = text.replace(text[-1:], "改", 1) + "改"
    words = dict.fromkeys(("text", "body", "typed", "title", "line", "label", "one"), text)
    return {
        **{(name, str): value for name, value in words.items()},
        ("other", str): other,
        ("known", AbstractSet[str]): runs([other]),
        ("bodies", Iterable[str]): [text],
        ("key", str): block.key,
        ("section", str): block.section,
        ("address", str): block.address,
        ("words", str): text,
        ("name", str): text,
        ("report", Report): report,
        ("one", Report): report,
        ("other", Report): replace(before, texts=tuple(_changed(report, other))),
        ("last", Report): before,
        ("block", TextBlock): block,
        ("text", Text): report.form.texts["overview.on_request"],
        ("tally", Tally): report.tallies[0],
        ("form", Form): report.form,
        ("year", int): 2025,
        ("unit", Unit): report.unit,
        ("source", str): "上年",
    }


def _changed(report: Report, body: str) -> Iterator[TextBlock]:
    return (replace(one, body=body if one.body else "") for one in report.texts)


def functions() -> dict[str, Callable[..., object]]:
    """Give every function of the model that can be given a text or a report, by its name.

    A function that is added is among them as soon as it calls its parameters as the others do.
    """
    known, found = by_name("文").keys(), {}
    for module in modules():
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
                continue
            if not inspect.isfunction(inspect.unwrap(value)) or inspect.isclass(value):
                continue
            asked = [
                (one.name, one.annotation)
                for one in inspect.signature(value).parameters.values()
                if one.default is inspect.Parameter.empty
            ]
            if (
                asked
                and set(asked) <= known
                and any(one[1] in (str, Iterable[str], Report) for one in asked)
            ):
                found[f"{module.__name__}.{name}"] = value
    return found


def test_functions_are_tried_that_no_one_has_listed() -> None:
    found = {name.rpartition(".")[2] for name in functions()}
    assert len(found) > 60
    assert found >= {
        "check",
        "hints",
        "text_years",
        "year_updates",
        "hunks",
        "sides",
        "marks",
        "runs",
    }
    assert found >= {
        "clean",
        "left_out",
        "inserted",
        "put",
        "repeated",
        "changes",
        "is_own_preface",
    }


@pytest.mark.parametrize("name", functions())
def test_no_function_of_the_model_is_slower_than_a_text_is_long(name: str) -> None:
    function = functions()[name]
    asked = [
        (one.name, one.annotation)
        for one in inspect.signature(function).parameters.values()
        if one.default is inspect.Parameter.empty
    ]

    def work(text: str) -> Callable[[], object]:
        given = by_name(text)
        return lambda: function(*(given[one] for one in asked))

    assert not slow_of(sampled(FEW, 4), work)
