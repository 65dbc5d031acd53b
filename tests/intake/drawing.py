"""What a reader has found, drawn as text."""

import itertools

from intake.content import Document, SourceCell, SourceParagraph
from intake.worker import read


def drawn(document: Document) -> list[str]:
    """Draw paragraphs as lines, and tables as rows: text, extent where it is more than one."""
    lines = []
    for block in document.blocks:
        if isinstance(block, SourceParagraph):
            lines.append(block.text)
            continue
        for _, row in itertools.groupby(block.cells, lambda cell: cell.row):
            lines.append("".join(f"|{cell.column}:{cell.text}{extent(cell)}" for cell in row))
    return lines


def extent(cell: SourceCell) -> str:
    size = "" if cell.height == cell.width == 1 else f" {cell.height}×{cell.width}"
    shown = "" if cell.shown is None else f"（{cell.shown}）"
    remark = f"（注：{cell.remark}）" if cell.remark else ""
    return size + shown + remark + ("（隐）" if cell.hidden else "")


def beside(document: Document) -> list[str]:
    """Draw what stands beside the text, with the block it hangs on."""
    blocks = ["", *drawn(Document(document.kind, document.blocks))]
    return [f"{aside.kind} {aside.text} @{blocks[aside.after]}" for aside in document.asides]


def said(data: bytes | str) -> list[str]:
    return drawn(read(data.encode() if isinstance(data, str) else data))
