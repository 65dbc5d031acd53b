"""What rows mean: none is left out, none is made up, and what another form says is not repeated."""

from pathlib import Path

import pytest

from model.errors import FormError
from model.form import catalog
from model.form.help import meanings, read_meanings, row_help
from model.resources import HELP

REAL = (HELP / "2021.toml").read_text("utf-8")
FAULTS = [
    ("notice = ", "notice = notice = ", "不能读取：第9行第10列写法有误。"),
    ("notice = ", "remark = ", "：文件 中有未知的项「remark」。"),
    ('means = "依法确定为国家秘密的。"', "means = 1", "：rows[...].means 写法有误。"),
    ('means = "依法确定为国家秘密的。"', "", "：rows[...] 缺少「means」。"),
    ('article = "条例第三十条"', 'law = "条例第三十条"', "：rows[...] 中有未知的项「law」。"),
    ("requests/handled.granted", "requests/handled.given", "「requests/handled.given」一行不存在"),
    ('[rows."requests/handled.granted"]', "", "不能读取"),
    ('[rows."disclosure/fees"]', '[rows."review/figures"]', "「disclosure/fees」一行没有含义"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_file_that_does_not_fit_the_form_is_refused_by_name(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in REAL
    path = tmp_path / "2021.toml"
    path.write_text(REAL.replace(old, new, 1), "utf-8")
    with pytest.raises(FormError, match=r"说明文件 2021\.toml") as refused:
        read_meanings(catalog.form("2021"), path)
    assert message in str(refused.value)


def test_a_form_without_meanings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"说明文件 2030\.toml 不能读取：文件或文件夹不存在。$"):
        read_meanings(catalog.form("2021"), tmp_path / "2030.toml")


def test_every_released_form_has_a_meaning_for_each_row_of_section_three() -> None:
    for form in map(catalog.form, catalog.keys()):
        rows = {f"requests/{path}" for path in form.tables["requests"].leaves("rows")}
        said = {row for row in meanings(form).rows if row.startswith("requests/")}
        assert said == rows, form


def test_a_meaning_is_given_for_a_row_and_for_any_cell_in_it() -> None:
    form = catalog.form("2021")
    message = "依法确定为国家秘密的。参考：条例第十四条。"
    assert row_help(form, "requests/handled.refused.secret") == message
    assert row_help(form, "requests/handled.refused.secret/legal.law") == message
    assert row_help(form, "requests/carried_out/natural").startswith("到12月31日没有办结")
    assert row_help(form, "review/figures/reconsideration.upheld") == ""


def test_the_older_form_takes_from_the_newer_what_is_the_same_in_both() -> None:
    new, old = meanings(catalog.form("2021")), meanings(catalog.form("2019"))
    written = (HELP / "2019.toml").read_text("utf-8")
    for row, meaning in old.rows.items():
        assert (f'[rows."{row}"]' in written) != (new.rows.get(row) == meaning), row
    assert old.notice == new.notice
    assert old.rows["requests/received"] is new.rows["requests/received"]
    assert "requests/handled.other.unpaid" not in old.rows


def test_a_row_of_another_name_does_not_carry_its_meaning_over(tmp_path: Path) -> None:
    text = (HELP / "2019.toml").read_text("utf-8")
    start = text.index('[rows."disclosure/normative"]')
    end = text.index("[rows.", start + 1)
    path = tmp_path / "2019.toml"
    path.write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(FormError, match="「disclosure/normative」一行没有含义"):
        read_meanings(catalog.form("2019"), path)
