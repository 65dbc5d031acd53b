"""Ways in which units write labels and numbers of the official tables otherwise."""

import random

from tests.intake.cells import Cells, is_label, text_of

FULL = str.maketrans("0123456789", "０１２３４５６７８９")
HALF = str.maketrans("（），“”", '(),""')
VARIANTS = {
    "社会公益组织": "社会组织",
    "本年废止件数": "本年度止件数",
    "行政规范性文件": "规范性文件",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
}


def spaced(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put spaces within labels, as justified headings have them."""
    return [
        text_of(c, " ".join(c.text)) if is_label(c) and chance.random() < 0.2 else c for c in cells
    ]


def bracketed(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Use half-width brackets and commas, and 1、 for 1."""
    return [
        text_of(c, c.text.translate(HALF).replace("1.", "1、")) if is_label(c) else c for c in cells
    ]


def varied(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Use wordings that were met for official labels."""
    return [text_of(c, VARIANTS.get(c.text, c.text)) for c in cells]


def full_width(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Print full-width digits."""
    return [c if is_label(c) else text_of(c, c.text.translate(FULL)) for c in cells]


def grouped(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Separate thousands by commas or spaces."""
    mark = chance.choice([",", "，", " "])
    return [
        text_of(c, f"{int(c.text):,}".replace(",", mark)) if c.text.isdecimal() else c
        for c in cells
    ]


def remarked(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put a remark, a star or the unit behind some numbers."""
    marks = ["（含转办）", "(见注)", "*", "＊", "【含3件转办】", "件", " 件", "（\n转办）"]
    return [
        text_of(c, f"{c.text}{chance.choice(marks)}")
        if c.text.isdecimal() and chance.random() < 0.2
        else c
        for c in cells
    ]


def blank_zeros(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Leave zeros blank, or print a stroke."""
    return [text_of(c, chance.choice(["", "/", "—", "-"])) if c.text == "0" else c for c in cells]
