"""Install the locks in requirements/: into .venv for a set-up, or into the Python that runs it.

This file runs by itself, with the standard library, before anything is installed:

``python installer/locks.py prepare NAME``
    makes .venv from requirements/NAME.txt, or brings it up to date; one set-up at a time;
``python installer/locks.py install LOCK [OPTION…]``
    installs a lock into the Python that runs it, with further options for pip.

Both end with status 0, or with 2 and a sentence on stderr.
"""

import hashlib
import os
import platform
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

PROCESSORS: Final = ("x86_64", "amd64")
STAMP: Final = "installed-from.txt"
"""In .venv: the SHA-256 of each lock that it holds, one a line.

It is removed while packages change: a .venv without it was interrupted."""

_ROOT: Final = Path(__file__).resolve().parent.parent
_CHECK: Final = (
    "import importlib.util, sys\n"
    "sys.exit(sys.version_info < (3, 11) or importlib.util.find_spec('pip') is None)"
)

_PREPARING: Final = "准备运行环境 / preparing .venv from {}"
_WAITING: Final = (
    "另一次启动正在准备运行环境，等待其完成。/ Another set-up is running; waiting for its end."
)
_OTHER_PROCESSOR: Final = (
    "本程序只能在 64 位 x86（x86-64）处理器和 64 位 Python 上运行，本机为 {}。\n"
    "This program runs only on x86-64 processors with a 64-bit Python; this is {}."
)
_NO_ENVIRONMENT: Final = (
    "未能建立运行环境（原因见上）。检查磁盘空间和文件夹的写入权限后重新运行。\n"
    "The environment could not be made (see above)."
)
_NOT_INSTALLED: Final = (
    "软件包未能安装（原因见上）。检查网络和磁盘空间后重新运行。\n"
    "The packages of {} could not be installed (see above)."
)
_NOT_COMPLETE: Final = (
    "已安装的软件包不完整或版本冲突（见上）：{} 未列全所需软件包，需重新生成（./test.sh lock）。\n"
    "The lock {} does not name all that its packages need (see above): write it anew."
)


class SetupError(Exception):
    """A failure of a set-up; its text is a sentence for the person who started it."""


class IncompleteError(SetupError):
    """A package that another one needs is missing or has a wrong version."""


def install(python: str, lock: Path, options: list[str]) -> None:
    """Install a lock, which names all packages with their hashes, and check that it does.

    Without ``--no-deps`` pip would look for newer versions of a package with extras, and refuse
    the lock as soon as there is one.

    Raises:
        IncompleteError: ``pip check`` found that a package is missing or does not fit.
        SetupError: pip could not install the lock.
    """
    command = ("install", "--quiet", "--no-deps", "--require-hashes")
    if not _run(python, "-m", "pip", *command, *options, "--requirement", str(lock)):
        raise SetupError(_NOT_INSTALLED.format(lock.name))
    if not _run(python, "-m", "pip", "check", only_failure=True):
        raise IncompleteError(_NOT_COMPLETE.format(lock.name, lock.name))


def prepare(root: Path, name: str) -> None:
    """Make ``.venv`` in a folder hold a lock of its requirements.

    Two set-ups take turns; one that was killed does not stop the next.

    Raises:
        SetupError: see its text.
    """
    _check_processor()
    folder, lock = root / ".venv", root / "requirements" / f"{name}.txt"
    if _digest(lock) in _held(folder):
        return
    with _turn(root / ".venv.lock"):
        held = _held(folder)  # another set-up may have ended meanwhile
        if _digest(lock) in held:
            return
        _say(_PREPARING.format(lock.name))
        (folder / STAMP).unlink(missing_ok=True)
        if held and _update(folder, lock):
            current = {_digest(one) for one in lock.parent.glob("*.txt")}
            _stamp(folder, [_digest(lock), *(one for one in held if one in current)])
            return
        if not _run(sys.executable, "-m", "venv", "--clear", str(folder)):
            raise SetupError(_NO_ENVIRONMENT)
        install(str(_python(folder)), lock, [])
        _stamp(folder, [_digest(lock)])


def _update(folder: Path, lock: Path) -> bool:
    """Install a lock over an older one; return whether the packages fit together."""
    try:
        install(str(_python(folder)), lock, [])
    except IncompleteError:
        return False
    return True


def _held(folder: Path) -> list[str]:
    """Return the digests of the locks that .venv holds; none if it has to be made anew."""
    try:
        held = (folder / STAMP).read_text("ascii").split()
    except (OSError, ValueError):
        return []
    return held if _run(str(_python(folder)), "-c", _CHECK) else []


def _stamp(folder: Path, digests: list[str]) -> None:
    written = folder / f"{STAMP}.part"
    written.write_text("".join(f"{one}\n" for one in digests), "ascii")
    written.replace(folder / STAMP)


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _check_processor() -> None:
    machine, bits = platform.machine(), 8 * struct.calcsize("P")
    if machine.lower() not in PROCESSORS or bits != 64:
        here = f"{machine}, {bits}-bit Python"
        raise SetupError(_OTHER_PROCESSOR.format(here, here))


_turns: list[int] = []
"""The open lock files. Children hold them too: so a pip whose parent was killed is awaited."""


@contextmanager
def _turn(place: Path) -> Iterator[None]:
    """Hold a lock that the system releases as soon as its holders have ended."""
    with place.open("ab") as file:
        if not _try_lock(file):
            _say(_WAITING)
            _await_lock(file)
        _turns.append(file.fileno())
        try:
            yield
        finally:
            _turns.clear()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _await_lock(file: IO[bytes]) -> None:
        while not _try_lock(file):
            with suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds
                return
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: set-ups cannot take turns
        return True

    def _await_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


def _run(*call: str, only_failure: bool = False) -> bool:
    """Run a command and return whether it succeeded; its output goes to stderr."""
    environment = os.environ | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    kept = () if sys.platform == "win32" else tuple(_turns)
    try:
        output = subprocess.PIPE if only_failure else 2
        done = subprocess.run(call, env=environment, stdout=output, pass_fds=kept, check=False)
    except OSError as error:
        _say(str(error))
        return False
    if done.stdout and done.returncode != 0:
        _say(done.stdout.decode("utf-8", "replace"))
    return done.returncode == 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """Carry out a call and return its exit status."""
    try:
        match words:
            case ["prepare", name]:
                prepare(_ROOT, name)
            case ["install", lock, *options]:
                install(sys.executable, Path(lock), options)
            case _:
                _say(__doc__)
                return 2
    except SetupError as error:
        _say(str(error))
        return 2
    except OSError as error:
        _say(f"{error}\n{_NO_ENVIRONMENT}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
