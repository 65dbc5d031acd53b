"""The errors of the program: each is one sentence in Chinese for the clerk with a next step.

ReportError
├── FormError            a form file is invalid
├── UnreadableError      typed text is not a number of the required kind
├── AddressError         no such place in this form, or one that cannot be typed into
├── DraftError           a draft cannot be read
│   └── NewerDraftError      written by a newer version of the program
├── StorageError         a file cannot be read or written
│   ├── ConflictError    the file changed on disk since it was loaded
│   ├── DisconnectedError    the share or the stick of the file has gone
│   └── TooLargeError    a draft that could not be read again
├── RefusedError         a foreign file is not admitted, or cannot be read
├── UnfinishedError      blanks or errors prevent an export
└── ReadbackError        a written document differs from the report

Only this module translates errors of the operating system into Chinese.
"""

import errno
from collections.abc import Mapping
from typing import Final


class ReportError(Exception):
    """Base of all errors of the program; ``str()`` is a sentence in Chinese for the clerk."""


class FormError(ReportError):
    """A form file is invalid; the message names the file and the place in it."""


class UnreadableError(ReportError):
    """Typed text is not a number of the required kind; the report keeps the text."""


class AddressError(ReportError):
    """An address that the form does not have, or whose value is computed."""


class DraftError(ReportError):
    """Bytes that are not a draft; the message says why and that the file is unchanged."""


class NewerDraftError(DraftError):
    """A draft of a later version of the program."""


class StorageError(ReportError):
    """The operating system refused to read or write; the message says what to do."""


class ConflictError(StorageError):
    """The file on disk is not the one that was loaded: another program changed it."""


class DisconnectedError(StorageError):
    """The share or stick of the file was disconnected; nothing was written."""


class TooLargeError(StorageError):
    """A report that is too large for a draft file; it was not written."""


class RefusedError(ReportError):
    """A foreign file is not admitted or cannot be read; no report was changed."""


class UnfinishedError(ReportError):
    """An export was requested while cells are blank or relations are broken."""


class ReadbackError(ReportError):
    """A rendered document that was read back differs from the report; it is not saved."""


_GONE: Final = "网络磁盘或 U 盘已断开。重新连接，或另存到其他位置。"
_REASONS: Final[Mapping[str, tuple[str, tuple[int, ...]]]] = {
    _GONE: (
        "ENODEV ENXIO ESTALE ENOTCONN ESHUTDOWN ECONNABORTED ECONNRESET ECONNREFUSED EHOSTDOWN "
        "EHOSTUNREACH ENETDOWN ENETUNREACH ENETRESET ENOMEDIUM ENOLINK ECOMM EPIPE EREMCHG ENONET",
        (15, 20, 21, 53, 55, 64, 67, 1167, 1222, 1231, 1232, 1236, 2250),
    ),
    "读写出错，磁盘或网络可能已断开。另存到其他位置。": (
        "EIO EREMOTEIO EBADMSG EUCLEAN EPROTO EBADF",
        (23, 27, 29, 30, 31, 59, 88, 1117, 1392, 1393),
    ),
    "网络磁盘没有响应。检查网络，或另存到其他位置。": (
        "ETIMEDOUT ETIME EINTR",
        (54, 71, 121, 1460),
    ),
    "磁盘已满。清理磁盘，或另存到其他位置。": ("ENOSPC", (39, 112)),
    "超出磁盘配额。另存到其他位置。": ("EDQUOT", (1295, 1816)),
    "文件超出磁盘允许的大小。另存到其他位置。": ("EFBIG EOVERFLOW", (223,)),
    "磁盘为只读。另存到其他位置。": ("EROFS", (19,)),
    "没有权限，或文件正被其他程序占用。关闭占用的程序，或另存到其他文件夹。": (
        "EACCES EPERM",
        (5, 65),
    ),
    "文件正被其他程序占用。关闭占用的程序，或另存到其他文件夹。": (
        "EBUSY ETXTBSY EAGAIN EDEADLK ENOLCK",
        (32, 33, 170),
    ),
    "文件或文件夹不存在。核对路径。": ("ENOENT", (2, 3)),
    "路径中有一段是文件，不是文件夹。核对路径。": ("ENOTDIR", (267,)),
    "这是一个文件夹。选择文件。": ("EISDIR", ()),
    "同名文件已存在。核对路径，或换一个名称。": ("EEXIST ENOTEMPTY", (80, 183)),
    "链接层数过多。核对路径。": ("ELOOP EMLINK", ()),
    "文件名过长。缩短文件名。": ("ENAMETOOLONG", (111, 206)),
    "文件名或路径无效。核对路径，或换一个名称。": ("EINVAL EILSEQ", (123, 161)),
    "打开的文件过多。关闭其他程序后再试，或另存到其他位置。": ("EMFILE ENFILE", (4,)),
    "内存不足。关闭其他程序后再试，或另存到其他位置。": ("ENOMEM", (8, 14)),
    "文件不能移到另一个磁盘。另存到其他位置。": ("EXDEV", (17,)),
    "磁盘不支持这项操作。另存到其他位置。": ("ENOSYS EOPNOTSUPP ENOTSUP ENOTTY", (50,)),
}
"""Messages with their errors: by the name of errno, whose number depends on the system, and by the
number of Windows (winerror), which is more precise there."""
_BY_ERRNO: Final = {
    getattr(errno, name): message
    for message, (names, _) in _REASONS.items()
    for name in names.split()
    if hasattr(errno, name)
}
_ON_WINDOWS: Final = {
    number: message for message, (_, numbers) in _REASONS.items() for number in numbers
}


class SavingError(OSError):
    """Saving stopped for a reason of the program: a sentence in Chinese with a next step."""


def reason_of(error: OSError) -> str:
    """Return in Chinese why the system refused, and what to do."""
    if isinstance(error, SavingError):
        return str(error)
    on_windows = getattr(error, "winerror", None) or 0
    number = on_windows or error.errno
    known = _ON_WINDOWS.get(on_windows) or _BY_ERRNO.get(error.errno or 0)
    message = f"系统拒绝了这项操作{f'（错误编号 {number}）' if number else ''}。另存到其他位置。"
    return known or message


def words_of(error: Exception) -> str:
    """Return the message of any error for use in a sentence; of system errors only the cause."""
    return reason_of(error).partition("。")[0] if isinstance(error, OSError) else str(error)


def is_disconnected(error: OSError) -> bool:
    """Return whether an error means that a share or a stick was disconnected."""
    return reason_of(error) == _GONE
