"""Render the outline of a report as a Word document with the styles of base.docx.

WordprocessingML is built as text, escaped in one place, and parsed once: this is twenty times
faster than one object for each cell.
"""

import io
import re
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from export import style
from export.breaks import lines_of, title_of, width
from export.outline import (
    Outline,
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
)
from export.wordml import NAMESPACE, paragraph_xml, run_xml, table_xml
from model.report.begin import title
from model.report.report import Fonts, Report
from model.resources import RESOURCES

if TYPE_CHECKING:
    from docx.document import Document as DocumentType


_PART_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part of a package, as Word writes it: the earliest date of ZIP."""
_EMPTY_LINES: Final = 1
"""Lines between the text and 署名."""
_LONG_WORD: Final = re.compile("([!-~]{12,})")
"""A web or mail address: if it were not broken, the line before it would be stretched."""
_BREAKS: Final = '<w:lang w:val="zh-CN"/>'
"""LibreOffice breaks Latin text anywhere only in this language; Word does so by w:wordWrap."""
PATHS: Final = {
    Fonts.STANDARD: RESOURCES / "word" / "base.docx",
    Fonts.SYSTEM: RESOURCES / "word" / "base_system.docx",
}
"""The base document with page and styles for each choice of fonts (installer/base_docx.py)."""


def render_word(report: Report, moment: datetime, items: Outline | None = None) -> bytes:
    """Return the report as the bytes of a .docx file.

    ``moment`` is the time of writing, ``items`` the outline of the report, if at hand.
    """
    blocks = items or outline(report)
    drawn = "".join(_draw(blocks, number, report) for number in range(len(blocks)))
    return word_document(report, drawn, moment)


def word_document(report: Report, drawn: str, moment: datetime, margin: int = 0) -> bytes:
    """Return a .docx file of paragraphs and tables, given as WordprocessingML.

    ``moment`` is the time of writing in the properties. ``margin`` is the top and bottom margin in
    twips; 0 means that of 公文.
    """
    document = _open_base(report.options.fonts)
    _fill_body(document, drawn)
    if report.options.pitch != str(style.LINE_PITCH):
        _set_pitch(document, float(report.options.pitch))
    if margin:
        _set_margin(document, margin)
    _set_header(document, report)
    _set_properties(document, report, moment)
    return _saved(document)


def _saved(document: "DocumentType") -> bytes:
    """Return the bytes of a document; its parts have a fixed date, as in Word.

    python-docx writes the current time, so that no two files would be equal.
    """
    saved, dated = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(dated, "w") as package:
        for part in parts.infolist():
            part.date_time = _PART_DATE
            package.writestr(part, parts.read(part))
    return dated.getvalue()


def _open_base(fonts: Fonts) -> "DocumentType":
    import docx  # 60 ms, and only needed for an export

    return docx.Document(str(PATHS[fonts]))


def _draw(blocks: Outline, number: int, report: Report) -> str:
    block = blocks[number]
    match block:
        case Title():
            return _title(blocks) if number == 0 else ""
        case OutlineHeading(level, text):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            properties = ""
            if isinstance(following, PrintedTable) and style.is_tall(following.grid):
                properties = "<w:pageBreakBefore/>"
            elif isinstance(following, OutlineHeading) and following.level <= level:
                # Nothing stands under it. Otherwise Word would move a series of such headings to
                # the next page together.
                properties = '<w:keepNext w:val="0"/>'
            return paragraph_xml(f"Heading{level}", run_xml(text), properties=properties)
        case OutlineParagraph(text, lead, level):
            lead_in = run_xml(lead, "LeadIn" if level == 1 else "") if lead else ""
            pieces = _LONG_WORD.split(text)
            runs = (
                run_xml(one, properties=_BREAKS * (n % 2)) for n, one in enumerate(pieces) if one
            )
            wrapped = '<w:wordWrap w:val="0"/>' * (len(pieces) > 1)
            kept = "<w:keepNext/>" * _keeps_ending(blocks, number, report)
            return paragraph_xml("BodyText", lead_in, *runs, properties=kept + wrapped)
        case PrintedTable(grid=grid):
            caption = report.form.section_of[grid.table.key].title
            return table_xml(block, report.options.shading, caption)
        case Signature(signature, day):
            return _ending(signature, day)


def _keeps_ending(blocks: Outline, number: int, report: Report) -> bool:
    """Return whether a paragraph stays on one page with the signature after it.

    It does if that page also holds the headings over it, which stay with it. From more than fits on
    a page LibreOffice would part the date.
    """
    paragraph, ending = blocks[number], blocks[min(number + 1, len(blocks) - 1)]
    if not (isinstance(paragraph, OutlineParagraph) and isinstance(ending, Signature)):
        return False
    texts = [paragraph.lead + paragraph.text, ending.signature, ending.day]
    above = takewhile(lambda block: isinstance(block, OutlineHeading), reversed(blocks[:number]))
    texts += [block.text for block in above if isinstance(block, OutlineHeading)]
    lines = sum(width(text) // (style.LINE_CHARACTERS - 2) + 1 for text in texts)
    room = style.TEXT_HEIGHT // style.pt(float(report.options.pitch))
    return lines + _EMPTY_LINES <= room


def _title(blocks: Outline) -> str:
    """Return all lines of the title, and one empty line."""
    parts = [block.text for block in blocks if isinstance(block, Title)]
    broken = title_of(parts, style.TITLE_ROOM)
    lines = (paragraph_xml("Title", run_xml("\n".join(part))) for part in broken)
    return "".join(lines) + paragraph_xml("BodyText")


def _ending(signature: str, day: str) -> str:
    """Return 署名 and date after one empty line."""
    room = style.LINE_CHARACTERS - 2
    lines = lines_of(signature, room) if signature else []
    begin, begin_day = style.ending_places(max(map(_spaced, lines), default=0.0), _spaced(day))
    place = max(style.TEXT_WIDTH - round(begin * style.CHARACTER), 0)
    placed = [
        ("\n".join(lines), place),
        (day, place + round((begin - begin_day) * style.CHARACTER)),
    ]
    return paragraph_xml("BodyText", properties="<w:keepNext/>") + "".join(
        paragraph_xml(
            "Signature",
            run_xml(text),
            properties="<w:keepNext/>" * (text != day) + f'<w:ind w:left="{left}"/>',
        )
        for text, left in placed
        if text
    )


def _spaced(text: str) -> float:
    """Return the width of a text in characters, with the space between digits and 年月日."""
    return width(text) + style.MIXED_GAP * len(style.MIXED.findall(text))


def _fill_body(document: "DocumentType", drawn: str) -> None:
    """Parse the drawn XML as the body before the page settings."""
    from docx.oxml import parse_xml

    empty = document.element.body
    # lxml moves one body faster than each of its elements.
    body = parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{drawn}</w:body>')
    body.append(empty[-1])
    document.element.replace(empty, body)


def _set_pitch(document: "DocumentType", points: float) -> None:
    from docx.oxml.ns import qn

    spacing = document.styles["Normal"].element.pPr.find(qn("w:spacing"))
    spacing.set(qn("w:line"), str(style.pt(points)))
    grid = document.element.body[-1].find(qn("w:docGrid"))
    grid.set(qn("w:linePitch"), str(style.pt(points)))


def _set_margin(document: "DocumentType", margin: int) -> None:
    """Set top and bottom margin, and move header and page number accordingly."""
    from docx.oxml.ns import qn

    margins = document.element.body[-1].find(qn("w:pgMar"))
    for edge, length in {"top": 1, "bottom": 1, "header": 3, "footer": 2}.items():
        margins.set(qn(f"w:{edge}"), str(margin // length))


def _set_header(document: "DocumentType", report: Report) -> None:
    if not report.stage_mark:
        return
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = report.stage_mark


def _set_properties(document: "DocumentType", report: Report, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = title(report)[: style.LONGEST_PROPERTY]
    # Without this the library would enter its own name.
    properties.author = properties.last_modified_by = report.unit.name[: style.LONGEST_PROPERTY]
    properties.subject = report.form.basis
    properties.language = "zh-CN"
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
