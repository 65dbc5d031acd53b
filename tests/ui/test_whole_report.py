"""A whole report, from the empty draft to the filed documents, by the keyboard alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from export.documents import WRITERS
from model.checks.check import check, statement_lines
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.begin import new_report, stem
from model.report.report import Report, Stage
from model.unit import Unit
from tests.effort import nothing
from tests.filing import Clerk
from tests.patience import PATIENCE
from tests.screen import MISSING, screen

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")]
TEXTS = {
    "text/overview.proactive": "全年公开信息250条，解读政策文件12件。",
    "text/overview.on_request": "申请的办理情况见第三部分。",
    "text/overview.management": "逐件审核，按时发布。",
    "text/overview.platform": "网站专栏按月检查。",
    "text/overview.supervision": "培训两次，责任到人。",
    "text/problems.problems": "一是解读形式不够丰富，二是更新不够及时。",
    "text/problems.improvement": "上年所列问题已整改，下一步加强解读。",
}


def wanted(example: Report) -> Report:
    """Give a complete report without anything that a new draft does not offer."""
    unit = Unit(name="某市水务局", phone="0000-0000000", signed_on=date(2025, 1, 15))
    report = new_report(example.form, unit, 2024)
    values = {a: v for a, v in example.values.items() if a in example.form.typed}
    fees = ("figure/fee_notices", "figure/fee_paid", "figure/fee_amount")
    report = replace(report, values=values | {a: example.values[a] for a in fees})
    for address, text in TEXTS.items():
        report = put(report, address, text)
    return report


def test_a_whole_report_is_filled_checked_and_exported_by_keyboard_alone(
    own_folders: Path, tmp_path: Path, example: Report
) -> None:
    report, out = wanted(example), tmp_path / "out"
    out.mkdir()
    assert check(report).summary.complete
    blank = new_report(report.form, Unit(name="某市水务局"), 2024)
    path = storage.save(Loaded(blank, tmp_path / "a.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    with screen((1366, 768), own_folders) as display:
        program = display.start(str(path), complaints=complaints)
        display.window("某市水务局")
        clerk = Clerk(display, report)
        clerk.fill()
        clerk.export(out, stage=3)
        display.keys("ctrl+q")
        assert program.wait(timeout=PATIENCE) == 0
    assert complaints.read_bytes() == b""
    typed = storage.load(path).report
    assert typed.values == report.values
    assert [block.body for block in typed.texts] == [block.body for block in report.texts]
    assert typed.unit == report.unit
    assert typed.stage is Stage.FINAL
    for kind in ("word", "excel", "web"):
        written = out / f"{stem(typed)}{WRITERS[kind].ending}"
        assert "草稿" not in written.name
        WRITERS[kind].prove(typed, written.read_bytes())


def test_a_year_in_which_nothing_happened_is_filed_with_fewer_than_forty_keys(
    own_folders: Path, tmp_path: Path
) -> None:
    with screen((1366, 768), own_folders) as display:
        draft = nothing(display, tmp_path)
    assert display.pressed < 40
    report = storage.load(draft).report
    summary = check(report).summary
    assert summary.complete and report.stage is Stage.FINAL
    assert "文字重复比例：主动公开方面100%" in statement_lines(report, check(report))[-1]
    assert {path.suffix for path in tmp_path.glob("*2025*")} >= {".docx", ".xlsx", ".html"}
