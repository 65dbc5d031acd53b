"""The organ that reports: its profile, the kinds of unit the decree knows, and when each is due."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final


class UnitKind(StrEnum):
    """Kinds of reporting unit; only governments answer for assessment and accountability."""

    DEPARTMENT = "部门"
    GOVERNMENT = "县级以上政府"
    TOWNSHIP = "乡镇政府"
    AGENCY = "派出机关"
    AUTHORISED = "授权组织"


class TitleForm(StrEnum):
    """The three customary forms of the title, named by how they break."""

    NAME_FIRST = "名称／年度报告"
    YEAR_FIRST = "名称年度／报告"
    ONE_LINE = "一行"


@dataclass(frozen=True)
class Unit:
    """Who reports. Every field but the name may stay empty; none is ever counted as 未填."""

    name: str = ""
    self_name: str = ""
    kind: UnitKind = UnitKind.DEPARTMENT
    scope: str = ""
    deadline: date | None = None
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    title_form: TitleForm = TitleForm.NAME_FIRST
    signature: str = ""
    signed_on: date | None = None

    @property
    def counted(self) -> str:
        """What its figures count: as stated, or what the decree asks of its kind."""
        return self.scope or proposed_scope(self.kind)

    @property
    def we(self) -> str:
        """How the unit speaks of itself: as stated, or proposed from its name."""
        return self.self_name or proposed_self_name(self.name, self.kind)


LABELS: Final = {
    "name": "机关名称",
    "self_name": "自称",
    "kind": "单位类型",
    "scope": "统计范围",
    "deadline": "报送截止日期",
    "address": "地址",
    "postcode": "邮编",
    "phone": "电话",
    "email": "电子邮箱",
    "website": "下载网址",
    "title_form": "标题形式",
    "signature": "落款",
    "signed_on": "成文日期",
}
assert list(LABELS) == [field.name for field in fields(Unit)]

_WORDS: Final = {
    "局": "我局",
    "委员会": "我委",
    "委": "我委",
    "厅": "我厅",
    "办公室": "我办",
    "办事处": "我街道",
    "镇人民政府": "我镇",
    "乡人民政府": "我乡",
    "县人民政府": "全县",
    "区人民政府": "全区",
    "市人民政府": "全市",
    "省人民政府": "全省",
    "自治区人民政府": "全区",
    "自治州人民政府": "全州",
    "中心": "本中心",
}


def proposed_self_name(name: str, kind: UnitKind) -> str:
    """Propose how a unit speaks of itself, from the longest ending of its name that is known."""
    endings = [ending for ending in _WORDS if name.endswith(ending)]
    if endings:
        return _WORDS[max(endings, key=len)]
    return "本行政区域" if kind is UnitKind.GOVERNMENT else "本单位"


def proposed_scope(kind: UnitKind) -> str:
    """Say what is counted: a department counts its own organ, a government its whole area."""
    if kind is UnitKind.GOVERNMENT:
        return "全行政区域，含本级和所属部门、下级政府"
    return "本机关，含内设机构和受委托的组织"


def statutory_deadline(kind: UnitKind, year: int) -> date:
    """Give the day by which the report on ``year`` is due (条例第四十九条)."""
    return date(year + 1, 3, 31) if kind is UnitKind.GOVERNMENT else date(year + 1, 1, 31)
