"""Many cells named in few words."""

import pytest

from model.form import catalog
from model.report.addresses import names_of
from model.report.report import Report

FORM = catalog.form("2021")
REQUESTS = FORM.tables["requests"]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ([], []),
        (list(REQUESTS.typed), ["三、申请办理全表"]),
        ([a for a in REQUESTS.cells if a.endswith("/natural")], ["三、申请办理，自然人列"]),
        (
            [a for a in REQUESTS.cells if "/received/" in a],
            ["三、申请办理，一、本年新收政府信息公开申请数量"],
        ),
        (
            ["requests/received/natural", "requests/received/total"],
            ["一、本年新收政府信息公开申请数量，自然人", "一、本年新收政府信息公开申请数量，总计"],
        ),
        (
            [*FORM.tables["review"].cells, "disclosure/licences/decisions"],
            ["二、主动公开，行政许可", "四、复议诉讼全表"],
        ),
        (
            ["figure/fee_paid", "review/figures/litigation.after.other"],
            ["四、复议诉讼，行政诉讼、复议后起诉、其他结果列", "实际收取"],
        ),
    ],
)
def test_cells_are_named_by_the_largest_group_they_fill(
    cells: list[str], names: list[str], empty: Report
) -> None:
    assert names_of(empty, cells) == names
