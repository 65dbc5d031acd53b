"""Every hostile text in every place: the draft gives it back, and so does every document."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import lxml.html
import openpyxl
import pytest
import xlsxwriter
from docx.table import _Cell
from openpyxl.cell.cell import Cell

from export.documents import WRITERS
from export.excel_sheets import CellFormats, Sheet
from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.errors import ReportError
from model.form.grid import grid_of
from model.report.begin import title
from tests import office
from tests.figures import tell
from tests.hostile.filling import PLACES, TABLES, Filled, empty, named, reports
from tests.hostile.texts import TEXTS, TRIED, documented, documented_line
from tests.writing import MOMENT, render_excel, render_web, render_word

pytestmark = pytest.mark.long

CELL_HOLDS = 32_767
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "p", "br", "h1", "h2", "h3", "h4"}
ELEMENTS |= {"h5", "table", "thead", "tbody", "tr", "th", "td", "colgroup", "col", "main"}
ELEMENTS |= {"article", "div", "wbr"}
ATTRIBUTES = {"lang", "charset", "name", "content", "id", "class", "style", "border", "width"}
ATTRIBUTES |= {"cellspacing", "aria-labelledby", "scope", "rowspan", "colspan", "align", "role"}
ATTRIBUTES |= {"tabindex"}


@pytest.fixture(scope="module")
def every() -> list[Filled]:
    return reports()


@pytest.fixture(scope="module")
def names() -> list[str]:
    """What stands on one line, once each; a name is never empty."""
    return list(dict.fromkeys(filter(None, map(documented_line, TRIED.values()))))


def test_there_are_enough_texts() -> None:
    assert len(set(TEXTS.values())) >= 200


def test_a_draft_gives_every_text_back(tmp_path: Path, every: list[Filled]) -> None:
    held = [one.report for one in every] + [named(text) for text in TRIED.values()]
    for number, report in enumerate(held):
        saved = storage.save(Loaded(report, tmp_path / f"{number}.gknb", ""))
        again = storage.load(saved.path)
        assert again.report == report
        assert again.message == ""
    tell(f"hostile texts: {len(TRIED)} in {len(PLACES)} kinds of places, drafts identical")


def test_a_place_holds_what_was_typed_after_the_documented_cleaning(every: list[Filled]) -> None:
    for one in every:
        bodies = {block.key: block.body for block in one.report.texts}
        for key, text in one.texts.items():
            assert bodies[key] == documented(text)
    for text in TRIED.values():
        assert named(text).unit.website == documented_line(text)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_document_proves_itself(every: list[Filled], kind: str) -> None:
    for one in every:
        WRITERS[kind].prove(one.report, WRITERS[kind].render(one.report, MOMENT))


def test_word_says_every_text(every: list[Filled]) -> None:
    for one in every:
        data = render_word(one.report)
        document = docx.Document(io.BytesIO(data))
        paragraphs = [paragraph.text for paragraph in document.paragraphs]
        assert_in_order(one, paragraphs)
        cells = [
            _Cell(cell, table).text for table in document.tables for cell in table._tbl.iter_tcs()
        ]
        for remark in filter(None, one.remarks):
            in_cell = any(cell.endswith(f"（{remark}）") for cell in cells)
            assert in_cell or any(text.endswith(f"：{remark}") for text in paragraphs)
        for lines in one.notes.values():
            assert [p for p in paragraphs if p in lines]
            assert not set(lines) - set(paragraphs)
        assert_nothing_lives(data)


def assert_in_order(one: Filled, paragraphs: list[str]) -> None:
    """Every head with its body, one after the other."""
    place = next(n for n, text in enumerate(paragraphs) if text.startswith("六、"))
    for head, body in one.heads:
        pattern = re.compile(f"（[一二三四五六七八九十百零]+）{re.escape(head)}")
        place = next(n for n in range(place, len(paragraphs)) if pattern.fullmatch(paragraphs[n]))
        assert paragraphs[place + 1 : place + 1 + len(body)] == body
        place += 1 + len(body)


def assert_nothing_lives(data: bytes) -> None:
    """No field, link or control came out of a text, and Word shows all its white space."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))
        relations = package.read("word/_rels/document.xml.rels")
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"fldChar", "instrText", "fldSimple", "hyperlink", "object", "pict", "sdt"}
    assert b"External" not in relations
    for element in tree.iterfind(".//{*}t"):
        text = element.text or ""
        assert not {"\t", "\n"} & set(text)
        assert text == " ".join(text.split()) or _SPACE in element.attrib


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def test_word_and_web_say_every_name(names: list[str]) -> None:
    for name in names:
        report = named(name)
        wanted = report.unit.name
        first = docx.Document(io.BytesIO(render_word(report))).paragraphs[0]
        assert first.text.replace("\n", "") == wanted  # lines of a title end between words
        page = lxml.html.fromstring(render_web(report).decode())
        assert page.findtext(".//title") == title(report)
        heading = page.find(".//h1").text_content()
        assert heading == f"{wanted}{report.year}年政府信息公开工作年度报告"
        assert_plain(page)


def test_the_web_page_says_every_text(every: list[Filled]) -> None:
    for one in every:
        page = lxml.html.fromstring(render_web(one.report).decode())
        paragraphs = [element.text_content() for element in page.iter("p", "h1", "h2", "h3", "h4")]
        assert_in_order(one, paragraphs)
        cells = [cell.text_content() for cell in page.iter("td")]
        for remark in filter(None, one.remarks):
            in_cell = any(cell.endswith(f"（{remark}）") for cell in cells)
            assert in_cell or any(text.endswith(f"：{remark}") for text in paragraphs)
        assert not {line for lines in one.notes.values() for line in lines} - set(paragraphs)
        assert_plain(page)


def assert_plain(page: lxml.html.HtmlElement) -> None:
    """No element or attribute is there that the program does not write."""
    for element in page.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        assert element.tag in ("style", "meta") or "expression" not in element.get("style", "")


def test_no_text_becomes_markup_in_the_web_page(every: list[Filled]) -> None:
    """Whatever is typed, the page has the elements of one with harmless texts."""
    tell("hostile texts: 0 unescaped elements or attributes in Word and web pages")
    for one in every:
        source = render_web(one.report).decode()
        assert "<script" not in source.lower()
        assert "<img" not in source.lower()
        assert "</style" in source
        assert source.lower().count("</style") == 1


def strings(data: bytes) -> Iterator[tuple[str, Cell]]:
    """Every filled cell of a workbook, with the sheet's name."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data), rich_text=True).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if cell.value not in (None, ""))


def formulas(data: bytes) -> set[tuple[str, str]]:
    return {(name, cell.coordinate) for name, cell in strings(data) if cell.data_type == "f"}


def drawn(names: list[str]) -> bytes:
    """A workbook with each name in a cell, drawn as the unit's name is."""
    buffer = io.BytesIO()
    report = empty()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        grid = grid_of(report.form.tables["review"])
        sheet = Sheet(workbook.add_worksheet("名称"), grid, "名称")
        form = CellFormats(workbook).note
        for row, name in enumerate(names):
            sheet.merge(row, 0, 1, 1 + row % 2, name, form)
    return buffer.getvalue()


def fitting(names: list[str]) -> list[str]:
    return [name for name in names if len(name.encode("utf-16-le")) // 2 <= CELL_HOLDS]


def told_by_office(text: str) -> bool:
    """Whether openpyxl reads a text rightly from a workbook of LibreOffice's: not x005F_."""
    return "_x00" not in text and "x005F_" not in text


def test_excel_says_every_text(every: list[Filled], names: list[str]) -> None:
    for one in every:
        seen = [str(cell.value) for _, cell in strings(render_excel(one.report))]
        whole = "\n".join(seen)
        for lines in one.notes.values():
            assert not {line for line in lines if len(line) <= 16_000} - set(seen)
        assert all(remark in whole for remark in one.remarks if len(remark) <= 16_000)
    assert [str(cell.value) for _, cell in strings(drawn(fitting(names)))] == fitting(names)


def read_as_excel_does(data: bytes) -> list[str]:
    """The shared strings by the rule of ECMA-376, 22.9.2.19: _xHHHH_ in a run is a character."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        table = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(map(_unescaped, item.iterfind(".//{*}t"))) for item in table]


def _unescaped(run: ElementTree.Element) -> str:
    return re.sub("_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), run.text or "")


def test_excel_unescapes_every_text_to_itself(names: list[str]) -> None:
    wanted = [*fitting(names), "_x0041_x0042_x0043_", "__x005F_x005F_x0041_"]
    assert read_as_excel_does(drawn(wanted)) == wanted


def test_no_text_is_a_formula_once_libreoffice_has_recalculated(
    tmp_path: Path, every: list[Filled], names: list[str]
) -> None:
    plain = list(filter(told_by_office, fitting(names)))
    books = {f"{number}.xlsx": render_excel(one.report) for number, one in enumerate(every)}
    books |= {"names.xlsx": drawn(fitting(names)), "plain.xlsx": drawn(plain)}
    recalculated = office.convert(tmp_path, books, "xlsx")
    again = {name: path.read_bytes() for name, path in recalculated.items()}
    ours = len(formulas(render_excel(empty())))
    count = 0
    for number, one in enumerate(every):
        name = f"{number}.xlsx"
        assert formulas(again[name]) == formulas(books[name])
        assert len(formulas(books[name])) == ours
        seen = {str(cell.value) for _, cell in strings(again[name])}
        lines = [line for lines in one.notes.values() for line in lines if len(line) <= 16_000]
        assert not set(filter(told_by_office, lines)) - seen
        count += len(seen)
    assert not formulas(again["names.xlsx"])
    assert [str(cell.value) for _, cell in strings(again["plain.xlsx"])] == plain
    count += len(fitting(names))
    tell(f"hostile texts: {count} cells of Excel recalculated by LibreOffice, 0 live formulas")


def test_what_is_too_long_for_a_cell_is_in_several_and_nothing_is_cut(every: list[Filled]) -> None:
    long = [line for one in every for lines in one.notes.values() for line in lines]
    long = [line for line in long if len(line) > 16_000]
    assert long
    message = "".join(str(c.value) for one in every for _, c in strings(render_excel(one.report)))
    for line in long:
        assert line in message
    tell(f"hostile texts: {len(long)} lines longer than a cell written whole, 0 silent cuts")


def test_a_name_too_long_for_a_cell_is_refused_in_a_sentence(names: list[str]) -> None:
    for name in set(names) - set(fitting(names)):
        with pytest.raises(ReportError, match="超过一格能容纳的32767个字符，未导出 Excel 文件"):
            render_excel(named(name))


@pytest.mark.parametrize("name", ["=1+1", "_x0041_", "<r><t>甲</t></r>", "#N/A", "<b>&"])
def test_an_export_with_a_hostile_name_proves_itself(name: str) -> None:
    report = named(name)
    for writer in WRITERS.values():
        writer.prove(report, writer.render(report, MOMENT))
    seen = [str(cell.value) for _, cell in strings(render_excel(report))]
    assert seen.count(name) == len(TABLES)


def test_a_draft_is_bytes_that_any_reader_of_json_takes(every: list[Filled]) -> None:
    for one in every:
        file_format.encode(one.report).decode("utf-8")
