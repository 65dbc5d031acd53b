"""The bundle for Windows, tried under Wine step by step; installer/try_bundle_windows.sh calls it.

``python -m tests.windows [STEP…]`` prints a line for each step; status 1: one of them failed.
It finds the root of Wine and the unpacked bundle by GKNB_WINE and GKNB_BUNDLE.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Final

from model.drafts import storage
from model.drafts.guard import place_of
from model.drafts.presence import advice_place
from model.report.report import Report
from tests import kills
from tests.patience import wait_until
from tests.screen import PROGRAM, Screen, screen
from ui.app.folders import APART

_CLASSES: Final = r"HKCU\Software\Classes"
_MENU: Final = "users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/*.lnk"
_HIDDEN: Final = "H"


class WrongError(Exception):
    """A step did not end as it should; its words say what was found."""


def require(found: object, what: object = "") -> None:
    """Raise WrongError unless something was found."""
    if not found:
        raise WrongError(str(what))


@dataclass(frozen=True)
class Trial:
    """What the steps use: the root, the unpacked bundle, a folder for drafts, a screen."""

    root: Path
    bundle: Path
    folder: Path
    display: Screen

    def console(self, *words: str | Path) -> tuple[int, str]:
        """Run a command of the console, its output piped; return its status and its output."""
        call = [*PROGRAM, "--console", *map(str, words)]
        done = subprocess.run(call, env=self.display.environment, capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8").replace("\r\n", "\n")  # also in a pipe

    def windows(self, *words: str) -> tuple[int, str]:
        """Run a program of Windows; return its status and its output."""
        call = [*PROGRAM, "--run", *words]
        done = subprocess.run(call, env=self.display.environment, capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def as_windows(self, path: Path) -> str:
        """Return a path in the root as Windows sees it."""
        return "Z:\\" + str(path.relative_to(self.root)).replace("/", "\\")

    def example(self, name: str) -> Path:
        """Return the path of a new example."""
        draft = self.folder / name
        status, message = self.console("example", draft)
        require(status == 0, message)
        return draft

    @contextmanager
    def window(self, draft: Path | None = None) -> Iterator["subprocess.Popen[bytes]"]:
        """Open the window, on a draft or at the start, and kill it at the end if it is there."""
        log = self.folder / "window.log"
        program = self.display.start(*([str(draft)] if draft else []), complaints=log)
        try:
            # What Qt adds to the name of a file, if anything, is the program's name.
            self.display.window(f" {draft.name}( |$)" if draft else "政府信息公开工作年度报告")
            yield program
        except Exception:
            self.display.picture(log.with_suffix(".png"))  # what the step did not find
            raise
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def report_in(draft: Path) -> Report:
    """Return the report of a draft."""
    return storage.load(draft).report


def holds(draft: Path, words: str) -> bool:
    """Return whether a text of a draft holds some words."""
    return any(words in block.body for block in report_in(draft).texts)


def _self_test(trial: Trial) -> str:
    status, message = trial.console("--self-test")
    require(status == 0 and message.endswith("全部通过\n"), message)
    require("PDF 已绘制并读回" in message, message)
    return message.splitlines()[-2]


def _console(trial: Trial) -> str:
    draft = trial.example("年 报#1 100%.gknb")
    status, message = trial.console("check", draft, "--json")
    require(status == 0 and json.loads(message), message)
    status, message = trial.console("--help")
    require("用法：gknb-console" in message and "run.sh" not in message, message)
    return "中文输出为 UTF-8"


def _names(trial: Trial) -> str:
    found = []
    for name in ("a?.gknb", "CON.gknb", "年报:2024.gknb"):
        call = [*PROGRAM, "--console", "example", f"{trial.folder}/{name}"]
        done = subprocess.run(call, env=trial.display.environment, capture_output=True, check=False)
        message = (done.stdout + done.stderr).decode("utf-8")
        require(done.returncode == 2 and "换一个文件名" in message, f"{name}: {message}")
        found.append(name)
    require(not list(trial.folder.glob("*2024*")), "a stream beside a file")
    return "、".join(found)


def _first_window(trial: Trial) -> str:
    begun = time.monotonic()
    with trial.window():
        shown = time.monotonic() - begun
        trial.display.picture(trial.folder / "first-window.png")
    require((trial.folder / "first-window.png").stat().st_size > 5000, "an empty picture")
    return f"{shown:.1f} s"


def _type(trial: Trial, words: str) -> None:
    trial.display.keys("alt+Right")
    trial.display.keys("ctrl+End")
    trial.display.type(words)


def _typing(trial: Trial) -> str:
    draft = trial.example("typing.gknb")
    with trial.window(draft):
        _type(trial, "12345")
        wait_until(lambda: holds(draft, "12345"))
        status, listed = trial.windows("attrib", trial.as_windows(advice_place(draft)))
        require(status == 0 and _HIDDEN in listed[:12].split(), listed)
        trial.display.picture(trial.folder / "typed.png")
    return "自动保存；旁边的文件为隐藏"


def _session_end(trial: Trial) -> str:
    draft = trial.example("session.gknb")
    with trial.window(draft) as program:
        _type(trial, "23456")
        # The window takes keys in their order. Keys still on their way may be lost at the end.
        trial.display.keys("F1")
        trial.display.window("帮助")
        status, message = trial.windows("wineboot", "--end-session")
        program.wait(60)
    require(holds(draft, "23456"), f"not saved, {status} {message}")
    require(not advice_place(draft).exists(), "advice is left")
    return "WM_QUERYENDSESSION：先保存"


def _kill(trial: Trial) -> str:
    draft = trial.example("killed.gknb")
    with trial.window(draft):
        _type(trial, "34567")
        wait_until(lambda: holds(draft, "34567"))
    # Its recovery copy may be left. A draft that another program had changed would be asked about.
    with trial.window(draft):
        pass
    status, message = trial.console("set", draft, "requests/received/natural=7")
    require(status in (0, 1), message)
    return "草稿完整，可再打开"


def _second_program(trial: Trial) -> str:
    draft = trial.example("two.gknb")
    with trial.window(draft):
        trial.display.keys("alt+Right")
        status, message = trial.console("set", draft, "text/other.matters=乙")
        require(status in (0, 1), message)
        trial.display.type("45678")
        wait_until(lambda: len(list(trial.folder.glob("two*.gknb"))) == 2)
        conflict = next(one for one in trial.folder.glob("two*.gknb") if one != draft)
        wait_until(lambda: holds(conflict, "45678"))
    require(
        holds(draft, "乙") and not holds(draft, "45678"), "the second program's was overwritten"
    )
    return conflict.name


def _export_and_import(trial: Trial) -> str:
    draft = trial.example("export.gknb")
    out = trial.folder / "导出"
    for options in ((), ("--only", "pdf")):
        status, message = trial.console("export", draft, "--out", out, *options)
        require(status == 0, message)
    for ending in (".docx", ".xlsx", ".html", ".pdf"):
        (document,) = out.glob(f"*报告（草稿）{ending}")
        again = trial.folder / f"again{ending}.gknb"
        status, message = trial.console("import", document, "--out", again)
        require(status == 0 and _cells(again) == _cells(draft), message)
    return "由受限的读取程序读回：Word、Excel、网页和绘制的 PDF"


def _cells(draft: Path) -> dict[str, object]:
    """Return the numbers of the tables of a draft, which every kind of document holds."""
    report = report_in(draft)
    return {one: report.values.get(one) for one in report.form.cells}


def _guard_left_behind(trial: Trial) -> str:
    draft = trial.example("guard.gknb")
    for signature in (f"windows {socket.gethostname()}".encode(), b""):
        place_of(draft).write_bytes(signature)
        status, message = trial.console("set", draft, "requests/received/natural=9")
        require(status in (0, 1) and not place_of(draft).exists(), message)
    require(report_in(draft).values["requests/received/natural"] == 9, "not saved")
    return "残留的保存标记不影响保存"


def _registered(trial: Trial) -> str:
    plain = trial.folder.parent / "plain & simple"  # Wine's cmd loses the % of a path
    plain.symlink_to(os.path.relpath(trial.bundle, plain.parent))  # also right within the root
    bundle = trial.as_windows(plain)
    drive = trial.root / "build" / "wine-trial" / "drive_c"
    trial.windows("cmd", "/c", "call", f"{bundle}\\双击草稿时用本程序打开.bat")
    status, command = trial.windows(
        "reg", "query", rf"{_CLASSES}\gknb.draft\shell\open\command", "/ve"
    )
    require(status == 0 and f'"{bundle}\\gknb.exe" "%1"' in command, command)
    for key in ("gknb.draft", "gknb.draft\\DefaultIcon", ".gknb"):
        status, message = trial.windows("reg", "query", rf"{_CLASSES}\{key}")
        require(status == 0, message)
    # Wine keeps no application ID in a link: the list for a PC asks for it.
    links = list(drive.glob(_MENU))
    require(len(links) == 1 and b"gknb.exe" in links[0].read_bytes(), links)
    trial.windows("cmd", "/c", "call", f"{bundle}\\取消双击打开.bat")
    for key in ("gknb.draft", ".gknb"):
        require(trial.windows("reg", "query", rf"{_CLASSES}\{key}")[0] != 0, f"{key} is left")
    require(not list(drive.glob(_MENU)), "the entry of the start menu is left")
    return "登记表的项和开始菜单，可撤销"


def _portable(trial: Trial) -> str:
    mark = trial.bundle / "portable"
    mark.touch()
    draft = trial.example("stick.gknb")
    try:
        with screen((1366, 768), trial.folder / "stick") as display:
            display.environment.pop(APART)
            with Trial(trial.root, trial.bundle, trial.folder, display).window(draft):
                wait_until(lambda: (trial.bundle / "data" / "settings.ini").exists())
    finally:
        mark.unlink()
        rmtree(trial.bundle / "data", ignore_errors=True)
    return "设置在程序旁边的 data"


def _killed_at_random(trial: Trial) -> str:
    report = report_in(trial.example("start.gknb"))
    empty = kills.new_report(report.form, kills.Unit(name=kills._WINDOW), 2024)
    found = kills.killed(trial.folder, empty, 20, displays=1, by_clock=True)
    require(all(kill.kept_its_word for kill in found.all), found)
    left = list(trial.folder.glob(".*.saving"))
    for draft in trial.folder.glob("[0-9]*.gknb"):
        status, message = trial.console("set", draft, "requests/received/natural=1")
        require(status in (0, 1), f"locked: {message}")
    return f"{found}; guards left and taken over: {len(left)}"


STEPS: Final[dict[str, Callable[[Trial], str]]] = {
    "自检": _self_test,
    "控制台": _console,
    "不能使用的文件名": _names,
    "首个窗口": _first_window,
    "键入和自动保存": _typing,
    "被强行结束": _kill,
    "另一程序改动同一草稿": _second_program,
    "导出和导入": _export_and_import,
    "残留的保存标记": _guard_left_behind,
    "双击打开和开始菜单": _registered,
    "随身使用": _portable,
    "会话结束": _session_end,
    "随机结束二十次": _killed_at_random,
}


def main(chosen: list[str]) -> int:
    """Try the steps that are named, or all, and return the exit status."""
    root, bundle = Path(os.environ["GKNB_WINE"]), Path(os.environ["GKNB_BUNDLE"])
    folder = root / "build" / "try" / "草稿 & 'D' #1 100%"
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    status = 0
    with screen((1366, 768), folder / "own") as display:
        trial = Trial(root, bundle, folder, display)
        for name in chosen or STEPS:
            begun = time.monotonic()
            try:
                message = f"通过（{STEPS[name](trial)}）"
            except Exception as error:  # noqa: BLE001  # a step that fails is named, others follow
                message, status = f"未通过（{type(error).__name__}：{error}）", 1
            print(f"{name}：{message} {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
