"""Runs all benchmarks: ``./test.sh bench [--json FILE]``."""

import argparse
import json
from pathlib import Path

from benchmarks import (
    answering,
    claiming,
    documents,
    drawing,
    importing,
    painting,
    recognising,
    starting,
    suspects,
    texts,
)
from benchmarks.pairing import Pair
from model.drafts import storage
from model.resources import RESOURCES


def main() -> None:
    """Run, print a table, and keep the figures where asked."""
    parser = argparse.ArgumentParser(prog="./test.sh bench")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    report = storage.load(RESOURCES / "examples" / "bureau.gknb").report
    pairs = {
        "word": documents.word(report),
        "excel": documents.excel(report),
        **drawing.drawing(report),
        "keystroke": answering.keystroke(report),
        "draft": answering.reading(report),
        **painting.painting(report),
        **texts.texts(report),
        "start": starting.starting(),
        **importing.importing(report),
    }
    _print(pairs)
    folder = importing.mixed(report)
    importing.show(folder)
    recognised = recognising.recognising()
    recognising.show(recognised)
    found = suspects.localisation()
    suspects.show(found)
    claims = claiming.claiming()
    reading = claiming.first_reading(report)
    claiming.show(claims, reading)
    if arguments.json:
        content: dict[str, object] = {name: one.as_json() for name, one in pairs.items()}
        content["folder"] = folder.as_json()
        content["recognised"] = {kind: dict(one) for kind, one in recognised.items()}
        content["claims"] = claiming.as_json(claims) | {"first_reading_ms": reading}
        content["suspects"] = {name: one.as_json() for name, one in found.items()}
        arguments.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _print(pairs: dict[str, Pair]) -> None:
    print(f"{'':14}{'ours ms':>10}{'other ms':>10}{'ratio':>8}{'to limit':>10}")
    for name, one in pairs.items():
        figures = one.as_json()
        limit = figures["limit_ratio"]
        message = "—" if limit is None else f"{limit:.2f}"
        print(f"{name:14}{one.ours:10.3f}{one.other:10.3f}{figures['ratio']:8.3f}{message:>10}")


if __name__ == "__main__":
    main()
