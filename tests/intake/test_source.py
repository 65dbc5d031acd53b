"""A file of any kind as a report, and several as one."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from intake import source as sources
from intake.child import Reader
from intake.recognition.account import Account
from intake.source import are_complete, lines_of, need_attention, open_source
from intake.worker import read
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import RefusedError
from tests import DATA
from tests.bad_parts import word
from tests.intake.known import report_of
from tests.intake.recognition.pages import as_word, web_page
from tests.writing import render_excel, render_word

INCOMPLETE = DATA / "incomplete"
RECEIVED = "requests/received/natural"
AFTER = "review/figures/litigation.after.total"
RECONSIDERED = "review/figures/reconsideration.total"


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_reader_of_a_process_is_closed_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    at_exit: list[object] = []
    monkeypatch.setattr(sources.atexit, "register", at_exit.append)
    made = sources.reader.__wrapped__()  # another test may have asked for the one that is kept
    assert at_exit == [made.close]


def test_a_draft_is_read_as_it_is(reader: Reader, tmp_path: Path) -> None:
    report = report_of("city-2023").with_stated(RECONSIDERED, 1)
    path = storage.save(Loaded(report, tmp_path / "年报.gknb", "")).path
    source = open_source(reader, path)
    assert source.report.values == report.values
    assert (source.reading, source.issues, source.blank_totals) == (None, (), ())
    (one,) = source.disagreements
    assert (one.address, one.where, one.stated) == (RECONSIDERED, "", 1)
    assert not source.not_carried


def test_what_a_kind_of_file_has_no_place_for_is_said(reader: Reader, tmp_path: Path) -> None:
    report = report_of("example")
    word = open_source(reader, written(tmp_path, "甲.docx", render_word(report)))
    assert word.not_carried == "来源文件不含说明、数据来源、上年数据和稿别，这些内容不导入。"
    assert lines_of(word)[-1] == f"[说明] {word.not_carried}"
    assert not need_attention(lines_of(word))
    assert need_attention(["[未识别] 第3段「甲」：不在六个部分之内", *lines_of(word)])
    excel = open_source(reader, written(tmp_path, "乙.xlsx", render_excel(report)))
    assert excel.not_carried.startswith("电子表格只含表格，文字部分、说明")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("今天天气很好。", "未识别出年报的表格或文字"),
        ("某局的信\n今天天气很好。\n2024年见。", "未识别出年报的表格或文字"),
        ("规章\t1\t2\t3", "未识别出报告年度"),
    ],
)
def test_a_file_that_is_no_report_is_refused(
    text: str, sentence: str, reader: Reader, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=sentence):
        open_source(reader, written(tmp_path, "甲.txt", text))


def test_a_file_that_only_embeds_the_report_says_how_to_get_it(
    reader: Reader, tmp_path: Path
) -> None:
    title = "某局2023年政府信息公开工作年度报告"
    embedded = word(f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:altChunk/>")
    with pytest.raises(RefusedError, match="嵌入了其他文档，未读取。用 WPS 或 Word 打开，另存为"):
        open_source(reader, written(tmp_path, "甲.docx", embedded))
    framed = f"<html><body><p>{title}<iframe src='a.html'></iframe></body></html>"
    with pytest.raises(RefusedError, match="嵌入了其他网页，未读取。在浏览器中单独打开"):
        open_source(reader, written(tmp_path, "甲.html", framed))


def test_the_year_is_what_somebody_says_or_the_file_or_what_is_assumed(
    reader: Reader, tmp_path: Path
) -> None:
    silent = written(tmp_path, "甲.txt", "规章\t1\t2\t3")
    assert open_source(reader, silent, assumed=2020).report.year == 2020
    said = written(tmp_path, "乙.txt", "某局2023年度报告\n规章\t1\t2\t3")
    assert open_source(reader, said, assumed=2020).report.year == 2023
    assert open_source(reader, said, year=2022).report.year == 2022


def test_an_old_form_comes_in_with_its_wrong_totals_named(reader: Reader, tmp_path: Path) -> None:
    report = report_of("district-2023-old-form")
    page = web_page(report, older_row=True, stated={RECONSIDERED: "0", AFTER: "0"})
    word = as_word(read(page.encode()))
    for path in (written(tmp_path, "区.html", page), written(tmp_path, "区.docx", word)):
        source = open_source(reader, path)
        assert source.reading is not None
        totals = {one.address: (one.stated, one.computed) for one in source.disagreements}
        assert totals == {RECONSIDERED: (0, 11), AFTER: (0, 5)}
        assert {one.name for one in source.disagreements} == {
            "行政复议、总计",
            "行政诉讼、复议后起诉、总计",
        }
        assert len(source.reading.doubts) == 7 + 2


def test_the_verdict_says_all_only_of_what_is_all(reader: Reader, tmp_path: Path) -> None:
    report = report_of("example")
    word = open_source(reader, written(tmp_path, "甲.docx", render_word(report)))
    assert (word.verdict, word.is_complete, word.only_tables) == ("全部识别", True, False)
    excel = open_source(reader, written(tmp_path, "乙.xlsx", render_excel(report)))
    assert (excel.verdict, excel.is_complete) == ("只含表格，全部识别", True)
    page = open_source(reader, INCOMPLETE / "01-pictures.html")
    assert (page.verdict, page.is_complete) == ("6处未识别，2处需核对", False)
    older = web_page(report_of("district-2023-old-form"), older_row=True)
    doubtful = open_source(reader, written(tmp_path, "丙.html", older))
    assert "处需核对" in doubtful.verdict
    assert "全部识别" not in doubtful.verdict
    assert doubtful.reading is not None
    only_doubts = replace(doubtful.reading, issues=(), missing=())
    assert replace(doubtful, reading=only_doubts).verdict == "9处需核对"


def test_a_reading_that_gives_no_account_is_never_complete(reader: Reader, tmp_path: Path) -> None:
    source = open_source(reader, written(tmp_path, "甲.docx", render_word(report_of("example"))))
    assert source.reading is not None
    reading = replace(source.reading, account=Account())
    assert not reading.understood
    assert replace(source, reading=reading).verdict == "未能确认全部识别"


def test_a_document_and_the_workbook_of_its_tables_are_complete_together(
    reader: Reader, tmp_path: Path
) -> None:
    report = replace(report_of("example"), notes={})
    document = docx.Document(io.BytesIO(render_word(report)))
    for table in document.tables:
        table._tbl.getparent().remove(table._tbl)
    document.save(str(tmp_path / "文字.docx"))
    texts = open_source(reader, tmp_path / "文字.docx")
    tables = open_source(reader, written(tmp_path, "表格.xlsx", render_excel(report)))
    assert not texts.is_complete
    assert are_complete([texts, tables])
    assert not are_complete([texts])
    draft = storage.save(Loaded(report, tmp_path / "年报.gknb", "")).path
    assert are_complete([texts, open_source(reader, draft)])
    assert not are_complete([tables, open_source(reader, INCOMPLETE / "09-yuan.html")])


def test_a_file_whose_year_asks_for_another_form_is_read_once(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "旧.docx", render_word(report_of("2019")))
    asked, reply = [], Reader._reply
    monkeypatch.setattr(Reader, "_reply", lambda *args: asked.append(args[3]) or reply(*args))
    own = open_source(reader, path)
    assert (own.report.year, own.report.form.key) == (2020, "2019")
    said = open_source(reader, path, year=2024)
    assert said.report.year == 2024
    assert len(asked) == 2
