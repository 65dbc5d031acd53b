"""存档: everything of a 定稿 in one file, read back before it counts as written."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from model.drafts import file_format
from model.errors import ReadbackError, UnfinishedError
from model.report.answers import put
from model.report.report import Report, Stage
from ui.app import archive
from ui.paper.offscreen import offscreen_drawer

NAME = "2024年青岚市商务局政府信息公开工作年度报告"


@pytest.fixture
def final(example: Report) -> Report:
    return example.at_stage(Stage.FINAL)


def test_draft_documents_and_checks_of_a_final_report_are_in_one_file(
    final: Report, tmp_path: Path
) -> None:
    written = archive.archive(final, tmp_path, offscreen_drawer())
    assert written.path.name == f"{NAME}存档.zip"
    assert written.message == "已重新打开核对：7个文件与清单一致，草稿与当前内容一致。"
    with zipfile.ZipFile(written.path) as package:
        endings = [name.removeprefix(NAME) for name in package.namelist()]
        assert endings == [
            ".gknb",
            ".docx",
            ".xlsx",
            ".html",
            ".pdf",
            "核对表.docx",
            "核对报告.docx",
            "清单.txt",
        ]
        listed = package.read("清单.txt").decode().splitlines()[1:]
        for line in listed:
            size, digest, name = line.split(maxsplit=2)
            data = package.read(name)
            assert (int(size), digest) == (len(data), hashlib.sha256(data).hexdigest())
        assert file_format.decode(package.read(f"{NAME}.gknb")) == final


def test_an_earlier_archive_is_kept(final: Report, tmp_path: Path) -> None:
    archive.archive(final, tmp_path, offscreen_drawer())
    assert archive.archive(final, tmp_path, offscreen_drawer()).path.name == f"{NAME}存档(2).zip"


def test_a_report_that_is_not_final_is_not_archived(example: Report, tmp_path: Path) -> None:
    with pytest.raises(UnfinishedError, match="只有定稿可以打包存档"):
        archive.archive(example.at_stage(Stage.REVIEW), tmp_path, offscreen_drawer())
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("fault", ["a file is missing", "another draft", "cut off"])
def test_an_archive_that_differs_is_not_saved(
    final: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    packed, draft = archive._packed, f"{NAME}.gknb"
    other = file_format.encode(final.at_stage(Stage.DRAFT))

    def damaged(files: Mapping[str, bytes]) -> bytes:
        if fault == "a file is missing":
            return packed({name: data for name, data in files.items() if name != draft})
        if fault == "another draft":
            return packed({**files, draft: other})
        return packed(files)[:-40]

    monkeypatch.setattr(archive, "_packed", damaged)
    with pytest.raises(ReadbackError, match="存档文件"):
        archive.archive(final, tmp_path, offscreen_drawer())
    assert not any(tmp_path.iterdir())


def test_a_report_that_no_font_can_print_is_archived_without_a_pdf(
    final: Report, tmp_path: Path
) -> None:
    odd = put(final, "text/problems.problems", "含\U0002a6da字。")
    written = archive.archive(odd, tmp_path, offscreen_drawer())
    assert "6个文件与清单一致" in written.message
    assert "未含 PDF：" in written.message
