"""Office suites: where they are found, what they are refused, and what becomes of their faults."""

import base64
import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from intake import OFFICE, confinement, sandbox
from intake.child import Reader, own_command
from intake.content import FileKind
from intake.office import enclosure, job, launcher, suites
from intake.office.conversion import as_word
from intake.office.job import OfficeError, OfficeJob
from intake.office.launcher import Order
from intake.sandbox import LANDLOCK, NAMESPACES, SECCOMP
from intake.source import notes_of, open_source, summary_of
from model.errors import RefusedError
from model.report.report import Report
from tests import ROOT
from tests.figures import tell
from tests.intake.test_sandbox import Kernel
from tests.office import convert
from tests.patience import PATIENCE
from tests.writing import render_word

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the fake suite is a shell script")
LINUX = pytest.mark.skipif(not sandbox.is_supported(), reason="needs Linux on x86-64")
WITH_OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
SLOW = "sleep 300 & echo $! > child.part; mv child.part child; wait"
Fake = Callable[[str], Path]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put a shell script in the place of LibreOffice; temporary folders are made in tmp_path."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def put(script: str) -> Path:
        program = tmp_path / "office" / "soffice"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(suites, "soffice", lambda: str(program))
        return program

    return put


def left(folder: Path) -> list[Path]:
    """Give the folders of jobs that were left behind."""
    return [*folder.glob("gknb-*")]


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(state: Callable[[], object]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 50):
        if state():
            return
        pause.wait(0.02)
    raise AssertionError("the state never came")


@WITH_OFFICE
def test_an_old_word_file_is_read_as_the_report_that_it_was(
    reader: Reader, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = tmp_path / "甲.docx"
    word.write_bytes(render_word(example))
    old = convert(tmp_path, {word.name: word.read_bytes()}, "doc")[word.name].rename(
        tmp_path / "年报.wps"
    )
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begun: list[str] = []
    job = OfficeJob(begun=begun.append)
    source = open_source(reader, old, job=job)
    tell(f"LibreOffice confined by {job.means}")
    assert source.report.values == open_source(reader, word).report.values
    assert source.report.texts == open_source(reader, word).report.texts
    assert "「年报.wps」：由 LibreOffice 转换后读出" in summary_of(source)
    assert "[说明] 由 LibreOffice 转换后读取。" in notes_of(source)
    assert begun == ["LibreOffice"]
    assert left(tmp_path) == []


@POSIX
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 1", "LibreOffice 未能完成"),
        ("exit 0", "LibreOffice 未能完成"),
        ("kill -9 $$", "LibreOffice 未能完成"),
        ("ln -s /etc/passwd report.docx", "LibreOffice 未能完成"),
        ("mkdir report.docx", "LibreOffice 未能完成"),
        ("mkfifo report.docx", "LibreOffice 未能完成"),
        ("truncate -s 40M report.docx", "LibreOffice 未能完成"),
        ("truncate -s 70M report.docx && exit 0; exit 1", "LibreOffice 未能完成"),
        ("sleep 300 & exit 1", "LibreOffice 未能完成"),
        ("echo x > ../report.docx", "LibreOffice 未能完成"),
        ("while :; do :; done", "LibreOffice 超过一分钟没有完成"),
        (SLOW, "LibreOffice 超过一分钟没有完成"),
    ],
)
def test_a_conversion_that_fails_says_so_and_leaves_nothing(
    script: str, why: str, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(script)
    monkeypatch.setattr(job, "LIMIT", 1.0 if "超过" in why else PATIENCE)
    with pytest.raises(RefusedError) as refused:
        as_word(b"a", FileKind.RTF, OfficeJob())
    assert str(refused.value) == f"{why}，未导入。用 WPS 或 Office 打开，另存为 .docx 后再导入。"
    assert left(tmp_path) == []


@POSIX
def test_a_conversion_sees_the_file_and_the_settings_alone(fake: Fake) -> None:
    fake("ls -A > report.docx; cat report.doc profile/user/*.xcu >> report.docx; echo $@ >&2")
    made = as_word(b"the file", FileKind.DOC, OfficeJob()).word.decode()
    assert made.startswith("profile\nreport.doc\nreport.docx\nthe file")
    for name, value in (("MacroSecurityLevel", "3"), ("DisableMacrosExecution", "true")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}<' in made


TRIES = """
cat {secret} && echo secret
echo x > {outside} && echo outside
ls {folder} && echo list
/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/{port}' && echo network
cat /etc/passwd > /dev/null && echo system
echo "$DISPLAY$DBUS_SESSION_BUS_ADDRESS" | grep . && echo screen
exit 0
"""


@LINUX
def test_a_suite_that_was_taken_over_reaches_nothing_of_the_clerk(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    secret, outside = tmp_path / "secret", tmp_path / "outside"
    secret.write_text("某人", "utf-8")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        port = listener.getsockname()[1]
        tries = TRIES.format(secret=secret, outside=outside, folder=tmp_path, port=port)
        fake(f"({tries}) > report.docx 2> /dev/null")
        one = OfficeJob()
        found = set(as_word(b"a", FileKind.DOC, one).word.decode().split())
    tell(f"taken over, confined by {one.means}: possible {sorted(found)}")
    assert "system" in found
    assert "screen" not in found
    if LANDLOCK in one.means:
        assert not found & {"secret", "outside", "list"}
        assert not outside.exists()
    if {NAMESPACES, SECCOMP} & set(one.means):
        assert "network" not in found


@LINUX
def test_a_conversion_is_stopped_with_all_that_it_has_started(fake: Fake, tmp_path: Path) -> None:
    fake(SLOW)
    one, said = OfficeJob(), []

    def convert() -> None:
        try:
            as_word(b"a", FileKind.DOC, one)
        except RefusedError as error:
            said.append(str(error))

    thread = threading.Thread(target=convert)
    thread.start()
    wait_for(lambda: [*tmp_path.glob("gknb-*/child")])
    (child,) = (int(path.read_text()) for path in tmp_path.glob("gknb-*/child"))
    assert is_alive(child)
    one.stop()
    assert left(tmp_path) == []
    wait_for(lambda: not is_alive(child))
    thread.join()
    assert said == ["转换已取消，未导入。用 WPS 或 Office 打开，另存为 .docx 后再导入。"]
    with pytest.raises(OfficeError, match="转换已取消"):  # a second file of the same import
        one.run({}, [["/bin/true"]], [])


@LINUX
def test_what_a_suite_leaves_running_ends_with_it(fake: Fake) -> None:
    fake("sleep 300 & echo $! > report.docx")
    child = int(as_word(b"a", FileKind.DOC, OfficeJob()).word)
    wait_for(lambda: not is_alive(child))


@LINUX
def test_nothing_outlives_the_program_that_asked(tmp_path: Path) -> None:
    order = Order(call=["/bin/sh", "-c", SLOW], folder=str(tmp_path), processor=60)
    with subprocess.Popen(
        own_command(OFFICE), stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True
    ) as process:
        assert process.stdin
        process.stdin.write(msgspec.json.encode(order) + b"\n")
        process.stdin.flush()
        wait_for((tmp_path / "child").exists)
        child = int((tmp_path / "child").read_text())
        process.stdin.close()
        wait_for(lambda: not is_alive(child))


@LINUX
def test_ctrl_c_on_the_console_ends_a_conversion(fake: Fake, tmp_path: Path) -> None:
    path = tmp_path / "年报.doc"
    path.write_bytes(rb"{\rtf1}")
    program = fake(SLOW)
    call = [sys.executable, str(ROOT / "main.py"), "import", str(path), "--out", f"{tmp_path}/a"]
    places = {"PATH": f"{program.parent}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    with subprocess.Popen(call, env=os.environ | places, stderr=subprocess.PIPE) as process:
        wait_for(lambda: [*tmp_path.glob("gknb-*/child")])
        (child,) = (int(path.read_text()) for path in tmp_path.glob("gknb-*/child"))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    wait_for(lambda: not is_alive(child))
    assert left(tmp_path) == []
    assert process.returncode not in (0, -signal.SIGKILL)
    assert "「年报.doc」由 LibreOffice 转换，最长一分钟。" in said.decode()
    assert not (tmp_path / "a.gknb").exists()


@POSIX
def test_a_launcher_that_cannot_be_started_is_no_trouble_of_the_folder(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("exit 0")
    monkeypatch.setattr(job, "own_command", lambda _: ["/nowhere/python"])
    with pytest.raises(RefusedError, match=r"^LibreOffice 未能完成，未导入。"):
        as_word(b"a", FileKind.DOC, OfficeJob())
    monkeypatch.setattr(job, "own_command", lambda _: ["/bin/true"])  # it never reads its order
    with pytest.raises(RefusedError, match=r"^LibreOffice 未能完成，未导入。"):
        as_word(b"a", FileKind.DOC, OfficeJob())


@POSIX
def test_a_full_disk_is_said(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(prefix: str, ignore_cleanup_errors: bool) -> None:
        raise OSError(28, "No space left on device")

    fake("exit 0")
    monkeypatch.setattr(job, "TemporaryDirectory", full)
    with pytest.raises(RefusedError, match=r"^临时文件夹无法写入，未导入。"):
        as_word(b"a", FileKind.DOC, OfficeJob())


@POSIX
def test_what_a_suite_made_is_read_as_strictly_as_any_file(
    fake: Fake, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "年报.doc"
    path.write_bytes(rb"{\rtf1}")
    for content, why in ((r"{\rtf1}", "文件已损坏或不完整"), ("", "文件是空的")):
        fake(f"printf '%s ' '{content}' > report.docx")
        with pytest.raises(RefusedError, match=rf"^「年报\.doc」：{why}"):
            open_source(reader, path)


def test_without_a_suite_the_clerk_is_told_what_to_do(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.wps"
    path.write_bytes(rb"{\rtf1}")
    monkeypatch.setattr(suites, "soffice", lambda: "")
    for has_wps, advice in ((True, "用 WPS 打开"), (False, "在装有 WPS 或 Office 的电脑上打开")):
        monkeypatch.setattr(suites, "has_wps", lambda has_wps=has_wps: has_wps)
        with pytest.raises(RefusedError) as refused:
            open_source(reader, path)
        assert str(refused.value).startswith("「年报.wps」：这种格式")
        assert str(refused.value).endswith(f"{advice}，另存为 .docx 后再导入。")


@POSIX
def test_a_suite_that_is_automated_is_called_untested(
    reader: Reader, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = tmp_path / "made.docx"
    word.write_bytes(render_word(example))
    path = tmp_path / "年报.doc"
    path.write_bytes(rb"{\rtf1}")
    monkeypatch.setattr(suites, "soffice", lambda: "")
    monkeypatch.setattr(suites, "registered", lambda key: "x" if "KWPS" in key else "")
    calls: list[list[str]] = []

    def run(job: OfficeJob, files: Any, asked: list[list[str]], results: list[str]) -> list[bytes]:
        calls.extend(asked)
        return [word.read_bytes()]

    monkeypatch.setattr(OfficeJob, "run", run)
    source = open_source(reader, path)
    assert source.converted_by == "WPS"
    assert "[需核对] 由 WPS 转换后读取，这种转换未经测试。逐项核对。" in notes_of(source)
    ((*options, encoded),) = calls
    script = base64.b64decode(encoded).decode("utf-16-le")
    assert options[0] == "powershell.exe"
    assert "'KWPS.Application'" in script
    assert "AutomationSecurity = 3" in script
    assert '"$here\\report.rtf"' in script


def test_a_file_that_goes_away_before_it_is_converted_is_named(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.doc"
    path.write_bytes(rb"{\rtf1}")

    def gone(path: Path) -> None:
        raise FileNotFoundError(2, "No such file")

    monkeypatch.setattr("intake.source.open_file", gone)
    with pytest.raises(RefusedError, match=r"^「年报\.doc」：文件或文件夹不存在"):
        open_source(reader, path)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A computer without suites; gives its registry."""
    registry: dict[str, str] = {}
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in (*suites._PROGRAMS, "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(suites, "_LINUX", ())
    monkeypatch.setattr(suites, "_WPS_FOLDERS", ())
    monkeypatch.setattr(
        suites, "registered", lambda key, name="": registry.get(key.split("\\")[-1], "")
    )
    return registry


def test_an_office_suite_is_found_on_any_drive(
    bare: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    assert suites.soffice() == ""
    for variable in suites._PROGRAMS:
        with monkeypatch.context() as patch:
            patch.setenv(variable, str(tmp_path))
            assert suites.soffice() == str(program)
    bare["InstallPath"] = str(program.parent)
    assert suites.soffice() == str(program)
    bare["soffice.exe"] = str(program)
    assert suites.soffice() == str(program)


def test_wps_is_known_where_it_is_installed(
    bare: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not suites.has_wps()
    monkeypatch.setattr(suites, "_WPS_FOLDERS", (str(tmp_path),))
    assert suites.has_wps()
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert not suites.has_wps()
    bare["wps.exe"] = "E:/WPS/wps.exe"
    assert suites.has_wps()
    assert suites.automated() == ("", "")


@POSIX
def test_programs_are_found_where_they_usually_are(
    bare: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "opt/libreoffice9.9/program/soffice"
    installed.parent.mkdir(parents=True)
    installed.touch()
    pattern = str(tmp_path.relative_to("/") / "opt/libreoffice*/program/soffice")
    monkeypatch.setattr(suites, "_LINUX", (pattern,))
    assert suites.soffice() == str(installed)
    for name in ("libreoffice", "wps"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    assert suites.soffice() == str(tmp_path / "libreoffice")
    assert suites.has_wps()


@POSIX
def test_a_snap_is_passed_over(bare: dict[str, str], tmp_path: Path) -> None:
    snap = tmp_path / "snap" / "bin" / "soffice"
    snap.parent.mkdir(parents=True)
    snap.write_text("#!/bin/sh\n")
    snap.chmod(0o755)
    (tmp_path / "soffice").symlink_to(snap)
    assert suites.soffice() == ""


def test_there_is_no_registry_elsewhere() -> None:
    assert suites.registered(r"Software\LibreOffice") == ""


class MountingKernel(Kernel):
    """A kernel that also mounts, and takes rules for files."""

    def __init__(self, *refused: str) -> None:
        super().__init__(*refused)
        self.granted: list[int] = []
        plain = self.syscall

        def syscall(number: ctypes.c_long, *arguments: Any) -> int:
            if number.value == 445:
                self.granted.append(int.from_bytes(ctypes.string_at(arguments[2], 8), "little"))
                return 0
            return plain(number, *arguments)

        self.syscall = syscall  # type: ignore[assignment]

    def mount(self, _source: bytes, target: bytes, *_: object) -> int:
        return self._answer(f"mount {target.decode()}")


@LINUX
@pytest.mark.parametrize(
    ("refused", "where", "granted"),
    [
        ("", "/tmp", (NAMESPACES, LANDLOCK, SECCOMP)),
        ("mount /tmp", "folder", (NAMESPACES, LANDLOCK, SECCOMP)),
        (NAMESPACES, "folder", (LANDLOCK, SECCOMP)),
        (LANDLOCK, "/tmp", (NAMESPACES, SECCOMP)),
        (SECCOMP, "/tmp", (NAMESPACES, LANDLOCK)),
        ("no_new_privs", "folder", ()),
    ],
)
def test_a_kernel_that_refuses_a_means_grants_a_suite_the_others(
    refused: str,
    where: str,
    granted: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel = MountingKernel(refused)
    monkeypatch.setattr(sandbox, "libc", lambda: kernel)
    monkeypatch.setattr(Path, "write_text", lambda *_: None)
    program = Path("/opt/libreoffice/program/soffice")
    folder, means = enclosure.enclose(tmp_path, program)
    assert folder == (tmp_path if where == "folder" else Path(where))
    assert means == granted
    writable = [rights for rights in kernel.granted if rights & 2]
    assert len(writable) == (2 if "rules" in kernel.calls else 0)  # the folder and /dev/null


def test_a_suite_is_limited_in_time_memory_and_what_it_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = pytest.importorskip("resource")
    found: dict[int, int] = {}
    monkeypatch.setattr(confinement, "_limit", found.__setitem__)
    confinement.limit_program(60)
    assert found == {
        resource.RLIMIT_CPU: 60,
        resource.RLIMIT_AS: 4 * 1024**3,
        resource.RLIMIT_FSIZE: 64 * 1024**2,
        resource.RLIMIT_CORE: 0,
    }


@contextlib.contextmanager
def ordered(order: Order) -> Iterator[tuple[int, int]]:
    """Give the end of a pipe from which an order comes, and the other end."""
    coming, going = os.pipe()
    os.write(going, msgspec.json.encode(order) + b"\n")
    yield coming, going
    os.close(coming)


@POSIX
def test_a_launcher_does_what_it_is_told_and_ends_when_it_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, which must be neither confined nor ended."""
    ended = threading.Event()
    monkeypatch.setattr(enclosure, "enclose", lambda folder, program: (folder, ("means",)))
    limits: list[int] = []
    monkeypatch.setattr(confinement, "limit_program", limits.append)
    monkeypatch.setattr(
        launcher,
        "os",
        SimpleNamespace(
            read=os.read,
            write=lambda *_: None,
            environ=os.environ,
            killpg=lambda *_: None,
            _exit=lambda _: ended.set(),
        ),
    )
    script = f'test "$TMPDIR" = {tmp_path} && echo "$0" > made'
    call = ["/bin/sh", "-c", script, launcher.ADDRESS]
    with ordered(Order(call=call, folder=str(tmp_path), processor=1)) as (coming, going):
        assert launcher.serve(coming) == 0
        os.close(going)
        assert ended.wait(PATIENCE)
    assert (tmp_path / "made").read_text("utf-8") == f"{tmp_path.as_uri()}\n"
    order = Order(call=["/nowhere/soffice"], folder=str(tmp_path), processor=1)
    with ordered(order) as (coming, going):
        assert launcher.serve(coming) == 1
        os.close(going)
    assert limits == [1, 1]
