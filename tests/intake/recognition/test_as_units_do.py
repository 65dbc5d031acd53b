"""Documents as units really make them: notes at numbers, saved pages, short files."""

import base64
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from intake.content import Document
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from
from intake.worker import read
from tests.bad_parts import relations, word
from tests.bad_texts import page
from tests.intake.drawing import said
from tests.intake.known import FORMS, report_of
from tests.writing import render_web

RUN = "<w:r>{}<w:t>{}</w:t></w:r>"
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def reading_of(data: bytes) -> Recognition:
    document = read(data)
    assert isinstance(document, Document)
    return recognise(document, FORMS)


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc><w:p>{cell}</w:p></w:tc>' for cell in cells)}</w:tr>"


def plain(text: str) -> str:
    return RUN.format("", text)


def test_the_raised_mark_of_a_note_is_no_digit_of_a_number() -> None:
    cells = (
        plain("规章") + RUN.format(RAISED, "2"),
        plain("12") + RUN.format(RAISED, "1"),
        plain("3"),
        plain("4"),
    )
    reading = reading_of(word(f"<w:tbl>{row(*cells)}</w:tbl>"))
    found = reading.cells["disclosure/regulations/issued"]
    assert (found.text, found.number, found.remark) == ("12¹", 12, "¹")
    body = "<table><tr><td>规章<sup>2</sup><td>12<sup>1</sup><td>3<td>4</table>"
    assert said(page(body)) == ["|0:规章²|1:12¹|2:3|3:4"]
    assert reading_of(page(body)).cells["disclosure/regulations/issued"].number == 12


def test_what_is_noted_beside_the_text_is_named_with_its_place() -> None:
    notes = {
        "word/footnotes.xml": (
            "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            f"<w:footnote w:id='2'><w:p>{plain('含上年结转')}</w:p></w:footnote></w:footnotes>"
        ),
        "word/_rels/document.xml.rels": relations(("footnotes", "footnotes.xml")),
    }
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    table = f"<w:tbl>{row(plain('规章') + mark, plain('1'), plain('2'), plain('3'))}</w:tbl>"
    reading = reading_of(word(f"<w:p>{plain('一句话。')}{deleted}</w:p>{table}", extra=notes))
    assert [str(issue) for issue in reading.issues if not issue.addresses] == [
        "第1个表格「含上年结转」：脚注没有对应的位置，未读取"
    ]
    assert "修订中已删除的文字1处（第1段），未读取。" in reading.notices
    assert not reading.understood


def test_a_note_before_everything_stands_at_the_beginning() -> None:
    book = word(f"<w:p><w:r><w:commentReference w:id='0'/></w:r></w:p>{'<w:p/>'}", extra={
        "word/comments.xml": (
            "<w:comments xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            f"<w:comment w:id='0'><w:p>{plain('再核')}</w:p></w:comment></w:comments>"
        ),
        "word/_rels/document.xml.rels": relations(("comments", "comments.xml")),
    })  # fmt: skip
    (issue,) = reading_of(book).issues
    assert issue.where == "开头"


def test_a_saved_single_file_page_comes_back_as_the_page() -> None:
    report = report_of("example")
    made = MIMEMultipart("related")
    made.attach(MIMEText(render_web(report).decode(), "html", "utf-8"))
    made.attach(MIMEText(base64.b64encode(b"\x89PNG").decode(), "plain"))
    brought = report_from(reading_of(made.as_bytes()), report.year)
    assert {a: n for a, n in brought.values.items() if a in report.form.typed} == {
        a: n for a, n in report.values.items() if a in report.form.typed
    }
    assert [block.key for block in brought.texts] == [block.key for block in report.texts]


def test_a_short_text_without_a_title_keeps_all_its_lines() -> None:
    reading = reading_of("一、总体情况\n（一）主动公开\n全年公开信息三条".encode())
    assert [block.body for block in reading.texts] == ["全年公开信息三条"]
    reading = reading_of(
        "某市水务局2024年政府信息公开工作年度报告\n一、总体情况\n本局没有变化。".encode()
    )
    assert [block.body for block in reading.texts] == ["本局没有变化。"]
    assert reading.identity.unit == {"name": "某市水务局"}
