"""What bad files are built of: packages, headers that lie, XML without end."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Final, NamedTuple

MEGABYTE: Final = 1024 * 1024
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
LET_IN: Final = True

Parts = Mapping[str, str | bytes | Iterable[bytes]]


class BadFile(NamedTuple):
    """A way to build a file, and whether it may be let in."""

    name: str
    make: Callable[[], bytes]
    let_in: bool = False


def package(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip parts; one that is many pieces is never held whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=6) as target:
        for name, content in parts.items():
            if isinstance(content, str | bytes):
                target.writestr(name, content)
                continue
            with target.open(name, "w") as stream:
                for piece in content:
                    stream.write(piece)
    return buffer.getvalue()


def relations(*targets: tuple[str, str], mode: str = "") -> str:
    """Write relations by type and target."""
    mode = f' TargetMode="{mode}"' if mode else ""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'


def types(**parts: str) -> str:
    """Write the types of parts: ``word_document="wordprocessingml.document.main"``."""
    inner = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    inner += 'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    for name, kind in parts.items():
        path = f"/{name.replace('_', '/')}.xml"
        inner += f'<Override PartName="{path}" ContentType="{_OFFICE}.{kind}+xml"/>'
    return f'<Types xmlns="{TYPES}">{inner}</Types>'


def word(body: str = "", extra: Parts | None = None, document: str | bytes | None = None) -> bytes:
    """Build a .docx around the content of its body, or around a whole main part."""
    whole = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": types(word_document="wordprocessingml.document.main"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": whole if document is None else document,
    }
    return package({**parts, **(extra or {})})


def many(beginning: str, piece: str, count: int, end: str) -> Iterable[bytes]:
    """Give something written many times, in large pieces."""
    yield beginning.encode()
    block = piece.encode() * 10_000
    for _ in range(count // 10_000):
        yield block
    yield piece.encode() * (count % 10_000)
    yield end.encode()


def long_word(piece: str, count: int) -> bytes:
    """Build a .docx whose body is a piece many times over."""
    body = many(f'<w:document xmlns:w="{W}"><w:body>', piece, count, "</w:body></w:document>")
    return word(extra={"word/document.xml": body}, document="")


def excel(
    rows: str = "",
    after: str = "",
    before: str = "",
    strings: str = "",
    sheets: int = 1,
    extra: Parts | None = None,
) -> bytes:
    """Build a .xlsx around the rows of its first sheet; all its sheets are that part."""
    names = "".join(f'<sheet name="表{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets))
    parts: dict[str, str | bytes | Iterable[bytes]] = {
        "[Content_Types].xml": types(
            xl_workbook="spreadsheetml.sheet.main",
            xl_worksheets_sheet1="spreadsheetml.worksheet",
            xl_sharedStrings="spreadsheetml.sharedStrings",
        ),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{names}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{before}<sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
    }
    return package({**parts, **(extra or {})})


def cell(attributes: str, inner: str = "<v>1</v>") -> str:
    """Write a row with one cell."""
    return f"<row><c {attributes}>{inner}</c></row>"


def merges(*references: str) -> str:
    """Write merged cells."""
    inner = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return f"<mergeCells>{inner}</mergeCells>"


def patched(data: bytes, *patches: tuple[bytes, int, bytes]) -> bytes:
    """Write over fields of every local (``PK12``) or central (``PK34``) header of a ZIP file."""
    changed = bytearray(data)
    for signature, offset, value in patches:
        start = 0
        while (start := changed.find(signature, start)) >= 0:
            changed[start + offset : start + offset + len(value)] = value
            start += 4
    return bytes(changed)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def sized(data: bytes, part: str, size: int) -> bytes:
    """Let both headers of a part state another size than it has."""
    changed = bytearray(data)
    for signature, at, name_at in ((LOCAL, 22, 30), (CENTRAL, 24, 46)):
        start = 0
        while (start := changed.find(signature, start)) >= 0:
            if changed[start + name_at :].startswith(part.encode()):
                changed[start + at : start + at + 4] = struct.pack("<I", size)
            start += 4
    return bytes(changed)


def dull(size: int) -> Iterable[bytes]:
    """Give bytes that deflate to about a twentieth, in pieces."""
    random = Random(7)
    for _ in range(size // MEGABYTE):
        yield b"".join(random.randbytes(16) * 24 for _ in range(MEGABYTE // 384))


def twice(name: str, other: str) -> bytes:
    """Build a .docx with a part more, whose name is written over another of the same length."""
    return word(extra={name: "<a/>"}).replace(name.encode(), other.encode())


LAUGHS: Final = (
    '<!DOCTYPE d [<!ENTITY a "哈哈哈哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(2, 10)).replace("&a1;", "&a;")
    + f']><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
OUTSIDE: Final = (
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
)


def row_of(span: str) -> str:
    """Write a row with one cell of a width."""
    return f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc></w:tr>'


def span(value: str) -> str:
    """Write a table with one cell of a width."""
    return f"<w:tbl>{row_of(value)}</w:tbl>"
