"""LibreOffice and poppler as other eyes on a document: files in, files and pages out.

LibreOffice has a profile of its own that works every formula out anew, and fonts standing in for
those of Chinese offices; no profile, setting or font of whoever runs the tests takes part.
"""

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

from tests.patience import PATIENCE

FONTS: Final = Path(__file__).parent / "data" / "fonts.conf"
_POINTS_PER_MM: Final = 72 / 25.4
_RECALCULATE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


class Word(NamedTuple):
    """A stretch of text on a page, its edges in millimetres from the left and from the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page of a PDF, its size in millimetres, and its words in reading order."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All its words, without the spaces between them."""
        return "".join(word.text for word in self.words)

    @property
    def lines(self) -> list[str]:
        """Its text by lines, from the top: words of one height make a line."""
        rows: dict[int, list[Word]] = {}
        for word in sorted(self.words, key=lambda word: (word.top + word.bottom, word.left)):
            middle = (word.top + word.bottom) / 2
            near = next((row for row in rows if abs(row - middle * 100) < 200), round(middle * 100))
            rows.setdefault(near, []).append(word)
        ordered = (sorted(row, key=lambda word: word.left) for _, row in sorted(rows.items()))
        return ["".join(word.text for word in row) for row in ordered]


def convert(
    folder: Path,
    files: Mapping[str, bytes],
    ending: str,
    fonts: Path = FONTS,
    options: Sequence[str] = (),
) -> dict[str, Path]:
    """Let LibreOffice convert files, all in one call; give the new ones by the old names."""
    assert len({Path(name).stem for name in files}) == len(files), "one would replace another"
    profile, source, target = folder / "profile", folder / "source", folder / ending
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, "utf-8")
    source.mkdir(exist_ok=True)
    for name, data in files.items():
        (source / name).write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += [*options, "--convert-to", ending, "--outdir", str(target)]
    command += [str(source / name) for name in files]
    _run(command, fonts)
    return {name: (target / name).with_suffix(f".{ending}") for name in files}


def pages(pdf: Path) -> list[Page]:
    """Give the pages of a PDF with where each word stands."""
    tree = ElementTree.fromstring(_run(["pdftotext", "-bbox", str(pdf), "-"]))
    name = "{http://www.w3.org/1999/xhtml}"
    return [
        Page(
            _mm(page, "width"),
            _mm(page, "height"),
            tuple(
                Word(word.text or "", *(_mm(word, edge) for edge in _EDGES))
                for word in page.iter(f"{name}word")
            ),
        )
        for page in tree.iter(f"{name}page")
    ]


_EDGES: Final = ("xMin", "yMin", "xMax", "yMax")


def _mm(element: ElementTree.Element, attribute: str) -> float:
    return float(element.attrib[attribute]) / _POINTS_PER_MM


def places_of(pdf: Path, sign: str) -> list[Word]:
    """Give where the ink of each copy of a character stands, page by page."""
    import pypdfium2

    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text, height = page.get_textpage(), page.get_height()
        for number in range(text.count_chars()):
            if text.get_text_range(number, 1) == sign:
                left, bottom, right, top = text.get_charbox(number)
                edges = (left, height - top, right, height - bottom)
                found.append(Word(sign, *(edge / _POINTS_PER_MM for edge in edges)))
    return found


def fonts_of(pdf: Path) -> set[str]:
    """Give the names of the fonts in a PDF, without the letters that mark a part of a font."""
    listed = _run(["pdffonts", str(pdf)]).splitlines()[2:]
    return {line.split()[0].rpartition("+")[2] for line in listed}


def only_font(folder: Path, family: str) -> tuple[Path, Path]:
    """Give the file of a font, and a configuration under which there is no other."""
    found = Path(_run(["fc-match", "--format", "%{file}", family]))
    (folder / "fonts").mkdir()
    font = folder / "fonts" / found.name
    shutil.copyfile(found, font)  # LibreOffice does not follow a link
    configured = folder / "fonts.conf"
    configured.write_text(
        f"<fontconfig><dir>{font.parent}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        "utf-8",
    )
    return font, configured


def characters_of(font: Path) -> frozenset[int]:
    """Give the characters that a font holds, as fontconfig reads them from it."""
    listed = _run(["fc-query", "--index", "0", "--format", "%{charset}", str(font)]).split()
    ends = ([int(end, 16) for end in stretch.split("-")] for stretch in listed)
    return frozenset(chain.from_iterable(range(e[0], e[-1] + 1) for e in ends))


def _run(command: Iterable[str], fonts: Path = FONTS) -> str:
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    done = subprocess.run(
        list(command), env=environment, capture_output=True, check=True, timeout=PATIENCE
    )
    return done.stdout.decode("utf-8")


def replanted(data: bytes, part: str, old: str, new: str) -> bytes:
    """Give a .docx or .xlsx in which one stretch of XML, first met, is another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name == part:
                assert old.encode() in content, f"nothing to replace: {old}"
                content = content.replace(old.encode(), new.encode(), 1)
            changed.writestr(name, content)
    return buffer.getvalue()
