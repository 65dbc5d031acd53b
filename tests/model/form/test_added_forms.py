"""Forms added on one computer: known beside the released ones, and never in their place."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from model import resources
from model.checks.check import check
from model.compare.forms import form_changes
from model.drafts import file_format
from model.errors import DraftError, FormError
from model.form import catalog, gate
from model.form.help import help_page, meanings, row_help, topics
from model.form.identity import fingerprint
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests import new_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of added forms that the catalogue looks in."""
    found = tmp_path / "forms"
    found.mkdir()
    resources.set_forms_folder(found)
    return found


@pytest.fixture
def added(folder: Path) -> Path:
    """The same, with the form of 2027 in it."""
    new_form.written(folder)
    return folder


def begun(year: int = 2027) -> Report:
    return new_report(catalog.form_for(year), Unit(name="某局"), year)


def test_an_added_form_is_known_beside_the_released_ones(added: Path) -> None:
    assert catalog.keys() == ["2019", "2021", "2027"]
    assert catalog.released() == ("2019", "2021")
    assert f"{new_form.ROW}/natural" in catalog.form("2027").cells
    assert [catalog.form_for(year).key for year in (2020, 2026, 2027, 2030)] == [
        "2019",
        "2021",
        "2027",
        "2027",
    ]


def test_without_a_folder_of_them_there_are_none(tmp_path: Path) -> None:
    assert catalog.keys() == ["2019", "2021"]
    resources.set_forms_folder(tmp_path / "nowhere")
    assert catalog.keys() == ["2019", "2021"]
    with pytest.raises(FormError, match="没有「2027」格式。可用的格式：2019、2021。"):
        catalog.form("2027")


def test_what_was_added_meanwhile_is_known_when_looked_for_again(folder: Path) -> None:
    assert catalog.keys() == ["2019", "2021"]
    new_form.written(folder)
    catalog.reload_added()
    first = catalog.form("2027")
    catalog.reload_added()
    assert catalog.form("2027") is first


def test_a_form_that_is_gone_is_no_longer_asked_for_but_read_ones_stay(added: Path) -> None:
    form = catalog.form("2027")
    (added / "2027.toml").unlink()
    catalog.reload_added()
    assert catalog.form("2027") is form


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"key = [",
        b"key = " + b"[" * 9000,
        b"key = " + b"9" * 5000,
        b"#" * (gate.LARGEST + 1),
    ],
    ids=["empty", "no text", "cut off", "deep", "long number", "large"],
)
def test_a_broken_file_stops_no_other_form(added: Path, content: bytes) -> None:
    (added / "2031.toml").write_bytes(content)
    (added / "2032.toml").mkdir()
    assert catalog.keys() == ["2019", "2021", "2027"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
def test_what_is_no_plain_file_is_not_read(added: Path) -> None:
    os.mkfifo(added / "2031.toml")
    (added / "2032.toml").symlink_to("/dev/zero")
    assert catalog.keys() == ["2019", "2021", "2027"]


def test_a_released_form_goes_before_an_added_one_of_its_key(folder: Path) -> None:
    edits = (('key        = "2027"', 'key = "2021"'), ("first_year = 2027", "first_year = 2021"))
    new_form.written(folder, "2021.toml", *edits)
    assert catalog.keys() == ["2019", "2021"]
    assert catalog.form("2021").basis == "国办公开办函〔2021〕30号"


def test_a_form_under_another_name_than_its_key_is_not_known(folder: Path) -> None:
    new_form.written(folder, "2028.toml")
    assert catalog.keys() == ["2019", "2021"]


@pytest.mark.parametrize("key", ["2028", "../2027", "27", "new"])
def test_the_key_of_an_added_form_is_its_first_year(key: str) -> None:
    text = new_form.text(('key        = "2027"', f'key = "{key}"'))
    with pytest.raises(FormError, match="应为起始年度，如 2027。"):
        catalog.added_form(text.encode(), "a.toml")


def test_a_form_file_of_windows_is_the_same_form() -> None:
    text = new_form.text()
    made = catalog.added_form(text.encode(), "a.toml")
    windows = catalog.added_form(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "a.toml")
    assert fingerprint(windows) == fingerprint(made)


def test_a_form_that_nobody_could_fill_in_is_refused() -> None:
    rows = ", ".join(f'["r{n}", "行"]' for n in range(900))
    text = new_form.text(('["received", "一、', f'{rows}, ["received", "一、'))
    with pytest.raises(FormError, match="各表到「requests」为止超过2000格。"):
        catalog.added_form(text.encode(), "a.toml")


def test_many_tables_may_not_be_more_together_than_one(folder: Path) -> None:
    rows = ", ".join(f'["r{n}", "行"]' for n in range(36))
    tables = "".join(
        f'[[sections.tables]]\nkey = "t{n}"\nunit = "件"\n'
        f'[[sections.tables.blocks]]\ntitle = ""\ncorner = ""\nrows = [{rows}]\n'
        f"columns = [{rows.replace('r', 'c')}]\n"
        for n in range(2)
    )
    last = f'\n[[sections]]\nkey = "many"\ntitle = "七、其他"\nshort = "其他"\n{tables}'
    with pytest.raises(FormError, match="各表到「t1」为止超过2000格。"):
        catalog.added_form(f"{new_form.text()}{last}".encode(), "a.toml")


def test_a_form_without_a_preface_is_refused_for_no_report_could_be_read_on_it() -> None:
    text = new_form.text(('place    = "before_heading"', ""))
    with pytest.raises(FormError, match="没有前言：应有一段文字写明 place。"):
        catalog.added_form(text.encode(), "a.toml")


def test_no_section_is_called_as_a_step_of_the_wizard() -> None:
    text = new_form.text(('key      = "overview"', 'key      = "export"'))
    with pytest.raises(FormError, match="章节的键「export」重复。"):
        catalog.added_form(text.encode(), "a.toml")


def test_a_draft_on_an_added_form_says_which_content_it_had(added: Path) -> None:
    report = put(begun(), f"{new_form.ROW}/natural", "3")
    data = file_format.encode(report)
    assert f'"form_digest": "{fingerprint(report.form)}"'.encode() in data
    assert file_format.decode(data) == report
    assert b"form_digest" not in file_format.encode(begun(2026))


def test_a_draft_on_a_form_that_is_not_here_names_it_and_the_way(
    added: Path, tmp_path: Path
) -> None:
    data = file_format.encode(begun())
    resources.set_forms_folder(tmp_path)
    with pytest.raises(DraftError) as refused:
        file_format.decode(data)
    assert str(refused.value) == (
        "草稿使用的格式「2027」本机没有。"
        "在“设置”的“报告格式”中增加该格式文件后再打开，或用新版程序打开。"
    )


def test_a_draft_on_another_content_of_the_same_key_is_refused(added: Path, tmp_path: Path) -> None:
    data = file_format.encode(begun())
    resources.set_forms_folder(tmp_path / "other")
    new_form.written(tmp_path / "other", "2027.toml", (new_form.LABEL, "3.申请人主动撤回申请"))
    with pytest.raises(DraftError, match="「2027」与本机的同名格式内容不同。"):
        file_format.decode(data)


def test_better_guidance_in_an_added_form_opens_the_same_drafts(
    added: Path, tmp_path: Path
) -> None:
    data = file_format.encode(begun())
    resources.set_forms_folder(tmp_path / "other")
    new_form.written(
        tmp_path / "other", "2027.toml", ("写本年主动公开的重点", "写明本年主动公开的重点")
    )
    assert file_format.decode(data).form.key == "2027"


def of_form(report: Report) -> list[tuple[str, str]]:
    found = check(report).findings
    return [(f.severity, f.message) for f in found if f.id.startswith("form_of_year/")]


def test_a_report_on_an_older_form_for_a_year_that_has_a_newer_one_says_so(added: Path) -> None:
    report = replace(begun(2026), year=2027)
    assert of_form(report) == [
        (
            "warning",
            "本报告按国办公开办函〔2021〕30号格式编制，2027年度已有国办公开办函〔2027〕1号格式。"
            "按该格式新建报告，再导入本草稿；仍用原格式的，填写说明。",
        )
    ]


def test_a_report_on_the_form_of_its_year_says_nothing(added: Path) -> None:
    assert of_form(begun(2027)) == of_form(begun(2026)) == []


def test_a_form_that_does_not_cover_the_year_is_accused_once(added: Path) -> None:
    assert len(of_form(replace(begun(2020), year=2027))) == 1


def test_the_help_draws_from_an_added_form(added: Path) -> None:
    form = catalog.form("2027")
    for step in topics(form):
        assert help_page(form, step)
    page = help_page(form, "requests")
    assert f"|{new_form.LABEL}|||" in page
    assert "没有写明含义的行，以印发该格式的通知为准" in page
    assert row_help(form, f"{new_form.ROW}/natural") == ""
    assert row_help(form, "requests/received/natural") == row_help(
        catalog.form("2021"), "requests/received/natural"
    )
    assert meanings(form).notice.endswith(meanings(catalog.form("2021")).notice)


def test_a_section_of_its_own_has_a_page_of_what_the_form_says(added: Path) -> None:
    text = new_form.text(
        ('key      = "problems"\ntitle    = "五', 'key      = "troubles"\ntitle    = "五'),
        ('on       = ["overview", "problems"]', 'on = ["overview"]'),
    )
    form = catalog.added_form(text.encode(), "a.toml")
    assert help_page(form, "troubles").startswith("# 五、存在的主要问题及改进情况\n\n## 小标题")


def test_what_is_new_is_said_by_names(added: Path) -> None:
    new, old = catalog.form("2027"), catalog.form("2021")
    assert form_changes(new, old) == [
        "三、收到和处理政府信息公开申请情况的行增加：「3.申请人撤回申请」。",
        "三、收到和处理政府信息公开申请情况的行「3.其他」改为「4.其他」。",
    ]
    assert form_changes(old, new)[0] == (
        "三、收到和处理政府信息公开申请情况的行减少：「3.申请人撤回申请」。"
    )
    assert form_changes(old, old) == ["表格、小标题和核对关系与现有格式相同。"]
    assert any(
        "procurement" not in line and "减少" in line
        for line in form_changes(old, catalog.form("2019"))
    )


def test_a_table_that_is_gone_is_said_with_all_its_rows() -> None:
    old = catalog.form("2021")
    without = structs.replace(old, sections=tuple(s for s in old.sections if s.key != "disclosure"))
    assert "二、主动公开政府信息情况的行减少：「规章」「行政规范性文件」" in "".join(
        form_changes(without, old)
    )


def test_an_added_form_that_names_all_levels_together_asks_each_of_them(folder: Path) -> None:
    levels = '"县级政府", "地市级政府", "省级政府", '
    new_form.written(folder, "2027.toml", (levels, ""))
    form = catalog.form("2027")
    assert form.sections[0].mentions[0].kinds == ("县级以上政府", "乡镇政府")
    silent = "mention/overview.assessment"
    for name, asked in (("某县人民政府", True), ("某省人民政府", True), ("某局", False)):
        report = new_report(form, Unit(name=name), 2027)
        for text in form.sections[0].texts:
            report = put(report, text.address, "开展业务培训。")
        found = {finding.id for finding in check(report).findings}
        assert (silent in found) is asked, name
    assert "（县级以上政府、乡镇政府）" in help_page(form, "overview")


def test_a_draft_on_a_form_that_named_all_levels_together_opens_with_the_better_form(
    tmp_path: Path,
) -> None:
    levels = '"县级政府", "地市级政府", "省级政府", '
    former, better = tmp_path / "former", tmp_path / "better"
    for place, edits in ((former, ((levels, ""),)), (better, ())):
        place.mkdir()
        new_form.written(place, "2027.toml", *edits)
    resources.set_forms_folder(former)
    data = file_format.encode(begun())
    resources.set_forms_folder(better)
    catalog.reload_added()
    assert "县级政府" in file_format.decode(data).form.sections[0].mentions[0].kinds
