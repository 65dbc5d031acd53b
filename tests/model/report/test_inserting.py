"""The reference sentence comes in once: in place of its earlier version, or after other words."""

from model.report.answers import put
from model.report.report import Report
from model.report.wording import Inserted, inserted, reference_sentence

NUMBERS = "overview.on_request"
PREFACE = "overview.preface"


def insert(report: Report, body: str, key: str = NUMBERS) -> Inserted:
    return inserted(report, report.form.texts[key], body)


def offered(report: Report, key: str = NUMBERS) -> str:
    return reference_sentence(report, report.form.texts[key])


def zeros(report: Report) -> Report:
    for address in report.form.typed:
        report = put(report, address, "0")
    return report


def test_an_empty_text_is_written(example: Report) -> None:
    assert insert(example, " \n") == (offered(example), "written")


def test_other_words_stay_and_the_sentence_follows(example: Report) -> None:
    own = "2024年，我局收到政府信息公开申请3件，均已答复。"
    assert insert(example, own) == (f"{own}\n{offered(example)}", "appended")


def test_last_years_sentences_give_way(example: Report) -> None:
    last = (
        "2023年，我局新收政府信息公开申请56件，上年结转0件；"
        "办结56件，其中不予公开50件、其他处理6件；结转下年度0件。"
    )
    own = "答复均在法定期限内作出。"
    none = "2023年，我局未因政府信息公开工作被申请行政复议、提起行政诉讼。"
    found = insert(example, f"{last}{own}\n{none}\n另行说明。\n")
    assert found == (f"{offered(example)}{own}\n另行说明。", "replaced")


def test_sentences_about_nothing_give_way_to_numbers_and_the_other_way_round(
    example: Report,
) -> None:
    nothing = zeros(example)
    assert insert(example, offered(nothing)) == (offered(example), "replaced")
    assert insert(nothing, offered(example)) == (offered(nothing), "replaced")


def test_a_preface_of_another_year_gives_way(example: Report) -> None:
    last = put(put(example, "unit/year", "2023"), "unit/phone", "0000-1111111")
    found = insert(example, f"{offered(last, PREFACE)}欢迎监督。", PREFACE)
    assert found == (f"{offered(example, PREFACE)}欢迎监督。", "replaced")


def test_what_stands_already_is_not_put_in_again(example: Report, empty: Report) -> None:
    assert insert(example, f"甲。{offered(example)}").how == "same"
    assert insert(empty, "甲。") == ("甲。", "same")  # its numbers are missing
    assert insert(example, "2023。\n。").how == "appended"
