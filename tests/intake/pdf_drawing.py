"""PDF drawn by hand: characters where a test wants them, lines, rectangles, and odd objects."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

A4: Final = (595.0, 842.0)
_FONT: Final = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[%d 0 R]>>"
)
_CID: Final = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 939 500]"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor %d 0 R>>"
)
_LOOK: Final = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/Ascent 880"
    b"/Descent -120/ItalicAngle 0/CapHeight 880/StemV 93>>"
)
_PICTURE: Final = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    b"/Length 1>>stream\n\x00\nendstream"
)


@dataclass
class Sheet:
    """A page that is drawn upon; heights are counted from the top."""

    width: float = A4[0]
    height: float = A4[1]
    entries: str = ""
    """Further entries of the page's dictionary."""
    drawn: list[str] = field(default_factory=list)

    def write(self, x: float, y: float, text: str, size: float = 12, mode: int = 0) -> None:
        """Write a line that stands at a height; half-width characters are half as wide."""
        code = text.encode("utf-16-be").hex()
        place = f"1 0 0 1 {x:.2f} {self.height - y:.2f} Tm"
        self.drawn.append(f"BT /F {size} Tf {mode} Tr {place} <{code}> Tj ET")

    def slant(self, x: float, y: float, text: str, size: float = 40) -> None:
        """Write a watermark."""
        code = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F {size} Tf .7 .7 -.7 .7 {x} {self.height - y} Tm <{code}> Tj ET")

    def line(self, x: float, y: float, u: float, v: float) -> None:
        """Draw a line."""
        top = self.height
        self.drawn.append(f"{x:.2f} {top - y:.2f} m {u:.2f} {top - v:.2f} l S")

    def fill(self, left: float, top: float, right: float, bottom: float) -> None:
        """Fill a rectangle with grey."""
        box = f"{left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f}"
        self.drawn.append(f"q .9 g {box} re f Q")

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a picture."""
        place = f"{right - left} 0 0 {bottom - top} {left} {self.height - bottom} cm"
        self.drawn.append(f"q {place} /P Do Q")

    def table(
        self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> None:
        """Draw a table with all its lines; text stands near the bottom of each cell."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for row, y in zip(rows, ys[1:], strict=True):
            for text, x in zip(row, xs, strict=False):
                self.write(x + 4, y - 6, text)


def document(*sheets: Sheet, packed: bool = False) -> bytes:
    """Give a PDF of pages."""
    objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(sheets)))
    objects[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode()
    objects |= {3: _FONT % 4, 4: _CID % 5, 5: _LOOK, 6: _PICTURE}
    for number, sheet in enumerate(sheets):
        page, content = 10 + 2 * number, 11 + 2 * number
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]"
            f"/Contents {content} 0 R{sheet.entries}"
            "/Resources<</Font<</F 3 0 R>>/XObject<</P 6 0 R>>>>>>"
        ).encode()
        objects[content] = stream("\n".join(sheet.drawn).encode(), packed=packed)
    return assembled(objects)


def stream(content: bytes, entries: bytes = b"", packed: bool = False) -> bytes:
    """Give the object of a stream."""
    if packed:
        content, entries = zlib.compress(content), entries + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def assembled(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Give a file of objects by their numbers; 1 is the catalogue."""
    made, places = b"%PDF-1.7\n", {}
    for number, one in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    size, table = max(objects) + 1, len(made)
    lines = (
        b"%010d %05d %b \n" % ((places[n], 0, b"n") if n in places else (0, 65535, b"f"))
        for n in range(size)
    )
    return made + b"xref\n0 %d\n%btrailer\n<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, b"".join(lines), size, trailer, table
    )  # fmt: skip
