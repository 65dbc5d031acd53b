"""What an office suite may reach on Linux: one folder to write, system folders to read, no network.

The process confines itself and then starts the suite, which inherits all of it. These means are
those of intake/sandbox.py, each as far as a suite can live with it:

- **namespaces**: a network without any device, and the folder mounted as /tmp, so that the other
  temporary files do not exist.
- **landlock**: only the folder can be written, only system folders and fonts can be read.
- **seccomp**: no socket but those of Unix, no connection, no look into other processes.

A kernel may lack or refuse each of them. Where /tmp is not the folder, the suite may make and
remove files there, for LibreOffice makes its socket in /tmp.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from intake import sandbox
from intake.sandbox import ALLOWED, EQUALS, LANDLOCK, LOAD, NAMESPACES, REFUSED, RETURN, SECCOMP

_TMP: Final = Path("/tmp")
_NEW: Final = 0x10000000 | 0x40000000 | 0x20000
"""Namespaces of users, of the network and of mounts."""
_PRIVATE, _BOUND = 0x40000 | 0x4000, 0x1000
_SYSTEM: Final = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/proc", "/sys",
    "/var/lib", "/var/cache", "/var/spool", "/dev/random", "/dev/urandom",
)  # fmt: skip
_FONTS: Final = (".fonts", ".local/share/fonts")
_EXECUTE, _WRITE, _READ_FILE, _READ_FOLDER = 1, 2, 4, 8
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_READ: Final = _EXECUTE | _READ_FILE | _READ_FOLDER
_EVERYTHING: Final = (1 << 16) - 1 & ~_EXECUTE
_UNIX: Final = 1
_SOCKET: Final = 41
_CALLS: Final = {
    "connect": 42, "ptrace": 101, "pivot_root": 155, "mount": 165, "umount2": 166, "add_key": 248,
    "request_key": 249, "keyctl": 250, "unshare": 272, "perf_event_open": 298, "setns": 308,
    "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "userfaultfd": 323,
}  # fmt: skip
"""The refused calls by name; calls newer than Linux 5.0 are unknown."""


def enclose(folder: Path, program: Path) -> tuple[Path, tuple[str, ...]]:
    """Confine this process irrevocably; return where the folder is now, and the granted means."""
    if not sandbox.keep_privileges():
        return folder, ()
    means = []
    if _enter_namespaces():
        means.append(NAMESPACES)
        if not program.is_relative_to(_TMP) and _mount(folder):
            folder = _TMP
    sandbox.drop_capabilities()
    if sandbox.limit_files(_granted(folder, program)):
        means.append(LANDLOCK)
    if sandbox.filter_calls(_filter()):
        means.append(SECCOMP)
    return folder, tuple(means)


def _enter_namespaces() -> bool:
    """Enter new namespaces as the same user and group."""
    user, group = os.getuid(), os.getgid()
    if sandbox.libc().unshare(_NEW):
        return False
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    return True


def _mount(folder: Path) -> bool:
    """Mount the folder as /tmp, for this process and those it starts."""
    mount = sandbox.libc().mount
    return not (
        mount(b"none", b"/", None, _PRIVATE, None)
        or mount(os.fsencode(folder), os.fsencode(_TMP), None, _BOUND, None)
    )


def _granted(folder: Path, program: Path) -> Iterator[tuple[Path, int]]:
    yield folder, _EVERYTHING
    yield Path(os.devnull), _READ_FILE | _WRITE
    if folder != _TMP:
        yield _TMP, _MAKE_SOCKET | _REMOVE_FILE
    readable = [*map(Path, _SYSTEM), *(Path.home() / fonts for fonts in _FONTS)]
    readable += [_installed(program), Path(os.environ.get("FONTCONFIG_FILE", os.devnull))]
    for path in readable:
        yield path, _READ


def _installed(program: Path) -> Path:
    """Return what was installed with a program: LibreOffice has its own in ``program``."""
    place = program.resolve().parent
    return place.parent if place.name == "program" else place


def _filter() -> bytes:
    steps = [
        (EQUALS, 0, 4, _SOCKET),
        (LOAD, 0, 0, sandbox.FIRST_AT),
        (EQUALS, 0, 1, _UNIX),
        (RETURN, 0, 0, ALLOWED),
        (RETURN, 0, 0, REFUSED),
    ]
    for number in _CALLS.values():
        steps += [(EQUALS, 0, 1, number), (RETURN, 0, 0, REFUSED)]
    return sandbox.filter_of(steps, ALLOWED)
