"""What the package tells a desktop: the menu entry, the kind of file, the icons."""

import configparser
import shutil
import subprocess

import pytest
from lxml import etree
from PySide6.QtGui import QImage

from installer.contents import FOUND
from installer.icons import SIZES, draw
from model.resources import ICONS, ROOT
from ui.app import acts

LINUX = ROOT / "installer" / "linux"
NAMES = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}


def entry() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(LINUX / "gknb.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_the_menu_names_the_program_in_chinese_and_gives_it_a_draft() -> None:
    said = entry()
    assert said["Name"] == "政府信息公开工作年度报告"
    assert said["Exec"] == "gknb %f"
    assert said["Icon"] == "gknb"
    assert said["MimeType"] == "application/x-gknb;"


def test_the_desktop_file_is_valid() -> None:
    validate = shutil.which("desktop-file-validate")
    if validate is None:
        pytest.skip("desktop-file-validate is not installed")
    done = subprocess.run([validate, LINUX / "gknb.desktop"], capture_output=True, check=False)
    assert (done.stdout, done.returncode) == (b"", 0)


def test_the_kind_of_file_is_that_of_drafts() -> None:
    kind = etree.parse(str(LINUX / "gknb.xml")).find("m:mime-type", NAMES)
    assert kind is not None
    assert kind.get("type") == "application/x-gknb"
    assert [glob.get("pattern") for glob in kind.findall("m:glob", NAMES)] == [f"*{acts.ENDING}"]
    assert [icon.get("name") for icon in kind.findall("m:icon", NAMES)] == ["application-x-gknb"]


SLIGHT = 0.1
"""Steps of 255 by which two pictures may differ on average: processors round differently."""


def difference(one: QImage, other: QImage) -> float:
    """Return by how many steps of 255 the channels of two pictures differ on average."""
    assert (one.size(), one.format()) == (other.size(), other.format())
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return sum(abs(left - right) for left, right in pairs) / one.sizeInBytes()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["gknb", "draft"])
def test_every_size_of_an_icon_is_drawn_from_its_drawing(name: str, size: int) -> None:
    drawn = draw(ICONS / f"{name}.svg", size)
    kept = QImage(str(ICONS / f"{name}-{size}.png")).convertToFormat(drawn.format())
    assert difference(kept, drawn) < SLIGHT
    moved = drawn.copy(1, 0, size, size)
    assert difference(kept, moved) > 10 * SLIGHT  # a drawing that is another one is seen


def test_the_package_depends_on_every_library_that_it_does_not_bring() -> None:
    """The names of Debian's packages begin like those of the libraries in them."""
    control = (LINUX / "control").read_text("utf-8")
    wanted = control.split("Depends:")[1].split("Recommends:")[0].lower()
    for library in ("libGL", "libEGL", "libX11", "libX11-xcb", "libxcb", "libfontconfig"):
        assert FOUND.fullmatch(library)
        assert f"{library.lower()}1" in wanted or f"{library.lower()}-6" in wanted
    for package in ("libc6 (>= 2.28)", "libstdc++6", "libglib2.0-0", "libfreetype6", "libdbus-1-3"):
        assert package in wanted
