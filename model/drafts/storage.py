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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from model.drafts import file_format, system, words
from model.drafts.guard import guard
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
"""Why a draft of a later version of the program is only looked at."""
HELD_OPEN: Final = 2.0
"""Seconds to wait for a program that holds the target open on Windows."""
_NAME: Final = 40  # characters of up to four bytes, of the 255 a name may have
_SHARING: Final = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation


@dataclass(frozen=True)
class Loaded:
    """A report with the file it came from; ``digest`` is the SHA-256 of that file's bytes.

    ``read_only`` says in a sentence why it cannot be saved there; empty where it can. ``message``
    says what was removed from its texts, which another program wrote, or that it becomes too large.
    ``medium`` is what the file was found on, where that is known. ``unsaved``: it is not in the
    file, because it has to become smaller first.
    """

    report: Report
    path: Path
    digest: str
    read_only: str = ""
    message: str = ""
    medium: Medium | None = field(default=None, compare=False)
    unsaved: bool = False


def load(path: Path, largest: int = file_format.LARGEST) -> Loaded:
    """Read a draft; texts that another program wrote are cleaned, the file stays as it is.

    Raises:
        StorageError: the file cannot be read.
        DraftError: it is no draft; the sentence names the file.
    """
    medium = _medium_at(path)
    data = read_bytes(path, largest)
    try:
        report, message = words.cleaned(file_format.decode(data, largest=largest), data)
        return Loaded(report, path, digest_of(data), message=message, medium=medium)
    except DraftError as error:
        raise type(error)(f"{path.name}：{error}文件未改动。") from error


def load_any(path: Path) -> Loaded:
    """Read a draft as ``load`` does, and one of a later version where this one can show it."""
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
        DisconnectedError: the share or the stick that it was loaded from has gone.
        TooLargeError: it could not be read again.
        StorageError: it could not be written; the old file is as it was.
    """
    report = replace(loaded.report, revision=secrets.token_hex(8))
    data = _encoded(report, loaded.path.name)
    write_whole(loaded.path, data, expected=loaded.digest, medium=loaded.medium)
    medium = _medium_at(loaded.path, loaded.medium)
    return Loaded(
        report, loaded.path, digest_of(data), message=_message_of(len(data)), medium=medium
    )


def _encoded(report: Report, name: str) -> bytes:
    """Return the bytes of a draft that can be read again, and then says the same."""
    try:
        data = file_format.encode(report)
        if len(data) > file_format.LARGEST:
            raise TooLargeError(
                f"「{name}」超过{file_format.LARGEST >> 20}兆字节，未保存，文件未改动。"
                "删减过长的文字后再保存。"
            )
        whole = file_format.decode(data) == report
    except (DraftError, UnicodeEncodeError):
        whole = False
    if not whole:
        raise StorageError(f"{name}：草稿内容无法完整保存，文件未改动。")
    return data


def _message_of(size: int) -> str:
    """Say that a draft of so many bytes is soon too large to be saved; empty where it is not."""
    if size < file_format.LARGE:
        return ""
    most = file_format.LARGEST >> 20
    return (
        f"草稿已有{int(size / 2**20 * 10) / 10}兆字节，超过{most}兆字节后不能保存。删减过长的文字。"
    )


def read_bytes(path: Path, largest: int = file_format.LARGEST) -> bytes:
    """Read a regular file whole.

    Raises:
        StorageError: it is missing, no regular file, or cannot be read.
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
    """Return the name that copies of a report go by; an id from a foreign file names no path."""
    return digest_of(report_id.encode())[:16]


def write_whole(
    path: Path, data: bytes, expected: str | None = None, medium: Medium | None = None
) -> None:
    """Put bytes in place of a file, whole or not at all.

    ``expected`` is the digest of the file as it was loaded, "" where there must be none, None where
    any may be replaced. ``medium`` is what its folder must lie on, where that is known.

    Raises:
        ConflictError: the file on disk is another.
        DisconnectedError: its share or stick has gone; nothing was written anywhere.
        StorageError: it could not be written; the old file is as it was.
    """
    try:
        system.require_name(path)
        target = _resolved(path)
        _require_medium(target, expected, medium)
        with guard(target) as held:
            _require_medium(target, expected, medium)  # what went meanwhile is no conflict
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


def _resolved(path: Path) -> Path:
    """Follow links: replacing one would leave its target old."""
    target = path.resolve()
    if target.is_symlink():  # resolve() passes over a link that it could not read
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return target


def _medium_at(path: Path, known: Medium | None = None) -> Medium | None:
    """Return what a file lies on; where it cannot be told, what is known."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        return medium_of(path.resolve().parent, known)
    return known


def _require_medium(target: Path, expected: str | None, medium: Medium | None) -> None:
    """Notice that the disk of a draft has gone, before anything is made in the folder beneath.

    What is mounted there again is known by the draft itself: it is as it was loaded.
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
    """Say that a disk has gone; where its folder alone may have, that too."""
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
    """Whether a file is the one that was loaded; what can be no draft is not even read."""
    about = target.stat()
    may_be = stat.S_ISREG(about.st_mode) and about.st_size <= file_format.LARGEST
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


def _write_temporary(target: Path, data: bytes) -> Path:
    """Write a new file in the target's folder, sync it, and read it back."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
    if target.exists() and not os.access(target, os.W_OK):  # replacing asks the folder alone
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.with_name(f"{temporary_start(target)}{secrets.token_hex(6)}.tmp")
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
        with contextlib.suppress(OSError, AttributeError):  # a disk, or Windows, without rights
            os.fchmod(handle, mode)  # colleagues may go on writing it
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
    """Remove a file that is no longer wanted; one that stays does no harm."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _replace(temporary: Path, target: Path, data: bytes) -> None:
    """Replace the target; on Windows wait a little for a program that holds it open."""
    deadline = time.monotonic() + HELD_OPEN
    system.reveal(temporary)
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
    with contextlib.suppress(OSError):
        about = target.stat()
        whole = stat.S_ISREG(about.st_mode) and about.st_size == len(data)
        return whole and target.read_bytes() == data
    return False


def _require_in_place(target: Path, data: bytes, written: os.stat_result) -> None:
    """Look for the new file where it was put: a share may report success and do nothing."""
    with contextlib.suppress(OSError):
        if os.path.samestat(target.stat(), written):
            return
    if not _holds(target, data):  # some disks give a file another number under another name
        raise SavingError("磁盘报告已经保存，读出的却不是新内容。另存到其他位置。")


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


def printable(name: str) -> str:
    """Return a name without what a message cannot show."""
    return "".join(character for character in name if character.isprintable())
