"""Numbers of the report as prose says them, in the words that are read back as the same figure."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from model.claims.claims import Speaker, claims_in
from model.claims.phrasing import prose_of
from model.form.form import Section
from model.report.report import Report

HERE = "依申请公开"


def speaker(report: Report) -> Speaker:
    return Speaker.of(report.form, report.year, report.unit)


def said(report: Report, address: str, written: str = "13件", before: str = "") -> str:
    return prose_of(speaker(report), report.form.cells[address], written, HERE, before)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("requests/received/total", "本年新收13件"),
        ("requests/carried_in/total", "上年结转13件"),
        ("requests/handled.total/total", "办结政府信息公开申请13件"),
        ("requests/handled.granted/total", "予以公开13件"),
        ("requests/carried_out/total", "结转下年度继续办理13件"),
        ("requests/received/natural", "自然人13件"),
        ("requests/handled.granted/natural", "自然人予以公开13件"),
        ("requests/handled.refused.secret/total", "不予公开（属于国家秘密）13件"),
        ("requests/handled.refused.secret/legal.law", "法律服务机构不予公开（属于国家秘密）13件"),
        ("requests/handled.total/natural", "自然人本年度办理结果13件"),
        ("disclosure/normative/issued", "本年制发行政规范性文件13件"),
        ("disclosure/normative/in_force", "现行有效行政规范性文件13件"),
        ("disclosure/penalties/decisions", "作出行政处罚13件"),
        ("review/figures/reconsideration.total", "被申请行政复议13件"),
        ("review/figures/litigation.after.upheld", "复议后起诉结果维持13件"),
    ],
)
def test_a_cell_is_said_in_the_words_of_the_form(example: Report, address: str, words: str) -> None:
    assert said(example, address) == words


def test_money_keeps_its_unit(example: Report) -> None:
    written = f"{Decimal('12.50')}万元"
    assert said(example, "disclosure/fees/amount", written) == f"收取行政事业性收费{written}"


def test_without_a_sub_head_that_names_it_the_thing_is_named(example: Report) -> None:
    cell = example.form.cells["requests/received/total"]
    assert prose_of(speaker(example), cell, "13件") == "本年新收政府信息公开申请13件"


def test_what_is_said_is_read_back_as_the_same_figure_wherever_a_phrase_means_it(
    example: Report,
) -> None:
    known = speaker(example)
    meant = {one.means[0][0] for one in known.lexicon.phrases if len(one.means[0]) == 1}
    cells = [cell for address, cell in example.form.cells.items() if address in meant]
    assert len(cells) > 20
    for cell in cells:
        words = prose_of(known, cell, f"13{cell.unit}")
        read = [claim.phrase.means for claim in claims_in(known, "", words)]
        assert any((cell.address,) in means for means in read), words


def test_a_form_without_phrases_is_said_by_its_labels(example: Report) -> None:
    bare: list[Section] = [replace(one, phrases=(), subjects=()) for one in example.form.sections]
    form = replace(example.form, sections=tuple(bare))
    known = speaker(example)._replace(form=form)
    words = prose_of(known, form.cells["requests/received/total"], "13件", HERE)
    assert words == "本年新收政府信息公开申请13件"
