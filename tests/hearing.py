"""What a screen reader hears. Run by the system's Python, which has the bindings of AT-SPI.

Takes a question a line, in JSON, and gives its answer in the same way:
``["tree", words]``   the program's windows, once these words stand somewhere in them;
``["heard", words]``  what was selected or focused since the last question, up to these words.
Where the words do not come, the answer is what there is.
"""

import json
import sys
import time
from collections.abc import Callable

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 120
"""Seconds to wait for words; a busy machine takes long to say a whole window."""
TICK = 50
"""Milliseconds after which is looked again, where nothing comes in."""
LABELLED = Atspi.RelationType.LABELLED_BY
heard: list[tuple[str, str]] = []


def message(part: "Atspi.Accessible") -> dict[str, object]:
    """Give what can be known of a part of a window, and of the visible parts in it."""
    relations = [one for one in part.get_relation_set() if one.get_relation_type() == LABELLED]
    within = [part.get_child_at_index(place) for place in range(part.get_child_count())]
    return {
        "role": part.get_role_name(),
        "name": part.get_name(),
        "labels": [one.get_target(n).get_name() for one in relations for n in targets(one)],
        "states": [state.value_nick for state in part.get_state_set().get_states()],
        "parts": [message(one) for one in within if one is not None and is_visible(one)],
    }


def targets(relation: "Atspi.Relation") -> range:
    return range(relation.get_n_targets())


def is_visible(part: "Atspi.Accessible") -> bool:
    """Whether a part is shown; what a table or a list has scrolled away can still be read."""
    shown = part.get_state_set().contains(Atspi.StateType.VISIBLE)
    return bool(shown) or part.get_role() in (Atspi.Role.TABLE_CELL, Atspi.Role.LIST_ITEM)


def tree() -> dict[str, object]:
    """Give the windows; nothing where a part went while it was asked."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    try:
        return message(desktop)
    except GLib.Error:
        return {}


def hear(event: "Atspi.Event") -> None:
    if event.detail1:
        heard.append((event.type.rpartition(":")[2], event.source.get_name()))


def until(words: str, look: Callable[[], object]) -> object:
    """Look until the words are there, and no longer than patience lasts."""
    end = time.monotonic() + PATIENCE
    while True:
        while GLib.MainContext.default().iteration(False):
            pass
        seen = look()
        there = seen != {} and words in json.dumps(seen, ensure_ascii=False)
        if there or time.monotonic() > end:
            return seen
        GLib.MainContext.default().iteration(True)


def main() -> None:
    Atspi.init()
    listener = Atspi.EventListener.new(hear)
    for kind in ("focused", "selected"):
        listener.register(f"object:state-changed:{kind}")
    GLib.timeout_add(TICK, lambda: True)
    for line in sys.stdin:
        kind, words = json.loads(line)
        answer = until(words, tree if kind == "tree" else lambda: heard)
        if kind == "tree":  # parts asked before the words came may have changed since
            answer = until(words, tree)
        print(json.dumps(answer, ensure_ascii=False), flush=True)  # noqa: T201
        heard.clear()


if __name__ == "__main__":
    main()
