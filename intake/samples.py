"""A tiny file of each kind, which the child reads once before the first foreign file.

This imports every module that the readers need: the sandbox forbids opening files, and a frozen
program also reads its modules from a file. The codecs are those that XML, mails and texts name.
"""

import codecs
import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

from model.drafts import file_format
from model.form.form import Form
from model.report.begin import new_report
from model.unit import Unit

CODECS: Final = (
    "ascii", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk",
    "gb2312", "big5", "cp437", "cp1250", "cp1251", "cp1252", "iso8859-2", "iso8859-15",
    "cp950", "mac-roman",
    "raw-unicode-escape", "unicode-escape",
)  # fmt: skip
"""Encodings that a file may name, and those that the standard library uses for such files."""
_TEXT: Final = "某市某局2024年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开\n公开信息3条。"
_DOCUMENTS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORMATS: Final = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
)
_CELLS: Final = (
    '<c r="A1" t="s"><v>0</v></c><c r="B1"><v>3</v></c><c r="C1" s="1"><v>0.5</v></c>'
    '<c r="D1" s="2"><v>45000</v></c>'
)
_OPEN_NAMES: Final = ("office", "table", "text")
_BEGIN, _END = 0x809, 0x0A
"""Records at the beginning and the end of a sheet, and of what sheets share."""


def samples(form: Form) -> Mapping[str, bytes]:
    """Return a tiny file of each kind by its file extension; the draft is of the given form."""
    page = f"<html><body><p>{_TEXT}</p><table><tr><td>甲<td>1</table></body></html>"
    mail = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}\r\n--b--"
    )
    return {
        ".txt": _TEXT.encode(),
        ".md": _TEXT.encode("gb18030"),
        ".html": page.encode(),
        ".mht": mail.format("quoted-printable", "<html><p>=E4=B8=80</html>").encode(),
        ".mhtml": mail.format("base64", "PGh0bWw+PHA+YTwvaHRtbD4=").encode(),
        ".docx": _packed("word/document.xml", _word(), {"comments": _comments()}),
        ".xlsx": _packed("xl/workbook.xml", _workbook(), _sheets()),
        ".xls": _old_workbook(),
        ".ods": _open_workbook(),
        ".pdf": _pdf(),
        ".gknb": file_format.encode(new_report(form, Unit(name="某局"), form.first_year)),
    }


def look_up_codecs() -> None:
    """Import the codecs."""
    for name in CODECS:
        codecs.lookup(name)


def _packed(main: str, content: str, parts: Mapping[str, str]) -> bytes:
    """Return a package of a main part and related parts, given by the type of their relation."""
    folder, name = main.rsplit("/", 1)
    related = {key: f"{key}.xml" for key in parts}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", _relations({"officeDocument": main}))
        package.writestr(f"{folder}/_rels/{name}.rels", _relations(related))
        package.writestr(main, content)
        for key, part in parts.items():
            package.writestr(f"{folder}/{related[key]}", part)
    return buffer.getvalue()


def _pdf() -> bytes:
    """Return a PDF of two characters in a frame, in a font that it does not hold."""
    drawn = b"10 10 80 80 re S BT /F 12 Tf 20 40 Td <4E004E8C> Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
        b"/Ascent 880/Descent -120/ItalicAngle 0/CapHeight 880/StemV 93>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj%b endobj\n" % (number, one)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
        % (size, b"".join(places), size, len(made))
    )


def _old_workbook() -> bytes:
    """Return a workbook of Excel 97 with a text and a number, without an OLE file around it."""
    name = b"\1\1" + "表".encode("utf-16-le")
    cells = struct.pack("<3Hd", 0, 1, 0, 3), struct.pack("<3HHB", 0, 0, 0, 1, 1) + name[2:]
    records = (
        (_BEGIN, struct.pack("<8H", 0x600, 5, *[0] * 6)),
        (0x85, struct.pack("<IH", 38, 0) + name),
        (_END, b""),
        (_BEGIN, struct.pack("<8H", 0x600, 16, *[0] * 6)),
        (0x203, cells[0]),
        (0x204, cells[1]),
        (_END, b""),
    )
    return b"".join(struct.pack("<HH", number, len(one)) + one for number, one in records)


def _open_workbook() -> bytes:
    """Return an OpenDocument spreadsheet of a text, a number and a date."""
    names = (
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in _OPEN_NAMES
    )
    content = (
        f"<office:document-content {' '.join(names)}><office:body><office:spreadsheet>"
        '<table:table table:name="表"><table:table-row><table:table-cell><text:p>甲</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return buffer.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_DOCUMENTS}/{key}" Target="{target}"/>'
        for key, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _word() -> str:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _TEXT.split("\n"))
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    return f'<w:document xmlns:w="{_WORD}"><w:body>{lines}{table}</w:body></w:document>'


def _comments() -> str:
    return f'<w:comments xmlns:w="{_WORD}"><w:comment w:id="0"/></w:comments>'


def _workbook() -> str:
    return (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENTS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="worksheet"/></sheets></workbook>'
    )


def _sheets() -> dict[str, str]:
    row = f'<row r="1">{_CELLS}</row>'
    return {
        "worksheet": f'<worksheet xmlns="{_SHEET}"><sheetData>{row}</sheetData></worksheet>',
        "sharedStrings": f'<sst xmlns="{_SHEET}"><si><t>甲</t></si></sst>',
        "styles": f'<styleSheet xmlns="{_SHEET}">{_FORMATS}</styleSheet>',
    }
