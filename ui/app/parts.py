"""The parts of other makers that the program consists of, with their licences.

The frozen program brings the list that was made with it (CycloneDX, one text for each part); from
source the installed packages are asked.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from model.resources import ROOT

LICENCES: Final = ROOT / "licenses"
"""Where the frozen program has its list and its texts."""
_LOCK: Final = ROOT / "requirements" / "run.txt"
_LOCKED: Final = re.compile(r"^([\w.-]+)==", re.MULTILINE)
_TEXT: Final = re.compile(r"(?i)licen[cs]e|copying|notice")
_SHORT: Final = 60
"""Characters of a licence's name; some packages put the whole text in its place."""


@dataclass(frozen=True)
class ProgramPart:
    """One part: its licence by name, and the files that the licence stands in."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}　{self.licence}"

    @property
    def text(self) -> str:
        """The licence; empty where it does not lie on this computer."""
        found = []
        for path in self.texts:
            with suppress(OSError):
                found.append(path.read_text("utf-8", "replace"))
        return "\n\n".join(found)


def parts() -> list[ProgramPart]:
    """Give the parts by name; none where nothing tells them."""
    found: list[ProgramPart] = []
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        found = _listed() if LICENCES.is_dir() else _installed()
    return sorted(found, key=lambda part: part.name.lower())


def _listed() -> list[ProgramPart]:
    listed = json.loads((LICENCES / "parts.json").read_text("utf-8"))
    return [
        ProgramPart(
            one["name"],
            one.get("version", ""),
            " / ".join(map(_licence_of, one.get("licenses", ()))),
            (LICENCES / f"{one['name']}.txt",),
        )
        for one in listed["components"]
    ]


def _licence_of(said: dict[str, Any]) -> str:
    named = said.get("license", {})
    return str(said.get("expression") or named.get("id") or named.get("name") or "")


def _installed() -> list[ProgramPart]:
    found = []
    for name in _LOCKED.findall(_LOCK.read_text("utf-8")):
        with suppress(metadata.PackageNotFoundError):  # what another system needs
            found.append(_package(metadata.distribution(name)))
    return found


def _package(package: metadata.Distribution) -> ProgramPart:
    told, known = package.metadata, package.metadata.get_all("Classifier") or []
    classified = [one.split(" :: ")[-1] for one in known if one.startswith("License ::")]
    said = told["License-Expression"] or told["License"] or ""
    licence = said if 0 < len(said) <= _SHORT else "; ".join(classified)
    texts = (
        Path(str(file.locate()))
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and _TEXT.search(file.name)
    )
    return ProgramPart(package.name, package.version, licence, tuple(texts))
