"""Slips of the pen that a proofreader marks (check 21), as data and as one function for each kind.

Each function yields the offsets of the slips in a text. What may be intended is left alone: names
in 《》, words in quotation marks, 目的的, 为了了解, 等等, «规范规范性文件», «一项一项».
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from model.checks.signs import Sign
from model.claims.quantities import chinese_number

Span = tuple[int, int]
"""The offsets of the first character, and behind the last one."""

_HELD: Final = re.compile(r"《[^》\n]{0,200}》|“[^”\n]{0,200}”")
"""Names and quotations, whose words are not the clerk's own."""
_CLAUSE: Final = re.compile("[^，。；：！？,;\n]+")
_SENTENCE: Final = re.compile("[^。！？\n]+")
_IDEOGRAPHS: Final = re.compile("[一-鿿]")
_SHORTEST_CLAUSE: Final = 4
"""Least ideographs of a clause that is not said twice in a row on purpose."""
_SHORTEST_SENTENCE: Final = 15
"""Least ideographs of a sentence that is not said twice in a text on purpose."""


def _masked(text: str) -> str:
    """Return a text of the same length without names and quotations."""
    return _HELD.sub(lambda held: "\0" * len(held.group()), text)


# ── doubled words

_DOUBLED: Final = re.compile("(?P<word>[一-鿿]{2,6})(?P=word)(?P<next>[一-鿿])?")
_PARTICLE: Final = re.compile("(?<![目标有])的的(?![确士])|(?<!不)了了(?![解结却如然断事])")
_REPEATABLE: Final = re.compile(
    "公开|规范|服务|管理|建设|使用|领导|指导|评估|监督|审查|考核|培训|申请|生产|经营|保护|研究"
    "|讨论|学习|处理|政府|企业|数据|商量|调查|考虑|休息|整理|很多|许多|非常|保障|行政|发展|执法"
    "|统计|投资|登记|审批|开发|教育|设计|部门|人员|网站|文件|年度|情况|内容"
)
"""Words that may stand twice: a verb and a noun that it begins, a verb said lightly, emphasis."""
_NEVER_TWICE: Final = re.compile(
    "审核|信息|机制|制度|平台|方面|进行|加强|开展|推进|推动|落实|完善|提高|提升|及时|积极|认真"
    "|切实|严格|不断|全面|主动|依法|根据|按照|通过|以及|同时|政务|群众|健全|强化|做好|实现|持续"
)
"""Words that are a slip if they stand twice, whatever follows."""
_COUNTING: Final = "一二两三几每逐某"
"""First characters of words that are said twice on purpose: 一项一项, 某某某某."""
_SUFFIXES: Final = "性权人者员化型类版栏"
"""Characters that make the second word a longer one: 申请申请人, 规范规范性文件."""
_BEHIND: Final = "的了和与及并"
"""Characters that do not make the second word a longer one."""


def doubled(text: str) -> Iterator[Span]:
    """Yield words that stand twice, clauses that are said twice in a row, repeated sentences."""
    bare = _masked(text)
    found = {match.span("word") for match in _DOUBLED.finditer(bare) if _is_slip(match)}
    spans = {(start, 2 * end - start) for start, end in found}
    spans |= {match.span() for match in _PARTICLE.finditer(bare)}
    yield from sorted(spans | {*_clauses_twice(text)} | {*_sentences_twice(text)})


def _is_slip(match: re.Match[str]) -> bool:
    """Return whether a word that stands twice is not said so on purpose."""
    word, behind = match["word"], match["next"] or ""
    if len({*word}) == 1 or word[0] in _COUNTING or (behind and behind in _SUFFIXES):
        return False
    if len(word) > 2 or _NEVER_TWICE.fullmatch(word):
        return True
    return not _REPEATABLE.fullmatch(word) and (not behind or behind in _BEHIND)


def _clauses_twice(text: str) -> Iterator[Span]:
    """Yield clauses that are equal to the clause before them."""
    before = ""
    for clause in _CLAUSE.finditer(text):
        words = clause.group().strip()
        if words == before and len(_IDEOGRAPHS.findall(words)) >= _SHORTEST_CLAUSE:
            yield clause.span()
        before = words


def _sentences_twice(text: str) -> Iterator[Span]:
    """Yield long sentences that the text has already said."""
    said: set[str] = set()
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group().strip()
        if words in said:
            yield sentence.span()
        elif len(_IDEOGRAPHS.findall(words)) >= _SHORTEST_SENTENCE:
            said.add(words)


# ── ordinals

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_ORDINALS: Final = (
    re.compile(rf"(?:^|(?<=[，。；：、,;: 　]))(?P<n>{_NUMERAL})是", re.MULTILINE),
    re.compile(rf"^[ 　]{{0,4}}(?P<n>{_NUMERAL})、", re.MULTILINE),
    re.compile(rf"^[ 　]{{0,4}}（(?P<n>{_NUMERAL})）", re.MULTILINE),
)
"""Ordinals: «一是» at the beginning of a clause, «一、» and «（一）» at the beginning of a line."""
_OTHER_ORDINAL: Final = re.compile(
    rf"(?:^|[，。；：、,;: 　第（(其])(?P<n>{_NUMERAL})(?![一-鿿]*年)"
)
"""An ordinal in any manner: a list may change from 一是 to 二要."""


_DEEPEST: Final = 4
"""Most lists within each other; older ones are forgotten, so that a long text costs no more."""


def ordinals(text: str) -> Iterator[Span]:
    """Yield ordinals that do not follow the one before: «一是…三是», «一、二、四»."""
    others: list[tuple[int, int]] = []
    for pattern in _ORDINALS:
        found = [(match, chinese_number(match["n"])) for match in pattern.finditer(text)]
        if len(found) < 2:
            continue
        others = others or [
            (other.start("n"), chinese_number(other["n"]) or 0)
            for other in _OTHER_ORDINAL.finditer(text)
        ]
        yield from _gaps(found, others)


def _gaps(
    found: Iterable[tuple[re.Match[str], int | None]], others: list[tuple[int, int]]
) -> Iterator[Span]:
    """Yield ordinals that continue no list; a list may stand within a point of another one."""
    open_lists: list[int] = []
    end = 0
    elsewhere = iter(others)
    place, number = next(elsewhere, (0, 0))
    for match, count in found:
        start = match.start("n")
        between: set[int] = set()
        while number and place < start:
            between |= {number} if place >= end else set()
            place, number = next(elsewhere, (0, 0))
        end = match.end()
        if count is None:
            open_lists = []
            continue
        if count == 1 or not open_lists:
            open_lists = [*open_lists[1 - _DEEPEST :], count]
            continue
        depth = next(
            (n for n in reversed(range(len(open_lists))) if open_lists[n] == count - 1), None
        )
        if depth is None and between.isdisjoint(range(1, count)):
            yield match.end() - len(match.group().lstrip(" 　")), match.end()
        del open_lists[len(open_lists) - 1 if depth is None else depth :]
        open_lists.append(count)


# ── numbers of documents, words of letters, numbers left out

_OF_DOCUMENTS: Final = (
    re.compile(r"[发函办字][ 　]?20\d\d[ 　·.-]{1,3}\d{1,4} ?号"),
    re.compile(r"(?:国办发|国办函|政办发|公开办函|国发|政发)20\d\d\d{1,3}号"),
    re.compile(r"〔20\d\d[ 　]{0,2}第?\d{1,4} ?号|(?<![〔\d])20\d\d〕 ?第?\d{1,4} ?号"),
)
_OF_LETTERS: Final = (
    re.compile(
        "(?<![名珍])贵(?:办|局|委|厅|单位|机关|部门)(?![州阳])|(?<![一-鿿])你(?:局|单位|机关|委|厅)"
    ),
    re.compile(r"[妥当]否，请[一-鿿]{2}|(?<![提报呈])请(?:审阅|审示|批示|阅示)(?=[。！\s]|\Z)"),
)
_COUNTED: Final = re.compile(
    "(?<=[0-9])(?P<unit>[条件])[、，；,;](?P<item>[一-鿿]{2,24}?(?P=unit))(?=[、，；,;。])"
)
_NOT_COUNTED: Final = re.compile(
    "[头线链词教便逐每信戒苗面各该数几多余一二三四五六七八九十百千万两]条"
)
"""Ends of items that are no number left out: 头条, 每条, 十条."""
_COUNTED_CASES: Final = re.compile(
    "(?:公开|提供|处理|维持|纠正|审结|复议|诉讼|建议|提案|许可|处罚|强制)件"
)
"""Ends of items that lack a number before 件; others are words themselves: 文件, 案件."""


def uncounted(text: str) -> Iterator[Span]:
    """Yield items of a list of numbers that have none: «机构职能5条、企业资质条、…»."""
    for match in _COUNTED.finditer(_masked(text)):
        end = match["item"][-3:]
        is_item = _COUNTED_CASES.fullmatch(end) if match["unit"] == "件" else True
        if is_item and not _NOT_COUNTED.fullmatch(end[-2:]):
            yield match.span("item")


def _outside_names(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[Span]:
    bare = _masked(text)
    return (match.span() for pattern in patterns for match in pattern.finditer(bare))


def _slip(key: str, name: str, advice: str, search: Callable[[str], Iterable[Span]]) -> Sign:
    return Sign(key, name, advice, (), search=search)


SLIPS: Final = (
    _slip("doubled", "重复的字词", "删除多余的。", doubled),
    _slip("ordinals", "不连续的序号", "核对是否漏项或重号。", ordinals),
    _slip(
        "document",
        "不完整的文号",
        "年份加六角括号，如“国办公开办函〔2021〕30号”。",
        partial(_outside_names, _OF_DOCUMENTS),
    ),
    _slip(
        "letter",
        "公文往来的用语",
        "年度报告向社会公布，改写。",
        partial(_outside_names, _OF_LETTERS),
    ),
    _slip("uncounted", "漏写的数字", "补填数字，或删除该项。", uncounted),
)
"""All slips in the order in which they are reported, after the signs."""
