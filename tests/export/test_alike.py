"""A document that is written twice at one moment is twice the same bytes."""

import io
import time
from datetime import UTC

import docx
import openpyxl
import pytest

from export.documents import WRITERS
from model.report.report import Report
from tests.writing import MOMENT


@pytest.mark.parametrize("kind", WRITERS)
def test_a_document_is_alike_on_another_day(
    kind: str, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = WRITERS[kind].render(example, MOMENT)
    monkeypatch.setattr(time, "time", lambda: 2e9)  # which packages ask for the dates of parts
    assert WRITERS[kind].render(example, MOMENT) == first


@pytest.mark.parametrize("kind", ["word", "excel", "checklist", "check_report", "collection"])
def test_a_document_says_in_universal_time_when_it_was_written(kind: str, example: Report) -> None:
    data = io.BytesIO(WRITERS[kind].render(example, MOMENT))
    opened = openpyxl.load_workbook(data).properties if kind == "excel" else None
    properties = opened or docx.Document(data).core_properties
    assert properties.created is not None
    assert properties.created.replace(tzinfo=UTC) == MOMENT
    assert properties.modified == properties.created
