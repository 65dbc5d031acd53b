"""The gate of PDF, and changed PDF: each is read, or refused with a sentence."""

import zlib
from pathlib import Path

import pytest

from intake.child import CRASHED, Reader
from intake.gate import pdf_streams
from intake.gate.admission import admit
from model.errors import RefusedError
from tests import bad_files
from tests.bad_pdf import of_content
from tests.intake.pdf_drawing import Sheet, assembled, document, stream
from tests.sampling import many


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        admit(data)
    return str(refused.value)


def test_a_page_at_the_bound_passes_and_one_beyond_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_streams, "_CONTENT", 5000)
    admit(of_content(b"0 0 l " * 833))
    assert "一页内容超过" in refusal(of_content(b"0 0 l " * 834))
    monkeypatch.setattr(pdf_streams, "_ALL", 5000)
    sheet = Sheet(drawn=["0 0 l " * 700])
    assert "一页内容超过" in refusal(document(sheet, sheet, packed=True))


def test_much_text_on_one_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_streams, "_WRITTEN", 1000)
    admit(of_content(b"(%b) Tj <00> Tj" % (b"0" * 990)))
    admit(of_content(b"0 0 l " * 400))
    assert "文字过多" in refusal(of_content(b"(%b) Tj <0000> Tj" % (b"0" * 995)))


def test_a_stream_packed_twice_is_refused() -> None:
    packed = zlib.compress(zlib.compress(b"0"))
    twice = of_content(packed, b"/Filter[/FlateDecode/FlateDecode]")
    assert "重复压缩" in refusal(twice)


def test_brackets_without_end_are_refused() -> None:
    assert "嵌套超过200层" in refusal(b"%PDF-1.7\n1 0 obj " + b"<</A" * 200)


def test_pictures_and_fonts_may_be_large_and_a_damaged_stream_is_left_to_pdfium(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_streams, "_CONTENT", 100)
    large = stream(bytes(1000), b"/Subtype/Image", packed=True)
    admit(assembled({1: large, 2: stream(b"no zlib", b"/Filter/FlateDecode")}))


def test_changed_pdf_is_read_or_refused_and_never_breaks_the_child(
    reader: Reader, tmp_path: Path
) -> None:
    sheet = Sheet()
    sheet.write(80, 100, "一、总体情况")
    sheet.table([80, 180, 280], [130, 160, 190], [["甲", "1"], ["乙", "2"]])
    good = {"plain.pdf": document(sheet, sheet), "packed.pdf": document(sheet, packed=True)}
    outcomes = []
    for mutant in bad_files.mutants(good, many(2000, 100)):
        path = tmp_path / "年报.pdf"
        path.write_bytes(mutant.data)
        try:
            reader.read(path)
            outcomes.append("")
        except RefusedError as error:
            outcomes.append(str(error))
    assert "" in outcomes and any(outcomes)
    assert [one for one in outcomes if CRASHED in one] == []
