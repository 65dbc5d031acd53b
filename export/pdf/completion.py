"""Complete a PDF that Qt drew: the text of its glyphs, its language, title and bookmarks.

Qt names a glyph by the first character that has it: with many fonts 工 becomes U+2F2F, and is not
found. It names no character beyond U+FFFF at all, and writes neither language nor bookmarks.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from export.outline import Outline
from model.errors import ReadbackError
from model.report.begin import title
from model.report.report import Report

if TYPE_CHECKING:
    from pypdf import PdfWriter

_SHOWN: Final = re.compile(rb"(/F\d+) [-\d.]+ Tf|<([0-9A-Fa-f]{4})> Tj")
"""Qt chooses a font, then shows glyph after glyph, each by its number of four digits."""
_LONGEST_LIST: Final = 100
"""Most characters in one list of a character map (Adobe Technical Note 5411)."""
_CHARACTER_MAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Bookmark(NamedTuple):
    """A heading: level from 1, text, page from 0, and height above the page's end in points."""

    level: int
    text: str
    page: int
    height: float


class DrawnPdf(NamedTuple):
    """A PDF as Qt wrote it, and what was drawn.

    ``glyphs`` has the text of each glyph by pages in drawing order, ``blocks`` the drawn texts by
    their numbers in the outline ``items``. ``message`` says which fonts stand in.
    """

    items: Outline
    data: bytes
    glyphs: Sequence[Sequence[str]]
    blocks: Mapping[int, str]
    bookmarks: Sequence[Bookmark]
    message: str


PdfDrawer = Callable[[Report], DrawnPdf]
"""The drawing of a report; it needs Qt, and is handed in by ui/paper."""


def complete(report: Report, moment: datetime, drawn: DrawnPdf) -> bytes:
    """Return a drawn PDF with its text, language, title and bookmarks; ``moment`` is its date.

    Raises:
        ReadbackError: the PDF shows other glyphs than were drawn.
    """
    from pypdf import PdfReader, PdfWriter  # 70 ms, and only needed for a PDF

    reader = PdfReader(io.BytesIO(drawn.data))
    # Qt's own properties have no title, a random number and the time of now.
    reader.trailer.pop("/ID", None)
    reader.root_object.pop("/Metadata", None)
    writer = PdfWriter(clone_from=reader)
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    fonts: dict[str, Any] = {}
    for page, glyphs in zip(writer.pages, drawn.glyphs, strict=True):
        resources: Any = page["/Resources"]
        fonts |= {name: resources["/Font"][name] for name in resources["/Font"]}
        _name_glyphs(page["/Contents"], glyphs, names)
    for name, texts in names.items():
        _set_character_map(fonts[name], texts)
    _set_properties(writer, report, moment)
    _add_bookmarks(writer, drawn.bookmarks)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _name_glyphs(content: Any, glyphs: Sequence[str], names: Mapping[str, dict[str, str]]) -> None:
    """Note for each font which text its glyphs on a page stand for.

    A glyph that stands for a second text is given that in its place (ActualText, ISO 32000 14.9.4).
    """
    left = iter(glyphs)
    font = ""

    def named(shown: re.Match[bytes]) -> bytes:
        nonlocal font
        if shown[1]:
            font = shown[1].decode()
            return shown[0]
        text = next(left, None)
        if text is None:
            raise ReadbackError("生成的 PDF 比绘出的多字符，未保存。")
        if names[font].setdefault(shown[2].decode(), text) == text:
            return shown[0]
        return b"/Span <</ActualText <FEFF%s>>> BDC %s EMC" % (_hex(text).encode(), shown[0])

    data = content.get_data()
    changed = _SHOWN.sub(named, data)
    if (text := next(left, None)) is not None:
        raise ReadbackError(f"生成的 PDF 缺少字符「{text}」，未保存。")
    if changed != data:
        content.set_data(changed)


def _set_character_map(font: Any, texts: Mapping[str, str]) -> None:
    """Say which text each glyph of a font stands for, and that only a part of it is embedded."""
    from pypdf.generic import NameObject

    font["/ToUnicode"].set_data(_CHARACTER_MAP.format("".join(_lists(texts))).encode("ascii"))
    descendant = font["/DescendantFonts"][0].get_object()
    for one in (font, descendant):
        one[NameObject("/BaseFont")] = descendant["/FontDescriptor"]["/FontName"]


def _lists(texts: Mapping[str, str]) -> Iterator[str]:
    known = [(glyph, text) for glyph, text in sorted(texts.items()) if text]
    for begin in range(0, len(known), _LONGEST_LIST):
        part = known[begin : begin + _LONGEST_LIST]
        lines = "".join(f"<{glyph}> <{_hex(text)}>\n" for glyph, text in part)
        yield f"{len(part)} beginbfchar\n{lines}endbfchar\n"


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _set_properties(writer: "PdfWriter", report: Report, moment: datetime) -> None:
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer.pdf_header = "%PDF-1.7"
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("zh-CN")
    shown = {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    root[NameObject("/ViewerPreferences")] = DictionaryObject(shown)
    written = f"D:{moment.astimezone(UTC):%Y%m%d%H%M%S}Z"
    writer.add_metadata(
        {
            "/Title": title(report),
            "/Author": report.unit.name,
            "/Subject": report.form.basis,
            "/CreationDate": written,
            "/ModDate": written,
        }
    )


def _add_bookmarks(writer: "PdfWriter", bookmarks: Sequence[Bookmark]) -> None:
    """Add the headings as bookmarks, each below the last heading of a higher level."""
    from pypdf.generic import Fit

    above: list[tuple[int, Any]] = []
    for level, text, page, height in bookmarks:
        above = [one for one in above if one[0] < level]
        parent = above[-1][1] if above else None
        fit = Fit.xyz(left=0, top=height)
        item = writer.add_outline_item(title=text, page_number=page, parent=parent, fit=fit)
        above.append((level, item))
