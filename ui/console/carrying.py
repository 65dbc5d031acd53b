"""carry: begin a report from last year's, of any kind, or from those of several predecessors."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from intake.child import Reader
from intake.foreign import left_behind
from intake.source import Source
from model.checks.moving_years import moves
from model.combine.suggesting import springs
from model.combine.sums import Merged, merged_last, said
from model.drafts.storage import Loaded
from model.form import catalog
from model.report.addresses import name_of
from model.report.report import Report
from model.text import clean_line, left_out
from ui.app import acts
from ui.console.importing import require_free
from ui.console.output import complain, progress, say
from ui.console.sources import Asked, read_source, tell
from ui.console.terminal import Commands

_DESCRIPTION = """以上年报告（Word、Excel、网页、文本或草稿）为底稿新建报告；来源文件不改动。
沿用单位信息、小标题和文字，带入上年结转，附上年数供比较。
机构合并时给出各单位的上年报告：数字相加，单位信息和文字沿用第一份。
退出状态：0 全部识别；1 有未识别或未带入的内容；2 无法新建。"""
_EXAMPLES = """示例：
  %(prog)s 2023年年报.docx --year 2024 --out 2024.gknb
  %(prog)s 甲局2023.docx 乙局2023.html --year 2024 --out 2024.gknb --unit 某市商贸局"""


def add(commands: Commands) -> None:
    """Describe the command."""
    carrying = commands.add_parser(
        "carry", help="以上年报告新建", description=_DESCRIPTION, epilog=_EXAMPLES
    )
    carrying.add_argument("last", metavar="LASTYEAR", type=Path, nargs="+", help="上年报告")
    carrying.add_argument("--year", metavar="年度", required=True, help="新报告的年度")
    carrying.add_argument("--out", metavar="DRAFT", type=Path, required=True, help="草稿文件")
    carrying.add_argument("--unit", metavar="名称", help="机关名称，默认不变")
    carrying.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Begin a report from last year's."""
    if told := left_out(arguments.unit or ""):
        complain(told)
    year, out = acts.open_year(arguments.year), acts.draft_path(arguments.out)
    require_free(out)
    asked = Asked(assumed=year - 1)
    with Reader() as reader:
        sources = [read_source(reader, path, asked) for path in progress(arguments.last, "读取")]
    for source in sources:
        tell(source)
    merged = merged_last([source.report for source in sources], catalog.form_for(year))
    last = [Loaded(source.report, source.path, "") for source in sources]
    begun = acts.begin_following(out, last, year, clean_line(arguments.unit or ""))
    if begun.told:
        complain(begun.told)
    new = begun.report
    missing = [*_not_carried(new, sources), *_lacking(merged)]
    for line in (*_added(merged, new), *missing):
        say(f"  {line}")
    if years := len(list(moves(new))):
        say(f"  [年份] 文字中有{years}段写着往年的年份：在填报窗口“编辑”菜单逐段更新。")
    say(f"已新建「{out}」，格式：{new.form.basis}。")
    return int(bool(missing) or not all(one.is_complete for one in sources))


def _added(merged: Merged, new: Report) -> Iterator[str]:
    """Say what each of several units had of the numbers that were added."""
    if new.previous is None:
        return
    for spring in springs(new.form):
        for address in spring.last:
            parts = merged.parts.get(address, {})
            if any(parts.values()):
                name = name_of(merged.report, address)
                yield f"[相加] 上年{name}：{said(parts)}，合计{merged.report.values[address]}。"


def _lacking(merged: Merged) -> Iterator[str]:
    for address, names in merged.lacking.items():
        name = name_of(merged.report, address)
        yield f"[未相加] 上年{name}：{'、'.join(names)}未填。核对后填写。"


def _not_carried(new: Report, sources: Sequence[Source]) -> Iterator[str]:
    """Say which numbers of last year have no place beside this year's."""
    last = sources[0].report
    if new.previous is None:
        yield f"[未带入] 上年报告是{last.year}年的，与{new.year}年不相连：只沿用单位信息和文字。"
    else:
        yield from dict.fromkeys(line for one in sources for line in left_behind(new.form, one))
