"""Packs a bundle for Windows as gknb-VERSION-windows-x64.zip; the same files give the same bytes.

``python -m installer.windows.pack BUNDLE OUT``. Beside the program lie the registration of drafts
and a leaf for the clerk, under Chinese names, which Windows 10 reads from the zip as they are.
"""

import hashlib
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Final

from ui.aside.facts import VERSION

BESIDE: Final = {
    "register.bat": "双击草稿时用本程序打开.bat",
    "unregister.bat": "取消双击打开.bat",
    "gknb.reg": "gknb.reg",
    "readme.txt": "使用前先看.txt",
}
"""Files of ``beside`` → their names beside the program."""
_BESIDE: Final = Path(__file__).parent / "beside"
_EARLIEST: Final = 315_532_800
"""1980-01-01 as seconds since 1970: a zip knows no time before."""


def pack(bundle: Path, out: Path) -> Path:
    """Pack a bundle, all files under ``gknb/``; their time is SOURCE_DATE_EPOCH's, if any."""
    files = {path.relative_to(bundle).as_posix(): path for path in bundle.rglob("*")}
    files |= {name: _BESIDE / source for source, name in BESIDE.items()}
    out.mkdir(parents=True, exist_ok=True)
    place = out / f"gknb-{VERSION}-windows-x64.zip"
    moment = max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), _EARLIEST)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in sorted(files.items()):
            if path.is_file():
                about = zipfile.ZipInfo(f"gknb/{name}", time.gmtime(moment)[:6])
                about.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(about, path.read_bytes())
    return place


def main(bundle: Path, out: Path) -> None:
    """Pack, and say how large it is and its hash."""
    place = pack(bundle, out)
    unpacked = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    data = place.read_bytes()
    print(f"{place.name}: {len(data) / 1e6:.1f} MB, unpacked {unpacked / 1e6:.1f} MB")
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
