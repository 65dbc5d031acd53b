"""The fingerprint of the parts of a form that drafts depend on.

Addresses, labels, kinds, relations and figures count; guidance, advice and the words of sentences
only help the clerk and may be improved at any time (docs/decisions/0007). A text after the heading
of its section does not count, because no number depends on it.
"""

import hashlib
import json
from functools import cache
from typing import Any, Final

from model.form.form import Form, Text
from model.form.table import FormPart, Term
from model.unit import LEVELS, UnitKind

EDITORIAL: Final = (
    "guidance",
    "advice",
    "reference",
    "variants",
    "called",
    "compared",
    "short",
    "nothing",
    "longest",
    "subjects",
    "phrases",
)
"""Fields that help the clerk and do not affect drafts."""


@cache
def fingerprint(form: Form) -> str:
    """Return the SHA-256 of the parts that drafts depend on, in hexadecimal."""
    return hashlib.sha256(json.dumps(relevant_json(form), ensure_ascii=False).encode()).hexdigest()


def relevant_json(part: Any) -> Any:
    """Return a form as plain JSON, without editorial fields and without default values."""
    if isinstance(part, tuple):
        return [relevant_json(one) for one in part if not _is_lead(one)]
    if isinstance(part, Term):
        return {"path": part.path} | ({"last": True} if part.last else {})
    if not isinstance(part, FormPart):
        return part
    names, defaults = part.__struct_fields__, part.__struct_defaults__
    by_default = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return {
        name: relevant_json(_first_named(name, getattr(part, name)))
        for name in names
        if name not in EDITORIAL
        and (name not in by_default or getattr(part, name) != by_default[name])
    }


def _is_lead(part: Any) -> bool:
    """Return whether a part is a text after the heading of its section (总述).

    No form had one when it was released: the text is optional, and an older draft does not have it.
    """
    return isinstance(part, Text) and part.place == "after_heading"


def _first_named(name: str, value: Any) -> Any:
    """Return kinds of unit as in the first forms: all levels together as 县级以上政府.

    So the fingerprint of a form did not change when the levels were introduced.
    """
    if name != "kinds" or not set(LEVELS) <= set(value):
        return value
    together = str(UnitKind.GOVERNMENT)
    return tuple(dict.fromkeys(together if kind in LEVELS else kind for kind in value))
