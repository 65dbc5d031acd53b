"""The start of the program: the console for a command, the wizard for a draft or no argument.

Neither imports what only the other needs: imports take most of the time of a start. Until they are
done no garbage is collected (``main.py``).
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from intake import CHILD, OFFICE
from model.resources import set_forms_folder
from ui.app import start_menu
from ui.app.folders import names_draft, program_name
from ui.app.terminal import write_exception, write_line

SELF_TEST = "--self-test"
"""The argument that makes the program test itself on this computer, with or without a screen."""
NO_SCREEN = """没有图形界面，无法打开填报窗口。可用命令行：{0} --help
No screen: the wizard cannot open. The console works: {0} --help"""


def main(arguments: Sequence[str]) -> int:
    """Run the program and return the exit status."""
    restore_library_path()
    if arguments and arguments[0] == CHILD:
        gc.disable()  # imported modules stay: the child collects garbage from its first file on
        from intake.worker import serve

        for folder in arguments[1:]:
            set_forms_folder(Path(folder))
        return serve()
    if list(arguments) == [OFFICE]:
        from intake.office import launcher

        return launcher.serve()
    if len(arguments) == 2 and arguments[0] == start_menu.OPTION:
        return start_menu.run(arguments[1])
    if list(arguments) == [SELF_TEST]:
        if not has_screen():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui.self_test import run_self_test

        gc.enable()
        return run_self_test()
    from ui.app.folders import forms_folder

    set_forms_folder(forms_folder())
    if arguments and not names_draft(arguments[0]):
        from ui.console.commands import run_command

        gc.enable()
        sys.excepthook = write_exception
        return run_command(arguments)
    if not has_screen():
        write_line(NO_SCREEN.format(called()), sys.stderr)
        return 2
    gc.disable()  # imported modules stay: the window collects garbage when it has time
    from ui.application import run_window

    return run_window(arguments)


def called() -> str:
    """Return how a command line calls the program: run.sh stands in the folder of the source."""
    name = program_name()
    return f"./{name}" if name == "run.sh" else name


def restore_library_path() -> None:
    """Give programs that this one starts the library path it was itself started with.

    The boot loader of the frozen program sets LD_LIBRARY_PATH to the bundle and keeps the former
    value. LibreOffice or a file manager has to find its own libraries.
    """
    if getattr(sys, "frozen", False) and sys.platform == "linux":
        given = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        os.environ.pop("LD_LIBRARY_PATH", None)
        if given is not None:
            os.environ["LD_LIBRARY_PATH"] = given


def has_screen() -> bool:
    """Return whether a window can be shown."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform == "darwin":
        return True
    if sys.platform == "win32":
        return _makes_window()
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _makes_window() -> bool:
    """Return whether Windows makes a window; a service without a desktop gets none."""
    import ctypes  # other systems start without it

    user = getattr(ctypes, "windll").user32  # noqa: B009  # known on Windows alone
    user.CreateWindowExW.restype = ctypes.c_void_p
    window = user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 1, 1, None, None, None, None)
    if window:
        user.DestroyWindow(ctypes.c_void_p(window))
    return bool(window)
