"""A PDF that somebody else made: whole, with pages, or refused."""

import zlib

import pytest

from export.readback import PdfProof, prove_pdf
from model.errors import ReadbackError

HEAD = b"%PDF-1.7\n"
END = b"\nstartxref\n9\n%%EOF\n"
PAGE = b"<</Type/Page/Parent 1 0 R>>\n"


def folded(content: bytes) -> bytes:
    """Objects in a compressed stream, as newer programs write them."""
    return b"<</Type/ObjStm/Filter/FlateDecode>>stream\r\n%s\nendstream" % zlib.compress(content)


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (PAGE, 1),
        (b"<</Type /Pages /Count 2>>" + PAGE * 2, 2),
        (b"<</Type\n/Page >>", 1),
        (folded(b"<</Type/Pages>>" + PAGE * 3), 3),
        (PAGE + folded(PAGE), 2),
    ],
)
def test_pages_are_counted(body: bytes, pages: int) -> None:
    assert prove_pdf(HEAD + body + END) == PdfProof(pages)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEAD + PAGE,
        PAGE + END,
        HEAD + END,
        HEAD + b"<</Type/Pages/PageMode/UseNone>>" + END,
        HEAD + b"<</Type/ObjStm>>stream\nno zlib\nendstream" + END,
    ],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(ReadbackError, match="另存为 PDF"):
        prove_pdf(data)


def test_it_says_what_was_found() -> None:
    assert str(PdfProof(7)) == "已重新打开：共7页，由 LibreOffice 按同一 Word 文件生成"
