"""Documents held against the standards of their formats, for ``./test.sh documents``.

A web page is parsed by html5lib and looked at by axe-core in Chromium. Word and Excel files are
validated part by part by openxml-audit, which carries the schemas of Microsoft's Open XML SDK
(ISO/IEC 29500, transitional). It looks at some attributes and at elements without content only
loosely, so each child and attribute is also held against these schemas here. Of 190 spoiled
packages that the XSD files of the standard refuse, both together refused 186.
requirements/documents.txt has the libraries.
"""

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import html5lib
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from openxml_audit import OpenXmlValidator
from openxml_audit.codegen.schema_loader import get_registry
from playwright.sync_api import sync_playwright

from export.documents import COLLECTION_EXCEL, WRITERS, proved
from model.report.answers import put
from model.report.report import Report
from tests.office import replanted
from tests.writing import MOMENT, render_excel, render_web, render_word

WIDTHS: Final = (390, 1280)
"""Pixels of the window of a telephone and of a desk."""
_HEIGHT: Final = 844
_KINDS: Final = (*(kind for kind in WRITERS if kind != "web"), COLLECTION_EXCEL, "revision")
"""All kinds of Word and Excel files."""
_CHROMIUM: Final = "/usr/bin/chromium"
_PACKAGE: Final = (
    "http://schemas.openxmlformats.org/package/",
    "http://purl.org/dc/",
)
"""Namespaces of the package itself, which openxml-audit reads in code of its own."""
_SPOILED: Final = {
    "word/document.xml": (
        ("<w:pPr><w:pStyle", '<w:pPr><w:jc w:val="left"/><w:pStyle'),
        ("<w:tblGrid>", "<w:tblGrid><w:column/>"),
        ('w:type="dxa"', 'w:kind="dxa"'),
        ('<w:vAlign w:val="center"', '<w:vAlign w:val="middle"'),
    ),
    "xl/worksheets/sheet1.xml": (
        ("<sheetData>", "<mergeCells/><sheetData>"),
        ("<cols>", "<cols><column/>"),
        ("customHeight", "ownHeight"),
        ('orientation="', 'orientation="un'),
    ),
}
"""Faults of order, of an element, of an attribute and of a value, by the part that gets them."""
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def rows(reports: Mapping[str, Report]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: kind of document, report, measure, wanted, found, difference."""
    pages = {name: render_web(report) for name, report in reports.items()}
    for (name, width), errors in violations(pages).items():
        yield _row("web page", name, f"axe-core violations at {width} px", errors)
    for name, page in pages.items():
        yield _row("web page", name, "html5lib errors", html_errors(page))
    for name, report in reports.items():
        found: dict[str, list[str]] = {}
        parts = Counter[str]()
        before = put(report, report.texts[-1].address, "上一稿的一段。")
        for document in proved(report, _KINDS, MOMENT, before):
            kind = {"word": "Word file", "excel": "Excel file"}.get(document.kind, "other files")
            parts[kind] += parts_of(document.data)
            ending = document.writer.ending[-5:]
            found.setdefault(kind, []).extend(package_errors(document.data, ending))
        for kind, errors in found.items():
            yield _row(kind, name, f"schema errors in {parts[kind]} parts", errors)


def spoiled_rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield a row for each check, of a document that it has to find fault with."""
    page = render_web(report)
    voiceless = {"spoiled": page.replace(b' lang="zh-CN"', b"", 1)}
    found = {
        "axe-core violations": list(violations(voiceless).values()),
        "html5lib errors": [html_errors(page.replace(b"</table>", b"", 1))],
        "schema errors": [
            package_errors(replanted(render(report), part, *fault), ending)
            for render, ending, part in zip(
                (render_word, render_excel), (".docx", ".xlsx"), _SPOILED, strict=True
            )
            for fault in _SPOILED[part]
        ],
    }
    for measure, errors in found.items():
        number = sum(map(bool, errors))
        mark = "0" if number == len(errors) else f"{number - len(errors)} !"
        yield "spoiled", "example", f"{measure}, files with", f"{len(errors)}", f"{number}", mark


def _row(kind: str, name: str, measure: str, errors: Sequence[str]) -> tuple[str, ...]:
    found = "; ".join([f"{len(errors)}", *errors[:1]]).replace("|", "/")
    return kind, name, measure, "0", found, f"+{len(errors)} !" if errors else "0"


def html_errors(page: bytes) -> list[str]:
    """Give the parse errors of a page (HTML, 13.2.2), each with its line."""
    parser = html5lib.HTMLParser()
    parser.parse(page, transport_encoding="utf-8")
    return [f"{place[0]}: {code} {details}" for place, code, details in parser.errors]


def violations(pages: Mapping[str, bytes]) -> dict[tuple[str, int], list[str]]:
    """Give by page and width the rules of axe-core that are not kept, with the elements.

    A page that is wider than its window counts too (WCAG 2.2, 1.4.10).
    """
    found: dict[tuple[str, int], list[str]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM)
        for name, data in pages.items():
            path = Path(folder, f"{name}.html")
            path.write_bytes(data)
            for width in WIDTHS:
                tab = browser.new_page(viewport={"width": width, "height": _HEIGHT})
                tab.goto(path.as_uri())
                response = Axe().run(tab).response
                assert response["passes"], "axe-core looked at nothing"
                wide = tab.evaluate("document.documentElement.scrollWidth")
                found[name, width] = [
                    *(f"{one['id']} {node['html']}" for one, node in _nodes(response)),
                    *[f"{wide} px wide"] * (wide > width),
                ]
                tab.close()
        browser.close()
    return found


def _nodes(response: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for violation in response["violations"]:
        for node in violation["nodes"]:
            yield violation, node


def package_errors(data: bytes, ending: str) -> list[str]:
    """Give what is wrong in the parts of a .docx or .xlsx file."""
    # Strict, it would ask for a theme, without which a document is allowed to be
    # (ISO/IEC 29500-1, 11.3.10). All that it reports counts, warnings too.
    validator = OpenXmlValidator(max_errors=0, strict=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"document{ending}")
        path.write_bytes(data)
        found = validator.validate(path).errors
    return [f"{one.part_uri}: {one.description}" for one in found] + list(_undeclared(data))


def parts_of(data: bytes) -> int:
    """Give the number of parts of a package."""
    return len(zipfile.ZipFile(io.BytesIO(data)).namelist())


def _undeclared(data: bytes) -> Iterator[str]:
    """Yield elements and attributes that the schemas do not declare where they stand."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            for element in etree.fromstring(package.read(part)).iter(etree.Element):
                if not element.tag.startswith(tuple(f"{{{one}" for one in _PACKAGE)):
                    yield from (f"{part}: {one}" for one in _undeclared_in(element))


def _undeclared_in(element: Any) -> Iterator[str]:
    registry = get_registry()
    registry.load()
    types = registry.get_element_type_candidates(element.tag)
    if not types:
        yield f"unknown {element.tag}"
        return
    children = {_tag(child["Name"].partition("/")[2]) for one in types for child in one.children}
    yield from (f"{one.tag} in {element.tag}" for one in element if one.tag not in children)
    attributes = {_tag(attribute.qname) for one in types for attribute in one.attributes}
    for name in element.attrib:
        if name not in attributes and not name.startswith(_XML):
            yield f"{name} of {element.tag}"


def _tag(name: str) -> str:
    """Give a name with its namespace for one with a prefix."""
    prefix, _, local = name.rpartition(":")
    return f"{{{get_registry().get_namespace(prefix)}}}{local}" if prefix else local
