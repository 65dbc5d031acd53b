"""Relations at each key against lambdas over all of them; a draft against json.loads of it."""

import json
from collections.abc import Callable

from benchmarks.pairing import Pair, pair
from model.checks.check import check
from model.drafts import file_format
from model.form.arithmetic import arithmetic
from model.report.report import Report
from model.values import Values

CELL = "requests/handled.refused.secret/natural"


def keystroke(report: Report) -> Pair:
    """Bring all totals and relations up to date after one key, against evaluating them all."""
    known = arithmetic(report.form)
    evaluation = known.evaluate(report.values)
    changed = report.with_value(CELL, 7).values
    lambdas = [_lambda(s.addends) for s in known.sums.values()]
    lambdas += [_lambda(line.typed) for line in known.lines.values()]
    complete = known.evaluate(changed).numbers
    return pair(
        lambda: known.after(evaluation, changed, CELL, {}),
        lambda: [evaluate(complete) for evaluate in lambdas],
        rounds=51,
        repeat=200,
    )


def _lambda(addresses: tuple[str, ...]) -> Callable[[Values], object]:
    return lambda values: sum(values[address] for address in addresses)


def reading(report: Report) -> Pair:
    """Read and check a draft, against json.loads of its bytes."""
    data = file_format.encode(report)
    return pair(
        lambda: check(file_format.decode(data)), lambda: json.loads(data), rounds=51, repeat=20
    )
