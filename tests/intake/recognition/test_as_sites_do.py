"""Tables as sites and offices lay them out: in fields, torn, repeated, side by side, in one."""

from itertools import count

from msgspec import structs

from intake.content import (
    Aside,
    AsideKind,
    Document,
    FileKind,
    SourceBlock,
    SourceCell,
    SourceParagraph,
    SourceTable,
)
from intake.recognition.reading import Recognition, recognise
from intake.worker import read
from tests.bad_texts import page
from tests.intake.cells import Cells, at, printed, stacked, text_of, width_of
from tests.intake.known import FORMS, report_of
from tests.soak_recognition import judged

REPORT = report_of("city-2023")
DISCLOSURE, REQUESTS, REVIEW = (printed(REPORT, key) for key in REPORT.form.tables)
TITLE = "甲市人民政府2023年政府信息公开工作年度报告"
TEXTS = {
    "overview.proactive": "全年公开信息若干，内容真实。",
    "problems.problems": "解读较少，形式单一。",
    "other.fees": "另有一事，已经办结。",
}


def table(cells: Cells, number: int = 1, sheet: str = "") -> SourceTable:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return SourceTable(number, tuple(ordered), sheet)


def reading_of(*tables: Cells, kind: FileKind = FileKind.WEB, sheet: str = "") -> Recognition:
    numbers = count(1)
    blocks = (table(cells, next(numbers), sheet) for cells in tables)
    return recognise(Document(kind, (SourceParagraph(1, TITLE), *blocks)), FORMS)


def all_right(reading: Recognition) -> bool:
    found = judged(REPORT, reading)
    return found["right"] == len(REPORT.form.cells) == found.total()


def test_numbers_in_the_fields_of_a_form_are_those_of_their_cells() -> None:
    row = "<tr><td>规章<td><input readonly value=12><td><input type=text value=3>"
    row += "<input style='display:none' value=7><textarea hidden>8</textarea>"
    row += "<td><textarea>4</textarea><input type=hidden value=99><input type=submit value=5></tr>"
    search = "<table><tr><td><input value=请输入关键字><td><input type=button value=搜索></table>"
    document = read(page(f"{search}<table>{row}</table>"))
    reading = recognise(document, FORMS)
    numbers = {address: int(cell.number or 0) for address, cell in reading.cells.items()}
    assert numbers == {
        "disclosure/regulations/issued": 12,
        "disclosure/regulations/repealed": 3,
        "disclosure/regulations/in_force": 4,
    }
    assert "请输入" not in str(document)


def test_a_group_and_its_row_in_one_cell_are_a_label() -> None:
    group, cells = "", list[SourceCell]()
    for cell in REQUESTS:
        if cell.column == 1 and cell.height > 2:
            group = cell.text
        elif cell.column == 2 and cell.text[0].isdigit():
            cells.append(at(cell, cell.row, 1, 2, text=f"{group}{cell.text}"))
        else:
            cells.append(cell)
    reading = reading_of(DISCLOSURE, cells, REVIEW)
    assert all_right(reading)
    assert not reading.issues


def test_a_heading_that_is_repeated_over_blank_cells_has_one_number() -> None:
    cells = [
        at(cell, cell.row, cell.column + n, text=cell.text if n == 0 or not digits else "")
        for cell in DISCLOSURE
        for digits in [cell.text[0].isdigit()]
        for n in range(cell.width)
    ]
    assert all_right(reading_of(cells, REQUESTS, REVIEW))


def test_the_words_of_headings_may_be_torn_over_two_rows() -> None:
    torn = {"商业企业": 2, "科研机构": 2, "社会公益组织": 4, "法律服务机构": 4}
    cells = [
        at(cell, cell.row + (cell.row > 2), cell.column, cell.width, cell.height)
        for cell in REQUESTS
        if cell.text not in torn
    ]
    for cell in (cell for cell in REQUESTS if cell.text in torn):
        n = torn[cell.text]
        cells += [text_of(cell, cell.text[:n]), at(cell, 3, cell.column, text=cell.text[n:])]
    reading = reading_of(DISCLOSURE, cells, REVIEW)
    assert all_right(reading)
    assert not reading.issues


def test_the_headings_of_a_single_row_may_be_torn_by_the_end_of_a_page() -> None:
    torn = [cell for cell in REVIEW if cell.row == 2]
    cells = [
        at(
            cell,
            cell.row + (cell.row > 2),
            cell.column,
            cell.width,
            cell.height + (cell.height > 1),
        )
        for cell in REVIEW
        if cell not in torn
    ]
    for cell in torn:
        cells += [
            text_of(cell, cell.text[:2]),
            at(cell, 3, cell.column, text=cell.text[2:]),
        ]
    assert all_right(reading_of(DISCLOSURE, REQUESTS, cells))


def test_a_sum_may_be_called_by_another_word() -> None:
    def renamed(cells: Cells) -> Cells:
        return [text_of(cell, cell.text.replace("总计", "合计")) for cell in cells]

    assert all_right(reading_of(DISCLOSURE, renamed(REQUESTS), renamed(REVIEW)))


def test_a_row_that_only_another_form_has_is_not_read_by_the_group_before_it() -> None:
    older = report_of("2019")
    beside = [cell for cell in printed(older, "requests") if "其他处理" not in cell.text]
    row = max(cell.row for cell in beside) - 1
    beside.append(SourceCell(row, 1, 1, 1, "（六）其他处理"))
    beside.append(SourceCell(row, 2, 1, 1, "1.申请人逾期不补正而不再处理"))
    reading = recognise(Document(FileKind.EXCEL, (table(beside),)), [FORMS[1]])
    assert "requests/handled.other/natural" not in reading.cells


def report_in_one() -> Cells:
    """Give a whole report as one table, each paragraph in a row of its own."""
    cells: Cells = []

    def add(*texts: str) -> None:
        row = max((cell.row + cell.height for cell in cells), default=0)
        cells.extend(SourceCell(row, n, 1, 1, text) for n, text in enumerate(texts))

    titles = [section.title for section in REPORT.form.sections]
    add(TITLE)
    add(titles[0])
    add("（一）主动公开情况")
    add(TEXTS["overview.proactive"])
    for title, part in zip(titles[1:4], (DISCLOSURE, REQUESTS, REVIEW), strict=True):
        add(title)
        cells[:] = stacked((cells, part))
    add(titles[4], TEXTS["problems.problems"])
    add(titles[5])
    add(TEXTS["other.fees"])
    return cells


def test_a_whole_report_in_one_table_is_read_as_paragraphs_and_tables() -> None:
    reading = reading_of(report_in_one())
    assert all_right(reading)
    assert {text.key: text.body.strip() for text in reading.texts} == TEXTS
    assert len(reading.headings) == 6
    assert reading.places["other.fees"] == "第12段"


def test_a_text_of_a_worksheet_has_the_place_of_its_cell() -> None:
    reading = reading_of(report_in_one(), kind=FileKind.EXCEL, sheet="年报")
    assert all_right(reading)
    assert reading.places["overview.proactive"] == "工作表「年报」A3"
    assert {text.key: text.body.strip() for text in reading.texts} == TEXTS


def test_a_text_of_a_table_with_a_remark_stays_in_the_table() -> None:
    noted = [
        structs.replace(cell, remark="再核") if cell.text in TEXTS.values() else cell
        for cell in report_in_one()
    ]
    reading = reading_of(noted)
    assert {text.body for text in reading.texts} == {""}
    unread = " ".join(issue.text for issue in reading.issues)
    assert all(text in unread for text in TEXTS.values())


def test_asides_stay_with_their_blocks_where_a_table_is_taken_apart() -> None:
    blocks: tuple[SourceBlock, ...] = (table(report_in_one()), SourceParagraph(1, "末了一句话。"))
    asides = (Aside(AsideKind.PICTURE, "公章", 2),)
    reading = recognise(Document(FileKind.WEB, blocks, asides=asides), FORMS)
    assert any("公章" in str(line) for line in (*reading.issues, *reading.notices))


def test_tables_side_by_side_on_a_sheet_are_read_each_for_itself() -> None:
    right = width_of(DISCLOSURE) + 1
    beside = [at(c, c.row, c.column + right, c.width, c.height) for c in REQUESTS]
    under = [at(c, c.row + 40, c.column, c.width, c.height) for c in REVIEW]
    reading = reading_of([*DISCLOSURE, *beside, *under], kind=FileKind.EXCEL, sheet="表")
    assert all_right(reading)
    assert reading.cells["requests/received/natural"].where == "工作表「表」I4"


def test_a_blank_column_within_a_table_divides_nothing() -> None:
    apart = [at(c, c.row, c.column + (c.column > 0), c.width, c.height) for c in DISCLOSURE]
    assert all_right(reading_of(apart, REQUESTS, REVIEW, kind=FileKind.EXCEL, sheet="表"))


def test_a_remark_at_a_blank_cell_is_kept_where_tables_are_parted() -> None:
    right = width_of(DISCLOSURE) + 1
    beside = [at(c, c.row, c.column + right, c.width, c.height) for c in REQUESTS]
    at_blank = SourceCell(1, right, 1, 1, "", remark="待核")
    remarked = [c for c in beside if (c.row, c.column) != (1, right)]
    sheets = reading_of([*DISCLOSURE, *remarked, at_blank], kind=FileKind.EXCEL, sheet="表")
    whole = [*report_in_one(), SourceCell(0, 1, 1, 1, "", remark="待核")]
    for reading in (sheets, reading_of(whole)):
        assert "待核" in str((reading.issues, reading.cells))
