"""Documents that only an office suite can read: converted to .docx, which is then read as any file.

LibreOffice does it where it is installed. On Windows WPS or Word does it by automation, which was
never tried. Where there is none, the clerk is told what to do in WPS.
"""

import base64
from typing import Final, NamedTuple

from intake.content import FileKind
from intake.office import suites
from intake.office.job import OfficeError, OfficeJob
from intake.office.launcher import ADDRESS
from model.errors import RefusedError

SAVE_AS_DOCX: Final = "打开，另存为 .docx 后再导入。"
_OLD: Final = "这种格式（.doc、.wps、.rtf、.odt）要由办公软件转换，"
_NO_SUITE: Final = f"{_OLD}本机未装 LibreOffice。在装有 WPS 或 Office 的电脑上{SAVE_AS_DOCX}"
_WPS_ALONE: Final = f"{_OLD}本机的 WPS 不能在后台转换。用 WPS {SAVE_AS_DOCX}"
_TO_WORD: Final = "docx:MS Word 2007 XML"
_MADE: Final = "report.docx"
_SCRIPT: Final = """
$ErrorActionPreference = 'Stop'
$here = (Get-Location).ProviderPath
$app = New-Object -ComObject '{identifier}'
try {{
    $app.Visible = $false
    $app.DisplayAlerts = 0
    $app.AutomationSecurity = 3
    try {{ $app.Options.UpdateLinksAtOpen = $false }} catch {{ }}
    $document = $app.Documents.Open("$here\\{source}", $false, $true, $false, ' ')
    $document.SaveAs("$here\\{made}", 12)
    $document.Close(0)
}} finally {{
    $app.Quit()
}}
"""
"""For PowerShell: macros are switched off (3), links not updated, the file is opened read-only, and
no password is asked for; 12 is .docx. Source: Microsoft, «Word VBA reference»."""


class Converted(NamedTuple):
    """The bytes of a .docx, and the name of the suite that made it."""

    word: bytes
    program: str


def libreoffice_call(source: str, wanted: str) -> list[str]:
    """Return the call of LibreOffice that converts a file of the folder of a job."""
    return [
        suites.soffice(),
        f"-env:UserInstallation={ADDRESS}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        wanted,
        source,
    ]


def as_word(data: bytes, kind: FileKind, job: OfficeJob) -> Converted:
    """Return a document of a kind that is ``CONVERTED`` as .docx.

    Raises:
        RefusedError: there is no suite, or it failed or was stopped; the message does not name the
            file.
    """
    source = f"report.{kind}"
    if suites.soffice():
        name, call = suites.LIBREOFFICE, libreoffice_call(source, _TO_WORD)
    else:
        name, identifier = suites.automated()
        call = _automation_call(identifier, source)
    if not name:
        raise RefusedError(_WPS_ALONE if suites.has_wps() else _NO_SUITE)
    job.program = name
    job.begun(name)
    try:
        (made,) = job.run({source: data}, [call], [_MADE])
    except OfficeError as error:
        raise RefusedError(f"{error}，未导入。用 WPS 或 Office {SAVE_AS_DOCX}") from error
    finally:
        job.program = ""
    return Converted(made, name)


def _automation_call(identifier: str, source: str) -> list[str]:
    script = _SCRIPT.format(identifier=identifier, source=source, made=_MADE)
    encoded = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    return ["powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]
