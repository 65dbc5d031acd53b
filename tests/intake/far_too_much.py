"""Texts that are no reports and cost whoever looks for one: each near a bound, made to be slow."""

from typing import Final

_HEADS: Final = "某局2024年政府信息公开工作年度报告\n一、总体情况\n"
_TABLE: Final = "二、主动公开政府信息情况\n规章\t1\t2\t3\n"


def _rows(count: int, label: str) -> str:
    return "".join(f"行政{n:05d}{label}\t{n}\n" for n in range(count))


TEXTS: Final[dict[str, str]] = {
    "15000 labels": f"{_HEADS}{_TABLE}{_rows(15_000, '复议结转情况')}",
    "tables between": _HEADS + f"{_TABLE}\n一句话。\n" * 900,
    "100000 paragraphs": _HEADS + "一句话。\n" * 100_000,
    "2900 sentences": _HEADS + "".join(f"第{n}项工作已经完成。\n" for n in range(2900)),
    "5000 headings": _HEADS + "".join(f"（一）工作{n}\n1.事项\n一句话。\n" for n in range(2500)),
    "140 headings": _HEADS + "".join(f"（一）工作{n}\n{'一句话。' * 900}\n" for n in range(140)),
    "one paragraph": f"{_HEADS}（一）主动公开\n{'公开信息和申请办理，' * 90_000}\n",
    "one paragraph of years": f"{_HEADS}（一）主动公开\n{'2023年公开信息，' * 90_000}\n",
    "broken everywhere": _HEADS + "这一段没有句号也没有结束还要继续写下去\n" * 2900,
    "categories": f"{_HEADS}累计9条。其中{'，'.join(f'类别{n}有{n}条' for n in range(20_000))}。",
    "categories within reach": (
        f"{_HEADS}累计9条。其中{'，'.join(f'类别{n}有{n}条' for n in range(290))}。"
    ),
    "among": f"{_HEADS}累计9条。{'其中甲5，' * 60_000}\n",
    "digits": f"{_HEADS}六、其他需要报告的事项\n（一）收取信息处理费情况\n{'9' * 400_000}元。",
    "numbers": (
        f"{_HEADS}六、其他需要报告的事项\n（二）人大代表建议和政协提案办理结果公开情况\n"
        f"{'建议1件，提案2件，共3件；' * 30_000}。"
    ),
    "brackets": f"{_HEADS}{_TABLE}{'（' * 200_000}\t1\n",
    "strokes": f"{_HEADS}{_TABLE}行政许可\t{'—' * 200_000}一\n行政处罚\t{'1 ' * 200_000}a\n",
    "a wide line": _HEADS + _TABLE + "\t".join(f"总计{n}" for n in range(40_000)) + "\n",
    "many columns": _HEADS + _TABLE + "\n".join("总计\t其他" * 150 for _ in range(100)) + "\n",
    "rows again and again": _HEADS + _TABLE + "规章\t1\t2\t3\n" * 9000,
    "line breaks": _HEADS + "一句话\n" * 2900 + "（一）主动公开情况。一句话" * 20_000,
}
"""By name; none has more characters or cells than a file may have."""
