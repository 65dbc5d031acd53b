"""Create a report with blank cells and the customary sub-heads; its title and file name."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from model.address import join_path
from model.errors import UnreadableError
from model.form.form import Form
from model.report.report import Period, Report, Tally, TextBlock
from model.unit import TitleForm, Unit, proposed_deadline, proposed_kind


def require_open_year(year: int, today: date) -> int:
    """Return a year if a report on it can be begun today: next year at the latest.

    Raises:
        UnreadableError: the year is later.
    """
    if year > today.year + 1:
        raise UnreadableError(f"{year}年度还不能填报，最晚为{today.year + 1}年度。核对年度。")
    return year


def new_report(form: Form, unit: Unit, year: int, regional: Iterable[str] = ()) -> Report:
    """Return a new report with blank cells and empty customary sub-heads.

    A kind and a deadline that ``unit`` does not state are proposed. ``regional`` are keys of
    regional texts that the unit's region asks for.
    """
    wanted = set(regional)
    texts = tuple(
        TextBlock(key, text.title)
        for key, text in form.texts.items()
        if key in wanted or (text.default and not text.regional)
    )
    kind = unit.kind or proposed_kind(unit.name)
    unit = replace(unit, kind=kind, deadline=unit.deadline or proposed_deadline(kind, year))
    return Report(form, year, unit, Period.of(year), texts=texts, tallies=_tallies(form))


def _tallies(form: Form) -> tuple[Tally, ...]:
    presets = {preset.key: preset.parts for preset in form.presets}
    return tuple(
        Tally(
            kind.key, kind.name, kind.unit, join_path(section.key, kind.under), presets[kind.preset]
        )
        for section in form.sections
        for kind in section.tallies
    )


KIND_OF_DOCUMENT: Final = "政府信息公开工作年度报告"
LONGEST_NAME: Final = 200
"""Most bytes of a file name in UTF-8; 255 is the limit of common file systems."""

_FULL_WIDTH: Final = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f]"
)
_RESERVED: Final = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³]) *(\..*)?", re.IGNORECASE
)

_FOLDERS: Final = re.compile(r"^.*[/\\]|^[A-Za-z]:", re.DOTALL)
_ENDING: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


def title_lines(report: Report) -> list[str]:
    """Return the lines of the title as the unit chose; always 工作年度报告, no space before 年."""
    name, year = report.unit.name, f"{report.year}年"
    if report.unit.title_form is TitleForm.ONE_LINE:
        return [f"{year}{name}{KIND_OF_DOCUMENT}"]
    if report.unit.title_form is TitleForm.YEAR_FIRST:
        return [f"{name}{year}", KIND_OF_DOCUMENT]
    return [name, f"{year}{KIND_OF_DOCUMENT}"] if name else [f"{year}{KIND_OF_DOCUMENT}"]


def title(report: Report) -> str:
    """Return the title on one line, for headers, properties and window titles."""
    return f"{report.year}年{report.unit.name}{KIND_OF_DOCUMENT}"


def stem(report: Report) -> str:
    """Return the file name without extension; it includes the stage except for 定稿.

    Of a long name that of the unit is cut, never the kind of document or the stage.
    """
    stage = f"（{report.stage_mark}）" if report.stage_mark else ""
    return safe_name(f"{report.year}年{report.unit.name}", f"{KIND_OF_DOCUMENT}{stage}")


def safe_name(name: str, ending: str = "") -> str:
    """Return a file name that is valid on every system, with an ``ending`` that is never cut.

    Control characters and bidi marks are removed, forbidden characters become full-width, reserved
    names get a prefix, and a name of more than 200 bytes is cut and gets a short hash.
    """
    whole = f"{name}{ending}"
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", whole)).translate(_FULL_WIDTH)
    plain = plain.lstrip(" .-~").rstrip(" .") or "未命名"
    if is_reserved(plain):
        plain = f"_{plain}"
    if len(plain.encode()) <= LONGEST_NAME:
        return plain
    mark = "_" + hashlib.sha256(plain.encode()).hexdigest()[:8]
    kept = LONGEST_NAME - len(f"{mark}{ending}".encode())
    head = plain.encode()[:kept].decode(errors="ignore")
    return head.rstrip(" .") + mark + ending


def is_reserved(name: str) -> bool:
    """Return whether Windows takes a file name for a device, whatever its ending."""
    return _RESERVED.fullmatch(name) is not None


def file_names(paths: str) -> str:
    """Return the file names of one or more paths of Linux or Windows that are joined by 、.

    A folder may have 、 in its name: a piece without a file extension belongs to the next piece.
    """
    names, path = [], ""
    for piece in paths.split("、"):
        path += piece
        if _ENDING.search(piece):
            names.append(_FOLDERS.sub("", path))
            path = ""
        else:
            path += "、"
    if path.rstrip("、"):
        names.append(_FOLDERS.sub("", path.removesuffix("、")))
    return "、".join(names)
