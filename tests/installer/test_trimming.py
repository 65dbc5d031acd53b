"""What goes into a bundle, by the names files have in it."""

import ast

import pytest

from installer.trimming import EXCLUDED, QT_MODULES, is_kept, library_of
from model.resources import ROOT

KEPT = """
PySide6/QtWidgets.abi3.so
PySide6/Qt/lib/libQt6XcbQpa.so.6
PySide6/Qt/lib/libicudata.so.73
PySide6/Qt/plugins/platforms/libqxcb.so
PySide6/Qt/plugins/platforms/libqoffscreen.so
PySide6/Qt/plugins/platforms/libqwayland-generic.so
PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so
PySide6/Qt/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so
PySide6/Qt/translations/qtbase_zh_CN.qm
PySide6\\plugins\\platforms\\qwindows.dll
PySide6\\Qt6Core.dll
libQt6Core.so.6
libxcb-cursor.so.0
libxkbcommon-x11.so.0
libpython3.11.so.1.0
lxml/etree.cpython-311-x86_64-linux-gnu.so
docx/templates/default.docx
resources/forms/2021.toml
"""
LEFT = """
PySide6/QtNetwork.abi3.so
PySide6/Qt/lib/libQt6Quick.so.6
PySide6/Qt/plugins/platforms/libqeglfs.so
PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so
PySide6/Qt/plugins/platformthemes/libqgtk3.so
PySide6/Qt/plugins/tls/libqopensslbackend.so
PySide6/Qt/translations/qtbase_de.qm
PySide6\\Qt6Network.dll
libQt6Qml.so.6
libstdc++.so.6
libglib-2.0.so.0
libX11.so.6
libxcb.so.1
libwayland-client.so.0
"""


@pytest.mark.parametrize("name", KEPT.split())
def test_what_the_program_uses_is_kept(name: str) -> None:
    assert is_kept(name)


@pytest.mark.parametrize("name", LEFT.split())
def test_what_it_does_not_use_or_every_desktop_has_is_left_out(name: str) -> None:
    assert not is_kept(name)


def test_a_library_is_known_without_its_version() -> None:
    names = ["libz.so.1.2.11", "libffi-9c61262e.so.8.1.0", "ld-linux-x86-64.so.2", "etree.so"]
    assert [library_of(name) for name in names] == ["libz", "libffi", "ld-linux-x86-64", None]


def test_every_module_that_the_program_imports_goes_along() -> None:
    """Only the parts of Qt that are kept are imported, and nothing that is excluded."""
    imported = set()
    for folder in ("model", "export", "intake", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported |= {node.module, *(f"{node.module}.{n.name}" for n in node.names)}
    names = {str(name) for name in imported}
    qt = {name.split(".")[1] for name in names if name.startswith("PySide6.Q")}
    assert qt == QT_MODULES
    assert not names & set(EXCLUDED)
