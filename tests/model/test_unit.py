from datetime import date

import pytest

from model.unit import (
    LABELS,
    Unit,
    UnitKind,
    proposed_scope,
    proposed_self_name,
    statutory_deadline,
)

PROPOSED = """
某市水务局 部门 我局
某市发展和改革委员会 部门 我委
某省教育厅 部门 我厅
某市人民政府办公室 部门 我办
东湖街道办事处 派出机关 我街道
石桥镇人民政府 乡镇政府 我镇
石桥乡人民政府 乡镇政府 我乡
某县人民政府 县级以上政府 全县
某市人民政府 县级以上政府 全市
某自治区人民政府 县级以上政府 全区
某自治州人民政府 县级以上政府 全州
某省人民政府 县级以上政府 全省
某旗政府 县级以上政府 本行政区域
某某集团 授权组织 本单位
"""


@pytest.mark.parametrize("line", PROPOSED.split("\n")[1:-1])
def test_how_a_unit_speaks_of_itself_is_proposed_from_its_name(line: str) -> None:
    name, kind, we = line.split()
    assert proposed_self_name(name, UnitKind(kind)) == we
    assert Unit(name=name, kind=UnitKind(kind)).we == we


def test_a_stated_self_name_is_kept() -> None:
    assert Unit(name="某市水务局", self_name="本局").we == "本局"


@pytest.mark.parametrize("kind", UnitKind)
def test_a_government_is_due_by_the_end_of_march_and_all_others_by_january(kind: UnitKind) -> None:
    due = date(2025, 3, 31) if kind == "县级以上政府" else date(2025, 1, 31)
    assert statutory_deadline(kind, 2024) == due


@pytest.mark.parametrize("kind", UnitKind)
def test_a_government_counts_its_whole_area_and_all_others_their_own_organ(kind: UnitKind) -> None:
    begins = "全行政区域" if kind == "县级以上政府" else "本机关"
    assert proposed_scope(kind).startswith(begins)


def test_every_field_of_a_unit_has_a_label_of_its_own() -> None:
    assert len(set(LABELS.values())) == len(LABELS)
