"""argparse in Chinese, and what the console prints.

Answers go to standard output, everything else to standard error.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from model.errors import ReportError
from ui.app.terminal import write_json, write_line

_COMPLAINTS: Final = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"无法识别的参数：\1"),
    (
        r"argument (.*?): invalid choice: ['\"](.*)['\"] \(choose from (.*)\)",
        r"参数 \1 不能为「\2」，可选：\3",
    ),
    (r"argument (.*?): expected (?:one|at least one) argument", r"参数 \1 缺少内容"),
    (r"argument (.*?): invalid .* value: ['\"](.*)['\"]", r"参数 \1 的内容「\2」有误"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese usage line."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser that speaks Chinese; a mistake in the call exits with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=ChineseFormatter, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and leave."""
        for pattern, chinese in _COMPLAINTS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = found.expand(chinese)
                break
        self._print_message(f"{message}。用 {self.prog} --help 查看用法。\n", sys.stderr)
        sys.exit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write all that argparse writes, so that no argument commands the terminal."""
        if message:
            write_line(message.removesuffix("\n"), file or sys.stderr)


CommandRun = Callable[[argparse.Namespace], int]
"""Carries a command out; gives the exit status."""
Commands = Any
"""What add_subparsers returns: argparse has no public name for it."""


MANY: Final = 20
"""Files from which progress is shown."""


def say(line: str) -> None:
    """Print an answer."""
    write_line(line, sys.stdout)


def say_json(content: object) -> None:
    """Print one JSON document on one line."""
    write_json(json.dumps(content, ensure_ascii=False), sys.stdout)


def complain(error: ReportError | str) -> None:
    """Print a sentence on standard error."""
    write_line(str(error), sys.stderr)


def progress(paths: Sequence[Path], what: str) -> Iterator[Path]:
    """Go through files, showing how far, where it takes long and somebody watches."""
    if len(paths) < MANY or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console  # 40 ms, and most calls take one draft
    from rich.progress import Progress

    # Answers stay on standard output; shown on the same screen they go round the bar.
    shown = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), redirect_stdout=shown) as bar:
        yield from bar.track(paths, description=what)


def worst(statuses: Iterable[int]) -> int:
    """Give the highest exit status."""
    return max(statuses, default=0)
