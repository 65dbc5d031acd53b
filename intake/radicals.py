"""Radicals in place of characters, which many PDF files and what was copied from them contain.

A font that draws a radical and the character of the same shape by one glyph makes a converter give
either: 2⽉ looks like 2月, and no search finds it. Unicode has two blocks of them: the Kangxi
radicals (U+2F00 to U+2FD5), whose characters it names itself, and the CJK radicals supplement
(U+2E80 to U+2EF3), whose characters are those of the same shape and name in its charts.
"""

import re
import unicodedata
from typing import Final

_SUPPLEMENT: Final = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺈刀 ⺉刂 ⺊卜 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 "
    "⺔彑 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 "
    "⺦丬 ⺧牛 ⺨犭 ⺩王 ⺫罒 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳网 ⺴网 ⺵网 ⺶羊 "
    "⺷羊 ⺸羊 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 "
    "⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 "
    "⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞食 ⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 "
    "⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟"
)
"""A radical and its character, pair by pair."""
_CHARACTERS: Final = {ord(pair[0]): pair[1] for pair in _SUPPLEMENT.split()} | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
}
_RADICALS: Final = re.compile("[\u2e80-\u2fd5]")


def without_radicals(text: str) -> tuple[str, int]:
    """Return a text with characters for radicals, and how many there were.

    A radical without a character of its own stays.
    """
    if text.isascii():
        return text, 0
    found = sum(ord(radical) in _CHARACTERS for radical in _RADICALS.findall(text))
    return (text.translate(_CHARACTERS), found) if found else (text, 0)
