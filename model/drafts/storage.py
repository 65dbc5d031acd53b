"""Files: saved whole or not at all.

Under a guard against a second writer it compares the file on disk with the one that was loaded,
writes a new file beside it, syncs, reads back, replaces, and syncs the folder. Folders are given;
nothing here knows where a user's data lies. docs/reliability.md says how this is tested.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from model.drafts import draft, draft_words
from model.drafts.guard import guard
from model.errors import ConflictError, DraftError, NewerDraftError, StorageError
from model.report import Report

NEWER: Final = (
    "草稿由更新版本的程序保存，现以只读方式打开，内容可能显示不全，不能另存。用新版程序修改。"
)
"""Why a draft of a later version of the program is only looked at."""
HELD_OPEN: Final = 2.0
"""Seconds to wait for a program that holds the target open on Windows."""
_NAME: Final = 40  # characters of up to four bytes, of the 255 a name may have
_SHARING: Final = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation
_GONE: Final = (5, 6, 19, 103, 104, 107, 108, 110, 112, 113, 116)
"""What Linux reports where a stick was pulled or a share has gone."""


@dataclass(frozen=True)
class Loaded:
    """A report with the file it came from; ``digest`` is the SHA-256 of that file's bytes.

    ``read_only`` says in a sentence why it cannot be saved there; empty where it can. ``told`` says
    what was removed from its texts, which another program wrote.
    """

    report: Report
    path: Path
    digest: str
    read_only: str = ""
    told: str = ""


def load(path: Path) -> Loaded:
    """Read a draft; texts that another program wrote are cleaned, the file stays as it is.

    Raises:
        StorageError: the file cannot be read.
        DraftError: it is no draft; the sentence names the file.
    """
    data = read_bytes(path)
    try:
        report, told = draft_words.cleaned(draft.decode(data), data)
        return Loaded(report, path, digest_of(data), told=told)
    except DraftError as error:
        raise type(error)(f"{path.name}：{error}文件未改动。") from error


def load_any(path: Path) -> Loaded:
    """Read a draft as ``load`` does, and one of a later version where this one can show it."""
    try:
        return load(path)
    except NewerDraftError as error:
        data = read_bytes(path)
        with contextlib.suppress(DraftError):
            return Loaded(draft.decode(data, newer=True), path, digest_of(data), NEWER)
        raise error


def save(loaded: Loaded) -> Loaded:
    """Save a report to its file; an empty digest means that the file must not exist yet.

    Raises:
        ConflictError: the file on disk is not the one that was loaded.
        StorageError: it could not be written; the old file is as it was.
    """
    report = replace(loaded.report, revision=secrets.token_hex(8))
    try:
        data = draft.encode(report)
        whole = draft.decode(data) == report
    except (DraftError, UnicodeEncodeError):
        whole = False
    if not whole:
        raise StorageError(f"{loaded.path.name}：草稿内容无法完整保存，文件未改动。")
    write_whole(loaded.path, data, expected=loaded.digest)
    return Loaded(report, loaded.path, digest_of(data))


def read_bytes(path: Path) -> bytes:
    """Read a regular file whole.

    Raises:
        StorageError: it is missing, no regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a FIFO would hang
            raise StorageError(f"「{path}」不是普通文件。")
        if path.stat().st_size > draft.LARGEST:
            raise StorageError(f"「{path.name}」超过8兆字节，不是草稿文件。")
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"无法读取「{path.name}」：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:
        raise StorageError(f"无法读取「{printable(path.name)}」：路径无效。核对路径。") from error


def digest_of(data: bytes) -> str:
    """Give the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def key_of(report_id: str) -> str:
    """Give the name that copies of a report go by; an id from a foreign file names no path."""
    return digest_of(report_id.encode())[:16]


def write_whole(path: Path, data: bytes, expected: str | None = None) -> None:
    """Put bytes in place of a file, whole or not at all.

    ``expected`` is the digest of the file as it was loaded, "" where there must be none, None where
    any may be replaced.

    Raises:
        ConflictError: the file on disk is another.
        StorageError: it could not be written; the old file is as it was.
    """
    try:
        target = _resolved(path)
        with guard(target) as held:
            _require_unchanged(target, expected)
            if held.taken_over:
                _clear(target)
            temporary = _write_beside(target, data)
            try:
                _require_unchanged(target, expected)
                held.require()
                _replace(temporary, target, data)
            except BaseException:
                _discard(temporary)
                raise
            _sync_folder(target.parent)
    except OSError as error:
        raise StorageError(f"无法保存「{path.name}」：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:  # links in a circle, a NUL in the name
        raise StorageError(
            f"无法保存「{printable(path.name)}」：路径无效。换一个文件名。"
        ) from error


def _resolved(path: Path) -> Path:
    """Follow links: replacing one would leave its target old."""
    target = path.resolve()
    if target.is_symlink():  # resolve() passes over a link that it could not read
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return target


def _require_unchanged(target: Path, expected: str | None) -> None:
    if expected is None:
        return
    if not target.exists():
        what = "已被移走或删除" if expected else ""
    elif not expected:
        what = "已存在"
    else:
        what = "" if _is_as_loaded(target, expected) else "已被其他程序改动"
    if what:
        raise ConflictError(f"「{target.name}」{what}，未覆盖。另存为新文件，再比较两份内容。")


def _is_as_loaded(target: Path, expected: str) -> bool:
    """Whether a file is the one that was loaded; what can be no draft is not even read."""
    about = target.stat()
    may_be = stat.S_ISREG(about.st_mode) and about.st_size <= draft.LARGEST
    return may_be and digest_of(read_bytes(target)) == expected


def _clear(target: Path) -> None:
    """Remove what a saver that died left beside the target; its guard was left behind too."""
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if path.name.startswith(temporary_start(target)) and path.suffix == ".tmp":
                _discard(path)


def temporary_start(target: Path) -> str:
    """Name what belongs to this target alone, however alike long names begin."""
    return f".{target.name[:_NAME]}.{digest_of(os.fsencode(target.name))[:8]}."


def _write_beside(target: Path, data: bytes) -> Path:
    """Write a new file in the target's folder, sync it, and read it back."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
    if target.exists() and not os.access(target, os.W_OK):  # replacing asks the folder alone
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.with_name(f"{temporary_start(target)}{secrets.token_hex(6)}.tmp")
    try:
        _write(temporary, data, mode)
        _read_back(temporary, data)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _write(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, mode)
    try:
        with contextlib.suppress(OSError, AttributeError):  # a disk, or Windows, without rights
            os.fchmod(handle, mode)  # colleagues may go on writing it
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_back(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise OSError("写入后读出的内容不一致")


def _discard(path: Path) -> None:
    """Remove a file that is no longer wanted; one that stays does no harm."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _replace(temporary: Path, target: Path, data: bytes) -> None:
    """Replace the target; on Windows wait a little for a program that holds it open."""
    deadline = time.monotonic() + HELD_OPEN
    while True:
        try:
            temporary.replace(target)
            return
        except OSError as error:
            if _holds(target, data):  # a share may do it and still report a failure
                return
            if getattr(error, "winerror", None) not in _SHARING or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _holds(target: Path, data: bytes) -> bool:
    with contextlib.suppress(StorageError):
        return read_bytes(target) == data
    return False


def _sync_folder(folder: Path) -> None:
    """Make the replacement itself durable; a system that cannot, tried twice, may ignore it."""
    if sys.platform == "win32":
        return
    for _ in range(2):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            return


def reason_of(error: OSError) -> str:
    """Say in Chinese why the system refused, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "文件或文件夹不存在。核对路径。"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹。选择文件。"
    if isinstance(error, PermissionError):
        return "没有权限，或文件正被其他程序占用。关闭占用的程序，或另存到其他文件夹。"
    reasons = {
        28: "磁盘已满。清理磁盘，或另存到其他位置。",
        30: "磁盘为只读。另存到其他位置。",
        36: "文件名过长。缩短文件名。",
        122: "超出磁盘配额。另存到其他位置。",
        17: "同名文件已存在。核对路径，或换一个名称。",
        20: "路径中有一段是文件，不是文件夹。核对路径。",
        40: "链接层数过多。核对路径。",
        27: "文件超出磁盘允许的大小。另存到其他位置。",
    }
    if error.errno in _GONE:
        return "读写出错，磁盘或网络可能已断开。另存到其他位置。"
    return reasons.get(error.errno or 0, f"{error.strerror or error}。另存到其他位置。")


def printable(name: str) -> str:
    """Give a name without what a message cannot show."""
    return "".join(character for character in name if character.isprintable())
