"""What LibreOffice saved again of the program's own documents comes back as it was."""

import shutil
from typing import Final

import pytest

from intake.child import Reader
from tests.resaved import CASES, figures
from tests.sampling import WHOLE

SAMPLE: Final = CASES if WHOLE else (("example", "word", "pdf"), ("long", "excel", "pdf"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
@pytest.mark.parametrize("case", SAMPLE, ids="-".join)
def test_a_document_that_was_saved_again_comes_back_or_names_what_does_not(
    case: tuple[str, str, str], reader: Reader
) -> None:
    found = figures(reader, case)
    assert found["right"] >= 150
    assert {what for what in found if found[what]} <= {"right", "named", "in place", "line named"}
