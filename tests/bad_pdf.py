"""Bad files that are PDF: bombs, loops, cut and encrypted ones, and what no report has."""

from typing import Final

from tests.bad_parts import LET_IN, MEGABYTE, BadFile
from tests.intake.pdf_drawing import Sheet, assembled, document, stream


def written(*lines: str) -> Sheet:
    """Give a page with a few lines."""
    sheet = Sheet()
    for number, line in enumerate(lines):
        sheet.write(80, 100 + 20 * number, line)
    return sheet


def good() -> bytes:
    """Give a small PDF that is sound."""
    return document(written("一、总体情况", "公开信息3条。"))


def of_content(content: bytes, entries: bytes = b"") -> bytes:
    """Give a PDF of one page with a content stream."""
    return assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</XObject<</X 5 0 R>>/Font<</F 6 0 R>>>>>>",
            4: stream(content, entries, packed=not entries),
            5: stream(
                b"/X Do",
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
            ),
            6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )


def of_pages(
    pages: bytes, kids: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>"
) -> bytes:
    """Give a PDF of a strange tree of pages."""
    return assembled({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: kids})


def forms(depth: int) -> bytes:
    """Give a PDF in which each form object draws the next one twice."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</X 10 0 R>>>>>>",
        4: stream(b"/X Do"),
    }
    objects |= {10 + n: stream(b"/X Do /X Do", head % (11 + n)) for n in range(depth)}
    return assembled(objects)


def without_lines(*fields: tuple[float, str]) -> bytes:
    """Give a PDF with a hundred thousand characters in a section, in columns without lines."""
    head = written("某局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况")
    sheet, step = Sheet(), 3
    for y in range(20, 820, step):
        for x, text in fields:
            sheet.write(x, y, text, 2)
    letters = (800 // step) * sum(len(text) + 1 for _, text in fields)
    return document(head, *[sheet] * (100_000 // letters), packed=True)


ROW: Final = [
    (20.0, "一、本年新收政府信息公开申请数量"),
    *((300.0 + 30 * n, "12") for n in range(7)),
]
LABELS: Final = [(20.0 + 14 * n, "一本年新收政"[n % 6]) for n in range(30)]


def packed_many_times(times: int) -> bytes:
    """Give a PDF whose content is a bomb packed many times."""
    import zlib

    content = b"0 0 m 9 9 l S\n" * 400_000
    for _ in range(times):
        content = zlib.compress(content, 9)
    return of_content(content, b"/Filter[" + b"/FlateDecode" * times + b"]")


ENCRYPTED: Final = b"/Encrypt<</Filter/Standard/V 1/R 2/P -64/O<%b>/U<%b>>>/ID[<00><00>]" % (
    b"11" * 32,
    b"22" * 32,
)

PDFS: Final = (
    BadFile("only a head.pdf", lambda: b"%PDF-1.7\n"),
    BadFile("sound.pdf", good, LET_IN),
    BadFile("cut in the middle.pdf", lambda: good()[: len(good()) // 4]),
    BadFile("without its list of places.pdf", lambda: good().split(b"xref")[0]),
    BadFile("a list of places that names itself.pdf", lambda: good().replace(
        b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % good().index(b"xref")), LET_IN),
    BadFile("encrypted.pdf", lambda: good().replace(b"/Root", ENCRYPTED + b"/Root")),
    BadFile("scan.pdf", lambda: document(Sheet(drawn=["q 500 0 0 700 40 40 cm /P Do Q"]))),
    BadFile("empty page.pdf", lambda: document(Sheet())),
    BadFile("no page.pdf", lambda: of_pages(b"<</Type/Pages/Kids[]/Count 0>>")),
    BadFile("a million pages.pdf", lambda: of_pages(b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>")),
    BadFile("pages within themselves.pdf", lambda: of_pages(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    BadFile("a form object in itself.pdf", lambda: of_content(b"/X Do")),
    BadFile("400 sheets.pdf", lambda: document(*[written("一")] * 400)),
    BadFile("a huge page.pdf", lambda: document(Sheet(1e9, 1e9, drawn=written("一").drawn))),
    BadFile("a page without size.pdf", lambda: good().replace(b"595.0 842.0", b"0 0"), LET_IN),
    BadFile("300000 lines.pdf", lambda: of_content(b"0 0 m 9 9 l S\n" * 300_000)),
    BadFile("5000 rules.pdf", lambda: of_content(
        b"".join(b"9 %d m 500 %d l S\n" % (n, n) for n in range(5000)))),
    BadFile("one path of a million lines.pdf", lambda: of_content(
        b"0 0 m " + b"9 9 l 0 9 l " * 500_000 + b"S")),
    BadFile("a million characters.pdf", lambda: of_content(
        b"BT /F 1 Tf " + b"(%b) Tj " % (b"0" * 1000) * 1100 + b"ET")),
    BadFile("100000 brackets.pdf", lambda: good().replace(
        b"/Type/Catalog", b"/A " + b"[" * 100_000)),
    BadFile("rows without lines.pdf", lambda: without_lines(*ROW), LET_IN),
    BadFile("beginnings of labels.pdf", lambda: without_lines(*LABELS, (500.0, "1")), LET_IN),
    BadFile("packed ten times.pdf", lambda: packed_many_times(10)),
    BadFile("a stream of 20 MB.pdf", lambda: of_content(
        b"0 0 m 9 9 l S\n" * (20 * MEGABYTE // 14))),
)  # fmt: skip
"""PDF that PDFium, or who asks it, could break at."""
