"""The program in the taskbar and the start menu of Windows, for the present user alone. No Qt.

A window belongs to the entry of the start menu that has its application ID: both have this one, so
that a pinned entry and its windows are one button. Source: Microsoft, «Application User Model IDs».
"""

import os
import sys
from pathlib import Path
from typing import Any, Final

from ui.app.folders import program_folder

APPLICATION_ID: Final = "gknb.wizard"
OPTION: Final = "--start-menu"
"""The argument by which the files for the clerk add the entry and remove it."""
_ENTRY: Final = "政府信息公开工作年度报告.lnk"
_MENU: Final = "Microsoft/Windows/Start Menu/Programs"
_LINK: Final = "00021401-0000-0000-C000-000000000046"
_LINK_INTERFACE: Final = "000214F9-0000-0000-C000-000000000046"
_FILE: Final = "0000010b-0000-0000-C000-000000000046"
_PROPERTIES: Final = "886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99"
_APPLICATION_ID_KEY: Final = ("9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3", 5)
_IN_PROCESS: Final = 1
_APARTMENT: Final = 2
_TEXT: Final = 31
"""VT_LPWSTR: the kind of value that is a text."""


def name_process() -> None:
    """Tell the taskbar which application this process belongs to."""
    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)


def run(action: str) -> int:
    """Add the entry to the start menu or remove it, and return the exit status."""
    menu = os.environ.get("APPDATA")
    if sys.platform == "win32" and menu and action in ("add", "remove"):
        place = Path(menu, _MENU, _ENTRY)
        try:
            if action == "add":
                place.parent.mkdir(parents=True, exist_ok=True)
                _write_link(place, program_folder() / "gknb.exe")
            else:
                place.unlink(missing_ok=True)
        except OSError:
            return 1
        return 0
    return 2


if sys.platform == "win32":
    import ctypes
    import uuid

    class _Key(ctypes.Structure):
        _fields_ = (("format", ctypes.c_char * 16), ("number", ctypes.c_uint32))

    class _Value(ctypes.Structure):
        _fields_ = (
            ("kind", ctypes.c_uint16),
            ("reserved", ctypes.c_uint16 * 3),
            ("text", ctypes.c_wchar_p),
            ("more", ctypes.c_void_p),
        )

    def _write_link(place: Path, program: Path) -> None:
        """Write a link to a program.

        Raises:
            OSError: Windows refused.
        """
        ole = ctypes.OleDLL("ole32")
        ole.CoInitializeEx(None, _APARTMENT)
        link = ctypes.c_void_p()
        made = ole.CoCreateInstance
        made(_guid(_LINK), None, _IN_PROCESS, _guid(_LINK_INTERFACE), ctypes.byref(link))
        _call(link, 20, ctypes.c_wchar_p(str(program)))  # SetPath
        _call(link, 9, ctypes.c_wchar_p(str(program.parent)))  # SetWorkingDirectory
        properties = _interface(link, _PROPERTIES)
        guid, number = _APPLICATION_ID_KEY
        key = _Key(uuid.UUID(guid).bytes_le, number)
        value = _Value(kind=_TEXT, text=APPLICATION_ID)
        _call(properties, 6, ctypes.byref(key), ctypes.byref(value))  # SetValue
        _call(properties, 7)  # Commit
        file = _interface(link, _FILE)
        _call(file, 6, ctypes.c_wchar_p(str(place)), 1)  # Save

    def _guid(text: str) -> Any:
        return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)

    def _interface(of: ctypes.c_void_p, guid: str) -> ctypes.c_void_p:
        found = ctypes.c_void_p()
        _call(of, 0, _guid(guid), ctypes.byref(found))  # QueryInterface
        return found

    def _call(of: ctypes.c_void_p, number: int, *given: Any) -> None:
        """Call a method of a COM object by its number in the table of its interface."""
        methods = ctypes.cast(of, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        address = methods[number]
        assert address, "every method of an interface is there"
        # What fails is raised as OSError.
        kinds = [ctypes.c_void_p for _ in (of, *given)]
        method = ctypes.WINFUNCTYPE(ctypes.HRESULT, *kinds)
        method(address)(of, *given)
