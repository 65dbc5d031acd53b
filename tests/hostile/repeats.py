"""Texts that repeat what a pattern looks for, derived from the patterns themselves."""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, Final, NamedTuple

import model
from model.checks.signs import DATE, SIGNS

_OTHER: Final = "文"
"""A character that hardly any pattern looks for."""


class Repeat(NamedTuple):
    """A text of any length: ``head``, then ``again`` and ``again``, then ``tail``."""

    head: str
    again: str
    tail: str

    def of(self, length: int) -> str:
        """Give the text with a repeated part of this many characters."""
        return self.head + (self.again * (length // len(self.again) + 1))[:length] + self.tail


BY_HAND: Final = (
    *"《“〔（【[「(》”〕",
    *" ，。、：；\n\t　年月日至~-#/.%×X_★",
    *[
        "2023年",
        "2024年",
        "2025年",
        "2023",
        "2023.",
        "年",
        "1",
        "至",
        "第1号",
        "2023年第1号",
        "〔2023〕1号",
    ],
    *[
        "申请人于",
        "申请人于某",
        "申请人于某某",
        "申请人张三",
        "申请人：",
        "13800000000",
        "13800000000，",
    ],
    *[
        "https://a",
        "www.",
        "a.",
        "a.gov.cn,",
        "a@b",
        "2023年",
        "《2023年》",
        "“2023年",
        "〔2023",
        "2023年，",
        "2023年。",
    ],
    *[
        "对2023年修订的",
        "在2023年",
        "2023年我局",
        "截至2023年",
        "下一步2023年将",
        "2023年至",
        "2023年发布的",
    ],
    *[
        "统计2023年期限",
        "2023年问题",
        "2023年1月",
        "2023年1月1日至12月31日",
        "无申请",
        "3件",
        "地址：1",
    ],
    "2023年 ",
    "2023 年",
    "12月31日 ",
    "2023年 1 月 ",
    "内部资料 ",
    "机密 ★",
    "其中机关1条，",
    "一是，三是，",
    "一、\n",
    "审核",
    "办结3件，办结件，",
)
"""What was met, or thought of, by somebody."""
PUMPED: Final = (
    ("2023", " ", ".1"),
    ("2023年1月", " ", "文"),
    ("2023年1月1", " ", "文"),
    ("2023年", "1", "文"),
    ("2023年", " ", "文"),
    ("2023", "　", "-"),
    ("1", " ", "文"),
    ("", "1,", "文"),
    ("密级：", " ", "文"),
    ("内部资料", " ", "文"),
    ("2023年第", "1", "文"),
    ("对2023年修订的", "文", "#"),
    ("（", " ", "文"),
)


def modules() -> list[ModuleType]:
    """Give every module of the model."""
    found = pkgutil.walk_packages(model.__path__, "model.")
    return [importlib.import_module(module.name) for module in found]


def patterns() -> list[re.Pattern[str]]:
    """Give every pattern for texts that a module of the model holds."""
    named = [value for module in modules() for value in vars(module).values()]
    held = [*named, *(one for value in named if isinstance(value, tuple) for one in value)]
    own = [one for one in held if isinstance(one, re.Pattern) and isinstance(one.pattern, str)]
    return list(dict.fromkeys((*own, *(p for sign in (*SIGNS, DATE) for p in sign.patterns))))


@cache
def repeats() -> list[Repeat]:
    """Give what every pattern looks for, whole, cut off, and with each run of it drawn out.

    Many patterns are held against what stands behind a year: each text is tried there as well.
    """
    found = [Repeat(*one) for one in PUMPED]
    texts = list(BY_HAND)
    for pattern in patterns():
        parsed = list(_parser.parse(pattern.pattern, pattern.flags))
        whole = _texts(parsed)
        texts += whole + [f"2023{text}" for text in whole if text.lstrip().startswith("年")]
        for place, part in enumerate(parsed):
            head = _texts(parsed[:place])[0]
            texts.append(head)
            found += [Repeat(head, one, _OTHER) for one in _runs(part)]
            found += [Repeat(f"2023{head}", one, _OTHER) for one in _runs(part)]
    return list(dict.fromkeys((*(Repeat("", text, "") for text in texts if text), *found)))


def _texts(parts: Iterable[Any]) -> list[str]:
    """Give texts that a pattern matches: the first of all its choices, and each other one once."""
    said = [_choices(part) for part in parts]
    first = [choices[0] for choices in said]
    found = ["".join(first)]
    for place, choices in enumerate(said):
        found += ["".join((*first[:place], one, *first[place + 1 :])) for one in choices[1:]]
    return found


def _choices(part: Any) -> list[str]:
    """Give the texts of one part of a pattern; at least one, and no more than matter."""
    kind, value = part
    if kind is op.LITERAL:
        return [chr(value)]
    if kind in (op.NOT_LITERAL, op.ANY, op.CATEGORY):
        return [_OTHER]
    if kind is op.IN:
        return list(islice(_signs(value), 3))
    if kind is op.BRANCH:
        words = [branch for branch in value[1] if all(one[0] is op.LITERAL for one in branch)]
        others = [branch for branch in value[1] if branch not in words]
        alike = [*words[:1], *words[-1:]]  # words cost alike: the first and the last are enough
        return list(dict.fromkeys(text for one in (*alike, *others) for text in _texts(one)))
    if kind is op.SUBPATTERN:
        return _texts(value[-1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, _, inner = value
        return [text * max(least, 1) for text in _texts(inner)] + [""] * (least == 0)
    return [""]


def _signs(items: Any) -> Iterator[str]:
    """Give signs of a class, of a negated one a sign that is hardly in it."""
    categories = {op.CATEGORY_SPACE: " ", op.CATEGORY_DIGIT: "1", op.CATEGORY_WORD: "a"}
    for kind, value in items:
        if kind is op.NEGATE:
            yield _OTHER
            return
        if kind is op.LITERAL:
            yield chr(value)
        elif kind is op.RANGE:
            yield chr(value[0])
        else:
            yield categories.get(value, _OTHER)


def _runs(part: Any) -> Iterator[str]:
    """Give what may stand any number of times within a part of a pattern."""
    kind, value = part
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        if value[1] > 20:
            yield from filter(None, _texts(value[2]))
        for inner in value[2]:
            yield from _runs(inner)
    elif kind is op.BRANCH:
        for branch in value[1]:
            for inner in branch:
                yield from _runs(inner)
    elif kind is op.SUBPATTERN:
        for inner in value[-1]:
            yield from _runs(inner)
