"""Check that the parts of a form are consistent; raise an error at the first inconsistency.

The catalogue checks the syntax of a file, this module the form. Each function names the checks of a
report that depend on it, by their numbers in ``model.checks``, or the point of the decree
(国办公开办函〔2021〕30号) of that part of the form.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from model.address import Address, cell_address, parent_path, path_and_parents, tally_address
from model.errors import FormError
from model.form.form import Form, Mention, Phrase, Rule, Section, Subject
from model.form.grid import grid_of
from model.form.needs import REFERENCE_NAMES, RULE_NAMES, RULE_TARGETS, SENTENCE_NAMES
from model.form.spellings import count_spellings, is_well_formed
from model.form.table import Axis, Heading, Relation, Table, Term, Total
from model.unit import CHOICES, UnitKind

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_PATH: Final = re.compile(rf"{_KEY.pattern}(\.{_KEY.pattern})*")
"""The key of a text contains the keys of those above it: ``proactive.system``."""

_STEPS: Final = ("start", "unit", "check", "export")
"""Keys of steps and help pages that are not sections: no section may have them."""
FINDING_PREFIXES: Final = (
    *("blank", "change", "characters", "claim", "form_of_year", "left_out", "mention"),
    *("other_results", "proportion"),
    *("publication", "short", "stated", "tally", "text_years", "unit", "unread"),
)
"""First words of the ids of findings without a relation: 说明 are stored under these ids."""
_MOST_CELLS: Final = 2000
_MOST_ADDENDS: Final = 2000
"""Most addends of all sums and relations in all lines; a released form has 350."""
_WIDEST: Final = 100
_LONGEST: Final = 200
"""Most characters of a heading."""
_MOST: Final = {
    "章节": 20,
    "表格": 20,
    "标题": 1000,
    "小标题": 200,
    "数据项": 200,
    "分类统计": 20,
    "分类方案": 20,
    "分类方案的项": 500,
    "合计和关系": 200,
    "合计和关系的项": 1000,
    "规则和必写内容": 100,
    "用语对象": 200,
    "用语": 500,
    "用语所指的数": 500,
    "用语的写法": 5000,
}
"""Most parts of each kind in a form: much more than in a released one."""
_LONGEST_WORDING: Final = 200
"""Most characters of one word of a phrase, with its choices; a released form has 99."""
_MOST_SPELLINGS: Final = 6000
"""Most spellings of a phrase or subject: each choice 〔甲|乙〕 multiplies them. Released: 3500."""
_MOST_SPELLINGS_OF_FORM: Final = 40_000
"""Most spellings of all phrases and subjects together; a released form has 10,500."""
_YEAR: Final = re.compile("{(?:year|last|next)}")
"""A mark in the words of a phrase for the year of the report, or a year beside it."""


def check_form(form: Form) -> None:
    """Check that a form is consistent.

    Raises:
        FormError: a key is malformed or repeated, a path does not exist, the sides of a relation
            overlap, or a table has no valid layout.
    """
    _check_sizes(form)
    _check_keys("章节", [*_STEPS, *(section.key for section in form.sections)])
    _check_keys("表格", [table.key for section in form.sections for table in section.tables])
    _check_keys("数据项", [f.key for text in form.texts.values() for f in text.figures])
    _check_keys("分类方案", [preset.key for preset in form.presets])
    if not any(map(form.is_before_heading, form.texts)):
        # The import needs a place for the text before the first section.
        raise FormError("没有前言：应有一段文字写明 place。")
    for section in form.sections:
        _check_section(form, section)
        for table in section.tables:
            _check_table_key(form, section, table)
    for table in form.tables.values():
        _check_table(table)
    _check_addends(form)
    for relation in form.relations:
        _check_form_relation(form, relation)
    within = [relation.key for table in form.tables.values() for relation in table.relations]
    within += [relation.key for relation in form.relations]
    _check_keys("关系", [*dict.fromkeys((*FINDING_PREFIXES, *RULE_NAMES)), *within])
    _check_keys("分类统计", [tally.key for section in form.sections for tally in section.tallies])
    _check_phrases(form)
    for rule in form.rules:
        _check_rule(form, rule)
    for preset in form.presets:
        _check_keys(f"分类方案「{preset.name}」", ["total", *(key for key, _ in preset.parts)])


def _check_sizes(form: Form) -> None:
    """Check that a form is not too large, before its parts are checked.

    This limits the time that an untrusted file takes.
    """
    for what, count in _counts(form):
        if count > _MOST[what]:
            raise FormError(f"{what}超过{_MOST[what]}个。")
    cells = 0
    for table in (table for section in form.sections for table in section.tables):
        cells += table.size
        if cells > _MOST_CELLS:
            raise FormError(f"各表到「{table.key}」为止超过{_MOST_CELLS}格。")


def _counts(form: Form) -> Iterator[tuple[str, int]]:
    """Yield the number of parts of each kind in ``_MOST``."""
    sections = form.sections
    texts = [text for section in sections for text in section.texts]
    tables = [table for section in sections for table in section.tables]
    relations = [*form.relations, *(one for table in tables for one in table.relations)]
    totals = [total for table in tables for total in table.totals]
    yield "章节", len(sections)
    yield "表格", len(tables)
    yield "标题", sum(_headings((*b.rows, *b.columns)) for table in tables for b in table.blocks)
    yield "小标题", len(texts)
    yield "数据项", sum(len(text.figures) for text in texts)
    yield "分类统计", sum(len(section.tallies) for section in sections)
    yield "分类方案", len(form.presets)
    yield "分类方案的项", sum(len(preset.parts) for preset in form.presets)
    yield "合计和关系", len(relations) + len(totals)
    named = (*(r.terms for r in relations), *(r.lines for r in relations), *(t.sum for t in totals))
    yield "合计和关系的项", sum(map(len, named))
    yield "规则和必写内容", len(form.rules) + sum(len(section.mentions) for section in sections)
    phrases = [phrase for section in sections for phrase in section.phrases]
    subjects = [subject for section in sections for subject in section.subjects]
    named_by: list[Phrase | Subject] = [*phrases, *subjects]
    yield "用语对象", len(subjects)
    yield "用语", len(phrases)
    yield "用语所指的数", sum(len(meaning) for phrase in phrases for meaning in phrase.means)
    yield "用语的写法", sum(map(len, map(_wordings, named_by)))


def _check_addends(form: Form) -> None:
    """Check the number of addends: short relations of groups in many lines are slow to compute.

    This limits the time of checks 1 and 5 to 8.
    """
    addends = 0
    for table in form.tables.values():
        for total in table.totals:
            addends += _addends(table, total.along, total.sum, ())
        for relation in table.relations:
            addends += _addends(table, relation.along, relation.terms, relation.lines)
    if addends > _MOST_ADDENDS:
        raise FormError(f"合计和关系所加的数超过{_MOST_ADDENDS}个。")


def _addends(table: Table, along: Axis, terms: Iterable[Term], lines: tuple[str, ...]) -> int:
    paths = sum(len(table.resolve(along, term.path)) for term in terms)
    return paths * len(lines or table.across(along))


def _headings(headings: Iterable[Heading]) -> int:
    return sum(1 + _headings(heading.children) for heading in headings)


def _check_rule(form: Form, rule: Rule) -> None:
    """Checks 4, 10 to 12 and 15 to 17: a rule and each of its places exist."""
    where = f"规则「{rule.name}」"
    _require([rule.rule], RULE_NAMES, where)
    target = RULE_TARGETS.get(rule.rule)
    _require(rule.on, target.places(form) if target else (), where)
    if target and not rule.on:
        raise FormError(f"{where}缺少「on」。")


# ── words of prose


def _check_phrases(form: Form) -> None:
    """Checks 18 to 20: phrases call numbers that the form has, by a limited number of words."""
    subjects = [subject for section in form.sections for subject in section.subjects]
    phrases = [phrase for section in form.sections for phrase in section.phrases]
    _check_keys("用语对象", [subject.key for subject in subjects])
    _check_keys("用语", [phrase.key for phrase in phrases])
    for phrase in phrases:
        where = f"用语「{phrase.key}」"
        _require([phrase.subject], {subject.key for subject in subjects}, where)
        for meaning in phrase.means:
            _check_meaning(form, meaning, where)
    spelled = sum(_spellings(f"用语对象「{one.key}」", _wordings(one)) for one in subjects)
    spelled += sum(_spellings(f"用语「{one.key}」", _wordings(one)) for one in phrases)
    if spelled > _MOST_SPELLINGS_OF_FORM:
        raise FormError(f"用语和用语对象的写法展开后超过{_MOST_SPELLINGS_OF_FORM}种。")


def _wordings(one: Phrase | Subject) -> tuple[str, ...]:
    """Return all words of a phrase, or all names of a subject and the words beside them."""
    if isinstance(one, Subject):
        return (*one.names, *one.about)
    return (*one.words, *one.denied, *one.zero)


def _check_meaning(form: Form, meaning: Iterable[str], where: str) -> None:
    """Check 18: the addends of a meaning exist, and no number is added twice."""
    addends = [addend for address in meaning for addend in _addends_at(form, address, where)]
    for address, count in Counter(addends).items():
        if count > 1:
            raise FormError(f"{where}所指的「{address}」重复。")


def _addends_at(form: Form, address: str, where: str) -> list[str]:
    """Return the numbers at an address: a cell, a figure, a tally, all cells of a group."""
    place = Address.parse(address)
    table = form.tables.get(place.table)
    if table and place.kind == "cell" and place.answer == address:
        rows = _lines_at(table, "rows", place.row, where)
        columns = _lines_at(table, "columns", place.column, where)
        crossings = [table.address(row, column) for row in rows for column in columns]
        if found := [crossing for crossing in crossings if crossing in table.cells]:
            return found
    tallies = {tally.key for section in form.sections for tally in section.tallies}
    is_tally = place.key in tallies and address == tally_address(place.key)
    _require([address], [*form.figures, *([address] if is_tally else [])], where)
    return [address]


def _lines_at(table: Table, axis: Axis, path: str, where: str) -> list[str]:
    """Return the rows or columns that a path names; a group must not contain a total."""
    lines = table.resolve(axis, path)
    for line in lines:
        if line != path and line in table.computed:
            raise FormError(f"{where}所指的「{path}」含有合计「{line}」。")
    return lines


def _spellings(where: str, wordings: Iterable[str]) -> int:
    """Return the number of spellings of words with choices: 〔甲|乙〕 has three, （甲|乙） two."""
    count = 0
    for wording in wordings:
        if len(wording) > _LONGEST_WORDING:
            raise FormError(f"{where}的一种写法超过{_LONGEST_WORDING}字。")
        plain = _YEAR.sub("", wording)
        if not is_well_formed(plain):
            raise FormError(f"{where}的写法「{wording}」中的〔〕、|或{{}}有误。")
        count += count_spellings(plain)
        if count > _MOST_SPELLINGS:
            raise FormError(f"{where}的写法展开后超过{_MOST_SPELLINGS}种。")
    return count


def _check_keys(what: str, keys: Iterable[str], shape: re.Pattern[str] = _KEY) -> None:
    """All checks: keys are well-formed and unique, because drafts identify answers by them.

    A key has no character that separates the parts of an address.
    """
    for key, count in Counter(keys).items():
        if not shape.fullmatch(key):
            raise FormError(f"{what}的键「{key}」不符合要求。")
        if count > 1:
            raise FormError(f"{what}的键「{key}」重复。")


def _require(names: Iterable[str], known: Iterable[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise FormError(f"{where}中的「{name}」不存在。")


def _check_section(form: Form, section: Section) -> None:
    """Points 1, 5 and 6 of the decree, and check 9: sub-heads, their sentences, and tallies."""
    keys = [text.key for text in section.texts]
    _check_keys(f"「{section.title}」小标题", keys, _PATH)
    parents = filter(None, map(parent_path, keys))
    _require(parents, keys, f"「{section.title}」小标题")
    for text in section.texts:
        where = f"小标题「{text.title}」"
        _require([text.sentence] if text.sentence else [], SENTENCE_NAMES, where)
        _require([text.reference] if text.reference else [], REFERENCE_NAMES, where)
    for tally in section.tallies:
        _require([tally.under], keys, f"分类统计「{tally.name}」")
        _require([tally.preset], {p.key for p in form.presets}, f"分类统计「{tally.name}」")
    _check_keys("必写内容", [mention.key for mention in section.mentions])
    for mention in section.mentions:
        _check_mention(mention, keys)


def _check_mention(mention: Mention, keys: list[str]) -> None:
    """Check 14 (必写内容): its text and its kinds of unit exist, and it requires some words."""
    where = f"必写内容「{mention.name}」"
    _require([mention.text] if mention.text else [], keys, where)
    _require(mention.kinds, {*CHOICES, UnitKind.GOVERNMENT}, where)
    if bool(mention.all) == bool(mention.any):
        raise FormError(f"{where}应写 all 或 any 中的一项。")


def _check_table_key(form: Form, section: Section, table: Table) -> None:
    """All checks: the addresses of a table are those of cells, and its key is not ambiguous."""
    address = cell_address(table.key, "row", "column")
    if Address.parse(address) != Address("cell", table.key, "row", "column"):
        raise FormError(f"表格的键「{table.key}」是其他内容的地址所用，换一个键。")
    if table.key != section.key and table.key in form.section_keys:
        raise FormError(f"表格的键「{table.key}」是另一章节的键。")


def _check_table(table: Table) -> None:
    """Points 2 to 4 of the decree: a table has a valid layout, and cells have unique addresses."""
    for heading in chain.from_iterable((*block.rows, *block.columns) for block in table.blocks):
        _check_heading(heading)
    _check_leaves(table)
    if len(table.cells) != table.size:
        raise FormError(f"表格「{table.key}」有两格地址相同。")
    for total in table.totals:
        _check_total(table, total)
    for relation in table.relations:
        _check_table_relation(table, relation)
    if table.nothing:
        _require(table.nothing.rows, table.leaves("rows"), f"「{table.nothing.name}」")
    grid_of(table)


def _check_leaves(table: Table) -> None:
    """Points 2 to 4 of the decree: each row and column has a path, and none is below another."""
    axes: tuple[Axis, ...] = ("rows", "columns")
    for leaves in map(table.leaves, axes):
        for path, leaf in leaves.items():
            if not path:
                raise FormError(f"标题「{leaf.heading.label}」缺少键。")
            for above in path_and_parents(path)[1:]:
                if above in leaves:
                    names = leaves[above].heading.label, leaf.heading.label
                    raise FormError(
                        f"标题「{names[0]}」的键「{above}」也是「{names[1]}」所在标题的键。"
                    )


def _check_total(table: Table, total: Total) -> None:
    """Check 3 (原表合计): a total adds typed cells, each only once."""
    where = f"合计「{total.name}」"
    if _resolve(table, total.along, total.gives, where) != [total.gives]:
        raise FormError(f"{where}的「{total.gives}」下还有标题。")
    addends = [p for term in total.sum for p in _resolve(table, total.along, term.path, where)]
    if len(addends) != len(set(addends)):
        raise FormError(f"{where}的各项重复。")
    for path in addends:
        if path in table.computed:  # totals of totals might be circular
            raise FormError(f"{where}中的「{path}」也是合计。")


def _check_heading(heading: Heading) -> None:
    """Points 2 to 4 of the decree: keys, label and width of a heading are valid."""
    children = [child.key for child in heading.children]
    _check_keys(f"标题「{heading.label}」下", [key for key in children if key])
    if heading.key:
        _check_keys("标题", [heading.key])
    if len(heading.label) > _LONGEST:
        raise FormError(f"标题「{heading.label[:_LONGEST]}…」超过{_LONGEST}字。")
    if not 0 <= heading.span <= _WIDEST:
        raise FormError(f"标题「{heading.label}」的「span」应为0至{_WIDEST}。")
    for child in heading.children:
        _check_heading(child)


def _resolve(table: Table, axis: Axis, path: str, where: str) -> list[str]:
    if axis == "":
        raise FormError(f"{where}缺少「along」。")
    found = table.resolve(axis, path)
    if not found:
        raise FormError(f"{where}中的「{path}」不存在。")
    return found


def _check_table_relation(table: Table, relation: Relation) -> None:
    """Checks 1 and 5 to 8: the terms and lines of a relation exist in its table."""
    where = f"关系「{relation.name}」"
    sides = [
        [(term.last, path) for path in _resolve(table, relation.along, term.path, where)]
        for term in relation.terms
    ]
    _check_sides(relation, [place for side in sides for place in side])
    if relation.without_last:
        _resolve(table, relation.along, relation.without_last, where)
    _require(relation.lines, table.across(relation.along), where)


def _check_form_relation(form: Form, relation: Relation) -> None:
    """Checks 9 and 13: the terms of a relation are cells and figures of the form."""
    known = form.cells.keys() | form.figures.keys()
    _require((term.path for term in relation.terms), known, f"关系「{relation.name}」")
    if relation.along or relation.lines:
        raise FormError(f"关系「{relation.name}」不能写「along」或「lines」。")
    _check_sides(relation, [(term.last, term.path) for term in relation.terms])


def _check_sides(relation: Relation, places: list[tuple[bool, str]]) -> None:
    """Checks 1, 5 to 9 and 13: the sides of a relation have no place in common."""
    if bool(relation.equals) == bool(relation.at_least):
        raise FormError(f"关系「{relation.name}」应写 equals 或 at_least 中的一项。")
    for place in _repeated(places):
        raise FormError(f"关系「{relation.name}」两边都有「{place}」。")


def _repeated(places: list[tuple[bool, str]]) -> Iterator[str]:
    return (path for (_, path), count in Counter(places).items() if count > 1)
