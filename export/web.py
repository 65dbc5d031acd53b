"""Render a report as a self-contained web page for the unit's site, and for the clipboard.

Borders, alignment and spans are attributes and inline styles in addition to the style sheet, so
that pasting into a site's editor keeps the tables. There are no scripts and no external links. The
clipboard gets the body of the same bytes, so page and copy never differ.
"""

import re
from typing import Final, NamedTuple
from xml.etree import ElementTree

from export import style
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
from model.report.report import Report, Stage

_FACES: Final = """
body { font-family: "%s", FangSong, "仿宋", STFangsong, serif; }
h1 { font-family: "%s", SimSun, serif; }
h2 { font-family: "%s", SimHei, sans-serif; }
h3, h4, h5 { font-family: "%s", KaiTi, "楷体", serif; }"""
"""Fonts of body, title, headings and sub-heads, with alternatives: few readers have 公文 fonts."""
_STYLE: Final = """
body { max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.8;
  font-size: 18px; color: #000; }
h1 { text-align: center; font-size: 1.6em; }
h2 { font-size: 1.1em; text-indent: 2em; }
h3, h4, h5 { font-size: 1em; font-weight: normal; text-indent: 2em; }
p { text-indent: 2em; margin: 0; white-space: pre-wrap; }
table { font-family: SimSun, "宋体", serif; line-height: 1.3; }
.stage, .ending { text-align: right; }
@media print { body { max-width: none; margin: 0; font-size: 12pt; }
  table { break-inside: avoid; font-size: 9pt; } tr { break-inside: avoid; } }
"""
_TABLE: Final = "border-collapse:collapse;width:100%;font-size:14px;"
_CELL: Final = "border:1px solid #000;padding:4px 2px;white-space:pre-wrap;"
_BANNER: Final = "background-color:#c6d9f1;"
_VERTICAL: Final = "writing-mode:vertical-rl;letter-spacing:2px;"


def render_web(report: Report, items: Outline | None = None) -> bytes:
    """Return the report as the bytes of an .html file; ``items`` is its outline, if at hand."""
    page = ElementTree.Element("html", {"lang": "zh-CN"})
    head = ElementTree.SubElement(page, "head")
    ElementTree.SubElement(head, "meta", {"charset": "utf-8"})
    view = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    ElementTree.SubElement(head, "meta", view)
    _add(head, "title", title(report))
    faces = style.FACES[report.options.fonts]
    named = _FACES % (faces.body, faces.title, faces.heading, faces.subhead)
    _add(head, "style", named + _STYLE)
    body = ElementTree.SubElement(page, "body")
    if report.stage is not Stage.FINAL:
        _add(body, "p", str(report.stage), {"class": "stage"})
    _draw(body, items or outline(report), report.options.shading)
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


def _draw(body: ElementTree.Element, items: Outline, shading: bool) -> None:
    heading: ElementTree.Element | None = None
    for block in items:
        match block:
            case Title(text) if heading is None:
                heading = _add(body, "h1", text)
            case Title(text) if heading is not None:
                ElementTree.SubElement(heading, "br").tail = text
            case OutlineHeading(level, text, key):
                _add(body, f"h{level + 1}", text, {"id": key} if level == 1 else {})
            case OutlineParagraph(text, lead):
                _add(body, "p", lead + text)
            case PrintedTable():
                body.append(_table(block, shading))
                for note in block.notes:
                    _add(body, "p", note, {"class": "note"})
            case Signature(signature, day):
                for line in filter(None, (signature, day)):
                    _add(body, "p", line, {"class": "ending", "style": "text-align:right;"})


def _table(printed: PrintedTable, shading: bool) -> ElementTree.Element:
    """Return a table drawn from its grid, with header scopes for screen readers."""
    attributes = {
        "border": "1",
        "cellspacing": "0",
        "width": "100%",
        "style": _TABLE,
        "aria-labelledby": printed.section,
    }
    table = ElementTree.Element("table", attributes)
    parts = {"head": ElementTree.SubElement(table, "thead")} if printed.grid.head else {}
    body = ElementTree.SubElement(table, "tbody")
    for number, places in enumerate(printed.grid.rows):
        row = ElementTree.SubElement(parts["head"] if number < printed.grid.head else body, "tr")
        for place in places:
            if place.row == number:
                row.append(_cell(place, printed, shading))
    return table


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
    left = place.role == "row" and not place.vertical
    attributes["align"] = "left" if left else "center"
    tint = _BANNER if shading and place.role == "banner" else ""
    upright = _VERTICAL if place.vertical else ""
    align = f"text-align:{attributes['align']};font-weight:normal;"
    attributes["style"] = f"{_CELL}{align}{tint}{upright}"
    cell = ElementTree.Element("th" if place.role in scopes else "td", attributes)
    cell.text = printed.values[place.cell.address] if place.cell else place.label
    return cell


def _add(
    parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str] | None = None
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes or {})
    element.text = text
    return element


class Clip(NamedTuple):
    """The body of a web page as HTML and plain text, with its numbers of paragraphs and tables."""

    html: str
    text: str
    paragraphs: int
    tables: int


def clip_of(page: bytes) -> Clip:
    """Return the body of a web page; in the plain text each table row is a line with tabs."""
    inside = re.search("<body>(.*)</body>", page.decode("utf-8"), re.DOTALL)
    content = read_web(page)
    texts = [_text(one) if isinstance(one, SeenTable) else one for one in content]
    tables = sum(isinstance(one, SeenTable) for one in content)
    return Clip(inside[1] if inside else "", "\n".join(texts), len(content) - tables, tables)


def _text(table: SeenTable) -> str:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells):
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(texts) for texts in rows.values())
