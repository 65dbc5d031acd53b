"""What is copied for the editor of a site: the body of the page, and nothing else."""

from export.documents import prove_web
from export.web import clip_of
from model.report.report import Report, Stage
from tests.writing import render_web


def test_the_body_of_the_page_is_copied_without_its_head(example: Report) -> None:
    final = example.at_stage(Stage.FINAL)
    clip = clip_of(render_web(final))
    assert clip.html.startswith('<h1 style="text-align:center;')
    assert clip.html.endswith("</p>")
    assert "<style" not in clip.html
    proof = prove_web(final, f"<body>{clip.html}</body>".encode())
    assert proof.paragraphs == clip.paragraphs
    assert clip.tables == 3


def test_tables_come_as_lines_with_tabs(example: Report) -> None:
    text = clip_of(render_web(example.at_stage(Stage.FINAL))).text
    assert text.startswith("青岚市商务局\n2024年政府信息公开工作年度报告\n")
    assert "\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n" in text
    assert "\n（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t" in text


def test_a_page_that_is_none_gives_nothing() -> None:
    assert clip_of(b"<p>a</p>").html == ""
