"""The look of the window as data: colours by their role, for light, dark and high contrast.

Here alone colours are named. Everything that is painted, and the style sheet, takes them by role
from ``theme()``, the look that is in use. Sizes that many widgets share stand here too.
"""

from functools import cache
from typing import Final, NamedTuple

from PySide6.QtGui import QColor


class Theme(NamedTuple):
    """Colours by role, each as #rrggbb.

    ``page`` is behind everything; ``surface`` is the ground of cards, the rail and the inspector,
    ``sunk`` that of headings of tables. ``outline`` is the edge of a field or a button, ``line``
    any other line. ``quiet`` is text that stands behind other text, ``faint`` zeros. ``veil`` is a
    tint of ``accent``; ``on_accent`` is text on it. A ground belongs to the colour before it.
    ``band`` is the dark panel of the start window; the colours after it stand on it.
    """

    name: str
    page: str
    surface: str
    sunk: str
    line: str
    outline: str
    text: str
    quiet: str
    faint: str
    accent: str
    veil: str
    error: str
    error_ground: str
    warning: str
    warning_ground: str
    fine: str
    fine_ground: str
    on_accent: str
    band: str
    on_band: str
    band_quiet: str
    band_line: str


LIGHT: Final = Theme(
    name="light",
    page="#F4F6F9",
    surface="#FFFFFF",
    sunk="#F3F6FA",
    line="#DFE4EA",
    outline="#8592A3",
    text="#1D2733",
    quiet="#54616F",
    faint="#7F8B98",
    accent="#1F66A8",
    veil="#E7F0FA",
    error="#A52A1F",
    error_ground="#FDF2F1",
    warning="#95620F",
    warning_ground="#FFFAF0",
    fine="#1D6B41",
    fine_ground="#E4F4EA",
    on_accent="#FFFFFF",
    band="#17406B",
    on_band="#FFFFFF",
    band_quiet="#C6D6E8",
    band_line="#7E9FC2",
)
DARK: Final = Theme(
    name="dark",
    page="#171C22",
    surface="#1F262E",
    sunk="#262F39",
    line="#36414D",
    outline="#6B7A8A",
    text="#E6EBF0",
    quiet="#A9B4C0",
    faint="#85919E",
    accent="#5AA2E6",
    veil="#1E3349",
    error="#F08A80",
    error_ground="#3A2324",
    warning="#E2B457",
    warning_ground="#352C1C",
    fine="#6FCB97",
    fine_ground="#1C3327",
    on_accent="#10202F",
    band="#1E3349",
    on_band="#E6EBF0",
    band_quiet="#B4C2D0",
    band_line="#7890A8",
)
CONTRAST: Final = Theme(
    name="contrast",
    page="#000000",
    surface="#000000",
    sunk="#000000",
    line="#FFFFFF",
    outline="#FFFFFF",
    text="#FFFFFF",
    quiet="#FFFFFF",
    faint="#D0D0D0",
    accent="#FFFF00",
    veil="#333333",
    error="#FFFF00",
    error_ground="#000000",
    warning="#00FFFF",
    warning_ground="#000000",
    fine="#FFFFFF",
    fine_ground="#000000",
    on_accent="#000000",
    band="#000000",
    on_band="#FFFFFF",
    band_quiet="#FFFFFF",
    band_line="#FFFFFF",
)
TEXT_PAIRS: Final = (
    *((ink, "band") for ink in ("on_band", "band_quiet")),
    *((ink, ground) for ink in ("text", "quiet") for ground in ("page", "surface", "sunk", "veil")),
    *(("accent", ground) for ground in ("page", "surface", "sunk", "veil", "warning_ground")),
    *((ink, f"{ink}_ground") for ink in ("error", "warning", "fine")),
    *((ink, ground) for ink in ("error", "warning", "fine") for ground in ("page", "surface")),
    *(("text", f"{state}_ground") for state in ("error", "warning", "fine")),
    *(("quiet", f"{state}_ground") for state in ("error", "warning", "fine")),
    *((state, "veil") for state in ("error", "warning")),
    ("error", "sunk"),
    *(("on_accent", ground) for ground in ("accent", "error", "warning", "fine")),
)
"""Pairs of text and ground in use: each has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""
WEAK_PAIRS: Final = (
    *(("faint", ground) for ground in ("surface", "page", "sunk", "veil")),
    *(("faint", ground) for ground in ("error_ground", "warning_ground")),
    ("outline", "surface"),
    ("band_line", "band"),
)
"""Zeros, and edges of fields and buttons: at least 3 : 1 (WCAG 2.2, 1.4.11)."""

BODY: Final = 14
"""Pixels of the body's type at 100 %."""
QUIET: Final = 12
"""Pixels of quiet lines; no Chinese is smaller."""
TITLE: Final = 19
"""Pixels of a page's title."""
STEP: Final = 4
"""Pixels that spacing is a multiple of."""
RADIUS: Final = 6
"""Pixels of a rounded corner."""
RAIL: Final = 196
"""Pixels of the rail's width; where it shows signs only, ``RAIL_FOLDED``."""
RAIL_FOLDED: Final = 44
MEASURE: Final = 48
"""Widest column of text, in em."""

_in_use = LIGHT


def theme() -> Theme:
    """Return the look that is in use."""
    return _in_use


def use(wanted: Theme) -> None:
    """Take another look; ``appearance.apply`` repaints everything with it."""
    global _in_use
    _in_use = wanted


def colour(role: str) -> QColor:
    """Return the colour of a role in the look that is in use; it is shared, so do not change it."""
    return _made(getattr(_in_use, role))


@cache
def _made(value: str) -> QColor:
    """Return a colour read once: what is painted asks for hundreds of them."""
    return QColor(value)


def edge_colour(state: str) -> QColor:
    """Return the edge of a tinted card: its colour softened by its ground.

    In high contrast nothing is softened.
    """
    ink, ground = colour(state), colour(f"{state}_ground")
    if _in_use is CONTRAST:
        return ink
    pairs = zip(ink.getRgbF()[:3], ground.getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(0.35 * one + 0.65 * other for one, other in pairs))
