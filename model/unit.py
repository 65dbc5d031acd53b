"""The reporting unit: its profile, its kind, and proposals from its name and kind.

Kinds and proposed dates follow 国办公开办函〔2021〕30号.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class UnitKind(StrEnum):
    """Kinds of reporting unit.

    ``OPEN`` means that the kind is not known yet. ``GOVERNMENT`` comes from drafts of version 2 and
    is a government of unknown level; it can no longer be chosen.
    """

    OPEN = ""
    OFFICE = "政府办公厅（室）"
    DEPARTMENT = "部门"
    TOWNSHIP = "乡镇政府"
    COUNTY = "县级政府"
    CITY = "地市级政府"
    PROVINCE = "省级政府"
    AGENCY = "派出机关"
    AUTHORISED = "授权组织"
    GOVERNMENT = "县级以上政府"


LEVELS: Final = (UnitKind.COUNTY, UnitKind.CITY, UnitKind.PROVINCE)
"""The kinds of 县级以上政府."""
UNDECIDED: Final = (UnitKind.OPEN, UnitKind.GOVERNMENT)
"""Values for which a person still has to choose a kind."""
CHOICES: Final = tuple(kind for kind in UnitKind if kind not in UNDECIDED)
"""Kinds that can be chosen, in the order of the list."""


class TitleForm(StrEnum):
    """The three customary forms of the title, named by their line breaks."""

    NAME_FIRST = "名称／年度报告"
    YEAR_FIRST = "名称年度／报告"
    ONE_LINE = "一行"


@dataclass(frozen=True)
class Unit:
    """The reporting unit. Only an empty name and an open kind count as 未填.

    ``by_hand`` has the names of the fields, of ``kind`` and ``deadline``, that a person set: no
    proposal replaces them. It is not content of the report, so it is not compared.
    """

    name: str = ""
    self_name: str = ""
    kind: UnitKind = UnitKind.OPEN
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
    by_hand: tuple[str, ...] = field(default=(), compare=False)

    @property
    def counted(self) -> str:
        """The scope of its figures: as stated, or by the decree for its kind; may be empty."""
        return self.scope or proposed_scope(self.kind)

    @property
    def we(self) -> str:
        """The word by which the unit refers to itself: as stated, or proposed from its name."""
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
assert [*LABELS, "by_hand"] == [one.name for one in fields(Unit)]


class _ContactForm(NamedTuple):
    """A pattern that every well-written contact contains, and the sentence on one that does not."""

    occurs: re.Pattern[str]
    sentence: str


_PHONE: Final = (
    r"(?<!\d)(?:0\d{2,3}\D{0,3})?[2-9]\d{6,7}(?!\d)|(?<!\d)0\d{2,3}\D{0,3}\d{7,8}(?!\d)"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[48]00\D?\d{3}\D?\d{4}(?!\d)|(?<!\d)[19]\d{4}(?!\d)"
)
"""A number with or without area code, a mobile, a 400, or a service number such as 12345."""
_CONTACT_FORMS: Final = {
    "postcode": _ContactForm(re.compile(r"\A\d{6}\Z"), "邮编「{}」不是六位数字。"),
    "phone": _ContactForm(re.compile(_PHONE, re.ASCII), "电话「{}」不像电话号码，核对区号和位数。"),
    "email": _ContactForm(
        re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+"), "电子邮箱「{}」不像邮箱地址，核对写法。"
    ),
}

CONTACTS: Final = tuple(_CONTACT_FORMS)
"""Names of the fields of ``Unit`` that ``contact_doubt`` looks at."""


def contact_doubt(name: str, typed: str) -> str:
    """Return why a postcode, phone or e-mail address looks wrong; empty if it does not.

    Args:
        name: the name of the field of ``Unit``.
        typed: what stands in it; full-width signs count as plain ones, but for a postcode.
    """
    form = _CONTACT_FORMS.get(name)
    if form is None or not typed:
        return ""
    plain = typed if name == "postcode" else unicodedata.normalize("NFKC", typed)
    return "" if form.occurs.search(plain) else form.sentence.format(typed)


_TAIL: Final = 200
"""Characters at the end of a name that are examined."""
_BRACKETS: Final = dict(zip(")]】〕》」}", "([【〔《「{", strict=True))
"""Opening brackets by the closing one."""


def _governments(*places: str) -> tuple[str, ...]:
    return tuple(f"{place}人民政府" for place in places)


_PROVINCES: Final = ("省", "自治区", "北京市", "天津市", "上海市", "重庆市")
_ENDINGS: Final[dict[str, UnitKind]] = {
    **dict.fromkeys(("人民政府办公厅", "人民政府办公室"), UnitKind.OFFICE),
    **dict.fromkeys(("乡", "镇", "苏木", *_governments("乡", "镇", "苏木")), UnitKind.TOWNSHIP),
    **dict.fromkeys(("县", "旗", *_governments("县", "旗", "区")), UnitKind.COUNTY),
    **dict.fromkeys(("自治州", *_governments("州")), UnitKind.CITY),
    **dict.fromkeys((*_PROVINCES, *_governments(*_PROVINCES)), UnitKind.PROVINCE),
    **dict.fromkeys(
        ("街道", "街道办", "街道办事处", "行署", "行政公署", "区公所", "管委会", "管理委员会"),
        UnitKind.AGENCY,
    ),
    # These are responsible for a subject and not for an area.
    **dict.fromkeys(
        ("监督管理委员会", "城市管理委员会", "城乡管理委员会", "公积金管理委员会"),
        UnitKind.DEPARTMENT,
    ),
    **dict.fromkeys(("市", "区", "州", "盟", *_governments("市")), UnitKind.OPEN),
}
"""Kinds by the ending of a name. The longest matching ending counts; other names are a 部门."""
_WORDS: Final = {
    "局": "我局",
    "委员会": "我委",
    "委": "我委",
    "管委会": "我委",
    "厅": "我厅",
    "办公室": "我办",
    "办事处": "我办",
    "街道办事处": "我街道",
    "镇人民政府": "我镇",
    "乡人民政府": "我乡",
    "苏木人民政府": "我苏木",
    "县人民政府": "全县",
    "旗人民政府": "全旗",
    "区人民政府": "全区",
    "市人民政府": "全市",
    "省人民政府": "全省",
    "自治区人民政府": "全区",
    "州人民政府": "全州",
    "中心": "本中心",
}
_AREA: Final = "全行政区域，含本级和所属部门、下级政府"
_ORGAN: Final = "本机关，含内设机构和受委托的组织"
_SCOPES: Final = {
    UnitKind.OPEN: "",
    UnitKind.OFFICE: ("本政府机关（以政府以及政府办公厅（室）的名义开展政府信息公开工作的情况）"),
    **dict.fromkeys((*LEVELS, UnitKind.GOVERNMENT), _AREA),
}
_DAYS: Final[dict[UnitKind, tuple[int, int]]] = {
    **dict.fromkeys(CHOICES, (1, 31)),
    UnitKind.COUNTY: (2, 20),
    UnitKind.CITY: (3, 10),
    UnitKind.PROVINCE: (3, 31),
}
"""Month and day in the year after the reported one by kind; an undecided kind has none."""


def proposed_kind(name: str) -> UnitKind:
    """Return the kind according to a name; ``OPEN`` if the name does not determine it.

    授权组织 is never proposed, because a name does not show it.
    """
    plain = _plain(name)
    if not plain:
        return UnitKind.OPEN
    return _ENDINGS.get(_longest(plain, _ENDINGS), UnitKind.DEPARTMENT)


def proposed_level(name: str) -> UnitKind:
    """Return the level of a government that was only known as 县级以上政府."""
    kind = proposed_kind(name)
    return kind if kind in LEVELS else UnitKind.GOVERNMENT


def proposed_self_name(name: str, kind: UnitKind) -> str:
    """Return the word by which a unit refers to itself, by the longest known ending of its name."""
    if ending := _longest(_plain(name), _WORDS):
        return _WORDS[ending]
    return "本行政区域" if kind in (*LEVELS, UnitKind.GOVERNMENT) else "本单位"


def proposed_scope(kind: UnitKind) -> str:
    """Return the scope of the figures of a kind of unit; empty if the kind is not known."""
    return _SCOPES.get(kind, _ORGAN)


def proposed_deadline(kind: UnitKind, year: int) -> date | None:
    """Return the deadline proposed for the report on ``year``; None if the kind is not known.

    A local 通知 takes precedence.
    """
    if kind not in _DAYS:
        return None
    month, day = _DAYS[kind]
    return date(year + 1, month, day)


def with_kind(unit: Unit, kind: UnitKind) -> Unit:
    """Return the unit with a kind that a person chose."""
    return replace(unit, kind=kind, by_hand=marked(unit, "kind"))


def renamed(unit: Unit, name: str) -> Unit:
    """Return the unit with another name, which a kind that no person chose follows.

    So does a signature that is the name.
    """
    if unit.name and unit.signature == unit.name:
        unit = replace(unit, signature=name)
    if unit.kind is UnitKind.GOVERNMENT:
        return replace(unit, name=name, kind=proposed_level(name))
    follows = unit.kind in (UnitKind.OPEN, proposed_kind(unit.name))
    kind = proposed_kind(name) if follows and "kind" not in unit.by_hand else unit.kind
    return replace(unit, name=name, kind=kind)


def marked(unit: Unit, name: str) -> tuple[str, ...]:
    """Return the fields set by hand with one added."""
    return tuple(sorted({*unit.by_hand, name}))


def unmarked(unit: Unit, name: str) -> tuple[str, ...]:
    """Return the fields set by hand with one removed."""
    return tuple(one for one in unit.by_hand if one != name)


def includes(kinds: Collection[str], kind: UnitKind) -> bool:
    """Return whether a kind is among those that a form names.

    A form may name all levels together as 县级以上政府. An open kind is never included.
    """
    if kind in LEVELS:
        return kind in kinds or UnitKind.GOVERNMENT in kinds
    if kind is UnitKind.GOVERNMENT:
        return kind in kinds or all(level in kinds for level in LEVELS)
    return kind in kinds


def kind_question(unit: Unit) -> str:
    """Return what is not known of a unit's kind, in words; empty if it is known or has no name."""
    if unit.kind is UnitKind.GOVERNMENT:
        return "原为县级以上政府，级别待定"
    if unit.kind is not UnitKind.OPEN or not unit.name:
        return ""
    is_city = _plain(unit.name).endswith(("市", "市人民政府"))
    return "县级还是地市级" if is_city else "名称不能确定类型"


def _longest(plain: str, endings: Collection[str]) -> str:
    """Return the longest ending of a name among some; empty if it has none."""
    return max((one for one in endings if plain.endswith(one)), key=len, default="")


def _plain(name: str) -> str:
    """Return the end of a name in its usual spelling, without spaces and notes in brackets.

    政府 without 人民 counts as 人民政府.
    """
    plain = "".join(unicodedata.normalize("NFKC", name[-_TAIL:]).split())
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    while plain and not plain[-1].isalnum():
        plain = _without_note(plain)
    plain = plain.removesuffix("本级")
    for office in ("", "办公厅", "办公室"):
        if plain.endswith(f"政府{office}") and not plain.endswith(f"人民政府{office}"):
            return f"{plain.removesuffix(f'政府{office}')}人民政府{office}"
    return plain


def _without_note(plain: str) -> str:
    """Return a name without its last bracket and the text in it, but with (办公室) kept."""
    closing = plain[-1]
    opening, depth = _BRACKETS.get(closing, ""), 0
    for place in range(len(plain) - 1, -1, -1):
        depth += (plain[place] == closing) - (plain[place] == opening)
        if depth == 0:
            inside = plain[place + 1 : -1]
            return plain[:place] + inside * (inside in ("办公厅", "办公室"))
    return plain[:-1]
