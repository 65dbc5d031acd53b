"""The commands together: reads a call, carries it out, gives its exit status."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from model.errors import ReportError, reason_of
from ui.console.answers import add_answers, add_check
from ui.console.drafts import add_export, add_new
from ui.console.forms import add_form, add_forms
from ui.console.sources import add_carry, add_import
from ui.console.terminal import ChineseParser, CommandRun, complain

_PROGRAM = Path(sys.executable).stem if getattr(sys, "frozen", False) else "run.sh"
_DESCRIPTION = """政府信息公开工作年度报告编制程序。
不带参数运行时打开填报窗口；后接草稿文件（.gknb）时打开该草稿。"""
_COMMANDS: Final = (
    add_new,
    add_import,
    add_carry,
    add_form,
    add_forms,
    add_answers,
    add_check,
    add_export,
)
"""What describes the commands, in the order in which help lists them."""


def parser() -> ChineseParser:
    """Describe all commands."""
    made = ChineseParser(prog=_PROGRAM, description=_DESCRIPTION)
    commands = made.add_subparsers(metavar="命令", required=True, title="命令列表")
    for add in _COMMANDS:
        add(commands)
    return made


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one call."""
    parsed = parser().parse_args(arguments)
    run: CommandRun = parsed.run
    try:
        status = run(parsed)
        sys.stdout.flush()  # what cannot be written must be noticed here
    except ReportError as error:
        complain(error)
        return 2
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _close_answers()
        return 0
    except OSError as error:  # such as a full disk that answers are sent to
        complain(f"命令未完成：{reason_of(error)}")
        _close_answers()
        return 2
    return status


def _close_answers() -> None:
    """Let what is still to be printed go nowhere: Python would try again at its end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
