"""Where a proposal comes from in its source, and the lines that it does not take by itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake import source as foreign
from intake import wire, worker
from intake.content import AsideKind, Document, DocumentBuilder, FileKind, SourceCell
from intake.origins.excerpts import ExcerptTable, saying_most
from intake.origins.passages import Passages
from intake.proposal import Proposal, propose
from intake.recognition.reading import recognise
from intake.recognition.report import report_from
from intake.source import Source
from model.compare.texts import plain
from model.report.answers import put
from model.report.report import Report
from tests.intake.known import FORMS

TITLE = "某市水务局2024年政府信息公开工作年度报告"
LONG = "本部分数字由各科室分别填报后汇总，" * 12 + "特此说明。"


def page(*lines: str, kind: FileKind = FileKind.WEB) -> Document:
    """Give a page with these lines, each a paragraph; a line with tabs is a row of a table."""
    builder = DocumentBuilder()
    rows: list[str] = []

    def end_table() -> None:
        fields = [row.split("\t") for row in rows]
        builder.table(
            SourceCell(r, c, 1, 1, text)
            for r, row in enumerate(fields)
            for c, text in enumerate(row)
        )
        rows.clear()

    for line in lines:
        if "\t" in line:
            rows.append(line)
        else:
            end_table()
            builder.paragraph(line)
    end_table()
    return builder.document(kind)


def proposed(report: Report, document: Document) -> Proposal:
    reading = recognise(document, FORMS)
    return propose(report, Source(Path("网页"), report_from(reading, 2024), reading))


def marked(proposal: Proposal, place: str) -> list[str]:
    """Give what is marked in the excerpt of a place."""
    rows = (*proposal.changes, *proposal.unread, *proposal.left_out)
    part = next(one.part for one in rows if one.place == place)
    excerpt = proposal.excerpt(part)
    pieces = excerpt.cells if isinstance(excerpt, ExcerptTable) else excerpt
    return [piece.text for piece in pieces if piece.marked]


PAGE = (
    "首页",
    "政务公开",
    "互动交流",
    "发布时间：2025-01-20　来源：办公室",
    TITLE,
    "一、总体情况",
    "（一）主动公开",
    "全年公开信息若干条。",
    "公开渠道有门户网站和政务新媒体。",
    "（二）依申请公开",
    "没有收到申请。",
    "二、主动公开政府信息情况",
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
    "规章\t0\t0\t0",
    "行政规范性文件\t5\t约3\t20",
    LONG,
    "六、其他需要报告的事项",
    "（一）收取信息处理费情况",
    "本年度发出收费通知2件，总金额0元。目前，收费均已上缴。",
    "某市水务局",
    "2025年1月15日",
    "【打印本页】",
)


def test_each_place_shows_the_paragraph_or_the_cell_that_it_came_from(empty: Report) -> None:
    proposal = proposed(empty, page(*PAGE))
    places = {one.place: proposal.origins[one.part] for one in proposal.changes}
    second = next(one for one in proposal.changes if plain(one.other).startswith("公开渠道"))
    assert proposal.origins[second.part] == "第9段"
    assert [one.text for one in proposal.excerpt(second.part)] == [  # type: ignore[union-attr]
        "全年公开信息若干条。",
        "公开渠道有门户网站和政务新媒体。",
        "（二）依申请公开",
        "没有收到申请。",
    ]
    assert marked(proposal, "行政规范性文件，现行有效件数") == ["20"]
    assert places["行政规范性文件，现行有效件数"] == "第1个表格第3行第4列"
    assert marked(proposal, "成文日期") == ["2025年1月15日"]


def test_a_figure_shows_the_sentence_that_stated_it_and_the_rest_its_paragraph(
    empty: Report,
) -> None:
    proposal = proposed(empty, page(*PAGE))
    (fees,) = [line for line in PAGE if "收费通知" in line]
    figures = [one for one in proposal.changes if one.part.key.startswith("figure/")]
    assert figures
    assert all(marked(proposal, one.place) == [fees] for one in figures)
    (kept,) = [one for one in proposal.changes if "均已上缴" in plain(one.other)]
    assert marked(proposal, kept.place) == [fees]


def test_a_part_of_a_table_has_its_headings_and_labels_and_is_bounded(empty: Report) -> None:
    rows = [f"无关{n}\t\t" for n in range(40)]
    wide = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数"
    proposal = proposed(empty, page(TITLE, PAGE[11], wide, *rows, "规章\t1\t2\t3"))
    part = next(one.part for one in proposal.changes if one.place == "规章，现行有效件数")
    excerpt = proposal.excerpt(part)
    assert isinstance(excerpt, ExcerptTable)
    texts = {(cell.row, cell.column): cell.text for cell in excerpt.cells}
    assert (excerpt.rows, excerpt.columns) == (6, 3)
    assert (texts[0, 0], texts[0, 2]) == ("信息内容", "现行有效件数")
    assert (texts[5, 0], texts[5, 1], texts[5, 2]) == ("规章", "2", "3")


def test_a_very_high_cell_costs_nothing(empty: Report) -> None:
    builder = DocumentBuilder()
    builder.paragraph(TITLE)
    builder.paragraph("二、主动公开政府信息情况")
    builder.table([SourceCell(0, 0, 150_000, 1, "甲"), SourceCell(0, 1, 1, 1, "乙")])
    proposal = proposed(empty, builder.document(FileKind.WEB))
    (row,) = [
        one for one in proposal.unread if proposal.omissions[one.part].where.startswith("第1个")
    ]
    assert marked(proposal, row.place) == ["甲"]
    excerpt = proposal.excerpt(row.part)
    assert isinstance(excerpt, ExcerptTable)
    assert excerpt.rows < 10


def test_lines_that_are_left_out_can_be_taken_after_all_into_their_text(empty: Report) -> None:
    proposal = proposed(empty, page(*PAGE))
    lines = {one.text: one for one in proposal.omissions.values()}
    assert [plain(one.other) for one in proposal.left_out] == [*PAGE[:3], PAGE[3], PAGE[-1]]
    assert lines["首页"].target == "「前言」"
    assert lines["【打印本页】"].target == "「收取信息处理费情况」"
    assert not {one.part for one in proposal.left_out} & {*proposal.sure}
    part = proposal.left_out[-1].part
    made = proposal.applied_to(empty, [*proposal.sure, part])
    block = made.text("other.fees")
    assert block is not None
    assert block.body.endswith("收费均已上缴。\n【打印本页】")
    assert proposal.place_of([part]) == "text/other.fees"
    assert proposal.annotations()[part] == "网页按钮，未带入。勾选后列入「收取信息处理费情况」末尾"


def test_a_line_without_a_place_goes_under_the_table_and_never_replaces_a_note(
    empty: Report,
) -> None:
    noted = put(empty, "note/disclosure", "注：按年末数。")
    proposal = proposed(noted, page(*PAGE))
    (row,) = [one for one in proposal.unread if plain(one.other) == LONG]
    assert proposal.omissions[row.part].target == "二、主动公开表下注"
    assert marked(proposal, row.place) == [LONG]
    made = proposal.applied_to(noted, [row.part])
    assert made.notes["disclosure"] == f"注：按年末数。\n{LONG}"
    assert replace(made, notes=noted.notes) == noted


def test_what_is_missing_or_a_cell_cannot_be_taken_as_text(empty: Report) -> None:
    proposal = proposed(empty, page(*PAGE))
    fixed = [proposal.omissions[part] for part in proposal.fixed]
    assert "约3" in [one.text for one in fixed]
    assert {one.where for one in fixed if "没有找到" in one.why} >= {"三、申请办理", "四、复议诉讼"}
    assert all(proposal.omissions[part].address for part in {*proposal.omissions} - proposal.fixed)


def test_a_line_that_was_read_and_named_is_not_offered_twice(empty: Report) -> None:
    lines = "一、总体情况", "（一）主动公开", "全年公开。", "外贸业务培训工作", "再写一段。"
    proposal = proposed(empty, page(TITLE, *lines))
    (line,) = [one for one in proposal.omissions.values() if one.text == lines[3]]
    assert line.address == ""


def test_a_section_whose_texts_the_report_has_removed_gets_its_last_one_back(
    empty: Report,
) -> None:
    lines = (
        "一、总体情况",
        "（一）主动公开",
        "一句。",
        "五、存在的主要问题及改进情况",
        "附件：1.清单",
    )
    bare = replace(empty, texts=())
    proposal = proposed(bare, page(TITLE, *lines))
    (row,) = [one for one in proposal.left_out if plain(one.other).startswith("附件")]
    last = empty.form.section_of["problems"].texts[-1]
    assert proposal.omissions[row.part].target == f"「{last.title}」"
    block = proposal.applied_to(bare, [row.part]).text(last.block)
    assert block is not None
    assert block.body == "附件：1.清单"


def test_a_note_at_a_paragraph_is_taken_there_and_not_marked_as_its_text(empty: Report) -> None:
    builder = DocumentBuilder()
    for line in PAGE[4:8]:
        builder.paragraph(line)
    builder.aside(AsideKind.FOOTNOTE, "含新媒体。", after=4)
    builder.aside(AsideKind.MARGIN, "内部传阅", after=4)
    proposal = proposed(empty, builder.document(FileKind.WORD))
    note, margin = [proposal.omissions[one.part] for one in proposal.unread[-2:]]
    assert (note.text, note.target) == ("含新媒体。", "「主动公开方面」")
    assert (margin.where, margin.target) == ("页眉页脚", "「前言」")
    assert marked(proposal, "第4段") == []
    assert proposal.excerpt(proposal.unread[-2].part)
    assert proposal.excerpt(proposal.unread[-1].part) == ()


def test_what_stands_before_and_after_the_report_goes_to_its_nearest_text(empty: Report) -> None:
    lines = "我局依法编制本报告。", "这不是标题也不是前言", *PAGE[5:8], "2025年2月30日"
    proposal = proposed(empty, page(TITLE, *lines))
    targets = {one.text: one.target for one in proposal.omissions.values() if one.address}
    assert targets == {lines[1]: "「前言」", lines[-1]: "「主动公开方面」"}


def test_what_the_source_lacks_shows_where_it_would_be(empty: Report) -> None:
    report = put(empty, "text/overview.proactive", "全年公开信息若干条。\n去年的一段。")
    proposal = proposed(report, page(*PAGE[4:8], *PAGE[9:]))
    (row,) = [one for one in proposal.changes if "去年" in plain(one.one)]
    assert marked(proposal, row.place) == []
    assert proposal.excerpt(row.part)


def test_a_note_under_a_table_shows_its_line(empty: Report) -> None:
    rows = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t1\t2\t3"
    proposal = proposed(empty, page(TITLE, PAGE[11], *rows, "注：按年末数填写。"))
    assert marked(proposal, "表下注") == ["注：按年末数填写。"]


def test_only_the_first_lines_of_very_many_are_offered_and_the_others_named(
    empty: Report,
) -> None:
    menu = [f"栏目{n}" for n in range(130)]
    proposal = proposed(empty, page(*menu, TITLE, *PAGE[5:]))
    assert len(proposal.left_out) == 100
    assert "[略去] 第130段「栏目129」：网页导航" in proposal.notes
    assert not [note for note in proposal.notes if "栏目0" in note]


def test_zeros_and_what_differs_are_told_apart(empty: Report) -> None:
    report = put(empty, "disclosure/regulations/issued", "7")
    proposal = proposed(report, page(*PAGE))
    assert {part.key for part in proposal.zeros} == {
        "disclosure/regulations/repealed",
        "disclosure/regulations/in_force",
    }
    assert "disclosure/regulations/issued" in {part.key for part in proposal.differing}
    assert "disclosure/normative/issued" not in {part.key for part in proposal.differing}


def test_a_draft_has_no_excerpts_and_omits_nothing(example: Report, empty: Report) -> None:
    proposal = propose(empty, Source(Path("同事.gknb"), example))
    assert proposal.excerpt(proposal.changes[0].part) == ()
    assert (proposal.unread, proposal.left_out) == ((), ())


def test_a_source_that_is_too_long_for_its_blocks_is_read_without_them(
    monkeypatch: pytest.MonkeyPatch, empty: Report, tmp_path: Path
) -> None:
    text = "\n".join((TITLE, "一、总体情况", "（一）主动公开", "全年公开。"))
    whole = worker.answer(text.encode(), "2021")[0]
    reading = wire.decode(whole).reading
    assert reading is not None
    assert len(reading.blocks) == 4
    monkeypatch.setattr(wire, "REPLY", len(whole) - 1)
    reading = wire.decode(worker.answer(text.encode(), "2021")[0]).reading
    assert reading is not None
    assert reading.blocks == ()
    proposal = propose(empty, Source(Path("a"), report_from(reading, 2024), reading))
    assert proposal.changes
    assert {proposal.excerpt(one.part) for one in proposal.changes} == {()}


def test_a_page_of_a_pdf_is_named_where_its_paragraph_is(empty: Report) -> None:
    builder = DocumentBuilder()
    for number, line in enumerate(PAGE[4:9]):
        builder.paragraph(line, page=1 + number // 4)
    proposal = proposed(empty, builder.document(FileKind.PDF))
    (row,) = [one for one in proposal.changes if plain(one.other).startswith("公开渠道")]
    assert proposal.origins[row.part] == "第2页第5段"


def test_a_paragraph_over_two_pages_is_marked_whole(empty: Report) -> None:
    first, rest = "全年公开信息若干条，其中通过门户网站公开的占", "大部分，其余通过政务新媒体公开。"
    lines = TITLE, "一、总体情况", "（一）主动公开", first, rest
    proposal = proposed(empty, page(*lines))
    (row,) = [one for one in proposal.changes if plain(one.other) == first + rest]
    assert marked(proposal, row.place) == [first, rest]
    assert foreign.need_attention(proposal.notes)


def test_a_paragraph_is_found_by_its_clauses_where_a_sentence_was_taken_out_of_it() -> None:
    whole = "费用按规定收取，发出收费通知2件，收费均已上缴国库。"
    passages = Passages(recognise(page(TITLE, "一、总体情况", "收费均已核实。", whole), FORMS))
    every = range(len(passages.blocks))
    assert saying_most(passages, "费用按规定收取，收费均已上缴国库。", every) == [3]
    assert saying_most(passages, "完全不同的另一句话。", every) == []


def test_the_sub_head_of_a_passage_is_found_before_its_section() -> None:
    lines = TITLE, "一、总体情况", "（一）主动公开", "全年公开信息若干条。"
    passages = Passages(recognise(page(*lines), FORMS))
    assert list(passages.keys_before(3)) == ["overview.proactive", "overview"]
    assert list(passages.keys_before(1)) == ["overview"]
