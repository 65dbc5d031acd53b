"""The bases of all Word documents: page, styles and page numbers, and nothing else.

There is one for each choice of fonts, in resources/word. ``python -m installer.base_docx`` writes
them anew; a test compares the files with the output of this module, so that a style is changed by
changing text here or in export.style.
"""

import io
import zipfile
from typing import Final

from export import style
from export.style import Faces
from export.word import PATHS
from export.wordml import NAMESPACE
from model.report.report import Fonts

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_UNSPLIT: Final = '<w:widowControl w:val="0"/>'  # so that every page holds 22 lines
# Without it LibreOffice loses punctuation at the ends of lines in the PDF. It stands here because
# the schema wants it after widowControl and before snapToGrid.
_OVERFLOW: Final = "<w:overflowPunct/>"
# Without it LibreOffice moves even exact lines to the page grid.
_OFF_GRID: Final = '<w:snapToGrid w:val="0"/>'
# In Chinese, LibreOffice would break numbers and Latin words anywhere.
_LATIN: Final = '<w:lang w:val="en-US"/>'
_MADE: Final = (1980, 1, 1, 0, 0, 0)
_PARTS: Final = {
    "rId1": ("styles", "styles.xml"),
    "rId2": ("settings", "settings.xml"),
    "rId3": ("fontTable", "fontTable.xml"),
    "rId4": ("header", "header1.xml"),
    "rId5": ("header", "header2.xml"),
    "rId6": ("footer", "footer1.xml"),
    "rId7": ("footer", "footer2.xml"),
}


def base_docx(fonts: Fonts = Fonts.STANDARD) -> bytes:
    """Return the base with these fonts; the same bytes at every call."""
    faces = style.FACES[fonts]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relationships(_PARTS),
        "word/styles.xml": _styles(faces),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(faces),
        "word/header1.xml": _header(),
        "word/header2.xml": _header(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MADE), _DECLARATION + text)
    return buffer.getvalue()


def _content_types() -> str:
    overrides = {"document": "document.main"} | {
        target.removesuffix(".xml"): kind for kind, target in _PARTS.values()
    }
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relationships}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(parts: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _document() -> str:
    references = "".join(
        f'<w:{part}Reference w:type="{pages}" r:id="{key}"/>'
        for part, pages, key in (
            ("header", "default", "rId4"),
            ("header", "even", "rId5"),
            ("footer", "default", "rId6"),
            ("footer", "even", "rId7"),
        )
    )
    return (
        f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>{references}'
        f'<w:pgSz w:w="{style.PAGE_WIDTH}" w:h="{style.PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{style.MARGIN_TOP}" w:right="{style.MARGIN_RIGHT}" '
        f'w:bottom="{style.MARGIN_BOTTOM}" w:left="{style.MARGIN_LEFT}" '
        f'w:header="{style.HEADER_DISTANCE}" w:footer="{style.FOOTER_DISTANCE}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{style.pt(style.LINE_PITCH)}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:defaultTabStop w:val="640"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts(faces: Faces) -> str:
    named = dict.fromkeys((faces.body, faces.subhead, faces.title, faces.heading, style.SONG_FONT))
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{style.alternative(name)}"/>'
        '<w:charset w:val="86"/></w:font>'
        for name in named
    )
    return f'<w:fonts xmlns:w="{NAMESPACE}">{listed}</w:fonts>'


def _header() -> str:
    return (
        f'<w:hdr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>'
    )


def _footer(side: str) -> str:
    """Return «— 1 —» with one character's space at the outer edge."""
    space = style.pt(style.PAGE_NUMBER_SIZE)  # LibreOffice ignores a width in characters alone
    indent = f'w:{side}="{space}" w:{side}Chars="100"'
    fields = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{between}'
        for kind, between in (
            ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", "<w:r><w:t>1</w:t></w:r>"),
            ("end", ""),
        )
    )
    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind {indent}/><w:jc w:val="{side}"/></w:pPr>'
        f"{text.format('— ')}{fields}{text.format(' —')}</w:p></w:ftr>"
    )


def _styles(faces: Faces) -> str:
    fonts = (
        f'<w:rFonts w:ascii="{style.LATIN_FONT}" w:hAnsi="{style.LATIN_FONT}" '
        f'w:cs="{style.LATIN_FONT}" w:eastAsia="{faces.body}"/>'
    )
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f'<w:styles xmlns:w="{NAMESPACE}">{defaults}{"".join(_style_list(faces))}</w:styles>'


_INDENT: Final = '<w:ind w:firstLine="640" w:firstLineChars="200"/>'
_PLAIN: Final = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
_LABEL: Final = (
    f'<w:ind w:left="{style.LABEL_MARGIN - style.CELL_MARGIN}" w:firstLine="0" '
    'w:firstLineChars="0"/><w:jc w:val="left"/>'
)
_CENTRE: Final = '<w:jc w:val="center"/>'
_RIGHT: Final = '<w:jc w:val="right"/>'
_KEEP: Final = "<w:keepNext/>"
_NO_SPACING: Final = '<w:spacing w:val="0"/>'


def _style_list(faces: Faces) -> list[str]:
    return [*_text_styles(faces), *_heading_styles(faces), *_table_styles(), *_edge_styles()]


def _text_styles(faces: Faces) -> list[str]:
    spacing = f'<w:spacing w:val="{style.pt(style.CHARACTER_SPACING)}"/>'
    body = spacing + _size(style.BODY_SIZE) + _LATIN
    title = _OFF_GRID + _line(style.TITLE_PITCH) + _PLAIN + _CENTRE
    bold = "<w:b/><w:bCs/>" * faces.bold_title
    face = _font(faces.title) + bold + _NO_SPACING + _size(style.TITLE_SIZE)
    return [
        _style("Normal", "Normal", "", _UNSPLIT + _OVERFLOW + _line(style.LINE_PITCH), body),
        _style("BodyText", "Body Text", "Normal", f'{_INDENT}<w:jc w:val="both"/>'),
        _style("Title", "Title", "Normal", title, face),
        '<w:style w:type="character" w:styleId="LeadIn"><w:name w:val="Lead In"/><w:rPr>'
        f"{_font(faces.subhead)}</w:rPr></w:style>",
    ]


def _heading_styles(faces: Faces) -> list[str]:
    levels = (faces.heading, faces.subhead, faces.body, faces.body)
    return [
        _style(
            f"Heading{level}",
            f"heading {level}",
            "Normal",
            f'{_KEEP}{_INDENT}<w:outlineLvl w:val="{level - 1}"/>',
            _font(face),
        )
        for level, face in enumerate(levels, 1)
    ]


def _table_styles() -> list[str]:
    styles = []
    for name, (size, pitch, _) in {"": style.ROOMY, "Dense": style.DENSE}.items():
        typed = _font(style.SONG_FONT) + _NO_SPACING + _size(size)
        text = f"TableText{name}"
        line = _OFF_GRID + _line(pitch) + _PLAIN
        styles += [
            _style(text, f"Table Text {name}".strip(), "Normal", line + _CENTRE, typed),
            _style(f"TableLabel{name}", f"Table Label {name}".strip(), text, _LABEL),
        ]
    return styles


def _edge_styles() -> list[str]:
    small = _font(style.SONG_FONT) + _NO_SPACING
    song = style.SONG_FONT
    number = f'<w:rFonts w:ascii="{song}" w:hAnsi="{song}" w:eastAsia="{song}"/>' + _NO_SPACING
    note = _OFF_GRID + _line(style.NOTE_PITCH) + _PLAIN
    return [
        _style("TableNote", "Table Note", "Normal", note, small + _size(style.NOTE_SIZE)),
        _style("Signature", "Signature", "Normal", _PLAIN),
        _style("Header", "header", "Normal", _PLAIN + _RIGHT, small + _size(12)),
        _style("Footer", "footer", "Normal", _PLAIN, number + _size(style.PAGE_NUMBER_SIZE)),
    ]


def _style(key: str, name: str, parent: str, paragraph: str = "", character: str = "") -> str:
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    default = ' w:default="1"' if key == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{character}</w:rPr></w:style>"
    )


def _font(name: str) -> str:
    return f'<w:rFonts w:eastAsia="{name}"/>'


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _line(points: float) -> str:
    return f'<w:spacing w:line="{style.pt(points)}" w:lineRule="exact"/>'


if __name__ == "__main__":
    for chosen, path in PATHS.items():
        path.write_bytes(base_docx(chosen))
