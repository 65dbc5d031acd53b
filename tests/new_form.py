"""A form as it might be issued for 2027: that of 2021 with one more row in section three."""

from pathlib import Path
from typing import Final

from model.resources import FORMS

KEY: Final = "2027"
BASIS: Final = "国办公开办函〔2027〕1号"
ROW: Final = "requests/handled.other.withdrawn"
LABEL: Final = "3.申请人撤回申请"
_EDITS: Final = (
    ('key        = "2021"', f'key        = "{KEY}"'),
    ('basis      = "国办公开办函〔2021〕30号"', f'basis      = "{BASIS}"'),
    ("first_year = 2021", "first_year = 2027"),
    ('["other", "3.其他"],', f'["withdrawn", "{LABEL}"], ["other", "4.其他"],'),
)


def text(*edits: tuple[str, str]) -> str:
    """Give the text of the form file, with further edits."""
    found = (FORMS / "2021.toml").read_text("utf-8")
    for old, new in (*_EDITS, *edits):
        assert old in found, old
        found = found.replace(old, new, 1)
    return found


def written(folder: Path, name: str = "2027.toml", *edits: tuple[str, str]) -> Path:
    """Put the form file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text(*edits), "utf-8")
    return path
