"""All commands of the console: how each is called, its help, and how a call is carried out.

argparse speaks Chinese here. A mistake in a call and a command that fails both end with status 2.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from intake.content import CALLED
from model.errors import ReportError, reason_of
from model.form import catalog
from model.report.report import Stage
from model.unit import CHOICES
from ui.app.folders import program_name
from ui.app.terminal import INTERRUPTED, complain, write_line
from ui.console import claims, drafts, forms, sources

_DESCRIPTION: Final = """政府信息公开工作年度报告编制程序。
不带参数运行时打开填报窗口；后接草稿文件（.gknb）时打开该草稿。"""
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
"""Patterns of argparse's messages with the Chinese sentence for each."""


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese usage line."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser with Chinese help and complaints, and the arguments that several commands share."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=ChineseFormatter, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the call and exit with status 2."""
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

    def add_draft(self, what: str = "草稿文件") -> None:
        """Add the draft that the command reads or makes."""
        self.add_argument("draft", metavar="DRAFT", type=Path, help=what)

    def add_drafts(self) -> None:
        """Add one or more drafts."""
        self.add_argument("drafts", metavar="DRAFT", type=Path, nargs="+", help="草稿文件")

    def add_json(self, what: str = "按 JSON 输出") -> None:
        """Add the option for an answer in JSON."""
        self.add_argument("--json", action="store_true", help=what)


Commands = Any
"""The type that add_subparsers returns: argparse has no public name for it."""


def _command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    description: str,
    epilog: str | None = None,
) -> ChineseParser:
    """Add a command; ``run`` carries it out and returns the exit status."""
    made: ChineseParser = commands.add_parser(
        name, help=summary, description=description, epilog=epilog
    )
    made.set_defaults(run=run)
    return made


def _add_new(commands: Commands) -> None:
    new = _command(
        commands, "new", drafts.run_new, "新建报告",
        "新建一份空白报告，或以上年报告为底稿（--last），保存为草稿文件。",
    )  # fmt: skip
    new.add_draft("草稿文件，如 2024.gknb")
    new.add_argument(
        "--last",
        metavar="LAST",
        type=Path,
        help="上年报告的草稿：沿用单位、文字、版式，带入上年结转",
    )
    new.add_argument("--unit", metavar="名称", help="机关名称；用 --last 时默认不变")
    new.add_argument("--year", metavar="年度", help="报告年度，如 2024；用 --last 时默认为次年")
    new.add_argument("--form", metavar="格式", choices=catalog.keys(), help="表样，默认按年度选择")
    kinds = [str(kind) for kind in CHOICES]
    what = f"默认按名称拟定；可选：{'、'.join(kinds)}"
    new.add_argument("--kind", metavar="类型", choices=kinds, help=what)


def _add_example(commands: Commands) -> None:
    example = _command(
        commands, "example", drafts.run_example, "生成示例", "生成一份完整的示例报告。"
    )
    example.add_draft("草稿文件，如 示例.gknb")


_IMPORT: Final = f"""从 {CALLED}读出报告，另存为草稿；来源文件不改动。
来源可以是文件夹，即其中能导入的文件。已有的草稿不覆盖。
退出状态：0 全部识别；1 有未识别的内容；2 有文件无法读取，或草稿无法保存；130 已中断（Ctrl+C）。
来源为多份时最后给出读入、需核对（已读入）和未能读入的份数；中断时已读入的草稿保留。
全部识别指三张表、六个部分的标题都已找到，每一行文字和每一格都已读入；只含表格的来源只看表格。"""
_IMPORT_EXAMPLES: Final = """示例：
  %(prog)s 2023年年报.docx --out 2023.gknb
  %(prog)s 各单位/ --out 草稿/ --json > 读出的内容.jsonl
  %(prog)s 表格.xlsx 文字.docx --merge --out 2024.gknb --year 2024"""


def _add_import(commands: Commands) -> None:
    importing = _command(
        commands, "import", sources.run_import, "导入文件", _IMPORT, _IMPORT_EXAMPLES
    )
    importing.add_argument(
        "sources", metavar="SOURCE", type=Path, nargs="+", help="来源文件，或放有来源文件的文件夹"
    )
    what = "草稿文件；多个来源各存一份时为文件夹"
    importing.add_argument("--out", metavar="DRAFT", type=Path, required=True, help=what)
    importing.add_argument("--merge", action="store_true", help="多个来源合成一份草稿")
    importing.add_argument("--year", metavar="年度", help="报告年度，默认按来源")
    importing.add_argument("--unit", metavar="名称", help="机关名称，默认按来源")
    importing.add_json("按 JSON 输出，每个来源一行；来源为多份时最后一行为份数，合成时为合成结果")


_CARRY: Final = f"""以上年报告（{CALLED}）为底稿新建报告；来源文件不改动。
沿用单位信息、小标题和文字，带入上年结转，附上年数供比较。
机构合并时给出各单位的上年报告：数字相加，单位信息和文字沿用第一份。
退出状态：0 全部识别；1 有未识别或未带入的内容；2 无法新建。"""
_CARRY_EXAMPLES: Final = """示例：
  %(prog)s 2023年年报.docx --year 2024 --out 2024.gknb
  %(prog)s 甲局2023.docx 乙局2023.html --year 2024 --out 2024.gknb --unit 某市商贸局"""


def _add_carry(commands: Commands) -> None:
    carrying = _command(
        commands, "carry", sources.run_carry, "以上年报告新建", _CARRY, _CARRY_EXAMPLES
    )
    carrying.add_argument("last", metavar="LASTYEAR", type=Path, nargs="+", help="上年报告")
    carrying.add_argument("--year", metavar="年度", required=True, help="新报告的年度")
    carrying.add_argument("--out", metavar="DRAFT", type=Path, required=True, help="草稿文件")
    carrying.add_argument("--unit", metavar="名称", help="机关名称，默认不变")


def _add_form(commands: Commands) -> None:
    form = _command(commands, "form", forms.run_form, "查看表样", "列出表样的全部地址和名称。")
    keys = catalog.keys()
    form.add_argument("form", metavar="格式", choices=keys, help="、".join(keys))
    form.add_json()


_FORMS: Final = """列出本机的报告格式；增加格式文件（add），移除增加的格式（remove）。
add 先列出格式内容和校验码，核对后加 --yes 增加。"""


def _add_forms(commands: Commands) -> None:
    listing = _command(commands, "forms", forms.run_list, "报告格式", _FORMS)
    actions = listing.add_subparsers(metavar="操作", title="操作")
    adding = _command(actions, "add", forms.run_add, "增加格式", "增加格式文件。")
    adding.add_argument("file", metavar="FILE", type=Path, help="格式文件，如 2027.toml")
    adding.add_argument("--yes", action="store_true", help="已核对，增加")
    removing = _command(actions, "remove", forms.run_remove, "移除格式", "移除本机增加的格式。")
    removing.add_argument("form", metavar="格式", help="格式的键，如 2027")


_SET: Final = """填写表格、文字、数据项、备注和单位信息。
ADDRESS=内容；ADDRESS=@文件 从文件读取文字（内容以@开头时写作@@）；ADDRESS= 清空。"""


def _add_set(commands: Commands) -> None:
    setting = _command(commands, "set", drafts.run_set, "填写内容", _SET)
    setting.add_draft()
    setting.add_argument("answers", metavar="ADDRESS=VALUE", nargs="*", help="地址和内容")
    setting.add_argument(
        "--from", dest="source", metavar="FILE.json", type=Path, help="从 JSON 读取"
    )
    setting.add_argument(
        "--stated", metavar="ADDRESS=VALUE", action="append", default=[], help="原表合计，可重复"
    )


def _add_show(commands: Commands) -> None:
    show = _command(commands, "show", drafts.run_show, "查看内容", "列出草稿的全部内容，含合计。")
    show.add_draft()
    show.add_json()


_CHECK: Final = """核对一份或多份草稿。
退出状态：0 无错误、无未填；1 有错误或未填；2 无法核对。"""


def _add_check(commands: Commands) -> None:
    checking = _command(commands, "check", drafts.run_check, "核对报告", _CHECK)
    checking.add_drafts()
    checking.add_argument("--last", metavar="DRAFT", type=Path, help="上年草稿，核对与上年的衔接")
    checking.add_json("按 JSON 输出，每份草稿一行")


_CLAIMS: Final = """列出文字中写到的报告数字：位置、字句、写的数、对应的数、是否一致。
位置按字数计，从0起。"""


def _add_claims(commands: Commands) -> None:
    claiming = _command(commands, "claims", claims.run_claims, "文字中的数", _CLAIMS)
    claiming.add_draft()
    claiming.add_json()


_EXPORT: Final = """导出 Word 文件、Excel 表格和网页；写入前重新打开，与草稿逐格核对。
--only collection 导出空白采集表，报告未填完也可以导出；
--only collection-excel 每页写成一个 Excel 文件，收回后可以导入。
按定稿导出时，未处理的公布前提示写到标准错误，仍然导出，退出状态不变。"""


def _add_export(commands: Commands) -> None:
    export = _command(commands, "export", drafts.run_export, "导出文件", _EXPORT)
    export.add_drafts()
    export.add_argument("--out", required=True, metavar="DIR", type=Path, help="保存到的文件夹")
    export.add_argument("--only", metavar="类别", help=f"{','.join(drafts.KINDS)} 中的若干项")
    stages = [str(stage) for stage in Stage]
    export.add_argument("--stage", metavar="稿别", choices=stages, help="、".join(stages))
    export.add_argument("--since", metavar="上一稿", type=Path, help="写出与该草稿的修改对照")
    export.add_argument("--allow-unfinished", action="store_true", help="未填完也导出，只作草稿")
    export.add_argument("--overwrite", action="store_true", help="覆盖同名文件")


def _add_archive(commands: Commands) -> None:
    archive = _command(
        commands, "archive", drafts.run_archive, "打包存档",
        "把定稿的草稿、文件、核对表和核对报告（含说明）打包为一个 .zip 文件，附清单。",
    )  # fmt: skip
    archive.add_drafts()
    archive.add_argument("--out", required=True, metavar="DIR", type=Path, help="保存到的文件夹")


_COMMANDS: Final = (
    _add_new,
    _add_example,
    _add_import,
    _add_carry,
    _add_form,
    _add_forms,
    _add_set,
    _add_show,
    _add_check,
    _add_claims,
    _add_export,
    _add_archive,
)
"""Functions that describe a command each, in the order of the help."""


def parser() -> ChineseParser:
    """Return the parser of all commands."""
    made = ChineseParser(prog=program_name(), description=_DESCRIPTION)
    commands = made.add_subparsers(metavar="命令", required=True, title="命令列表")
    for add in _COMMANDS:
        add(commands)
    return made


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one call and return its exit status.

    Raises:
        SystemExit: the call is mistaken (status 2), or asks for help (0).
    """
    parsed = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        status = run(parsed)
        sys.stdout.flush()  # a failure to write must be noticed here
    except ReportError as error:
        complain(error)
        return 2
    except BrokenPipeError:  # the reader, such as head, has closed its end
        _close_answers()
        return 0
    except KeyboardInterrupt:
        complain("已中断。")
        return INTERRUPTED
    except OSError as error:  # such as a full disk that answers are sent to
        complain(f"命令未完成：{reason_of(error)}")
        _close_answers()
        return 2
    return status


def _close_answers() -> None:
    """Drop the answers that are not written yet: Python would try again at its end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
