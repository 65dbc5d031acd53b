"""Words of prose that no form has, by their role: ``resources/prose.toml``.

They introduce a figure, or make it another figure. Words of figures are in the form (``Phrase``).
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from typing import Final

from model.resources import PROSE


class WordRole(StrEnum):
    """The role of a token in a sentence; the values are keys of the file of words."""

    FILLER = "filler"  # may stand beside any figure: 共, 政府信息公开工作
    ALL = "all"  # 均
    DENIAL = "denial"  # 未
    EACH = "each"  # 分别: several names, then as many numbers
    JOIN = "join"  # 和
    OWN = "own"  # the unit itself
    ORGAN = "organ"  # another organ
    NOW = "now"  # the year of the report
    THEN = "then"  # another time
    SINCE = "since"  # a sum over several years, unless the year of the report is stated
    COMPARED = "compared"  # a comparison, a remainder, a share
    BECAME = "became"  # after a number of another time, before that of the report: 增至
    CHANNEL = "channel"  # a part by channel, which no form has
    VARIOUS = "various"  # all channels together
    AMONG = "among"  # 其中
    WITHIN = "within"  # a part of what was named before: 中
    OPEN = "open"  # an opening bracket
    STOP = "stop"  # ends a clause
    PHRASE = "phrase"  # a word of the form
    QUANTITY = "quantity"
    UNKNOWN = "unknown"


_OF_NO_WORDS: Final = (WordRole.PHRASE, WordRole.QUANTITY, WordRole.UNKNOWN)
_PLACES: Final = "省市县区州旗盟镇乡"
ORGAN: Final = re.compile(
    r"[局厅院委镇乡](?=[\d共收受办新累全被因接制作答本今去上]|年)|(?<=[市县区省])[委办局]"
)
"""The last character of an organ's name before what it did."""
ORGAN_ENDS: Final = frozenset("局厅院委镇乡办")
"""These last characters."""
TOWARDS: Final = frozenset("向由经与对为给报请商同以按照")
"""Characters before an organ for which, or by which, something was done: «向档案馆移交»."""
GOVERNED: Final = (
    *(f"{head}{place}" for head in "全我" for place in _PLACES),
    *(f"全{place}{tail}" for place in _PLACES for tail in ("各级", "各部门", "行政机关")),
    *(
        "各部门",
        "全系统",
        "各级",
        "各乡镇",
        "各单位",
        "各镇",
        "各街道",
        "各职能部门",
        "镇街",
        "各级行政机关",
    ),
)
"""Words for what a government reports for; for any other unit they are other organs."""


@cache
def words() -> dict[str, WordRole]:
    """Return the role of each word."""
    listed = tomllib.loads(PROSE.read_text(encoding="utf-8"))
    found = {
        f"{head}{end}": WordRole.OWN for head in "我本全" for end in listed["own_endings"].split()
    }
    found |= dict.fromkeys(GOVERNED, WordRole.ORGAN)
    for role in WordRole:
        if role not in _OF_NO_WORDS:
            found |= dict.fromkeys(listed[role].split(), role)
    return found
