"""Runs before the frozen program: gives what it starts the environment that it was started in.

The boot loader leads the loader of libraries into the bundle. It has done so by now, and a
LibreOffice or a file manager started from here has to find its own libraries.
"""

import os

_PATH = "LD_LIBRARY_PATH"
_given = os.environ.pop(f"{_PATH}_ORIG", None)
os.environ.pop(_PATH, None)
if _given is not None:
    os.environ[_PATH] = _given
