"""What is exported on a form with other keys comes back on it, figures and texts too."""

from pathlib import Path

import pytest

from intake.content import Document
from intake.recognition.reading import recognise
from intake.recognition.report import report_from
from intake.worker import read
from model.form.form import Form
from model.report.answers import put
from model.report.report import Report
from tests import renamed_form
from tests.writing import render_excel, render_web, render_word

WRITTEN = {"word": render_word, "web": render_web, "excel": render_excel}


def balanced(form: Form) -> Report:
    """Give a report with a number in every place and words under every sub-head."""
    report = renamed_form.filled(form)
    for block in report.texts:
        if not form.texts[block.key].figures:
            report = put(report, block.address, f"本年做好{block.title}的有关工作。")
    return report


@pytest.mark.campaign
@pytest.mark.parametrize("name", renamed_form.RELEASED)
@pytest.mark.parametrize("kind", WRITTEN)
def test_a_report_on_a_form_with_other_keys_comes_back(
    tmp_path: Path, kind: str, name: str
) -> None:
    form = renamed_form.added(tmp_path / "forms", renamed_form.all_renamed(name))
    report = balanced(form)
    document = read(WRITTEN[kind](report))
    assert isinstance(document, Document)
    reading = recognise(document, [form])
    brought = report_from(reading, report.year)
    assert not reading.issues
    assert not reading.doubts
    cells = {a: brought.values.get(a) for a in form.typed}
    assert cells == {a: report.values[a] for a in form.typed}
    if kind != "excel":
        assert {a: brought.values.get(a) for a in form.figures} == {
            a: report.values[a] for a in form.figures
        }
        assert {b.key: b.body for b in brought.texts if b.body.strip()} == {
            b.key: b.body for b in report.texts if b.body.strip()
        }
