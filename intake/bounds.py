"""How large a foreign file may be, and how its refusal reads.

The bounds stand in docs/reliability.md with what happens without them. A report comes nowhere near:
the example has 3 130 characters and 279 cells.
"""

from typing import Final

from model.errors import RefusedError

MEGABYTE: Final = 1024 * 1024

FILE: Final = 32 * MEGABYTE
"""Bytes of a file."""
PARTS: Final = 2000
"""Parts of a package or of a mail."""
PART: Final = 32 * MEGABYTE
"""Bytes of a part, inflated."""
ALL_PARTS: Final = 128 * MEGABYTE
"""Bytes of all parts, inflated."""
RATIO: Final = 200
"""Inflated bytes for a stored one, in parts over a megabyte: smaller ones harm nobody."""
DEPTH: Final = 200
"""Elements within each other."""
ATTRIBUTES: Final = 1000
"""Attributes of one element: parsers compare each with all others."""
ELEMENTS: Final = 300_000
"""Elements of all parts together."""
MERGED: Final = 200_000
"""Places that merged cells cover."""
SPAN: Final = 1000
"""Columns a cell of Word or a web page covers."""
ROW_SPAN: Final = 65_534
"""Rows a cell of a web page covers: where browsers cut."""
SHEETS: Final = 200
"""Worksheets."""
ROWS: Final = 1_048_576
"""Rows of a worksheet."""
COLUMNS: Final = 16_384
"""Columns of a worksheet."""
TEXT: Final = 1_000_000
"""Characters that are read from a file."""
CELLS: Final = 50_000
"""Cells and paragraphs that are read from a file."""
BLOCKS: Final = 3000
"""Paragraphs and tables in which a report is looked for: those of one, ten times over."""
HEADS: Final = 150
"""Sub-heads of a report."""
CATEGORIES: Final = 300
"""Categories of a tally."""

SAVE_AS: Final = "用 WPS 或 Office 打开并另存后再导入。"


def abnormal(what: str) -> RefusedError:
    """Refuse what no office program writes: a bomb, or a file made by hand."""
    return RefusedError(f"文件内部结构异常（{what}），未导入。{SAVE_AS}")


def damaged() -> RefusedError:
    """Refuse what was cut off or changed on its way."""
    return RefusedError(f"文件已损坏或不完整，未导入。{SAVE_AS}")


def too_large(what: str) -> RefusedError:
    """Refuse what is sound and more than a report."""
    return RefusedError(f"{what}，未导入。只保留与报告有关的内容，另存后再导入。")


def too_much() -> RefusedError:
    """Refuse what says more than a report would."""
    return too_large(f"文字超过{TEXT // 10_000}万字，或单元格超过{CELLS // 10_000}万个")
