"""Packages: .docx, .xlsx and .ods are ZIP files of XML parts, measured before any parser sees them.

Sizes are measured while parts are inflated; the sizes in headers are not trusted. XML elements are
counted in a stream, before any tree is built. No office program writes a DOCTYPE: without one there
are no entities to expand. The root of a part decides whether cells, merges, spans or worksheets are
checked in it.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from intake.content import (
    ALL_PARTS,
    ATTRIBUTES,
    COLUMNS,
    DEPTH,
    ELEMENTS,
    MEGABYTE,
    MERGED,
    PART,
    PARTS,
    RATIO,
    ROWS,
    SHEETS,
    SPAN,
    FileKind,
    abnormal,
    damaged,
    encrypted,
    slides,
    too_large,
)
from model.errors import RefusedError

Attributes = dict[str, str]
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_SIGNS: Final = 10 * ATTRIBUTES
"""Equals signs that are allowed in a piece without the start of an element."""


class ElementCount:
    """Counts over all parts of one file."""

    def __init__(self) -> None:
        self.elements = 0
        self.merged = 0
        self.sheets = 0


class XmlCheck:
    """Checks one XML part of a file piece by piece, and stops at the first exceeded bound."""

    def __init__(self, counts: ElementCount) -> None:
        self.root = ""
        """The local name of the root element; empty before it was read."""
        self._counts = counts
        self._depth = 0
        self._checks: Mapping[str, Callable[[ElementCount, Attributes], None]] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes, last: bool = False) -> None:
        """Check the next piece.

        Raises:
            RefusedError: it is not XML, or exceeds a bound.
        """
        before = self._counts.elements
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError) as error:  # also an unknown encoding
            raise damaged() from error
        if self._counts.elements == before and piece.count(b"=") > _SIGNS:
            raise too_many_attributes()  # in one unclosed tag, which the parser reads for seconds

    def _start(self, name: str, attributes: Attributes) -> None:
        counts = self._counts
        counts.elements += 1
        self._depth += 1
        if self._depth > DEPTH:
            raise abnormal(f"嵌套超过{DEPTH}层")
        if len(attributes) > ATTRIBUTES:
            raise too_many_attributes()
        if counts.elements > ELEMENTS:
            raise too_large(f"文件内容过多（超过{ELEMENTS // 10_000}万个元素）")
        if not self.root:
            self.root = _local(name)
            self._checks = _CHECKS.get(self.root, {})
        elif self._checks and (check := self._checks.get(_local(name))):
            check(counts, attributes)

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _doctype(self, *_declared: object) -> None:
        raise abnormal("含有文档类型声明")


def too_many_attributes() -> RefusedError:
    """Return the error for an element with more attributes than any program writes."""
    return abnormal(f"标记的属性超过{ATTRIBUTES}个")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def place_of(reference: str) -> tuple[int, int]:
    """Return row and column, counted from 0, of a reference such as B5.

    Raises:
        RefusedError: it is not the reference of a cell.
    """
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise abnormal("单元格位置无效")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > ROWS or column > COLUMNS:
        raise abnormal("单元格位置超出范围")
    return row - 1, column - 1


def stretch_of(reference: str) -> tuple[int, int, int, int]:
    """Return row, column, height and width of a reference such as A1:B5.

    Raises:
        RefusedError: it is not the reference of a range.
    """
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    if bottom < top or right < left:
        raise abnormal("单元格位置无效")
    return top, left, bottom - top + 1, right - left + 1


def _check_cell(_counts: ElementCount, attributes: Attributes) -> None:
    if "r" in attributes:
        place_of(attributes["r"])


def _check_row(_counts: ElementCount, attributes: Attributes) -> None:
    number = attributes.get("r")
    if number is None:
        return
    if not _NUMBER.fullmatch(number) or not 1 <= int(number) <= ROWS:
        raise abnormal("行号超出范围")


def _check_merge(counts: ElementCount, attributes: Attributes) -> None:
    _, _, height, width = stretch_of(attributes.get("ref", ""))
    counts.merged += height * width
    if counts.merged > MERGED:
        raise abnormal(f"合并单元格超过{MERGED // 10_000}万格")


def _check_sheet(counts: ElementCount, _attributes: Attributes) -> None:
    counts.sheets += 1
    if counts.sheets > SHEETS:
        raise abnormal(f"工作表超过{SHEETS}个")


def _check_span(_counts: ElementCount, attributes: Attributes) -> None:
    spans = [text for name, text in attributes.items() if _local(name) == "val"]
    if not all(_NUMBER.fullmatch(span) and int(span) <= SPAN for span in spans):
        raise abnormal(f"单元格跨列超过{SPAN}列")


_REPEATING: Final = ("table-column", "table-row", "table-cell", "covered-table-cell")
_REPEATS: Final = {
    "number-columns-repeated": COLUMNS,
    "number-columns-spanned": COLUMNS,
    "number-rows-repeated": ROWS,
    "number-rows-spanned": ROWS,
}
"""The most that an attribute of the tables of an OpenDocument may state."""


def _check_repeats(_counts: ElementCount, attributes: Attributes) -> None:
    for name, text in attributes.items():
        most = _REPEATS.get(_local(name))
        if most and not (_NUMBER.fullmatch(text) and 0 < int(text) <= most):
            raise abnormal("行列重复数超出范围")


def _refuse_encrypted(_counts: ElementCount, _attributes: Attributes) -> None:
    raise encrypted()


_CHECKS: Final[Mapping[str, Mapping[str, Callable[[ElementCount, Attributes], None]]]] = {
    "worksheet": {"c": _check_cell, "row": _check_row, "mergeCell": _check_merge},
    "workbook": {"sheet": _check_sheet},
    "document": {"gridSpan": _check_span, "gridBefore": _check_span, "gridAfter": _check_span},
    "document-content": dict.fromkeys(_REPEATING, _check_repeats),
    "manifest": {"encryption-data": _refuse_encrypted},
}
"""Checks of elements, by the root of the part and the name of the element."""


BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""Errors that zipfile raises for damaged packages."""
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_XML: Final = (".xml", ".rels")
_NEVER_READ: Final = (".vml", ".svg", ".htm", ".html", ".xhtml", ".txt")
"""Pictures and texts that no reader uses; they begin like XML but are often not well-formed."""
_SETTINGS: Final = "Configurations2/"
"""Menus and bars in an OpenDocument, which no reader uses; they may have a DOCTYPE."""
_KINDS: Final = {"document": FileKind.WORD, "workbook": FileKind.EXCEL}
"""Kinds of file by the root of their main part."""


_OPEN_KINDS: Final = {"spreadsheet": FileKind.ODS, "text": FileKind.ODT}
_OPEN: Final = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)(?:-template)?\s*")
"""The type of an OpenDocument file, which is the content of its part «mimetype»."""
_OPEN_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_OTHER_OPEN: Final = (
    "这种 OpenDocument 文件不能导入。用 WPS 或 Office 另存为 .docx 或 .xlsx 后再导入。"
)
_OFD: Final = "OFD 版式文件不能导入。选择生成它的 .docx 或 .xlsx 文件。"
ARCHIVE: Final = "压缩包不能导入。解压后选择其中的 .docx 或 .xlsx 文件。"


class Package(NamedTuple):
    """A package that may be parsed: its kind, its main part, and the names of the checked parts."""

    kind: FileKind
    main: str
    checked: frozenset[str]


def check_package(data: bytes) -> Package:
    """Check a package and return what is known of it.

    Raises:
        RefusedError: it is damaged, encrypted, of no known kind, or exceeds a bound.
    """
    if data.count(_DIRECTORY_ENTRY) > PARTS:  # zipfile would first list all of them
        raise abnormal(f"部件超过{PARTS}个")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_names(package.infolist(), len(data))
            roots = _check_parts(package)
            return _package(package, roots)
    except BROKEN as error:
        raise damaged() from error


def _check_names(parts: list[zipfile.ZipInfo], size: int) -> None:
    if sum(part.compress_size for part in parts) > size:  # parts overlap, or sizes are false
        raise abnormal("部件大小与文件不符")
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted()
    names = [part.filename for part in parts]
    if len({name.lower() for name in names}) < len(names):
        raise abnormal("部件重名")
    for part in parts:
        steps = part.filename.split("/")
        if part.filename.startswith("/") or ".." in steps or set(part.orig_filename) & set("\\:\0"):
            raise abnormal("部件名称无效")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise abnormal("压缩方式不受支持")


def _check_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Inflate every part once; return the roots of the XML parts by name."""
    counts = ElementCount()
    roots = {}
    left = ALL_PARTS
    for part in sorted(package.infolist(), key=lambda one: one.filename != _MANIFEST):
        check: XmlCheck | None = None
        size = 0
        with package.open(part) as stream:
            while piece := stream.read(MEGABYTE):
                if not size and _is_xml(part.filename, piece):
                    check = XmlCheck(counts)
                size += len(piece)
                _check_size(size, part.compress_size, left)
                if check:
                    check.feed(piece)
        left -= size
        if check:
            check.feed(b"", last=True)
            roots[part.filename] = check.root
    return roots


def _is_xml(name: str, beginning: bytes) -> bool:
    """Return whether a part is XML by its name or by how it begins."""
    if name.lower().endswith(_NEVER_READ) or name.startswith(_SETTINGS):
        return False
    bare = beginning[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return name.lower().endswith(_XML) or bare.startswith(b"<")


def _check_size(size: int, stored: int, left: int) -> None:
    if size > PART:
        raise too_large(f"文件解压后有部件超过{PART // MEGABYTE}兆字节")
    if size > left:
        raise too_large(f"文件解压后超过{ALL_PARTS // MEGABYTE}兆字节")
    if size > MEGABYTE and size > stored * RATIO:
        raise abnormal(f"压缩比超过{RATIO}倍")


def _package(package: zipfile.ZipFile, roots: Mapping[str, str]) -> Package:
    """Return the package by the root of its main part."""
    if "_rels/.rels" not in roots:
        return _open_package(package, roots)
    main = relations(package, "").get("officeDocument", "")
    if roots.get(main) == "presentation":
        raise slides()
    if main.endswith(".bin"):
        raise RefusedError("二进制工作簿（.xlsb）不能导入。用 WPS 或 Excel 另存为 .xlsx 后再导入。")
    kind = _KINDS.get(roots.get(main, ""))
    if kind is None:
        raise damaged()
    return Package(kind, main, frozenset(roots))


def _open_package(package: zipfile.ZipFile, roots: Mapping[str, str]) -> Package:
    """Return an OpenDocument package by its type."""
    names = package.namelist()
    if "mimetype" not in names:
        raise RefusedError(_OFD if "OFD.xml" in names else ARCHIVE)
    stated = _OPEN.fullmatch(package.read("mimetype"))
    if stated and stated[1] == b"presentation":
        raise slides()
    kind = _OPEN_KINDS.get(stated[1].decode()) if stated else None
    if kind is None:
        raise RefusedError(_OTHER_OPEN)
    if roots.get(_OPEN_CONTENT) != "document-content":
        raise damaged()
    return Package(kind, _OPEN_CONTENT, frozenset(roots))


def read_part(opened: zipfile.ZipFile, package: Package, part: str) -> bytes:
    """Return the bytes of a part that the gate checked.

    Raises:
        RefusedError: there is no such part.
    """
    if part not in package.checked:
        raise damaged()
    return opened.read(part)


def relations(package: zipfile.ZipFile, part: str, by: str = "Type") -> dict[str, str]:
    """Return the related parts of a part, by the last word of the relation's type, or by its Id.

    The first of several relations with the same type counts.
    """
    found: dict[str, str] = {}
    for key, target in related(package, part, by):
        found.setdefault(key, target)
    return found


def related(package: zipfile.ZipFile, part: str, by: str = "Type") -> Iterator[tuple[str, str]]:
    """Yield each relation of a part: the last word of its type, or its Id, and the related part.

    Relations to targets outside the package are left out. An empty name means the package itself.
    """
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path in package.namelist():
        for relation in ElementTree.fromstring(package.read(path)):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield relation.get(by, "").rpartition("/")[2], target.removeprefix("/")
