"""The signs that 公布前提示 search for in a text, as data: one Sign for each kind.

The patterns do not match ordinary prose of such reports: 三类内部事务信息, 申请人无正当理由,
属于国家秘密, 13800000000元 and «不得发布内部资料» are not signs.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from model.checks.findings import FindingSeverity
from model.text import HALF_WIDTH_DIGITS

_TO_HALF_WIDTH: Final = {
    **HALF_WIDTH_DIGITS,
    **{code: code - 0xFEE0 for code in range(ord("Ａ"), ord("Ｚ") + 1)},
    **{code: code - 0xFEE0 for code in range(ord("ａ"), ord("ｚ") + 1)},
    **str.maketrans("＿％＋－．／＠\u00a0\u2010\u2011\u2013", "_%+-./@ ---"),
}
# A host is matched only from its first character: otherwise a picture pasted as text takes seconds.
_LINK: Final = re.compile(
    r"(?:https?://|www\.)[!-~]+"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9.-]+\.(?:gov|com|cn|org|net|edu|example)(?![A-Za-z])(?:[.:/?][!-~]*)?"
)


def plain(text: str) -> str:
    """Return a text of the same length with half-width digits and letters, and masked links."""
    return _LINK.sub(lambda link: "#" * len(link.group()), text.translate(_TO_HALF_WIDTH))


def _nowhere(text: str) -> Iterable[tuple[int, int]]:
    return ()


@dataclass(frozen=True)
class Sign:
    """One kind of hint: its key, name and advice, and its patterns for a ``plain`` text.

    ``accepts`` decides whether a match counts. With ``once`` only the first place of the same words
    is reported, such as a rare character in a name. A sign with the severity ``publication`` must
    not be published (check 22); any other is a hint to correct a text (check 21). ``search`` yields
    the offsets of further places that no pattern can describe.
    """

    key: str
    name: str
    advice: str
    patterns: tuple[re.Pattern[str], ...]
    accepts: Callable[[str], bool] = bool
    once: bool = False
    severity: FindingSeverity = "hint"
    search: Callable[[str], Iterable[tuple[int, int]]] = _nowhere

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the offsets of all places in a ``plain`` text."""
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                if self.accepts(match.group()):
                    yield match.span()
        yield from self.search(text)


def is_identity_number(words: str) -> bool:
    """Return whether the last character is the check digit of the first seventeen (GB 11643)."""
    weighed = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(words[:17]))
    return "10X98765432"[weighed % 11] == words[17].upper()


_SURNAMES: Final = (
    "张王李刘陈杨赵黄周吴徐孙朱胡郭何罗梁宋郑谢韩唐冯邓曹彭袁潘蒋蔡魏吕沈姚卢"
    "姜崔谭廖汪邹孟秦邱薛闫侯郝龚邵覃"
)
"""Surnames that rarely begin a word: after 申请人 they are taken for the beginning of a name."""
_MORE_SURNAMES: Final = (
    _SURNAMES + "林高马许董苏叶杜程丁钟田范方石熊金陆白康毛史龙万段钱汤尹黎武贺赖文庞"
)
"""Surnames including those that also begin words (高校, 许可): only before 某 or after a colon."""
_WORDS: Final = (
    "陈[述情列]|周[边围知期口]|黄[河山石]|胡[乱同]|何[时地人种以处事故]|罗列|郑[重州]|谢[绝意]|唐[山突]|徐州|张[贴榜]"
    "|沈阳|宋体|韩国|孙子|高[校中新级层]|马上|许[可多]|苏州|杜绝|程序|田间|范围|方[便式面]|石油|金[融额]|陆续|白[天领]"
    "|康复|毛利|史料|万[人元]|段落|钱款|武装|文[化件物]|林[业地]"
)
"""Words that begin like a name but are not names."""
_GIVEN: Final = r"[一-鿿]{1,2}?(?<![村庄镇乡县市区街路局厂店院校队会厅处科])"
_END: Final = r"(?=[\s，。；：、！？,;:（(）)】》”’]|$)"
_ACTS: Final = "(?=等|提出|提起|提交|申请|要求|请求|不服|起诉|来信|来电|反映|认为|因|对|向|与|和)"
_AMOUNTS: Final = "条|件|元|万|亿|个|次|人|户|份|篇|期|场|家|项|平方|亩|公里|吨|号(?!码)|%"
_BRACKETS: Final = r"（\s*）|\(\s*\)|〔\s*〕|《\s*》|“\s*”|【\s*】|\[\s*\]"
_NUMERALS: Final = "一二三四五六七八九十百千万亿两半几多数余第"
_STOPS: Final = r"(?=[，。；、,;）)]|$)"

_MOBILE: Final = (
    r"(?<![0-9A-Za-z])(?<![0-9][.,])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    rf"(?![0-9A-Za-z]|[.,]\d|\s*(?:{_AMOUNTS}))"
)
_IDENTITY: Final = (
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]"
    "(?![0-9A-Za-z])"
)
_INTERNAL: Final = (
    "(?:^|[（(【]|本(?:报告|件|稿|文|表)(?:为|属|系|是)?)[ 　★]*"
    "内部(?:资料|文件|材料|刊物|使用|参考|传阅|掌握|发行)"
    "(?=[ 　]*(?:$|[）)】。！])|[ 　，,；;：:]*(?:注意|妥善保"
    "|(?:不得|请勿|严禁|禁止|切勿|勿)(?:外传|外泄|扩散|传播|翻印|转发|外借|上网)))"
)
_GAPS: Final = (
    r"(?<![A-Za-z./@-])(?:[Xx]{2,}|×{2,})(?![A-Za-z./@-])",
    r"(?<![A-Za-z0-9×])[Xx×](?=[年月日条件元%])|(?<=\d)[Xx×](?=年)",
    r"(?<![A-Za-z0-9./@])_{2,}(?![A-Za-z0-9./@])|[□▁﹍]{2,}",
    _BRACKETS,
    r"[（(【\[]\s*(?:此处|待补|待定|待核|待填|待完善)[^）)】\]\n]{0,20}[）)】\]]",
    rf"(?:数据|数字|数量|金额)待(?:补充?|填写?|核实?|定){_END}",
    rf"(?<=[一-鿿，、：])(?<![{_NUMERALS}])(?<!单位)(?<!单位：)[ 　]+"
    rf"(?:条|件|元|万元|次|个|场|篇|人次){_STOPS}",
    rf"(?<!公)(?:共计?|累计|总计|约|近|达|收取|新收)(?:条|件|元|万元){_STOPS}",
    rf"[一-鿿](?<![{_NUMERALS}])(?<!单位)[ 　]*%",
)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns)


SIGNS: Final = (
    Sign(
        "mobile",
        "手机号码",
        "属于个人信息的，删除或改为办公电话。",
        _compiled(_MOBILE),
        severity="publication",
    ),
    Sign(
        "identity",
        "身份证号码",
        "属于个人信息，删除。",
        _compiled(_IDENTITY),
        is_identity_number,
        severity="publication",
    ),
    Sign(
        "secret",
        "密级标志",
        "经保密审查，可以公布的再公布。",
        _compiled(
            r"(?:绝\s?密|机\s?密|(?<!国家)(?<!商业)(?<!工作)秘\s?密)[\s（(]{0,4}[★☆]",
            r"密\s?级[:：]\s*(?:绝密|机密|秘密)",
        ),
        severity="publication",
    ),
    Sign(
        "internal",
        "内部标记",
        "核对能否公布；可以公布的，删除标记。",
        _compiled(
            _INTERNAL,
            r"仅供(?:本单位|本机关|机关|系统)?(?:内部|领导|审阅|审议|参阅|传阅)[^，。；）)\s]{0,6}",
        ),
        severity="publication",
    ),
    Sign(
        "applicant",
        "申请人姓名",
        "属于个人信息的，删除姓名，只写“申请人”。",
        _compiled(
            rf"(?<!被)申请人(?:姓名)?[:：（(]?[ 　]?(?:于某{{1,2}}(?:{_END}|{_ACTS})"
            rf"|[{_MORE_SURNAMES}]某{{1,2}}[甲乙丙丁]?(?![局委厅办市县区镇乡村项种类年月日]))",
            rf"(?<!被)申请人(?:姓名)?[:：][ 　]?(?!{_WORDS})[{_MORE_SURNAMES}](?!某){_GIVEN}{_END}",
            rf"(?<!被)申请人[（(]?(?!{_WORDS})[{_SURNAMES}](?!某){_GIVEN}(?:{_END}|{_ACTS})",
        ),
        severity="publication",
    ),
    Sign("gap", "未填完的内容", "补填，或删除。", _compiled(*_GAPS)),
    Sign(
        "private",
        "造字",
        "其他电脑上可能显示为方框，改用国家标准中的汉字。",
        _compiled("[\ue000-\uf8ff\U000f0000-\U0010fffd]+"),
        once=True,
    ),
    Sign(
        "rare",
        "生僻字",
        "部分电脑上可能显示为方框，在发布的电脑上核对显示。",
        _compiled("[\U00020000-\U000323af]+"),
        once=True,
    ),
)
"""All signs in the order in which they are reported (checks 21 and 22).

造字 are private-use characters, 生僻字 those of the CJK extensions from B on: few fonts have them.
"""

DATE: Final = Sign(
    "date",
    "日期",
    "只写机关名称，日期填入“成文日期”。",
    _compiled(
        r"(?<!\d)20\d\d\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*(?:\d{1,2}\s*日?)?)?",
        "二[〇○零][一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?",
    ),
)
"""A date, searched only in the signature, which should not contain one."""
