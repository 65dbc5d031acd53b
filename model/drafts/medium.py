"""Which disk, share or stick a draft lies on, so that nobody takes another for it.

Where a share or a stick goes, its mount point may stay: an empty folder of another disk, in which
the draft looks deleted and a file would be written where nobody looks for it.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Medium:
    """The folder of a draft as it was found, and the mount point of the disk that it lies on.

    ``device`` is st_dev, ``folder`` st_ino, ``system`` the id of the file system; 0 where the
    system has none. Numbers of devices are used again, and a share that is mounted again may get
    another one.
    """

    device: int
    folder: int
    system: int
    mount: Path

    def is_mounted(self) -> bool:
        """Return whether any disk is mounted where this one was."""
        return os.path.ismount(self.mount)

    def is_still_under(self, path: Path) -> bool:
        """Return whether a file's folder still lies on this disk; not where that cannot be told."""
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            return self.is_mounted() and medium_of(path.resolve().parent, self).is_on_disk_of(self)
        return False

    def is_on_disk_of(self, other: "Medium") -> bool:
        """Return whether both lie on one disk, as far as its numbers say."""
        return (self.device, self.system) == (other.device, other.system)


def medium_of(folder: Path, known: Medium | None = None) -> Medium:
    """Return what a folder lies on; ``known`` itself where it is that one still.

    Raises:
        OSError: the folder is not there, or cannot be asked.
    """
    about, system = folder.stat(), 0
    if hasattr(os, "statvfs"):  # Windows has none
        system = os.statvfs(folder).f_fsid
    if known and (about.st_dev, about.st_ino, system) == (known.device, known.folder, known.system):
        return known
    return Medium(about.st_dev, about.st_ino, system, _mount_of(folder))


def _mount_of(folder: Path) -> Path:
    """Return the mount point above a folder, which has no links in its path."""
    above = (folder, *folder.parents)  # Path.is_mount is not for Windows before Python 3.12
    return next((one for one in above if os.path.ismount(one)), above[-1])
