"""Bad files and mutants: none crashes, none makes a clerk wait, and good ones are never refused."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from intake import wire
from intake.child import HUNG, PROCESSOR, Reader
from intake.confinement import MEMORY
from intake.worker import answer
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.unit import Unit
from tests import ROOT, bad_files, office, published
from tests.figures import tell
from tests.sampling import many, sampled
from tests.soak_files import LINUX, OUTCOMES, documents_of, good_files, processor_time

MUTANTS = many(1000, 60)
TICK = 0.1
"""Seconds of the processor that the system may be late with, or may have counted before."""
SMALL = 5_000
"""Bytes of a file that may be read without a child."""
CALLS = (
    "trace=%network,execve,open,openat,openat2,creat,truncate,mknod,mknodat,unlink,unlinkat,rename,"
    "renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,chmod,fchmodat,ptrace"
)
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
WINDOWS = ("SYSTEMROOT", "PYTHONPATH") if sys.platform == "win32" else ()


class Run(NamedTuple):
    """The soak, run by another interpreter, and each system call in which it or a child left it."""

    figures: list[dict[str, Any]]
    reasons: dict[str, tuple[int, str]]
    folder: Path
    calls: list[str] | None


def traced() -> list[str]:
    """Give the beginning of a command that is watched; nothing where that is forbidden."""
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", CALLS, "-e", "signal=none"]
    if not shutil.which("strace"):
        return []
    done = subprocess.run([*strace, "true"], capture_output=True, check=False)
    return strace if done.returncode == 0 else []


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, around = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("around")
    strace = traced()
    watched = [*strace, "-o", str(around / "calls")] if strace else []
    environment = {
        "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin", "HOME": str(around),
        "TMPDIR": str(folder), "LANG": "C.UTF-8",
    }  # fmt: skip
    # Windows starts no Python without the first of these.
    environment |= {name: os.environ[name] for name in WINDOWS if name in os.environ}
    soak = ["-m", "tests.soak_files", str(MUTANTS), "2021", str(folder)]
    subprocess.run([*watched, sys.executable, *soak], cwd=ROOT, env=environment, check=True)
    found = json.loads((folder / OUTCOMES).read_text("utf-8"))
    calls = (around / "calls").read_text("utf-8").splitlines() if strace else None
    return Run(found["figures"], found["reasons"], folder, calls)


def test_there_are_enough_bad_files() -> None:
    assert len({file.name for file in bad_files.ALL}) == len(bad_files.ALL) >= 55


@pytest.mark.parametrize("file", bad_files.ALL, ids=lambda file: file.name)
def test_a_bad_file_is_one_sentence(run: Run, file: bad_files.BadFile) -> None:
    _, reason = run.reasons[file.name]
    assert (not reason) == file.let_in or reason.startswith(HUNG)  # on a busy machine
    assert "\n" not in reason and (not reason or reason.endswith("。"))


@pytest.mark.parametrize("file", bad_files.ALL, ids=lambda file: file.name)
def test_a_bad_file_is_the_same_sentence_within_one_process(
    run: Run, file: bad_files.BadFile
) -> None:
    """The small ones, where a debugger and the coverage of lines can follow."""
    size, reason = run.reasons[file.name]
    if size <= SMALL:
        reply = wire.decode(answer(file.make())[0])
        assert reply.refusal == reason or reason.startswith(HUNG)
        assert (reply.document is not None) == file.let_in


@pytest.mark.parametrize(("which", "name"), [(0, "bad files"), (1, "mutants")])
def test_no_file_costs_more_than_a_clerk_can_bear(run: Run, which: int, name: str) -> None:
    """One that takes too much of the processor is ended and counted; the clock is not judged."""
    found = run.figures[which]
    assert found["files"] == (MUTANTS if which else len(bad_files.ALL))
    tell(
        f"{name}: {found['files']}, read {found['read']}; crashes {len(found['crashed'])}; most "
        f"processor time {found['slowest']:.2f} s ({found['slowest_name']}; ended for time "
        f"{len(found['hung'])}); child ≤ {found['child']:.0f} MB; "
        f"window's process + {found['growth']:.1f} MB; children {found['children']}"
    )
    assert not found["crashed"]
    assert found["slowest"] < PROCESSOR + TICK
    if LINUX:
        assert 0 < found["child"] <= MEMORY / 2**20
        assert found["growth"] <= 20


def test_mutants_are_near_enough_to_good_files_to_be_read_at_times(run: Run) -> None:
    assert MUTANTS / 10 < run.figures[1]["read"] < MUTANTS


def test_nothing_is_written_elsewhere_and_nobody_called(run: Run) -> None:
    """Every system call of the program and its children over all those files."""
    if run.calls is None:
        tell("bad files and mutants, system calls: skipped 1 of 1 (strace is not allowed here)")
        pytest.skip("strace is not allowed here")
    network = [call for call in run.calls if is_network(call)]
    written = [call for call in run.calls if is_writing(call)]
    elsewhere = [call for call in written if not is_within(call, run.folder)]
    started = [call for call in run.calls if " execve(" in call]
    children = sum(found["children"] for found in run.figures)
    tell(
        f"bad files and mutants, system calls: {len(run.calls)} watched, {len(network)} of network,"
        f" {len(written)} writing, {len(elsewhere)} of them elsewhere, {children} children"
    )
    assert not network
    assert not elsewhere
    assert len(written) > MUTANTS, "nothing was watched"
    assert len(started) <= 1 + children, "only children are started"


def is_network(call: str) -> bool:
    return any(f" {name}(" in call for name in ("socket", "connect", "sendto", "sendmsg", "bind"))


def is_writing(call: str) -> bool:
    opens = any(f" {name}(" in call for name in ("open", "openat", "openat2", "execve"))
    return any(flag in call for flag in WRITING) if opens else "(" in call and "exited" not in call


def is_within(call: str, folder: Path) -> bool:
    """Whether a call names only files in a folder, or those that hold nothing."""
    paths = call.split('"')[1::2]
    harmless = ("/dev/null", "/proc/self/clear_refs")
    return bool(paths) and all(p in harmless or p.startswith(f"{folder}/") for p in paths)


def test_watching_tells_a_call_that_is_harmless_from_one_that_is_not(tmp_path: Path) -> None:
    calls = {
        '7 openat(AT_FDCWD, "/etc/x", O_RDONLY) = 3': (False, False, False),
        f'7 openat(AT_FDCWD, "{tmp_path}/x", O_WRONLY|O_CREAT, 0666) = 3': (False, True, True),
        '7 openat(AT_FDCWD, "/home/x", O_WRONLY|O_CREAT, 0666) = 3': (False, True, False),
        f'7 rename("{tmp_path}/x", "/home/x") = 0': (False, True, False),
        '7 socket(AF_INET, SOCK_STREAM, 0) = 3': (True, True, False),
    }  # fmt: skip
    for call, expected in calls.items():
        within = is_within(call, tmp_path)
        assert (is_network(call), is_writing(call), within) == expected, call


def test_the_same_seed_gives_the_same_mutants(good: dict[str, bytes]) -> None:
    first = list(bad_files.mutants(good, 40, seed=7))
    assert first == list(bad_files.mutants(good, 40, seed=7))
    assert first != list(bad_files.mutants(good, 40, seed=8))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Our documents of every published report and the example, and as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("office")
    documents = good_files()
    for source in sampled(sorted(published.FOLDER.glob("*.json")), 1):
        report = new_report(catalog.form("2021"), Unit(name="某市人民政府"), 2024)
        for address, value in published.answers(source.stem)[0].items():
            report = put(report, address, value)
        documents |= {f"{source.stem} {n}": data for n, data in documents_of(report).items()}
    found = {name: folder / name for name in documents}
    for name, path in found.items():
        path.write_bytes(documents[name])
    for old, new in ((".docx", "docx"), (".xlsx", "xlsx"), ((".docx", ".xlsx"), "html")):
        files = {name: data for name, data in documents.items() if name.endswith(old)}
        made = office.convert(folder, files, new)
        found |= {f"{name} as {new}": path for name, path in made.items()}
    return found


def test_good_files_are_never_refused(foreign: dict[str, Path]) -> None:
    most = 0.0
    with Reader() as reader:
        reader.warm()
        for name, path in foreign.items():
            begun = processor_time(reader.process)
            document = reader.read(path)
            most = max(most, processor_time(reader.process) - begun)
            assert document.blocks or path.suffix == ".gknb", name
    tell(f"good files: {len(foreign)}, refused 0; most processor time {most:.2f} s")


def test_a_busy_machine_refuses_no_good_file(good: dict[str, bytes], tmp_path: Path) -> None:
    """Two programs for each processor want all of its time while files are read."""
    loop = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(loop) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        with Reader() as reader:
            for name, data in sorted(good.items()) * 2:
                path = tmp_path / name
                path.write_bytes(data)
                assert reader.recognise(path, "2021") or path.suffix == ".gknb", name
    finally:
        for program in busy:
            program.kill()
            program.wait()
    tell(f"good files beside {len(busy)} busy programs: {2 * len(good)}, refused 0")
