"""Errors of the system: each has a sentence in Chinese, and none is shown in the system's words."""

import ast
import errno
import os
import re

import pytest

from model.errors import SavingError, is_disconnected, reason_of, words_of
from model.resources import ROOT

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
    message = reason_of(OSError(code, os.strerror(code)))
    assert message.endswith("。")
    assert any(step in message for step in STEPS)
    assert not re.search("[A-Za-z]", message.replace("U 盘", ""))


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_an_error_that_clerks_meet_is_told_by_its_cause_and_not_by_its_number(name: str) -> None:
    assert "错误编号" not in reason_of(OSError(getattr(errno, name), "in English"))


@pytest.mark.parametrize("number", sorted(WINDOWS))
def test_an_error_of_windows_is_told_by_its_cause(number: int) -> None:
    message = reason_of(on_windows(number))
    assert "错误编号" not in message
    assert message != reason_of(OSError(errno.EINVAL, ""))


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


CATCHING = {"OSError", "PermissionError", "FileNotFoundError", "Exception", "BaseException"}


def shown_as_they_are(source: str) -> list[int]:
    """Give the lines that put an error of the system, caught by name, into words as it is."""
    lines = []
    for handler in ast.walk(ast.parse(source)):
        if not isinstance(handler, ast.ExceptHandler) or handler.type is None or not handler.name:
            continue
        caught = {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
        if not caught & CATCHING:
            continue
        for node in (inner for step in handler.body for inner in ast.walk(step)):
            value = node.value if isinstance(node, ast.FormattedValue) else None
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("str", "repr"):
                value = node.args[0]
            if getattr(value, "id", None) == handler.name or (
                isinstance(node, ast.Attribute) and node.attr == "strerror"
            ):
                lines.append(node.lineno)
    return lines


def test_no_error_of_the_system_is_put_into_words_elsewhere() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("model", "export", "intake", "ui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in shown_as_they_are(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_search_for_errors_that_are_shown_as_they_are_finds_them() -> None:
    for words in ("f'{error}'", "str(error)", "error.strerror"):
        assert shown_as_they_are(f"try: x()\nexcept (OSError, KeyError) as error: say({words})")
    assert not shown_as_they_are("try: x()\nexcept OSError as error: say(reason_of(error))")
    assert not shown_as_they_are("try: x()\nexcept ReportError as error: say(str(error))")


def test_within_a_sentence_the_cause_alone_is_told() -> None:
    assert words_of(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert words_of(ValueError("甲")) == "甲"
