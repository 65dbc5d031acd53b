"""The set-up: a lock stays installable, two set-ups take turns, one that was cut is made good.

No test needs the network: packages are made here, or venv and pip are stood in for.
"""

import hashlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import locks
from model.resources import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the set-up of Windows is run.bat")

PREPARE = "set -euo pipefail; source ./setup.sh; install_packages() { :; }; prepare run"
"""What run.sh does, without the system's packages."""
BASE = str(getattr(sys, "_base_executable", sys.executable))


def wheel(folder: Path, name: str, version: str, *metadata: str) -> str:
    """Make a package with nothing in it; return its line in a lock."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    lines = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata)
    parts = {
        f"{info}/METADATA": "\n".join(lines) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{part},,\n" for part in (*parts, f"{info}/RECORD"))
    with zipfile.ZipFile(path, "w") as package:
        for part, text in (parts | {f"{info}/RECORD": record}).items():
            package.writestr(part, text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}\n"


class Project:
    """A folder with the set-up and a lock, as a clone has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.lock = self.folder / "requirements" / "run.txt"
        for name in ("setup.sh", "installer/locks.py"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.folder / name)
        self.lock.parent.mkdir()
        self.lock.write_text("a\n")
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        (programs / "python3.11").symlink_to(BASE)
        given = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        self.environment = given | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
        }
        self._started: list[subprocess.Popen[str]] = []

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / locks.STAMP

    def start(self, script: str = PREPARE) -> "subprocess.Popen[str]":
        call = ["bash", "-c", script]
        process = subprocess.Popen(
            call,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def run(self, script: str = PREPARE) -> tuple[int, str]:
        process = self.start(script)
        _, said = process.communicate()
        return process.returncode, said

    def close(self) -> None:
        """End what a failed test has left."""
        for process in self._started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert process.stderr is not None
            process.stderr.close()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, int, str]]:
    """A project set up from an old lock, where a newer package is out; status and stderr."""
    folder = tmp_path_factory.mktemp("index")
    made = Project(folder)
    old = wheel(made.wheels, "dummy_base", "1.0", "Provides-Extra: toml")
    user = wheel(made.wheels, "dummy_user", "1.0", "Requires-Dist: dummy_base[toml]>=1.0")
    wheel(made.wheels, "dummy_base", "2.0", "Provides-Extra: toml")
    made.lock.write_text(old + user)
    yield made, *made.run()
    made.close()


def test_an_old_lock_stays_installable_when_a_newer_package_with_extras_is_out(
    prepared: tuple[Project, int, str],
) -> None:
    project, status, said = prepared
    assert (status, said) == (0, "准备运行环境 / preparing .venv from run.txt\n")
    freeze = [project.folder / ".venv" / "bin" / "python", "-m", "pip", "freeze"]
    done = subprocess.run(freeze, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["dummy_base==1.0", "dummy_user==1.0"]


def test_a_lock_that_lacks_a_package_stops_with_a_sentence(
    prepared: tuple[Project, int, str],
) -> None:
    project, *_ = prepared
    wheel(project.wheels, "dummy_other", "1.0")
    lock = project.folder / "requirements" / "other.txt"
    lock.write_text(wheel(project.wheels, "dummy_third", "1.0", "Requires-Dist: dummy_other"))
    call = [project.folder / ".venv" / "bin" / "python", "installer/locks.py", "install", lock]
    done = subprocess.run(
        call,
        cwd=project.folder,
        env=project.environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search("dummy.third 1.0 requires dummy.other, which is not installed", done.stderr)
    assert done.stderr.splitlines()[-2].startswith("已安装的软件包不完整或版本冲突")


CALLS = re.compile(r"\bpip\b\W+(?:--?[\w-]+\W+)*(?:install|download)\b")
"""A call of pip that takes packages, in a shell, a batch file or a list of words."""


def test_every_lock_is_installed_by_the_one_command_that_checks_it() -> None:
    """Only two fetch wheels without installing them; the locks name all that is needed."""
    scripts = [
        path
        for folder in (ROOT, ROOT / "installer", ROOT / ".github", ROOT / ".ci")
        for path in (folder.glob("*") if folder == ROOT else folder.rglob("*"))
        if path.suffix in (".sh", ".bat", ".yml", ".py", ".spec", "")
        if path.is_file() and path.name != ".coverage"
    ]
    found = {}
    for path in scripts:
        text = path.read_text("utf-8")
        if CALLS.search(text) or "--require-hashes" in text:
            calls = [line for line in text.splitlines() if "--require-hashes" in line]
            found[path.relative_to(ROOT).as_posix()] = all("--no-deps" in line for line in calls)
    assert found == {
        "installer/locks.py": True,
        "installer/build_linux.sh": True,
        "installer/build_windows.sh": True,
        "installer/windows/suite.sh": True,
        "installer/windows/bundle.py": True,
    }
    by_module = ("setup.sh", "run.bat", ".github/workflows/windows.yml")
    by_module += ("installer/linux/freeze.sh", "installer/windows/build_windows.bat")
    for name in by_module:
        assert re.search(r"installer[/\\]locks\.py", (ROOT / name).read_text("utf-8")), name


FAKE_VENV = """
import os, sys
from pathlib import Path
if __name__ == "__main__":
    with open(os.environ["JOURNAL"], "a") as journal:
        print("venv", file=journal)
    python = Path(sys.argv[-1]) / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.unlink(missing_ok=True)
    if os.environ.get("CUT") == "venv":
        sys.exit(1)
    python.symlink_to(sys.executable)
"""
FAKE_PIP = """
import os, sys
if __name__ == "__main__":
    with open(os.environ["JOURNAL"], "a") as journal:
        print(sys.argv[1], file=journal)
    if sys.argv[1] == "install" and "GATE" in os.environ:
        print(os.getppid(), file=sys.stderr, flush=True)
        os.read(os.open(os.environ["GATE"], os.O_RDONLY), 1)
    sys.exit(sys.argv[1] in os.environ.get("FAILS", "") and not os.environ.update(FAILS=""))
"""


class Slow(Project):
    """A project whose venv and pip are stood in for: they note their calls, and wait at a gate."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._journal = folder / "journal"
        self._journal.touch()
        modules = folder / "modules"
        modules.mkdir()
        (modules / "venv.py").write_text(FAKE_VENV)
        (modules / "pip.py").write_text(FAKE_PIP)
        self.environment |= {"PYTHONPATH": str(modules), "JOURNAL": str(self._journal)}
        self._gate = folder / "gate"
        os.mkfifo(self._gate)
        self._hold = os.open(self._gate, os.O_RDWR)

    @property
    def journal(self) -> list[str]:
        return self._journal.read_text().split()

    def shut(self) -> None:
        self.environment["GATE"] = str(self._gate)

    def open(self) -> None:
        """Let two calls of pip through, where there are two, and all later ones."""
        del self.environment["GATE"]
        os.write(self._hold, b"..")

    def close(self) -> None:
        super().close()
        os.close(self._hold)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    made = Slow(tmp_path)
    yield made
    made.close()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    return process.stderr.readline().strip()


def installing(slow: Slow) -> "tuple[subprocess.Popen[str], int]":
    """Start a set-up and wait until pip is at work; give its Python's number, too."""
    slow.shut()
    process = slow.start()
    assert line(process).startswith("准备运行环境")
    return process, int(line(process))


def test_two_first_calls_take_turns_and_one_installs(slow: Slow) -> None:
    first, _ = installing(slow)
    second = slow.start()
    assert line(second).startswith("另一次启动正在准备运行环境")
    slow.open()
    assert [first.wait(), second.wait()] == [0, 0]
    assert slow.journal == ["venv", "install", "check"]
    assert slow.run() == (0, "")
    assert slow.journal == ["venv", "install", "check"]


def test_a_set_up_that_was_killed_stops_nobody_and_is_made_good(slow: Slow) -> None:
    first, _ = installing(slow)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    slow.open()
    assert slow.run()[0] == 0
    assert slow.journal == ["venv", "install", "venv", "install", "check"]
    assert slow.stamp.is_file()


def test_a_pip_that_outlives_its_set_up_is_waited_for(slow: Slow) -> None:
    first, number = installing(slow)
    os.kill(number, signal.SIGKILL)
    assert first.wait() == 2
    second = slow.start()
    assert line(second).startswith("另一次启动正在准备运行环境")
    slow.open()
    assert second.wait() == 0
    assert slow.journal == ["venv", "install", "venv", "install", "check"]


@pytest.mark.parametrize("cut", ["python", "pip", "stamp", "all"])
def test_an_environment_that_was_cut_in_the_middle_is_made_anew(slow: Slow, cut: str) -> None:
    assert slow.run()[0] == 0
    whole, folder = slow.journal, slow.folder / ".venv"
    if cut == "python":
        (folder / "bin" / "python").unlink()
    elif cut == "stamp":
        slow.stamp.unlink()
    elif cut == "all":
        shutil.rmtree(folder)
    else:
        slow.lock.write_text("b\n")
        (slow.folder / "../modules/pip.py").rename(slow.folder / "../modules/none.py")
        status, _ = slow.run()
        (slow.folder / "../modules/none.py").rename(slow.folder / "../modules/pip.py")
        assert status == 2
        assert not slow.stamp.exists()
        whole = slow.journal
    assert slow.run()[0] == 0
    assert slow.journal == [*whole, "venv", "install", "check"]


def test_a_set_up_that_fails_leaves_no_stamp_and_says_what_to_do(slow: Slow) -> None:
    slow.environment["FAILS"] = "install"
    status, said = slow.run()
    assert (status, slow.stamp.exists()) == (2, False)
    assert "软件包未能安装（原因见上）。检查网络和磁盘空间后重新运行。" in said
    slow.environment["FAILS"] = "check"
    status, said = slow.run()
    assert (status, slow.stamp.exists()) == (2, False)
    assert "run.txt 未列全所需软件包" in said
    slow.environment["CUT"] = "venv"
    status, said = slow.run()
    assert (status, slow.stamp.exists()) == (2, False)
    assert "未能建立运行环境" in said


def test_a_new_lock_is_installed_over_the_old_one_which_is_forgotten(slow: Slow) -> None:
    assert slow.run()[0] == 0
    slow.lock.write_text("b\n")
    assert slow.run()[0] == 0
    assert slow.journal == ["venv", "install", "check", "install", "check"]
    slow.lock.write_text("a\n")
    assert slow.run()[0] == 0
    assert len(slow.journal) == 7
    other = slow.lock.with_name("test.txt")
    other.write_text("a\nc\n")
    assert slow.run(PREPARE.replace("prepare run", "prepare test"))[0] == 0
    assert len(slow.journal) == 9
    assert slow.run() == (0, "")


def test_what_an_older_lock_left_and_does_not_fit_is_cleared(slow: Slow) -> None:
    assert slow.run()[0] == 0
    slow.lock.write_text("b\n")
    slow.environment["FAILS"] = "check"
    assert slow.run()[0] == 2
    assert slow.journal[3:] == ["install", "check", "venv", "install", "check"]


@pytest.mark.parametrize("machine", ["aarch64", "loongarch64", "riscv64", "i686"])
def test_another_processor_is_said_before_anything_is_installed(
    slow: Slow, tmp_path: Path, machine: str
) -> None:
    uname = tmp_path / "bin" / "uname"
    uname.write_text(f"#!/bin/sh\necho {machine}\n")
    uname.chmod(0o755)
    script = PREPARE.replace("{ :; }", "{ echo packages >>$JOURNAL; }")
    status, said = slow.run(script)
    assert status == 2
    assert f"本程序只能在 x86-64 处理器上运行，本机为 {machine}。" in said
    assert slow.journal == []


@pytest.mark.parametrize("machine, size", [("aarch64", 8), ("ARM64", 8), ("AMD64", 4)])
def test_a_python_for_another_processor_is_refused(
    slow: Slow, monkeypatch: pytest.MonkeyPatch, machine: str, size: int
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(locks.struct, "calcsize", lambda _: size)
    with pytest.raises(locks.SetupError, match=f"本机为 {machine}, {8 * size}-bit Python"):
        locks.prepare(slow.folder, "run")
    assert not (slow.folder / ".venv").exists()


APT = """#!/bin/sh
echo "apt-get $3" >>"$JOURNAL"
case "$*" in *install*) echo wanted >&2; read -r line <"$GATE"; touch "$JOURNAL.installed" ;; esac
"""
DPKG = """#!/bin/sh
[ ! -e "$JOURNAL.installed" ] || echo "ii  wanted"
"""


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is missing")
def test_two_calls_that_install_system_packages_take_turns(slow: Slow, tmp_path: Path) -> None:
    """apt refuses a second call while a first one works."""
    for name, text in {"apt-get": APT, "dpkg-query": DPKG}.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    slow.shut()
    script = 'set -eu; source ./setup.sh; as_root() { "$@"; }; install_packages wanted'
    first = slow.start(script)
    assert line(first).startswith("安装系统组件")
    assert line(first) == "wanted"
    second = slow.start(script)
    assert line(second).startswith("另一次启动正在安装系统组件")
    os.write(slow._hold, b"\n\n")
    assert [first.wait(), second.wait()] == [0, 0]
    assert slow.journal == ["apt-get", "update", "apt-get", "install"]
