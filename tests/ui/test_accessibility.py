"""The window as a screen reader is told of it: the real program, on a bus of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.drafts import storage
from model.form.arithmetic import arithmetic
from model.report.report import Report
from model.values import write_number
from tests.conftest import EXAMPLE
from tests.patience import PATIENCE
from tests.reader import Part, Reader, missing, reader
from tests.screen import Screen, screen
from ui.app import steps

FIRST = "一、本年新收政府信息公开申请数量，自然人"
GONE = "qt.accessibility.atspi: Could not find accessible on path"
"""What Qt says of an editor that closed before the reader could ask for its name."""

MISSING = missing()
pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")]


@contextmanager
def program(folder: Path) -> Iterator[tuple[Screen, Reader]]:
    """Start the program on the example, and listen."""
    path = shutil.copy(EXAMPLE, folder / "a.gknb")
    complaints = folder / "stderr.txt"
    with screen((1366, 768), folder) as display, reader(display) as ears:
        running = display.start(str(path), complaints=complaints)
        display.window(storage.load(EXAMPLE).report.unit.name)
        yield display, ears
        display.keys("ctrl+q")
        running.wait(timeout=PATIENCE)
    said = complaints.read_text().splitlines()
    assert [line for line in said if not line.startswith(GONE)] == []


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Part]:
    """Go on from step to step; give the window as it is on each."""
    first, *others = steps.steps_of(storage.load(EXAMPLE).report)
    with program(tmp_path_factory.mktemp("walk")) as (display, ears):
        windows = {first.key: ears.until(lambda window: is_settled(window, first))}
        for step in others:
            display.keys("alt+Right")
            windows[step.key] = ears.until(lambda window, step=step: is_settled(window, step))  # type: ignore[misc]
    return windows


def is_settled(window: Part, step: steps.Step) -> bool:
    """Whether the list of steps is whole, each with its state, and this step is the present one."""
    parts = [part for one in window.all("list") if one.name == "步骤" for part in one.parts]
    present = [part.name for part in parts if "selected" in part.states]
    checked = [part for part in parts if "\n" in part.name]
    whole = len(checked) + 1 == len(parts) == len(steps.steps_of(storage.load(EXAMPLE).report))
    return whole and [name.split("\n")[0] for name in present] == [step.name]


def focused(heard: list[tuple[str, str]]) -> list[str]:
    return [name for what, name in heard if what == "focused"]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[tuple[Screen, Reader]]:
    """The program, gone on to the table of section three by the list of steps.

    Keys pass through the bus, and an Alt that is released late would open the menu.
    """
    with program(tmp_path) as (display, ears):
        display.keys("F6")
        ears.heard("步骤")
        display.keys("Down", "Down", "Down")
        ears.heard("三、申请办理")
        display.keys("Return")
        entered = ears.heard(f'["focused", "{FIRST}：1352"]')
        assert focused(entered)[-1] == f"{FIRST}：1352"
        yield display, ears


def has_name(part: Part) -> bool:
    """Whether it is said what a part is; what is chosen in a box is no name of the box."""
    return bool(part.labels) if part.role == "combo box" else bool(part.name.strip())


def test_whatever_can_take_the_focus_has_a_name_on_every_step(walk: dict[str, Part]) -> None:
    found = {
        step: {
            part.role for part in window.all() if "focusable" in part.states and not has_name(part)
        }
        for step, window in walk.items()
    }
    assert found == {step: set() for step in walk}


def test_every_cell_is_said_with_its_row_its_column_and_its_number(
    walk: dict[str, Part], example: Report
) -> None:
    numbers = arithmetic(example.form).evaluate(example.values).numbers
    for section in example.form.sections:
        said = [part.name for part in walk[section.key].all("table cell")]
        assert "" not in said
        cells = [cell for table in section.tables for cell in table.cells.values()]
        message = {f"{cell.name}：{write_number(numbers[cell.address])}" for cell in cells}
        assert message <= set(said)
    assert f"{FIRST}：1352" in [part.name for part in walk["requests"].all("table cell")]


def test_every_heading_of_the_table_is_said(walk: dict[str, Part], example: Report) -> None:
    said = {
        role: [p.name for p in walk["requests"].all(f"table {role} header")]
        for role in ("row", "column")
    }
    cells = example.form.tables["requests"].cells.values()
    assert said["row"] == list(dict.fromkeys(cell.row[-1] for cell in cells))
    assert said["column"] == list(dict.fromkeys(cell.column[-1] for cell in cells))


def test_the_steps_are_said_with_their_states_and_the_present_one_is_known(
    walk: dict[str, Part], example: Report
) -> None:
    for step in steps.steps_of(example):
        (listed,) = [part for part in walk[step.key].all("list") if part.name == "步骤"]
        said = [part.name.replace("\n", "：") for part in listed.parts]
        assert said[0] == "单位与年度：✓ 已填完"
        assert said[-2:] == ["核对：✓ 已填完", "导出"]
        (present,) = [part.name for part in listed.parts if "selected" in part.states]
        assert present.startswith(step.name)


def test_a_table_says_the_cell_it_is_entered_at_and_those_under_the_arrows(
    table: tuple[Screen, Reader],
) -> None:
    display, ears = table
    for key, said in {
        "Down": "二、上年结转政府信息公开申请数量，自然人：41",
        "Right": "二、上年结转政府信息公开申请数量，法人或其他组织、商业企业：19",
        "Up": "一、本年新收政府信息公开申请数量，法人或其他组织、商业企业：1445",
        "Left": f"{FIRST}：1352",
    }.items():
        display.keys(key)
        assert focused(ears.heard(f'["focused", "{said}"]')) == [said]


def test_a_slip_is_said_by_meter_findings_step_and_cell(table: tuple[Screen, Reader]) -> None:
    display, ears = table
    display.keys("9", "Return", "Up")
    window = ears.tree("还有 1 处错误")  # said last of all
    labels = [part.name for part in window.all("label")]
    (meter,) = [label for label in labels if label.startswith("各列勾稽关系。")]
    assert "自然人：✗ 办理结果和结转多1343件；商业企业：✓ 相等" in meter
    (findings,) = [part for part in window.all("list") if part.name == "核对结果"]
    assert [part.name.partition("，")[0] for part in findings.parts] == [
        "错误：三、收到和处理政府信息公开申请情况"
    ]
    assert "三、申请办理\n✗ 错误 1" in [part.name for part in window.all("list item")]
    buttons = [part.name for part in window.all("push button")]
    assert any(name.startswith("还有 1 处错误") for name in buttons)
