"""Render a report as a self-contained web page for the unit's site, and for the clipboard.

Borders, alignment, indents and spans are attributes and inline styles in addition to the style
sheet, so that pasting into a site's editor keeps them. There are no scripts and no external links.
The clipboard gets the article of the same bytes, so page and copy never differ.

Labels and titles wrap between words. On a narrow screen a table scrolls within its own frame.
"""

import re
from typing import Final, NamedTuple
from xml.etree import ElementTree

from export import style
from export.breaks import width, words_of
from export.outline import (
    Outline,
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
)
from export.readback import SeenTable, read_web
from model.form.grid import GridPlace
from model.report.begin import title
from model.report.report import Report

_FACES: Final = """
body { font-family: "%s", FangSong, "仿宋", STFangsong, serif; }
h1 { font-family: "%s", SimSun, serif; }
h2 { font-family: "%s", SimHei, sans-serif; }
h3, h4, h5 { font-family: "%s", KaiTi, "楷体", serif; }"""
"""Fonts of body, title, headings and sub-heads, with alternatives: few readers have 公文 fonts."""
_STYLE: Final = """
body { max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.8;
  font-size: 18px; color: #000; }
h1 { font-size: 1.6em; line-height: 1.4; text-wrap: balance; }
h2 { font-size: 1.1em; }
h3, h4, h5 { font-size: 1em; font-weight: normal; margin: 0.6em 0; }
p { margin: 0; white-space: pre-wrap; }
table { font-family: SimSun, "宋体", serif; line-height: 1.3; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 12pt; }
  h1, h2, h3, h4, h5 { break-after: avoid; } tr, tbody { break-inside: avoid; }
  table { font-size: 9pt !important; min-width: 0 !important; }
  th, td { padding: 2px !important; } }
"""
"""``@page`` has the margins of GB/T 9704-2012. A printed table breaks between blocks only."""
_TITLE: Final = "text-align:center;word-break:keep-all;overflow-wrap:anywhere;"
_TEXT: Final = "text-indent:2em;overflow-wrap:anywhere;"
_RIGHT: Final = "text-align:right;"
_EMPTY_LINE: Final = "1.8em"
_FRAME: Final = "overflow-x:auto;"
_TABLE: Final = "border-collapse:collapse;table-layout:fixed;width:100%;font-size:14px;"
_NARROWEST: Final = 50
"""Pixels of the narrowest column: three characters."""
_CELL: Final = "border:1px solid #000;padding:4px 2px;white-space:pre-wrap;"
_LABEL: Final = "word-break:keep-all;overflow-wrap:anywhere;"
_BANNER: Final = f"background-color:#{style.BANNER_FILL.lower()};"
_VERTICAL: Final = "writing-mode:vertical-rl;letter-spacing:2px;"


def render_web(report: Report, items: Outline | None = None) -> bytes:
    """Return the report as the bytes of an .html file; ``items`` is its outline, if at hand."""
    page = ElementTree.Element("html", {"lang": "zh-CN"})
    head = ElementTree.SubElement(page, "head")
    ElementTree.SubElement(head, "meta", {"charset": "utf-8"})
    for name, content in _metadata(report).items():
        ElementTree.SubElement(head, "meta", {"name": name, "content": content})
    _add(head, "title", title(report))
    faces = style.FACES[report.options.fonts]
    named = _FACES % (faces.body, faces.title, faces.heading, faces.subhead)
    _add(head, "style", named + _STYLE)
    body = ElementTree.SubElement(page, "body")
    article = ElementTree.SubElement(ElementTree.SubElement(body, "main"), "article")
    if report.stage_mark:
        _add(article, "p", report.stage_mark, {"class": "stage", "style": _RIGHT})
    _draw(article, items or outline(report), report.options.shading)
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


def _metadata(report: Report) -> dict[str, str]:
    """Return the metadata of the page by name.

    Source: 政府网站发展指引 (国办发〔2017〕47号), 网页标签; PubDate is the day of publication.
    """
    found = {
        "viewport": "width=device-width, initial-scale=1",
        "ArticleTitle": title(report),
        "ContentSource": report.unit.name,
    }
    if report.published:
        found["PubDate"] = report.published.on.isoformat()
    return found


def _draw(article: ElementTree.Element, items: Outline, shading: bool) -> None:
    heading: ElementTree.Element | None = None
    for block in items:
        match block:
            case Title(text):
                if heading is None:
                    heading = ElementTree.SubElement(article, "h1", {"style": _TITLE})
                else:
                    ElementTree.SubElement(heading, "br")
                _add_words(heading, text)
            case OutlineHeading(level, text, key):
                name = {"id": key} if level == 1 else {}
                _add(article, f"h{level + 1}", text, name | {"style": _TEXT})
            case OutlineParagraph(text, lead):
                _add(article, "p", lead + text, {"style": _TEXT})
            case PrintedTable():
                article.append(_table(block, shading))
                for note in block.notes:
                    _add(article, "p", note, {"class": "note", "style": _TEXT})
            case Signature(signature, day):
                _draw_ending(article, signature, day)


def _draw_ending(article: ElementTree.Element, signature: str, day: str) -> None:
    """Add 署名 and the date after one empty line; 署名 wraps between words.

    On a narrow screen the date keeps half of the width.
    """
    places = style.ending_places(width(signature), width(day))
    above = _EMPTY_LINE
    for text, begin in zip((signature, day), places, strict=True):
        if text:
            placed = f"{_RIGHT}{_LABEL}margin:{above} min({begin - width(text):g}em,50%) 0 0;"
            above = "0"
            line = _add(article, "p", "", {"class": "ending", "style": placed})
            _add_words(line, text)


def _table(printed: PrintedTable, shading: bool) -> ElementTree.Element:
    """Return a table drawn from its grid, in a frame, with header scopes for screen readers.

    A frame that scrolls has to be reached by the keyboard (WCAG 2.1.1).
    """
    named = {"aria-labelledby": printed.section}
    attributes = {"class": "frame", "role": "region", "tabindex": "0", "style": _FRAME}
    frame = ElementTree.Element("div", attributes | named)
    shares = style.column_shares(printed.grid)
    least = f"min-width:{round(_NARROWEST / min(shares))}px;"
    attributes = {"border": "1", "cellspacing": "0", "width": "100%", "style": _TABLE + least}
    table = ElementTree.SubElement(frame, "table", attributes | named)
    columns = ElementTree.SubElement(table, "colgroup")
    for share in shares:
        ElementTree.SubElement(columns, "col", {"style": f"width:{share:.3%};"})
    part = table
    for number, places in enumerate(printed.grid.rows):
        wanted = "thead" if number < printed.grid.head else "tbody"
        if part.tag != wanted or places[0].role == "banner":
            part = ElementTree.SubElement(table, wanted)
        row = ElementTree.SubElement(part, "tr")
        for place in places:
            if place.row == number:
                row.append(_cell(place, printed, shading))
    return frame


def _cell(place: GridPlace, printed: PrintedTable, shading: bool) -> ElementTree.Element:
    scopes = {"banner": "colgroup", "column": "col", "row": "row"}
    attributes = {}
    if place.role in scopes:
        wide = place.width > 1 if place.role == "column" else place.height > 1
        grouped = "group" if wide and place.role != "banner" else ""
        attributes["scope"] = scopes[place.role] + grouped
    if place.height > 1:
        attributes["rowspan"] = str(place.height)
    if place.width > 1:
        attributes["colspan"] = str(place.width)
    attributes["align"] = "left" if style.is_row_label(place) else "center"
    tint = _BANNER if shading and place.role == "banner" else ""
    upright = _VERTICAL if place.vertical else ""
    align = f"text-align:{attributes['align']};font-weight:normal;"
    attributes["style"] = f"{_CELL}{align}{tint}{upright or _LABEL * (place.cell is None)}"
    cell = ElementTree.Element("th" if place.role in scopes else "td", attributes)
    if place.cell:
        cell.text = printed.values[place.cell.address]
    elif place.vertical:
        cell.text = place.label
    else:
        _add_words(cell, place.label)
    return cell


def _add_words(element: ElementTree.Element, text: str) -> None:
    """Add a text that wraps between words only."""
    for number, word in enumerate(words_of(text)):
        if number or len(element):
            last = ElementTree.SubElement(element, "wbr") if number else element[-1]
            last.tail = word
        else:
            element.text = word


def _add(
    parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str] | None = None
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes or {})
    element.text = text
    return element


class Clip(NamedTuple):
    """The article of a web page as HTML and plain text; its numbers of paragraphs and tables."""

    html: str
    text: str
    paragraphs: int
    tables: int


def clip_of(page: bytes) -> Clip:
    """Return the article of a web page; in the plain text each table row is a line with tabs."""
    inside = re.search("<article>(.*)</article>", page.decode("utf-8"), re.DOTALL)
    content = read_web(page)
    texts = [_text(one) if isinstance(one, SeenTable) else one for one in content]
    tables = sum(isinstance(one, SeenTable) for one in content)
    return Clip(inside[1] if inside else "", "\n".join(texts), len(content) - tables, tables)


def _text(table: SeenTable) -> str:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells):
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(texts) for texts in rows.values())
