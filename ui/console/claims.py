"""The command ``claims``: what the texts of a draft state about its figures."""

import argparse
from typing import Any, Final

from model.checks.claims import StatedClaim, by_id, stated_claims
from model.drafts import storage
from model.report.meanings import cells_meant, numbered_meant, unit_meant
from model.report.report import Report
from model.values import Values, write_number
from ui.app.terminal import answer

_STANDINGS: Final = {True: "一致", False: "不一致", None: "未填完"}
"""How a claim stands to its figures."""


def run_claims(arguments: argparse.Namespace) -> int:
    """Print all claims of a draft, in the order of its texts."""
    report = storage.load(arguments.draft).report
    numbers = report.totals()
    found = [*by_id(stated_claims(report, numbers))]
    described = [_described(report, key, stated, numbers) for key, stated in found]
    lines = (_line(report, stated, numbers) for _, stated in found)
    answer(arguments.json, {"draft": str(arguments.draft), "claims": described}, lines)
    return 0


def _described(report: Report, key: str, stated: StatedClaim, numbers: Values) -> dict[str, Any]:
    """Return a claim as JSON holds it; numbers are text, offsets count characters."""
    claim = stated.claim
    meanings = zip(claim.phrase.means, stated.numbers, strict=True)
    return {
        "id": key,
        "text": stated.text,
        "start": claim.start,
        "end": claim.end,
        "number": write_number(claim.quantity.number),
        "unit": claim.quantity.unit,
        "exact": claim.quantity.is_exact,
        "denial": claim.is_denial,
        "words": claim.words,
        "sentence": stated.sentence,
        "phrase": claim.phrase.key,
        "meanings": [
            {
                "addresses": list(meaning),
                "cells": [cell for one in meaning for cell in cells_meant(report.form, one)],
                "number": None if number is None else write_number(number),
                "unit": unit_meant(report, meaning),
                "name": numbered_meant(report, meaning, numbers),
            }
            for meaning, number in meanings
        ],
        "agrees": stated.agrees,
    }


def _line(report: Report, stated: StatedClaim, numbers: Values) -> str:
    claim = stated.claim
    quantity = f"{write_number(claim.quantity.number)}{claim.quantity.unit}"
    if not claim.quantity.is_exact:
        quantity = f"约{quantity}"
    named = "，或".join(numbered_meant(report, one, numbers) for one in claim.phrase.means)
    place = f"{claim.start}-{claim.end}"
    standing = _STANDINGS[stated.agrees]
    return "\t".join((stated.text, place, claim.words, quantity, named, standing))
