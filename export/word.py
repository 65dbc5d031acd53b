"""Report → Word document: the outline drawn with the styles of base.docx."""

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from export import ooxml, style
from export.outline import Block, Ending, Heading, Paragraph, PrintedTable, Title, outline
from model.form.grid import Grid
from model.form.places import RESOURCES
from model.report.naming import title
from model.report.report import Fonts, Report, Stage

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

_LONGEST_PROPERTY = 255
_TALL = 20
"""Rows from which a table begins a page of its own, so that it stays whole."""
_LONG_WORD = re.compile("[!-~]{12,}")
"""A web or mail address: the line before it would be stretched to the margin (两端对齐)."""
PATHS: Final = {
    Fonts.STANDARD: RESOURCES / "word" / "base.docx",
    Fonts.SYSTEM: RESOURCES / "word" / "base_system.docx",
}
"""The base of a document for each choice of fonts: page and styles (installer/base_docx.py)."""


def render_word(report: Report) -> bytes:
    """Give the report as the bytes of a .docx file."""
    blocks = outline(report)
    drawn = "".join(_draw(blocks, number, report) for number in range(len(blocks)))
    return word_document(report, drawn)


def is_tall(grid: Grid) -> bool:
    """Whether a table has so many rows that it needs a page of its own."""
    return grid.height > _TALL


def word_document(report: Report, drawn: str, margin: int = 0) -> bytes:
    """Put paragraphs and tables, drawn as WordprocessingML, on the page of their base.

    ``margin`` is the one above and below, in twips, where it is not that of 公文.
    """
    document = _open_base(report.options.fonts)
    _fill_body(document, drawn)
    if report.options.pitch != str(style.LINE_PITCH):
        _set_pitch(document, float(report.options.pitch))
    if margin:
        _set_margin(document, margin)
    _set_header(document, report)
    _set_properties(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _open_base(fonts: Fonts) -> "DocumentType":
    import docx  # 60 ms of start-up, and only an export needs it

    return docx.Document(str(PATHS[fonts]))


def _draw(blocks: list[Block], number: int, report: Report) -> str:
    block = blocks[number]
    match block:
        case Title(text):
            last = not isinstance(blocks[number + 1], Title)
            empty = ooxml.paragraph("BodyText") if last else ""
            return ooxml.paragraph("Title", ooxml.run(text)) + empty
        case Heading(level, text):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            properties = ""
            if isinstance(following, PrintedTable) and is_tall(following.grid):
                properties = "<w:pageBreakBefore/>"
            elif isinstance(following, Heading):  # a chain of headings would leave the page empty
                properties = '<w:keepNext w:val="0"/>'
            return ooxml.paragraph(f"Heading{level}", ooxml.run(text), properties=properties)
        case Paragraph(text, lead, level):
            lead_in = ooxml.run(lead, "LeadIn" if level == 1 else "") if lead else ""
            last = number + 1 < len(blocks) and isinstance(blocks[number + 1], Ending)
            ragged = _LONG_WORD.search(text) is not None
            return ooxml.paragraph(
                "BodyText",
                lead_in + (ooxml.run(text) if text else ""),
                properties="<w:keepNext/>" * last + '<w:jc w:val="left"/>' * ragged,
            )
        case PrintedTable(notes=notes):
            table = ooxml.table(block, report.options.shading)
            noted = "".join(ooxml.paragraph("TableNote", ooxml.run(note)) for note in notes)
            return table + noted
        case Ending(signature, day):
            return _ending(signature, day)


def _ending(signature: str, day: str) -> str:
    """Place 署名 two characters from the right, the date two characters right of its beginning.

    GB/T 9704 7.3.5.2. Widths are counted in characters, with one more for the space that programs
    put between digits and 年月日; a long date moves both to the left.
    """
    character = style.pt(style.BODY_SIZE)
    widths = [sum(0.5 if c.isascii() else 1 for c in text) for text in (signature, day)]
    right = max(2 + widths[0], 3 + widths[1]) if signature else 2 + widths[1]
    left = style.TEXT_WIDTH - round(right * character)
    lines = [(signature, left), (day, left + 2 * character * bool(signature))]
    return ooxml.paragraph("BodyText", properties="<w:keepNext/>") + "".join(
        ooxml.paragraph(
            "Signature",
            ooxml.run(text),
            properties="<w:keepNext/>" * (text == signature) + f'<w:ind w:left="{place}"/>',
        )
        for text, place in lines
        if text
    )


def _fill_body(document: "DocumentType", drawn: str) -> None:
    """Parse what was drawn, once, and put it before the page settings."""
    from docx.oxml import parse_xml

    body = document.element.body
    end = body[-1]
    for element in list(parse_xml(f'<w:body xmlns:w="{ooxml.NAMESPACE}">{drawn}</w:body>')):
        end.addprevious(element)


def _set_pitch(document: "DocumentType", points: float) -> None:
    from docx.oxml.ns import qn

    spacing = document.styles["Normal"].element.pPr.find(qn("w:spacing"))
    spacing.set(qn("w:line"), str(style.pt(points)))
    grid = document.element.body[-1].find(qn("w:docGrid"))
    grid.set(qn("w:linePitch"), str(style.pt(points)))


def _set_margin(document: "DocumentType", margin: int) -> None:
    """Move the upper and lower margin, header and page number out of their way."""
    from docx.oxml.ns import qn

    margins = document.element.body[-1].find(qn("w:pgMar"))
    for edge, length in {"top": 1, "bottom": 1, "header": 3, "footer": 2}.items():
        margins.set(qn(f"w:{edge}"), str(margin // length))


def _set_header(document: "DocumentType", report: Report) -> None:
    if report.stage is Stage.FINAL:
        return
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = str(report.stage)


def _set_properties(document: "DocumentType", report: Report) -> None:
    properties = document.core_properties
    properties.title = title(report)[:_LONGEST_PROPERTY]
    # The library would name itself as who changed the document last.
    properties.author = properties.last_modified_by = report.unit.name[:_LONGEST_PROPERTY]
    properties.subject = report.form.basis
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
