"""A report as text that somebody copied out of its Word document: tables are tab-separated."""

import io

import docx
from docx.table import Table

from model.report.report import Report
from tests.writing import render_word


def copied(report: Report) -> str:
    """Give the paragraphs and tables of the Word document as lines; merged cells say their text."""
    lines: list[str] = []
    for item in docx.Document(io.BytesIO(render_word(report))).iter_inner_content():
        if isinstance(item, Table):
            met: set[object] = set()
            for row in item.rows:
                lines.append("\t".join("" if c._tc in met else c.text for c in row.cells))
                met |= {cell._tc for cell in row.cells}
        else:
            lines.append(item.text)
    return "\n".join(lines)
