"""The shape of a draft file, version 3, and how a report fills it.

docs/draft-format.md describes it. Field names here, and of the dataclasses used here, are the keys
of the file; to change one takes a new version and a step in ``migrations``. Numbers are strings, so
that 59237.2449 stays as typed; a blank is absent.
"""

import re
from collections.abc import Iterable, Mapping, Set
from typing import Any, Final

import msgspec

from model.address import TOTAL, first_key
from model.errors import FormError, UnreadableError
from model.form import catalog
from model.form.form import Form
from model.form.identity import fingerprint
from model.report.addresses import kind_of
from model.report.report import (
    Fonts,
    Options,
    Period,
    Previous,
    Published,
    Reason,
    Report,
    Stage,
    Tally,
    TextBlock,
)
from model.unit import Unit
from model.values import LONGEST, Number, ValueKind, Values, read_number, write_number

VERSION: Final = 3


class CategoryPart(msgspec.Struct, omit_defaults=True):
    """One category of a tally."""

    key: str
    label: str


class TallyPart(msgspec.Struct, omit_defaults=True):
    """A tally and its categories; its numbers stand among the values."""

    key: str
    name: str
    unit: str
    under: str
    parts: list[CategoryPart]
    approximate: bool = False
    print_zero: bool = True


class PreviousPart(msgspec.Struct, omit_defaults=True):
    """Last year's answers, copied; ``values`` holds numbers of every address, computed ones too."""

    source: str
    form: str
    year: int
    unit: str
    values: dict[str, str] = {}
    texts: tuple[TextBlock, ...] = ()


def _written_always(option: str) -> Any:
    """Give a field the default of an option, without msgspec knowing it for one it may omit."""
    default = getattr(Options(), option)
    return msgspec.field(default_factory=lambda: default)


class OptionsPart(msgspec.Struct, omit_defaults=True):
    """Choices of layout; those that came later are absent where nobody chose them."""

    pitch: str = _written_always("pitch")
    shading: bool = _written_always("shading")
    run_in: bool = _written_always("run_in")
    units: Mapping[str, str] = _written_always("units")
    fonts: Fonts = Fonts.STANDARD


class DraftFile(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A whole draft. ``gknb`` is the version of this shape.

    ``form_digest`` is the fingerprint of a form that did not come with the program.
    """

    gknb: int
    id: str
    revision: str
    form: str
    year: int
    period: Period
    unit: Unit
    stage: Stage
    options: OptionsPart
    form_digest: str = ""
    values: dict[str, str] = {}
    unread: dict[str, str] = {}
    stated: dict[str, str] = {}
    remarks: dict[str, str] = {}
    notes: dict[str, str] = {}
    sources: dict[str, str] = {}
    texts: tuple[TextBlock, ...] = ()
    tallies: list[TallyPart] = []
    reasons: dict[str, Reason] = {}
    published: Published | None = None
    previous: PreviousPart | None = None


def file_of(report: Report) -> DraftFile:
    """Put a report into the shape of a draft file."""
    known = report.form.cells.keys() | report.form.figures.keys() | _tallied(report.tallies)
    return DraftFile(
        gknb=VERSION,
        id=report.id,
        revision=report.revision,
        form=report.form.key,
        form_digest="" if report.form.key in catalog.released() else fingerprint(report.form),
        year=report.year,
        period=report.period,
        unit=report.unit,
        stage=report.stage,
        options=OptionsPart(**vars(report.options)),
        values=_written({a: n for a, n in report.values.items() if a in known}),
        unread=dict(report.unread),
        stated=_written(report.stated),
        remarks=dict(report.remarks),
        notes=dict(report.notes),
        sources=dict(report.sources),
        texts=report.texts,
        tallies=[_tally_part(tally) for tally in report.tallies],
        reasons=dict(report.reasons),
        published=report.published,
        previous=_previous_part(report.previous),
    )


def report_of(file: DraftFile) -> Report:
    """Read a report out of a draft file.

    Raises:
        FormError: the form is not known here, or is another of the same key.
        AddressError, KeyError: an address that the form does not have.
        UnreadableError: a value that is no number of its kind.
    """
    form = _form_of(file)
    _check(file, form)
    tallies = tuple(map(_tally_of, file.tallies))
    report = Report(
        form=form,
        year=file.year,
        unit=file.unit,
        period=file.period,
        id=file.id,
        revision=file.revision,
        unread=file.unread,
        stated=_numbers(file.stated, form),
        remarks=file.remarks,
        notes=file.notes,
        sources=file.sources,
        texts=file.texts,
        tallies=tallies,
        reasons=file.reasons,
        stage=file.stage,
        published=file.published,
        previous=_previous_of(file.previous),
        options=Options(**msgspec.structs.asdict(file.options)),
        values=_numbers(file.values, form, _tallied(tallies)),
    )
    for address in (*file.unread, *file.remarks, *file.sources):
        kind_of(report, address)
    return report


def _form_of(file: DraftFile) -> Form:
    try:
        form = catalog.form(file.form)
    except FormError as error:
        raise FormError(
            f"草稿使用的格式「{file.form}」本机没有。"
            "在“设置”的“报告格式”中增加该格式文件后再打开，或用新版程序打开。"
        ) from error
    if file.form_digest and file.form_digest != fingerprint(form):
        raise FormError(
            f"草稿使用的格式「{file.form}」与本机的同名格式内容不同。"
            "在填写该草稿的电脑上打开，或换用与之相同的格式文件。"
        )
    return form


def _check(file: DraftFile, form: Form) -> None:
    """Refuse what the types let through and no report can be."""
    places = [text.key for text in file.texts] + [part.under for part in file.tallies]
    sections = set(map(first_key, places))
    computed = form.cells.keys() - form.typed
    keys = [text.key for text in file.texts]
    tallies = [part.key for part in file.tallies]
    parts = [[c.key for c in part.parts] for part in file.tallies]
    wrong = {
        "年度": not 2008 <= file.year <= 2100,
        "统计期限": file.period.end < file.period.start,
        "小标题": len(set(keys)) < len(keys) or not sections <= form.section_of.keys(),
        "分类统计": len(set(tallies)) < len(tallies)
        or any(len({*part, TOTAL}) < len(part) + 1 for part in parts),
        "表格": bool(file.values.keys() & computed),
        "原表合计": not file.stated.keys() <= computed,
        "未能识别的内容": bool(file.unread.keys() & (computed | file.values.keys())),
        "单位信息": any("\n" in text for text in vars(file.unit).values() if isinstance(text, str)),
        "表下注": not file.notes.keys() <= form.tables.keys(),
        "行距": re.fullmatch(r"[1-9]\d(\.\d{1,2})?", file.options.pitch) is None,
    }
    for what, is_wrong in wrong.items():
        if is_wrong:
            raise UnreadableError(f"{what}无效。")


def _written(values: Values) -> dict[str, str]:
    return {address: write_number(number) for address, number in values.items()}


def _tallied(tallies: Iterable[Tally]) -> frozenset[str]:
    """Give the addresses of the numbers of tallies."""
    return frozenset(address for tally in tallies for address in tally.addresses)


def _tally_part(tally: Tally) -> TallyPart:
    return TallyPart(
        key=tally.key,
        name=tally.name,
        unit=tally.unit,
        under=tally.under,
        parts=[CategoryPart(key, label) for key, label in tally.parts],
        approximate=tally.approximate,
        print_zero=tally.print_zero,
    )


def _tally_of(part: TallyPart) -> Tally:
    categories = tuple((category.key, category.label) for category in part.parts)
    return Tally(
        part.key, part.name, part.unit, part.under, categories, part.approximate, part.print_zero
    )


def _numbers(
    texts: dict[str, str], form: Form, tallied: Set[str] = frozenset()
) -> dict[str, Number]:
    """Read numbers by address: nearly all are counts, and those are read together."""
    counts = dict(texts)
    others = {address: counts.pop(address) for address in texts.keys() - form.counted - tallied}
    values = _counts(counts)
    for address, text in others.items():
        known = form.cells.get(address) or form.figures[address]
        values[address] = _number(text, known.kind)
    return values


def _counts(texts: dict[str, str]) -> dict[str, Number]:
    together = "".join(texts.values())
    lengths = set(map(len, texts.values()))
    if together.isascii() and together.isdigit() and 0 not in lengths and max(lengths) <= LONGEST:
        return dict(zip(texts, map(int, texts.values()), strict=True))
    return {address: _number(text, ValueKind.COUNT) for address, text in texts.items()}


def _number(text: str, kind: ValueKind) -> Number:
    number = read_number(text, kind)
    if number is None:
        raise UnreadableError("数值为空。")
    return number


def _previous_part(previous: Previous | None) -> PreviousPart | None:
    if previous is None:
        return None
    return PreviousPart(
        source=previous.source,
        form=previous.form,
        year=previous.year,
        unit=previous.unit,
        values=_written(previous.values),
        texts=previous.texts,
    )


def _previous_of(part: PreviousPart | None) -> Previous | None:
    if part is None:
        return None
    values = {address: _last_number(text) for address, text in part.values.items()}
    return Previous(part.source, part.form, part.year, part.unit, values, part.texts)


def _last_number(text: str) -> Number:
    """Read a number of last year's form, which may not be this one: its text tells its kind."""
    return _number(text, ValueKind.MONEY if "." in text else ValueKind.CHANGE)
