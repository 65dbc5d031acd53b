"""What drafts depend on in a form, as one word: with another word it is another form.

Addresses, labels, kinds, relations and figures count; guidance, advice and the words of sentences
help the clerk and may be bettered at any time (docs/decisions/0007).
"""

import hashlib
import json
from functools import cache
from typing import Any, Final

from model.form.form import Form
from model.form.table import FormPart, Term
from model.unit import LEVELS, UnitKind

BETTERED: Final = (
    "guidance",
    "advice",
    "reference",
    "variants",
    "called",
    "compared",
    "short",
    "nothing",
    "longest",
)
"""Fields that help the clerk and mean nothing to a draft."""


@cache
def fingerprint(form: Form) -> str:
    """Return the SHA-256 of what a draft depends on, in hexadecimal."""
    return hashlib.sha256(json.dumps(frozen(form), ensure_ascii=False).encode()).hexdigest()


def frozen(part: Any) -> Any:
    """Give all of a form but the help in it, as plain JSON; what is as by default says nothing."""
    if isinstance(part, tuple):
        return [frozen(one) for one in part]
    if isinstance(part, Term):
        return {"path": part.path} | ({"last": True} if part.last else {})
    if not isinstance(part, FormPart):
        return part
    names, defaults = part.__struct_fields__, part.__struct_defaults__
    by_default = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return {
        name: frozen(_first_named(name, getattr(part, name)))
        for name in names
        if name not in BETTERED
        and (name not in by_default or getattr(part, name) != by_default[name])
    }


def _first_named(name: str, value: Any) -> Any:
    """Return kinds of unit as the first forms named them: all levels together as 县级以上政府.

    So a form that names the levels is the same form as before to the drafts that rest on it.
    """
    if name != "kinds" or not set(LEVELS) <= set(value):
        return value
    together = str(UnitKind.GOVERNMENT)
    return tuple(dict.fromkeys(together if kind in LEVELS else kind for kind in value))
