"""Errors of the system: each has a sentence in Chinese, and none is shown in the system's words."""

import errno
import os
import re

import pytest

from model.system_errors import SavingError, is_disconnected, reason_of

STEPS = ("另存", "核对", "选择", "清理", "缩短", "关闭")
WINDOWS = {5, 15, 19, 21, 31, 32, 33, 39, 53, 54, 55, 59, 64, 67, 112, 121, 206, 1117, 1167, 1231}
KNOWN = {
    *("ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO", "ENAMETOOLONG", "ENOENT", "ENOTDIR"),
    *("EISDIR", "ELOOP", "ESTALE", "ENODEV", "ETIMEDOUT", "EMFILE", "EFBIG", "EBUSY", "ETXTBSY"),
    *("ENXIO", "ENOTCONN", "EHOSTDOWN", "ENOMEM", "EEXIST", "EXDEV", "EINVAL", "EOPNOTSUPP"),
}


def on_windows(number: int) -> OSError:
    error = OSError(errno.EINVAL, "The network name cannot be found")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize("code", [*errno.errorcode, 0, 4242])
def test_every_error_is_told_in_chinese_with_a_next_step(code: int) -> None:
    told = reason_of(OSError(code, os.strerror(code)))
    assert told.endswith("。")
    assert any(step in told for step in STEPS)
    assert not re.search("[A-Za-z]", told.replace("U 盘", ""))


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_an_error_that_clerks_meet_is_told_by_its_cause_and_not_by_its_number(name: str) -> None:
    assert "错误编号" not in reason_of(OSError(getattr(errno, name), "in English"))


@pytest.mark.parametrize("number", sorted(WINDOWS))
def test_an_error_of_windows_is_told_by_its_cause(number: int) -> None:
    told = reason_of(on_windows(number))
    assert "错误编号" not in told
    assert told != reason_of(OSError(errno.EINVAL, ""))


def test_an_error_that_nobody_knows_is_told_with_its_number() -> None:
    assert reason_of(OSError(4242, "Some words")) == (
        "系统拒绝了这项操作（错误编号 4242）。另存到其他位置。"
    )
    unknown = on_windows(4343)
    unknown.errno = None
    assert "（错误编号 4343）" in reason_of(unknown)
    assert reason_of(OSError("Some words")) == "系统拒绝了这项操作。另存到其他位置。"


def test_a_reason_of_the_programs_own_is_told_as_it_is() -> None:
    assert reason_of(SavingError("原因。另存。")) == "原因。另存。"


@pytest.mark.parametrize("error", [OSError(errno.ESTALE, ""), on_windows(53), on_windows(21)])
def test_a_share_or_a_stick_that_is_gone_is_known(error: OSError) -> None:
    assert is_disconnected(error)
    assert reason_of(error).startswith("网络磁盘或 U 盘已断开。")
    assert not is_disconnected(OSError(errno.ENOSPC, ""))
