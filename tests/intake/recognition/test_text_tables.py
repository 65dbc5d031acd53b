"""Tables that are written as text, and whole reports in one paragraph."""

from collections.abc import Callable

import pytest

from intake.content import Aside, AsideKind, Document, FileKind, SourceParagraph, SourceTable
from intake.recognition.reading import Recognition, recognise
from intake.words.arrangement import arranged
from intake.words.division import Division
from model.errors import RefusedError
from model.form.grid import grid_of
from model.values import write_number
from tests.intake.known import FORMS, report_of
from tests.soak_recognition import judged

REPORT = report_of("city-2023")
HEADS = "信息内容 本年制发件数 本年废止件数 现行有效件数"
DISCLOSURE = FORMS[0].sections[1].title


def rows(key: str) -> list[list[str]]:
    numbers = REPORT.totals()
    return [
        [
            write_number(numbers[place.cell.address]) if place.cell else place.label
            for place in places
            if place.row == row
        ]
        for row, places in enumerate(grid_of(REPORT.form.tables[key]).rows)
    ]


def whole(mark: str, edge: str = "") -> list[str]:
    lines = ["某某市人民政府2023年政府信息公开工作年度报告", "本报告根据条例编制。"]
    for section in REPORT.form.sections:
        lines.append(section.title)
        for table in section.tables:
            lines += [f"{edge}{mark.join(fields)}{edge}" for fields in rows(table.key)]
        if section.key == "overview":
            lines += ["（一）主动公开情况", "全年平稳。"]
        elif not section.tables:
            lines.append("没有其他情况。")
    return lines


def of_lines(*lines: str) -> Document:
    return Document(
        FileKind.WORD, tuple(SourceParagraph(n, line) for n, line in enumerate(lines, 1))
    )


def in_one_paragraph(lines: list[str]) -> Document:
    return of_lines("\n".join(lines))


def on_one_line(lines: list[str]) -> Document:
    return of_lines(" ".join(lines))


def reading_of(document: Document) -> Recognition:
    return recognise(document, FORMS)


def assert_whole(reading: Recognition) -> None:
    assert judged(REPORT, reading) == {"right": 200}
    assert reading.understood
    assert {block.key: block.body for block in reading.texts} == {
        "overview.preface": "本报告根据条例编制。",
        "overview.proactive": "全年平稳。",
        "problems.problems": "没有其他情况。",
        "other.fees": "没有其他情况。",
    }


@pytest.mark.parametrize("made", [lambda lines: of_lines(*lines), in_one_paragraph])
@pytest.mark.parametrize(
    ("mark", "edge"),
    [
        ("    ", ""),
        (" ", ""),
        ("　", ""),
        (" | ", "|"),
        ("｜", ""),
        (",", ""),
        ("，", ""),
        ("\t", ""),
    ],
)
def test_a_report_whose_tables_are_text_is_read_whole(
    mark: str, edge: str, made: Callable[[list[str]], Document]
) -> None:
    assert_whole(reading_of(made(whole(mark, edge))))


def test_a_report_on_one_line_is_read_whole() -> None:
    assert_whole(reading_of(on_one_line(whole(" "))))
    lines = whole("  ")
    assert judged(REPORT, reading_of(on_one_line(lines[1:]))) == {"right": 200}  # without a title
    signed = on_one_line([*lines, "某某市人民政府", "2024年1月18日"])
    reading = reading_of(signed)
    assert judged(REPORT, reading) == {"right": 200}
    assert reading.texts[-1].body == "没有其他情况。"
    assert reading.identity.unit["signature"] == "某某市人民政府"


def test_a_list_of_the_parts_of_a_report_is_not_where_they_begin() -> None:
    lines = whole(" ")
    listed = "；".join(section.title for section in REPORT.form.sections)
    lines[1] = f"本报告包括：{listed}。"
    reading = reading_of(on_one_line(lines))
    assert judged(REPORT, reading) == {"right": 200}
    assert reading.texts[0].body == lines[1]
    assert Division(FORMS).parts(lines[1]) == [lines[1]]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("一、总体情况。2023年，全年平稳。", ["一、总体情况", "2023年，全年平稳。"]),
        ("一、总体情况 全年平稳。", ["一、总体情况", "全年平稳。"]),
        ("一、总体情况2023年全年平稳。", ["一、总体情况", "2023年全年平稳。"]),
        ("第五部分 存在的主要问题及改进情况：有。", None),
        (
            "五、存在的主要问题及改进情况：仍有不足。",
            ["五、存在的主要问题及改进情况", "仍有不足。"],
        ),
        ("一、总体情况良好。", None),
        ("（一）总体情况", None),
        ("（二）主动公开情况。全年平稳。", None),
        ("见一、总体情况。全年平稳。", None),
        ("1、总体情况：全年平稳。", ["1、总体情况", "全年平稳。"]),
        (
            "本报告根据条例编制。 一、总体情况 2023年，全年平稳。 二、主动公开政府信息情况",
            [
                "本报告根据条例编制。 ",
                "一、总体情况",
                "2023年，全年平稳。 ",
                "二、主动公开政府信息情况",
            ],
        ),
        ("仍有不足。六、其他需要报告的事项", None),
        (
            "解读的形式仍较单一。六、其他需要报告的事项",
            ["解读的形式仍较单一。", "六、其他需要报告的事项"],
        ),
        ("本报告根据条例编制，分六部分。一、总体情况 二、主动公开政府信息情况", None),
        ("本报告根据条例编制。一、总体情况，二、主动公开政府信息情况，见下文。", None),
    ],
)
def test_a_heading_with_text_on_its_line_is_divided(line: str, parts: list[str] | None) -> None:
    expected = parts or [line]
    found = Division(FORMS).parts(line)
    assert found == expected or (parts is None and "".join(found) == line.replace("：", ""))


def cells(reading: Recognition) -> dict[str, object]:
    return {address.partition("/")[2]: found.number for address, found in reading.cells.items()}


def test_a_label_torn_over_two_lines_is_one() -> None:
    reading = reading_of(of_lines(DISCLOSURE, HEADS, "行政规范", "性文件 7 5 71", "规章 1 2 3"))
    assert cells(reading)["normative/issued"] == 7
    assert cells(reading)["regulations/in_force"] == 3


def test_a_row_with_too_few_or_too_many_numbers_is_named() -> None:
    for row in ("规章 7 71", "规章 7 5 71 9", "规章 7 5 71 规章 1 2 3"):
        reading = reading_of(of_lines(DISCLOSURE, HEADS, row, "行政规范性文件 1 2 3"))
        assert [one for one in cells(reading) if one.startswith("regulations")] == []
        named = {address for issue in reading.unrecognised for address in issue.addresses}
        assert "disclosure/regulations/issued" in named


def test_lines_of_a_text_never_become_a_table() -> None:
    lines = ("一、总体情况", "（一）主动公开情况", "行政许可 963", "行政处罚 3")
    reading = reading_of(of_lines("某某局2023年年度报告", *lines))
    assert not reading.cells
    assert reading.texts[0].body == "行政许可 963\n行政处罚 3"
    reading = reading_of(of_lines(DISCLOSURE, "新制发规范性文件3，废止1", "会议 5 6 7"))
    assert not reading.cells


def test_a_table_after_a_torn_heading_is_found() -> None:
    torn = (DISCLOSURE[:8], DISCLOSURE[8:])
    reading = reading_of(of_lines("一、总体情况", "全年平稳。", *torn, HEADS, "规章 1 2 3"))
    assert cells(reading) == {
        "regulations/issued": 1, "regulations/repealed": 2, "regulations/in_force": 3
    }  # fmt: skip


def test_rules_between_rows_are_no_rows() -> None:
    drawn = "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 9 |\n+---+---+"
    reading = reading_of(of_lines(DISCLOSURE, f"\n \n{drawn}\n \n"))
    assert cells(reading) == {"licences/decisions": 9}
    assert reading.cells["disclosure/licences/decisions"].where == "第2段起的表格第2行第2列"


def test_what_is_beside_the_text_keeps_its_place() -> None:
    table = SourceTable(1, ())
    blocks = (
        *(SourceParagraph(1, DISCLOSURE), SourceParagraph(2, HEADS)),
        *(
            SourceParagraph(3, "规章 1 2 3\n另有一事。\n又有一事。"),
            table,
            SourceParagraph(4, "末。"),
        ),
    )
    asides = tuple(Aside(AsideKind.REMARK, f"{n}", n) for n in (0, 1, 3, 4, 5, 99))
    found = arranged(Document(FileKind.WORD, blocks, asides=asides), FORMS)
    kinds = ["t" if isinstance(one, SourceTable) else one.text for one in found.blocks]
    assert kinds == [DISCLOSURE, "t", "另有一事。\n又有一事。", "t", "末。"]
    assert [one.number for one in found.tables] == [1, 2]
    assert [one.after for one in found.asides] == [0, 1, 3, 4, 5, 5]
    rest = found.blocks[2]
    assert isinstance(rest, SourceParagraph)
    assert (rest.number, rest.first_line) == (3, 1)


def test_a_text_of_far_too_many_small_tables_is_refused() -> None:
    one = "规章 1 2 3\n规章 1 2 3\n另有一事。\n"
    with pytest.raises(RefusedError, match="段落和表格超过"):
        arranged(of_lines(one * 1600), FORMS)
