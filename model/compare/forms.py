"""The differences between two forms: names that are new, removed or changed, in printed order."""

from collections.abc import Iterator, Mapping
from itertools import chain

from model.form.form import Form
from model.form.needs import applies
from model.form.table import Relation
from model.report.wording import lacking


def form_changes(new: Form, old: Form) -> list[str]:
    """Return a sentence for each kind of name that is new, removed or changed."""
    message = [
        *_differences("部分", _sections(old), _sections(new)),
        *chain.from_iterable(_of_tables(new, old)),
        *_differences("小标题", _texts(old), _texts(new)),
        *_differences("数字", _figures(old), _figures(new)),
        *_differences("核对关系", _relations(old), _relations(new)),
        *_unsupported(new),
    ]
    return message or ["表格、小标题和核对关系与现有格式相同。"]


def _of_tables(new: Form, old: Form) -> Iterator[Iterator[str]]:
    for key in dict.fromkeys((*new.tables, *old.tables)):
        title = (new if key in new.tables else old).section_of[key].title
        for axis in ("rows", "columns"):
            what = f"{title}的{'行' if axis == 'rows' else '列'}"
            yield _differences(what, _leaves(old, key, axis), _leaves(new, key, axis))


def _unsupported(form: Form) -> Iterator[str]:
    """Yield messages on sentences and rules of a form that lacks the data they need."""
    for text in form.texts.values():
        if lacks := lacking(form, text):
            yield (
                f"小标题「{text.title}」写明的语句缺少所需的数据项（{'、'.join(lacks)}），"
                "不提供该语句。"
            )
    for rule in form.rules:
        if not applies(form, rule):
            yield f"规则「{rule.name}」所指的格不符合该规则的要求，不执行。"


def _differences(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield sentences on the differences of names by their keys."""
    added = [name for key, name in new.items() if key not in old]
    gone = [name for key, name in old.items() if key not in new]
    changed = [(old[k], name) for k, name in new.items() if old.get(k, name) != name]
    if added:
        yield f"{what}增加：{_listed(added)}。"
    if gone:
        yield f"{what}减少：{_listed(gone)}。"
    for before, after in changed:
        yield f"{what}「{before}」改为「{after}」。"


def _listed(names: list[str]) -> str:
    return "".join(f"「{name}」" for name in names)


def _sections(form: Form) -> dict[str, str]:
    return {section.key: section.title for section in form.sections}


def _leaves(form: Form, table: str, axis: str) -> dict[str, str]:
    if table not in form.tables:
        return {}
    leaves = form.tables[table].leaves("rows" if axis == "rows" else "columns")
    return {path: leaf.labels[-1] for path, leaf in leaves.items() if leaf.labels}


def _texts(form: Form) -> dict[str, str]:
    return {key: text.title for key, text in form.texts.items()}


def _figures(form: Form) -> dict[str, str]:
    return {address: figure.label for address, figure in form.figures.items()}


def _relations(form: Form) -> dict[str, str]:
    within: list[Relation] = [r for table in form.tables.values() for r in table.relations]
    return {relation.key: relation.name for relation in (*within, *form.relations)}
