"""Characters that a font does not hold: which, in which font, and where they are printed.

Names of people and places use characters outside GB 2312 (镕, 堃, 喆), and the fonts of official
documents hold no others. Which font prints what is the same in Word, on the page and here; what a
font holds is told by whoever knows it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from model.checks.findings import Finding
from model.checks.publication import Place, places
from model.report.addresses import section_of
from model.report.report import Report

Face = Literal["title", "subhead", "body", "table"]
"""What is printed in a font of its own, as far as a clerk words it."""
_IDEOGRAPH: Final = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Other signs are not looked at: Latin letters, digits and many signs have fonts of their own."""


class Repertoire(NamedTuple):
    """A font by its name, and whether it holds a character."""

    font: str
    holds: Callable[[str], bool]


@cache
def in_gb2312(character: str) -> bool:
    """Whether a character is one of GB 2312-80."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def lacking(report: Report, repertoires: Mapping[Face, Repertoire]) -> Iterator[Finding]:
    """Give a hint for each place that prints characters its font does not hold.

    A face without a repertoire is passed over: nothing is known of its font. ``left`` of the
    finding holds the characters, in their order.
    """
    for place in places(report):
        for font, characters in _outside(report, place, repertoires).items():
            address = place.address.partition("#")[0]
            listed = "".join(f"「{character}」" for character in characters)
            yield Finding(
                id=f"characters/{font}/{place.address}",
                severity="hint",
                message=f"{place.name}：{listed}不在{font}字库中，将以其他字体代替。",
                section=section_of(report, address),
                cells=(address,),
                left="".join(characters),
            )


def _outside(
    report: Report, place: Place, repertoires: Mapping[Face, Repertoire]
) -> dict[str, list[str]]:
    """Give font → characters of a place that it does not hold."""
    found: dict[str, dict[str, None]] = {}
    for face, text in _faces(report, place):
        if known := repertoires.get(face):
            listed = found.setdefault(known.font, {})
            for character in dict.fromkeys(text):
                if _IDEOGRAPH.match(character) and not known.holds(character):
                    listed[character] = None
    return {font: list(listed) for font, listed in found.items() if listed}


def _faces(report: Report, place: Place) -> Iterator[tuple[Face, str]]:
    """Give the texts of a place with what they are printed in."""
    room, _, key = place.address.partition("/")
    if room == "text":
        block = report.text(key)
        title, body = place.texts
        yield ("subhead" if block and block.level == 1 else "body"), title
        yield "body", body
    elif "#" in place.address or room == "note":
        yield "table", place.texts[0]
    else:
        if place.address == "unit/name":
            yield "title", place.texts[0]
        yield "body", "".join(place.texts)
