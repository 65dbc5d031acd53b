"""Identify the disk, share or stick of a draft, to detect when it is disconnected or replaced.

When a share or a stick is disconnected, its mount point may remain as an empty folder of another
disk: the draft seems to be deleted, and a saved file would not be found again.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Medium:
    """The folder of a draft when it was loaded, and the mount point of its disk.

    ``device`` is st_dev, ``folder`` st_ino, ``system`` the id of the file system, or 0 if there is
    none. Numbers of devices are reused, and a share that is mounted again may get another one.
    """

    device: int
    folder: int
    system: int
    mount: Path

    def is_mounted(self) -> bool:
        """Return whether any disk is mounted where this one was."""
        return os.path.ismount(self.mount)

    def is_still_under(self, path: Path) -> bool:
        """Return whether a file's folder is still on this disk; False if that is not known."""
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            return self.is_mounted() and medium_of(path.resolve().parent, self).is_on_disk_of(self)
        return False

    def is_on_disk_of(self, other: "Medium") -> bool:
        """Return whether both are on the same disk according to its numbers."""
        return (self.device, self.system) == (other.device, other.system)


def medium_of(folder: Path, known: Medium | None = None) -> Medium:
    """Return the medium of a folder; ``known`` itself if it has not changed.

    Raises:
        OSError: the folder does not exist or is not accessible.
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
