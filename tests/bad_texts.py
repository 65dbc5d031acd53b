"""Bad files that are no packages: web pages, mails, texts, drafts, and what only looks like one."""

from random import Random
from typing import Final

from tests.bad_parts import LET_IN, MEGABYTE, BadFile
from tests.conftest import EXAMPLE


def page(body: str) -> bytes:
    """Build a web page."""
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def mail(*parts: str, kind: str = "multipart/related") -> bytes:
    """Build a single-file web page of parts."""
    head = f'MIME-Version: 1.0\nContent-Type: {kind}; boundary="b"\n\n'
    return (head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n").encode()


def nested(depth: int) -> bytes:
    """Build a mail in mails."""
    inner = "Content-Type: text/html\n\n<p>一</p>\n"
    for level in range(depth):
        inner = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{inner}\n'
    return f"MIME-Version: 1.0\n{inner}".encode()


def draft(old: str, new: str) -> bytes:
    """Give the example with one stretch, first met, replaced."""
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode("utf-8", errors="surrogatepass")


OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS: Final = (
    BadFile("empty.docx", lambda: b""),
    BadFile("one byte.docx", lambda: b"P", LET_IN),
    BadFile("NUL after a power cut.gknb", lambda: bytes(4096)),
    BadFile("only spaces.txt", lambda: b" \r\n" * 1000),
    BadFile("old.doc", lambda: OLE + bytes(4096)),
    BadFile("encrypted.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4096)),
    BadFile("report.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 10),
    BadFile("report.rtf", lambda: b"{\\rtf1\\ansi" + b"{" * 100_000, let_in=True),
    BadFile("report.rar", lambda: b"Rar!\x1a\x07\x01" + bytes(100)),
    BadFile("report.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    BadFile("picture.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    BadFile("photo.docx", lambda: b"\xff\xd8\xff\xe0" + bytes(100)),
    BadFile("noise.docx", lambda: Random(3).randbytes(100_000)),
    BadFile("noise of 31 MB.xlsx", lambda: Random(4).randbytes(31 * MEGABYTE)),
    BadFile("33 MB.docx", lambda: b"PK\x03\x04" + bytes(33 * MEGABYTE)),
    BadFile("plain.xml", lambda: b"<?xml version='1.0'?><Workbook/>"),
)

PAGES: Final = (
    BadFile("100000 divs deep.html", lambda: page("<div>" * 100_000)),
    BadFile("5000 strange tags deep.html", lambda: page("<x-a>" * 5000)),
    BadFile("1000 tables deep.html", lambda: page("<table><tr><td>" * 1000)),
    BadFile("190 tables in cells.html", lambda: page("<table><tr><td>" * 95 + "一"), LET_IN),
    BadFile("400000 tags.html", lambda: page("<p>一" * 400_000)),
    BadFile("colspan of a billion.html", lambda: page("<table><td colspan=1000000000>一")),
    BadFile("colspan in quotes.html", lambda: page("<table><td colspan = '  2000'>一")),
    BadFile("colspan by number.html", lambda: page("<table><td colspan='&#57;99999'>一"), LET_IN),
    BadFile("rowspan of a billion.html", lambda: page("<table><td rowspan='1000000000'>一")),
    BadFile("rowspan of 5000 digits.html", lambda: page(f"<table><td rowspan={'9' * 5000}>一")),
    BadFile("300 cells of 1000.html", lambda: page("<table>" + "<tr><td colspan=1000>一" * 300)),
    BadFile("columns that reach down.html", lambda: page(
        "<table>" + "<tr><td rowspan=65534 colspan=10>一" * 3000
    )),
    BadFile("spaces without end.html", lambda: page(
        "<table><td colspan=" + " " * MEGABYTE
    ), LET_IN),
    BadFile("entities.html", lambda: b"<!DOCTYPE html [<!ENTITY a 'b'>]><html>&a;</html>"),
    BadFile("comments before it.html", lambda: b"<!---->" * 580 + b"<q", LET_IN),
    BadFile("open comment.html", lambda: page("<!--" + "-" * 5 * MEGABYTE), LET_IN),
    BadFile("half marked sections.html", lambda: page("<![" * 200_000), LET_IN),
    BadFile("picture of 12 MB inside.html", lambda: page(
        f"<img src='data:{'A' * 12_000_000}'>一"
    ), LET_IN),
    BadFile("script of 4 MB.html", lambda: page(f"<script>{'a;' * 2_000_000}</script>一"), LET_IN),
    BadFile("a million attributes.html", lambda: page(
        "<p " + " ".join(map("a{}".format, range(1_000_000)))
    )),
    BadFile("2 million characters.html", lambda: page("公开" * 1_000_000)),
    BadFile("NUL inside.html", lambda: page("公\0开"), LET_IN),
    BadFile("UTF-16.html", lambda: page("公开").decode().encode("utf-16"), LET_IN),
    BadFile("wrong encoding stated.html", lambda: page("<meta charset=gbk>公开"), LET_IN),
    BadFile("never closed.html", lambda: page("<b><i>" * 150)),
    BadFile("mail of 3000 parts.mht", lambda: mail(*["Content-Type: text/html\n\n一"] * 3000)),
    BadFile("mail 900 deep.mht", lambda: nested(900)),
    BadFile("mail 150 deep.mht", lambda: nested(150), LET_IN),
    BadFile("mail with a head of 1 MB.mht", lambda: mail(f"Content-Type: {'a' * MEGABYTE}\n\n一")),
    BadFile("mail without a page.mht", lambda: mail("Content-Type: text/plain\n\n一")),
    BadFile("mail of nothing.mht", lambda: b"MIME-Version: 1.0\n\n"),
    BadFile("mail in no encoding.mht", lambda: mail(
        "Content-Type: text/html; charset=x\nContent-Transfer-Encoding: x\n\n<p>一</p>"
    ), LET_IN),
    BadFile("mail of broken base64.mht", lambda: mail(
        "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n====\nA"
    ), LET_IN),
)  # fmt: skip

TEXTS: Final = (
    BadFile("2 million characters.txt", lambda: "公开".encode() * 1_000_000),
    BadFile("60000 lines.txt", lambda: "公\n".encode() * 60_000),
    BadFile("cut character.txt", lambda: "公开".encode()[:-1]),
    BadFile("odd UTF-16.txt", lambda: "公开".encode("utf-16") + b"a"),
    BadFile("controls.txt", lambda: bytes(range(1, 9)) * 1000),
    BadFile("half of a pair.txt", lambda: b"\xff\xfe\x00\xd8a\x00"),
    BadFile("GBK.txt", lambda: "公开".encode("gbk"), LET_IN),
    BadFile("one line of 900000.txt", lambda: b"a" * 900_000, LET_IN),
    BadFile("naughty.txt", lambda: "\u202e\ufeff=1+1\u2028%s{}'\";--<script>".encode(), LET_IN),
)

DRAFTS: Final = (
    BadFile("100000 brackets.gknb", lambda: b'{"gknb": ' + b"[" * 100_000),
    BadFile("number of 5000 digits.gknb", lambda: draft('"gknb": 3', f'"gknb": {"9" * 5000}')),
    BadFile("NaN.gknb", lambda: draft('"gknb": 3', '"gknb": NaN')),
    BadFile("newer.gknb", lambda: draft('"gknb": 3', '"gknb": 999')),
    BadFile("key twice.gknb", lambda: draft('"gknb": 3', '"gknb": 3, "gknb": 3')),
    BadFile("lone surrogate.gknb", lambda: draft('"gknb": 3', '"gknb": 3, "a": "\\ud800"')),
    BadFile("surrogate as bytes.gknb", lambda: draft('"gknb": 3', '"gknb": 3, "a": "\ud800"')),
    BadFile("half a draft.gknb", lambda: EXAMPLE.read_bytes()[:2000]),
    BadFile("9 MB.gknb", lambda: draft('"gknb": 3', f'"gknb": 3, "a": "{"a" * 9 * MEGABYTE}"')),
    BadFile("a million keys.gknb", lambda: b'{"gknb": 3' + b"".join(
        b', "%d": 0' % n for n in range(400_000)
    ) + b"}"),
)  # fmt: skip
