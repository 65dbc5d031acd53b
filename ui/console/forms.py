"""forms: list the report forms that are known, add one from a file, take an added one away."""

import argparse
from pathlib import Path

from ui.app import forms
from ui.console.output import complain, say
from ui.console.terminal import Commands

_DESCRIPTION = """列出本机的报告格式；增加格式文件（add），移除增加的格式（remove）。
add 先列出格式内容和校验码，核对后加 --yes 增加。"""


def add(commands: Commands) -> None:
    """Describe the command."""
    described = commands.add_parser("forms", help="报告格式", description=_DESCRIPTION)
    described.set_defaults(run=run_list)
    acts = described.add_subparsers(metavar="操作", title="操作")
    adding = acts.add_parser("add", help="增加格式", description="增加格式文件。")
    adding.add_argument("file", metavar="FILE", type=Path, help="格式文件，如 2027.toml")
    adding.add_argument("--yes", action="store_true", help="已核对，增加")
    adding.set_defaults(run=run_add)
    removing = acts.add_parser("remove", help="移除格式", description="移除本机增加的格式。")
    removing.add_argument("form", metavar="格式", help="格式的键，如 2027")
    removing.set_defaults(run=run_remove)


def run_list(arguments: argparse.Namespace) -> int:
    """Print all forms."""
    for _, told in forms.listed():
        say(told)
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Say what a form file holds, and add it where that was confirmed."""
    offered = forms.offer(arguments.file)
    for line in offered.told:
        say(line)
    if not arguments.yes:
        complain("尚未增加。核对后加 --yes 增加。")
        return 1
    say(forms.add(offered))
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Take an added form away."""
    say(forms.remove(arguments.form))
    return 0
