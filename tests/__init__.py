"""Tests of the program, in the rooms of what they test."""

import os
import sys
from pathlib import Path

if "pytest" in sys.modules:  # a campaign that is watched must write nothing elsewhere
    # Programs that tests start, hundreds of them, find themselves compiled.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
