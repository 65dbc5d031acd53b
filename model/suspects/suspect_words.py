"""The sentence of a possibly wrong cell: what stands there, what it might be, what would agree."""

from collections.abc import Iterable

from model.form.relations import arithmetic
from model.report.addresses import name_of
from model.report.answers import tally_of
from model.report.report import Report
from model.suspects.equations import STATED, Equations
from model.suspects.guesses import Guess
from model.suspects.slips import Slip


def sentence(report: Report, equations: Equations, guess: Guess, healed: frozenset[str]) -> str:
    """Say one guess with its labels and numbers, as it would stand alone on these equations."""
    written = "，".join(
        f"{_place(report, address)}{equations.counts[address]}{_unit(report, address)}"
        for address in guess.meant
    )
    meant, then = _meant(report, equations, guess), _then(report, equations, healed)
    return f"可能有误（仅供参考）：{written}，若{meant}，则{then}。"


def _place(report: Report, address: str) -> str:
    cell = report.form.cells.get(address)
    if cell is None:
        return f"「{name_of(report, address)}」填"
    named = f"「{cell.column[-1]}」列「{cell.row[-1]}」" if cell.row else f"「{cell.name}」"
    return f"{named}的原表合计为" if cell.computed else f"{named}填"


def _unit(report: Report, address: str) -> str:
    if (cell := report.form.cells.get(address)) is not None:
        return cell.unit
    if (figure := report.form.figures.get(address)) is not None:
        return figure.unit
    found = tally_of(report, address)
    return found[0].unit if found else ""


def _meant(report: Report, equations: Equations, guess: Guess) -> str:
    if guess.slip is Slip.EXCHANGED:
        return "两格互换"
    numbers = "、".join(f"{n}{_unit(report, address)}" for address, n in guess.meant.items())
    if guess.slip is Slip.CELL:
        return f"为{numbers}"
    if guess.slip is not Slip.MOVED:
        return f"为{numbers}（{guess.slip}）"
    address, *_ = guess.meant
    moved = abs(guess.meant[address] - equations.counts[address])
    rows = {report.form.cells[a].row for a in guess.meant}
    return (
        f"分别为{numbers}（{moved}{_unit(report, address)}填错{'列' if len(rows) == 1 else '行'}）"
    )


def _then(report: Report, equations: Equations, healed: frozenset[str]) -> str:
    """Say what would agree: all comparisons of these kinds, or how many of them."""
    names = _kinds(report, healed)
    told = names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}"
    left = (one.id for one in equations.by_id.values() if not one.holds and one.id not in healed)
    if set(names) & set(_kinds(report, left)):
        return f"{told}有{len(healed)}处由不等变为相等"
    return f"{told}全部相等"


def _kinds(report: Report, ids: Iterable[str]) -> list[str]:
    """Name the comparisons of these ids, each kind once, within the year first."""
    lines = {
        line.id: line
        for line in (*arithmetic(report.form).lines.values(), *arithmetic(report.form).total_lines)
    }
    found: dict[str, int] = {}
    for key in ids:
        if key.startswith(STATED):
            found["原表合计"] = 1
        elif key not in lines:
            tally = next(t for t in report.tallies if key == f"tally/{t.key}")
            found[f"{tally.name}的各类与合计"] = 2
        elif lines[key].relation.between_years:
            found["上年衔接关系"] = 3
        else:
            found[lines[key].relation.name.partition("（")[0]] = 0
    return sorted(found, key=lambda name: found[name])
