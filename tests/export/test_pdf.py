"""A PDF that LibreOffice made: every character of the report, or refused."""

from pathlib import Path
from typing import Final

import pytest

from export.pdf.proof import PdfProof, page_texts, prove_pdf
from model.drafts import storage
from model.errors import ReadbackError
from model.report.answers import put
from model.report.report import Report, Stage
from tests import office
from tests.conftest import EXAMPLE
from tests.writing import render_word

PROBLEMS: Final = "text/problems.problems"


def rare() -> Report:
    """A report with signs that programs like to change: hyphens, quotes, 〇, full width."""
    text = "电话0000-0000000，“一网通办”……〇号——ＡＢ，℃，①。" * 9
    return put(storage.load(EXAMPLE).report.at_stage(Stage.FINAL), PROBLEMS, text)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    draft = storage.load(EXAMPLE).report
    files = {"draft.docx": render_word(draft), "rare.docx": render_word(rare())}
    found = office.convert(tmp_path_factory.mktemp("pdf"), files, "pdf")
    return {Path(name).stem: path.read_bytes() for name, path in found.items()}


def test_every_character_of_a_report_is_found(made: dict[str, bytes], example: Report) -> None:
    proof = prove_pdf(example, made["draft"])
    assert proof.pages == len(list(page_texts(made["draft"])))
    assert proof.characters > 3000
    assert prove_pdf(rare(), made["rare"]).pages > 1


@pytest.mark.parametrize(
    ("address", "value"),
    [
        (PROBLEMS, "一是政策解读形式还不够丰富，面向小微商户的通俗解读偏少。" * 2),
        ("requests/received/natural", "9352"),
        ("note/review", "注：某。"),
        ("unit/signature", "青岚市商务局办公室"),
    ],
)
def test_a_character_that_the_pdf_lacks_is_named(
    made: dict[str, bytes], example: Report, address: str, value: str
) -> None:
    with pytest.raises(ReadbackError, match=r"比草稿少\d+个字符（如「.」），未保存。取消"):
        prove_pdf(put(example, address, value), made["draft"])


def test_the_stage_is_looked_for_on_every_page(made: dict[str, bytes]) -> None:
    with pytest.raises(ReadbackError, match="少"):
        prove_pdf(rare().at_stage(Stage.REVIEW), made["rare"])


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_whole_pdf_is_refused(data: bytes, example: Report) -> None:
    with pytest.raises(ReadbackError, match="不完整，未保存。取消"):
        prove_pdf(example, data)


def test_it_says_what_was_found() -> None:
    said = "已重新打开：共7页，3000字与草稿一致，由 LibreOffice 按同一 Word 文件生成"
    assert str(PdfProof(7, 3000, "由 LibreOffice 按同一 Word 文件生成")) == said
