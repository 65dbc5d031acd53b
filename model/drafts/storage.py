"""Load and save files; saving is atomic.

Protected by a guard against a second writer, it compares the file on disk with the loaded one,
writes a new file in the same folder, syncs it, reads it back, replaces the old file, and syncs the
folder. All paths are arguments. docs/reliability.md describes the tests.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from model.drafts import file_format, system, words
from model.drafts.guard import guard, is_guard, place_of, remove_stale
from model.drafts.medium import Medium, medium_of
from model.errors import (
    ConflictError,
    DisconnectedError,
    DraftError,
    NewerDraftError,
    SavingError,
    StorageError,
    TooLargeError,
    is_disconnected,
    reason_of,
)
from model.report.report import Report

NEWER: Final = (
    "草稿由更新版本的程序保存，现以只读方式打开，内容可能显示不全，不能另存。用新版程序修改。"
)
"""Why a draft of a later version of the program is read-only."""
HELD_OPEN: Final = 2.0
"""Seconds to wait for a program that has the target open on Windows."""
_SHARING: Final = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation


@dataclass(frozen=True)
class Loaded:
    """A report with the file it came from; ``digest`` is the SHA-256 of that file's bytes.

    ``read_only`` is the reason why it cannot be saved there, or empty. ``message`` says what was
    removed from its texts, or that it is nearly too large. ``medium`` is the disk of the file, if
    known. ``unsaved`` is true if the report is not in the file because it is too large.
    """

    report: Report
    path: Path
    digest: str
    read_only: str = ""
    message: str = ""
    medium: Medium | None = field(default=None, compare=False)
    unsaved: bool = False


def load(path: Path, largest: int = file_format.LARGEST) -> Loaded:
    """Read a draft and clean its texts; the file is not changed.

    Raises:
        StorageError: the file cannot be read.
        DraftError: it is not a draft; the message names the file.
    """
    medium = _medium_at(path)
    data = read_bytes(path, largest)
    try:
        report, message = words.cleaned(file_format.decode(data, largest=largest), data)
        return Loaded(report, path, digest_of(data), message=message, medium=medium)
    except DraftError as error:
        raise type(error)(f"{path.name}：{error}文件未改动。") from error


def load_any(path: Path) -> Loaded:
    """Read a draft like ``load``, or a draft of a later version as read-only."""
    try:
        return load(path)
    except NewerDraftError as error:
        medium, data = _medium_at(path), read_bytes(path)
        with contextlib.suppress(DraftError):
            newer = file_format.decode(data, newer=True)
            return Loaded(newer, path, digest_of(data), NEWER, medium=medium)
        raise error


def save(loaded: Loaded) -> Loaded:
    """Save a report to its file; an empty digest means that the file must not exist yet.

    Raises:
        ConflictError: the file on disk is not the one that was loaded.
        DisconnectedError: the share or stick that it was loaded from was disconnected.
        TooLargeError: it could not be read again.
        StorageError: it could not be written; the old file is unchanged.
    """
    report = replace(loaded.report, revision=secrets.token_hex(8))
    data = _encoded(report, loaded.path.name)
    write_whole(loaded.path, data, expected=loaded.digest, medium=loaded.medium)
    medium = _medium_at(loaded.path, loaded.medium)
    return Loaded(
        report, loaded.path, digest_of(data), message=_message_of(len(data)), medium=medium
    )


def _encoded(report: Report, name: str) -> bytes:
    """Return the bytes of a draft, after checking that they decode to an equal report."""
    try:
        data = file_format.encode(report)
        if len(data) > file_format.LARGEST:
            raise TooLargeError(
                f"「{name}」超过{file_format.LARGEST >> 20}兆字节，未保存，文件未改动。"
                "删减过长的文字后再保存。"
            )
        is_complete = file_format.decode(data) == report
    except (DraftError, UnicodeEncodeError):
        is_complete = False
    if not is_complete:
        raise StorageError(f"{name}：草稿内容无法完整保存，文件未改动。")
    return data


def _message_of(size: int) -> str:
    """Return a warning that a draft of ``size`` bytes is nearly too large; empty if it is not."""
    if size < file_format.LARGE:
        return ""
    most = file_format.LARGEST >> 20
    return (
        f"草稿已有{int(size / 2**20 * 10) / 10}兆字节，超过{most}兆字节后不能保存。删减过长的文字。"
    )


def read_bytes(path: Path, largest: int = file_format.LARGEST) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        StorageError: it is missing, not a regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a FIFO would hang
            raise StorageError(f"「{path}」不是普通文件。")
        if path.stat().st_size > largest:
            raise StorageError(f"「{path.name}」超过{largest >> 20}兆字节，不是草稿文件。")
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"无法读取「{path.name}」：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:
        raise StorageError(f"无法读取「{printable(path.name)}」：路径无效。核对路径。") from error


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def key_of(report_id: str) -> str:
    """Return the file name of copies of a report, a hash, because ids in files are untrusted."""
    return digest_of(report_id.encode())[:16]


def write_whole(
    path: Path, data: bytes, expected: str | None = None, medium: Medium | None = None
) -> None:
    """Replace a file atomically.

    ``expected`` is the digest of the file as it was loaded, "" if it must not exist, None if any
    file may be replaced. ``medium`` is the disk that its folder must be on, if known.

    Raises:
        ConflictError: the file on disk is a different one.
        DisconnectedError: its share or stick was disconnected; nothing was written.
        StorageError: it could not be written; the old file is unchanged.
    """
    try:
        system.require_name(path)
        target = _resolved(path)
        _require_medium(target, expected, medium)
        with guard(target) as held:
            _require_medium(target, expected, medium)  # again: disconnecting is not a conflict
            _require_unchanged(target, expected)
            if held.taken_over:
                _clear(target)
            temporary = _write_temporary(target, data)
            try:
                _require_unchanged(target, expected)
                held.require()
                written = temporary.stat()
                _replace(temporary, target, data)
                _require_in_place(target, data, written)
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


def rename(loaded: Loaded, name: str) -> Loaded:
    """Give the file of a saved draft another name in its folder; nothing is overwritten.

    Raises:
        ConflictError: the file on disk is not the one that was saved.
        DisconnectedError: its share or stick was disconnected.
        StorageError: there is a file of that name, or it could not be renamed.
    """
    source = loaded.path
    target = source.with_name(name)
    try:
        system.require_name(target)
        _require_medium(source, loaded.digest, loaded.medium)
        with contextlib.ExitStack() as guards:
            guards.enter_context(guard(target))
            if place_of(source) != place_of(target):  # long names that begin alike have one guard
                guards.enter_context(guard(source))  # released first: nobody saves there again
            _require_unchanged(source, loaded.digest)
            if target.exists() or source.is_symlink():  # renaming a link would not rename the draft
                what = "草稿文件是链接" if source.is_symlink() else f"「{name}」已存在"
                raise StorageError(f"{what}，草稿文件未改名，仍为「{source.name}」。")
            data, written = read_bytes(source), source.stat()
            _replace(source, target, data)
            _require_in_place(target, data, written)
        _sync_folder(target.parent)
    except OSError as error:
        reason = reason_of(error)
        raise StorageError(f"草稿文件未改名，仍为「{source.name}」：{reason}") from error
    return replace(loaded, path=target)


def _resolved(path: Path) -> Path:
    """Return the target of links: replacing a link would not change its target."""
    target = path.resolve()
    if target.is_symlink():  # resolve() ignores a link that it could not read
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return target


def _medium_at(path: Path, known: Medium | None = None) -> Medium | None:
    """Return the medium of a file; ``known`` if it cannot be determined."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        return medium_of(path.resolve().parent, known)
    return known


def _require_medium(target: Path, expected: str | None, medium: Medium | None) -> None:
    """Check that the disk of a draft is still mounted, before anything is written there.

    A disk that was mounted again is recognised by the unchanged draft on it.

    Raises:
        DisconnectedError: it is not.
    """
    if medium is None:
        return
    try:
        here = medium_of(target.parent, medium)
    except OSError as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError) or is_disconnected(error):
            raise DisconnectedError(_disconnected(target, certain=False)) from error
        raise
    if here == medium:
        return
    same_disk, there = here.is_on_disk_of(medium), target.exists()
    if medium.is_mounted() and there and (same_disk or _is_as_loaded(target, expected or "")):
        return
    raise DisconnectedError(_disconnected(target, certain=not same_disk))


def _disconnected(target: Path, certain: bool) -> str:
    """Return the message on a disconnected disk; if not ``certain``, the folder may be missing."""
    what = "所在的网络磁盘或 U 盘已断开或更换"
    if not certain:
        what = "所在的文件夹已不在原处，可能网络磁盘或 U 盘已断开"
    return f"「{target.name}」{what}，未保存。恢复连接后即可保存，或另存到其他位置。"


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
    """Return whether a file is the one that was loaded; only possible drafts are read."""
    about = target.stat()
    may_be = stat.S_ISREG(about.st_mode) and about.st_size <= file_format.LARGEST
    return may_be and digest_of(read_bytes(target)) == expected


def _clear(target: Path) -> None:
    """Remove temporary files of a crashed program, and its guards; a stale guard was found.

    It may have ended while it gave the file another name, and held the guard of the old one.
    """
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if path.name.startswith(temporary_prefix(target)) and path.suffix == ".tmp":
                _discard(path)
            elif is_guard(path) and path != place_of(target):
                remove_stale(path, by_age=True)


def temporary_prefix(target: Path) -> str:
    """Return the beginning of names of temporary files, unique for the target."""
    return f".{target.name[: system.NAME]}.{digest_of(os.fsencode(target.name))[:8]}."


def _write_temporary(target: Path, data: bytes) -> Path:
    """Write a new file in the target's folder, sync it, and read it back."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
    if target.exists() and not os.access(target, os.W_OK):  # replacing only checks the folder
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.with_name(f"{temporary_prefix(target)}{secrets.token_hex(6)}.tmp")
    try:
        _write(temporary, data, mode)
        system.hide(temporary)
        _read_back(temporary, data)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _write(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, mode)
    try:
        with contextlib.suppress(OSError, AttributeError):  # a disk, or Windows, without modes
            os.fchmod(handle, mode)  # so that colleagues can still write it
        left = memoryview(data)
        while left:
            written = os.write(handle, left)
            if not written:
                raise SavingError("磁盘没有写入数据，也没有说明原因。另存到其他位置。")
            left = left[written:]
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_back(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise SavingError("写入后读出的内容不一致，磁盘可能已损坏。另存到其他位置。")


def _discard(path: Path) -> None:
    """Remove a file that is no longer needed; if that fails, it is harmless."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _replace(temporary: Path, target: Path, data: bytes) -> None:
    """Replace the target; on Windows wait for a program that has it open."""
    deadline = time.monotonic() + HELD_OPEN
    system.reveal(temporary)
    while True:
        try:
            temporary.replace(target)
            return
        except OSError as error:
            if _has_content(target, data):  # a share may succeed and still report an error
                return
            if getattr(error, "winerror", None) not in _SHARING or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _has_content(target: Path, data: bytes) -> bool:
    with contextlib.suppress(OSError):
        about = target.stat()
        may_be = stat.S_ISREG(about.st_mode) and about.st_size == len(data)
        return may_be and target.read_bytes() == data
    return False


def _require_in_place(target: Path, data: bytes, written: os.stat_result) -> None:
    """Check that the new file exists: a share may report success without writing.

    Raises:
        SavingError: it does not.
    """
    with contextlib.suppress(OSError):
        if os.path.samestat(target.stat(), written):
            return
    if not _has_content(target, data):  # on some disks renaming changes the number of a file
        raise SavingError("磁盘报告已经保存，读出的却不是新内容。另存到其他位置。")


def _sync_folder(folder: Path) -> None:
    """Make the replacement durable; after two errors it is not tried again."""
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


def printable(name: str) -> str:
    """Return a name without unprintable characters."""
    return "".join(character for character in name if character.isprintable())
