"""存档: the draft, the documents and the checks of a 定稿 in one .zip, with a list of them."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from model.checks.check import check
from model.drafts import file_format
from model.errors import ReadbackError, ReportError, UnfinishedError
from model.report.begin import stem
from model.report.report import Report, Stage
from ui.app import acts, clock

if TYPE_CHECKING:
    from export.pdf.completion import PdfDrawer

LIST: Final = "清单.txt"
"""Name of the list in the archive: size, SHA-256 and name of each file."""
_KINDS: Final = (*acts.DOCUMENTS, "pdf", "checklist", "check_report")
"""Kinds of document that are kept; the 核对报告 has every 说明."""


class ArchiveProof(NamedTuple):
    """The number of files that were read back and are equal to their list.

    ``without_pdf`` says why there is no PDF; it is empty if there is one.
    """

    files: int
    without_pdf: str = ""

    def __str__(self) -> str:
        """Return the result as a sentence for the clerk."""
        without = f"，未含 PDF：{self.without_pdf.rstrip('。')}" * bool(self.without_pdf)
        return f"已重新打开核对：{self.files}个文件与清单一致，草稿与当前内容一致{without}"


def archive(report: Report, folder: Path, draw: "PdfDrawer") -> acts.Written:
    """Write the archive of a 定稿 into a folder, beside an earlier one: 名称(2).

    ``draw`` draws its PDF; where no font here can print a character, there is none.

    Raises:
        UnfinishedError: the report is no 定稿.
        ReadbackError: a document or the archive differs from the report; nothing is written.
        StorageError: the file could not be written.
    """
    from export.documents import proved

    if report.stage is not Stage.FINAL or not check(report).summary.complete:
        raise UnfinishedError("只有定稿可以打包存档。稿别选“定稿”后再打包。")
    name = stem(report)
    files = {f"{name}{acts.ENDING}": file_format.encode(report)}
    without_pdf = ""
    for kind in _KINDS:
        try:
            (one,) = proved(report, [kind], clock.now(), draw=draw)
        except ReportError as error:
            if kind != "pdf":
                raise
            without_pdf = str(error)
        else:
            files[f"{name}{one.writer.ending}"] = one.data
    data = _packed(files)
    proof = _prove(report, data, f"{name}{acts.ENDING}")._replace(without_pdf=without_pdf)
    path = acts.put_file(folder, f"{name}存档", ".zip", data)
    return acts.Written("archive", "存档文件", path, proof)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of an archive of some files and their list."""
    packed = io.BytesIO()
    moment = clock.now().timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**files, LIST: _listed(files).encode()}.items():
            part = zipfile.ZipInfo(name, (max(moment[0], 1980), *moment[1:]))
            part.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(part, data)
    return packed.getvalue()


def _listed(files: Mapping[str, bytes]) -> str:
    """Return the list of some files, one in a line."""
    lines = (
        f"{len(data):>10}  {hashlib.sha256(data).hexdigest()}  {name}"
        for name, data in files.items()
    )
    return "\n".join(("字节数  SHA-256  文件名", *lines, ""))


def _prove(report: Report, data: bytes, draft: str) -> ArchiveProof:
    """Read an archive back.

    Raises:
        ReadbackError: a file differs from the list, or the draft from the report.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = {name: package.read(name) for name in package.namelist()}
        listed = files.pop(LIST).decode()
        kept = file_format.decode(files[draft])
    except (zipfile.BadZipFile, KeyError, ReportError) as error:
        raise ReadbackError("存档文件不能重新打开，未保存。") from error
    if listed != _listed(files) or kept != report:
        raise ReadbackError("存档文件与草稿不一致，未保存。")
    return ArchiveProof(len(files))
