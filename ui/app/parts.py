"""The parts of other makers that the program consists of, with their licences.

The frozen program shows the list that its build made (installer/parts.py: CycloneDX, and one text
for each part). From source there is no such list: the installed packages of the lock are asked, by
the same ``package_part`` that the build asks. The line icons are no package (``icons_part``).
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from model.resources import ICONS, ROOT

LICENCES: Final = ROOT / "licenses"
"""Folder of the list and the texts in the frozen program."""
LIST: Final = "parts.json"
"""Name of the CycloneDX list in that folder."""
_LOCK: Final = ROOT / "requirements" / "run.txt"
_LOCKED: Final = re.compile(r"^([\w.-]+)==", re.MULTILINE)
_TEXT: Final = re.compile(r"(?i)licen[cs]e|copying|notice")
"""Names of files with the text of a licence, or of folders that hold such files."""
DRAWINGS: Final = ICONS / "lucide"
"""Folder of the drawings that the line icons are made from, and of their licence."""
_DRAWN: Final = re.compile(r"@license lucide-static v(\S+)")
"""What each drawing says of its package and version."""
_SHORT: Final = 60
"""Most characters of a licence's name; some packages give the whole text in its place."""


@dataclass(frozen=True)
class ProgramPart:
    """One part: its licence by name (SPDX if possible), and the files with the licence's text."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}　{self.licence}"

    @property
    def text(self) -> str:
        """The text of the licence; empty if it is not on this computer."""
        found = []
        for path in self.texts:
            with suppress(OSError):
                found.append(path.read_text("utf-8", "replace"))
        return "\n\n".join(found)


def text_file(folder: Path, name: str) -> Path:
    """Return the file in a folder of licences that holds the text for a part."""
    return folder / f"{name}.txt"


def parts() -> list[ProgramPart]:
    """Return the parts sorted by name; none if there is no readable list of them."""
    found: list[ProgramPart] = []
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        found = _listed() if LICENCES.is_dir() else _installed()
    return sorted(found, key=lambda part: part.name.lower())


def _listed() -> list[ProgramPart]:
    listed = json.loads((LICENCES / LIST).read_text("utf-8"))
    return [
        ProgramPart(
            one["name"],
            one.get("version", ""),
            " / ".join(map(_licence_of, one.get("licenses", ()))),
            (text_file(LICENCES, one["name"]),),
        )
        for one in listed["components"]
    ]


def _licence_of(stated: dict[str, Any]) -> str:
    named = stated.get("license", {})
    return str(stated.get("expression") or named.get("id") or named.get("name") or "")


def _installed() -> list[ProgramPart]:
    found = []
    for name in _LOCKED.findall(_LOCK.read_text("utf-8")):
        with suppress(metadata.PackageNotFoundError):  # needed on another system
            found.append(package_part(metadata.distribution(name)))
    return [*found, icons_part()]


def package_part(package: metadata.Distribution) -> ProgramPart:
    """Return an installed package as a part: what its metadata say of its licence."""
    stated, known = package.metadata, package.metadata.get_all("Classifier") or []
    classified = [one.split(" :: ")[-1] for one in known if one.startswith("License ::")]
    name = stated["License-Expression"] or stated["License"] or ""
    licence = name if 0 < len(name) <= _SHORT else "; ".join(classified)
    texts = (
        Path(str(file.locate()))
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and any(map(_TEXT.search, file.parts[1:]))
    )
    return ProgramPart(package.name, package.version, licence, tuple(texts))


def icons_part() -> ProgramPart:
    """Return the line icons as a part; some drawings come from Feather, whose licence is MIT."""
    drawn = _DRAWN.search((DRAWINGS / "check.svg").read_text("utf-8"))
    version = drawn[1] if drawn else ""
    return ProgramPart("Lucide", version, "ISC AND MIT", (DRAWINGS / "LICENSE.txt",))
