"""The facts of 关于: about the program and this computer, to be read out on the telephone."""

import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from model.form import catalog
from model.resources import RESOURCES
from ui.app import folders
from ui.app.parts import ProgramPart
from ui.input_method import arrangement

NAME: Final = "政府信息公开工作年度报告编制程序"
VERSION: Final = "0.1.0"
"""The version of the program, as in pyproject.toml."""


@dataclass(frozen=True)
class Fact:
    """One line: its name, its text, and the folder or file that the text names."""

    name: str
    text: str
    place: Path | None = None

    def __str__(self) -> str:
        return f"{self.name}：{self.text}"


def facts() -> list[Fact]:
    """Return all facts, the most wanted first."""
    bases = "；".join(catalog.form(key).basis for key in reversed(catalog.keys()))
    return [
        Fact("版本", VERSION),
        Fact("报告格式", bases),
        Fact("网络", "不需要网络，不向任何地方发送内容。"),
        Fact("系统", _system()),
        Fact("窗口", f"Qt {qVersion()}，{QGuiApplication.platformName()}，{_screen()}"),
        Fact("中文输入", arrangement.choice().reason),
        Fact("Python", platform.python_version()),
        *_places(),
    ]


def as_text(parts: Sequence[ProgramPart]) -> str:
    """Return facts and parts as lines to be copied."""
    return "\n".join([NAME, *map(str, facts()), "部件：", *map(str, parts)])


def _system() -> str:
    """Return the name of the system, on Linux with the distribution first.

    The version of glibc is there because it decides which programs can start.
    """
    kernel = f"{platform.system()} {platform.release()}，{platform.machine()}"
    if sys.platform == "win32":
        return f"{kernel}，{platform.version()}"
    name = ""
    with suppress(OSError):
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return "，".join(filter(None, (name, kernel, " ".join(platform.libc_ver()))))


def _places() -> list[Fact]:
    """Return where the program keeps its own files, and whether that is in its own folder."""
    message = folders.fell_back()
    if folders.portable_folder() is not None:
        message = "随身使用：设置、恢复副本、历史版本和日志都在程序旁边的文件夹中。"
    return [
        *([Fact("存放方式", message)] if message else []),
        *(
            Fact(name, str(place), place)
            for name, place in (
                ("程序", RESOURCES.parent),
                ("设置", folders.settings_file()),
                ("恢复副本", folders.recovery_folder()),
                ("历史版本", folders.versions_folder()),
                ("日志", folders.log_file()),
            )
        ),
    ]


def _screen() -> str:
    """Return the size of the screen in its own pixels, and the scale."""
    screen = QGuiApplication.primaryScreen()
    size, ratio = screen.size(), screen.devicePixelRatio()
    wide, high = round(size.width() * ratio), round(size.height() * ratio)
    return f"屏幕 {wide}×{high}，放大 {round(ratio * 100)}%"
