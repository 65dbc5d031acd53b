"""Where the program's own read-only files lie, whether it runs from its folder or frozen."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
RESOURCES: Final = ROOT / "resources"
FORMS: Final = RESOURCES / "forms"
HELP: Final = RESOURCES / "help"
