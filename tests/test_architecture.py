"""The rooms of the program: who may import whom, what stands where, and how large it may be.

Each test lists all that offends.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parent.parent
PACKAGES = ("model", "export", "intake", "ui")
CONSOLE = {"model", "export", "intake", "ui", "platformdirs", "rich"}
PARSERS = {"openpyxl", "lxml", "docx", "olefile", "pypdfium2_raw", "xlrd"}
ALLOWED = {
    "model": {"model", "msgspec"},
    "export": {"model", "export", "docx", "xlsxwriter", "openpyxl", "pypdf", "pypdfium2_raw"},
    "intake": {"model", "intake", "export", "msgspec"} | PARSERS,
    "ui": CONSOLE | {"PySide6", "shiboken6"},
    "main": {"ui"},
}
LAYERS: Final = {
    "model": (
        ("form",),
        ("claims",),
        ("report",),
        ("checks", "compare", "drafts"),
        ("combine", "suspects"),
    ),
    "export": (("pdf",),),
    "intake": (("gate", "words"), ("office", "readers", "recognition"), ("origins",)),
    "ui": (
        ("app", "input_method", "look", "paper"),
        ("base", "console"),
        ("aside", "compare", "findings"),
        ("check", "export", "imports", "text", "unit"),
        ("table",),
        ("entry",),
    ),
}
"""Folders from the lowest layer up: each imports folders of lower layers only."""
FLOORS: Final = 6
"""The longest chain of imports among the rooms of model: its folders and its single modules."""
WITHOUT_QT = ("ui/app/", "ui/console/", "ui/start.py")
WITHOUT_QT_ELSEWHERE: Final = {
    "ui/input_method/bus.py": "D-Bus by jeepney alone",
    "ui/input_method/fcitx.py": "fcitx over that bus",
    "ui/findings/answers.py": "acts of the list of findings on the session",
    "ui/navigation.py": "pages of the window by their addresses",
    "ui/paper/strips.py": "lines and tables of the drawn pages, whose glyphs are Qt's",
}
"""Modules of the window's rooms that need no Qt, and why they are not in app/ or console/."""
SPEAKING_DBUS = ("ui/input_method/bus.py", "ui/input_method/fcitx.py")
"""What alone imports jeepney, and is itself imported late."""
HEAVY = PARSERS | {"xlsxwriter", "rich", "pypdf"}
LATE = {
    "export/collection.py",
    "export/word.py",
    "export/excel.py",
    "export/excel_sheets.py",
    "export/pdf/proof.py",
    "export/pdf/completion.py",
    "export/readback.py",
    "intake/gate/compound.py",
    "intake/readers/web.py",
    "intake/readers/pdf_pages.py",
    "intake/readers/xls.py",
    "ui/app/acts.py",
    "ui/app/archive.py",
    "ui/app/terminal.py",
    "ui/console/drafts.py",
    "ui/application.py",
    "ui/app/forms.py",
    "ui/input_method/arrangement.py",
    "ui/base/widgets.py",
    "ui/entry/start_window.py",
    "ui/export/printing.py",
    "ui/start.py",
}
"""Files that import inside a function: what they import costs start-up and is seldom needed."""
FOLDER, FILE, FUNCTION, COMPLEXITY = 14, 450, 45, 10
"""The most modules in a folder, lines in a file, lines in a function, and branches in one."""


def sources(*packages: str) -> dict[str, ast.Module]:
    """Give the modules of packages, of the whole program by default, by their paths from here."""
    paths = [path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py")]
    paths += [] if packages else [ROOT / "main.py"]
    return {path.relative_to(ROOT).as_posix(): parsed(path) for path in sorted(paths)}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(tree: ast.AST) -> tuple[str, ...]:
    """Give what a file imports, wherever in it, with what is imported from a module."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


def tops(tree: ast.AST) -> set[str]:
    """Give the packages that a file imports something of."""
    return {name.split(".")[0] for name in imports(tree)}


def module_of(name: str) -> str:
    return name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@cache
def graph() -> dict[str, set[str]]:
    """Give the program's own modules that each module imports: in functions and for types too."""
    modules = {module_of(name): tree for name, tree in sources().items()}
    found: dict[str, set[str]] = {}
    for module, tree in modules.items():
        names = ((name, name.rpartition(".")[0]) for name in imports(tree))
        own = {next((one for one in pair if one in modules), module) for pair in names}
        found[module] = own - {module}
    return found


def room_of(module: str) -> str:
    """Give the folder of a module that is in a folder of its package; else the module."""
    return ".".join(module.split(".")[:2])


def rooms() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for module, others in graph().items():
        found[room_of(module)] |= {room_of(other) for other in others} - {room_of(module)}
    return found


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Walk depth first; what is met again on its own way is part of a circle."""
    done: set[str] = set()
    found: list[str] = []

    def walk(one: str, way: tuple[str, ...]) -> None:
        if one in way:
            found.append(" → ".join((*way[way.index(one) :], one)))
        elif one not in done:
            for other in sorted(graph[one]):
                walk(other, (*way, one))
            done.add(one)

    for one in sorted(graph):
        walk(one, ())
    return found


def folders() -> list[str]:
    """Give the folders of packages that hold modules: ``ui.table``."""
    inits = (path.parent for package in PACKAGES for path in ROOT.glob(f"{package}/*/__init__.py"))
    return [".".join(folder.relative_to(ROOT).parts) for folder in inits]


def test_imports_run_one_way() -> None:
    found = []
    for name, tree in sources().items():
        allowed = ALLOWED[name.split("/")[0].removesuffix(".py")]
        if name.startswith(WITHOUT_QT) or name in WITHOUT_QT_ELSEWHERE:
            allowed = CONSOLE
        if name in SPEAKING_DBUS:
            allowed = CONSOLE | {"jeepney"}
        others = tops(tree) - allowed - sys.stdlib_module_names
        found += [f"{name} imports {other}" for other in sorted(others)]
    assert found == []


def test_imports_inside_functions_stand_only_where_start_up_would_pay() -> None:
    found = []
    for name, tree in sources().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = [module for function in functions for module in imports(function)]
        found += [f"{name} imports {module}" for module in inside if name not in LATE]
    assert found == []


def test_heavy_libraries_are_not_imported_at_start() -> None:
    found = []
    for name, tree in sources().items():
        at_start = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        found += [f"{name} imports {one}" for node in at_start for one in tops(node) & HEAVY]
    assert found == []


def test_modules_have_no_circles() -> None:
    assert circles(graph()) == []


def test_rooms_have_no_circles() -> None:
    """No two folders need each other, nor a folder and a single module of its package."""
    assert circles(rooms()) == []


def test_folders_are_in_layers() -> None:
    floors = {
        f"{package}.{folder}": floor
        for package, layers in LAYERS.items()
        for floor, layer in enumerate(layers)
        for folder in layer
    }
    assert sorted(floors) == sorted(folders())
    found = [
        f"{room} imports {other}"
        for room, others in rooms().items()
        for other in sorted(others)
        if room.split(".")[0] == other.split(".")[0] and {room, other} <= floors.keys()
        if floors[other] >= floors[room]
    ]
    assert found == []


def test_the_model_has_few_floors() -> None:
    below = {
        room: {other for other in others if other.startswith("model.")}
        for room, others in rooms().items()
        if room.startswith("model.")
    }

    @cache
    def floor(room: str) -> int:
        return 1 + max(map(floor, below[room]), default=0)

    assert [f"{room} on floor {floor(room)}" for room in below if floor(room) > FLOORS] == []


def test_no_type_name_is_used_twice() -> None:
    """Classes wherever they are, and aliases of types at the top of a module."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, tree in (sources() | sources("installer")).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(name)
        for statement in tree.body:
            for target in aliased(statement):
                found[target].append(name)
    assert {one: names for one, names in found.items() if len(names) > 1} == {}


def aliased(statement: ast.stmt) -> Iterator[str]:
    """Give the names of types that a statement gives: those written LikeThis."""
    named = statement.targets if isinstance(statement, ast.Assign) else []
    named = [statement.target] if isinstance(statement, ast.AnnAssign) else named
    names = (target.id for target in named if isinstance(target, ast.Name))
    yield from (name for name in names if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", name))


def test_modules_of_the_window_without_qt_are_in_their_rooms() -> None:
    found = [
        name
        for name, tree in sources("ui").items()
        if "PySide6" not in tops(tree) and not name.startswith(WITHOUT_QT) and tree.body[1:]
    ]
    assert sorted(found) == sorted(WITHOUT_QT_ELSEWHERE)


def test_folders_stay_small() -> None:
    names = [name for name in sources(*PACKAGES, "installer") if not name.endswith("__init__.py")]
    modules = Counter(name.rpartition("/")[0] for name in names)
    assert {folder: count for folder, count in modules.items() if count > FOLDER} == {}


def test_files_and_functions_stay_small() -> None:
    found = []
    for name, tree in (sources() | sources("installer")).items():
        lines = len((ROOT / name).read_text("utf-8").splitlines())
        found += [f"{name} has {lines} lines"] * (lines > FILE)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                documented = (ast.get_docstring(node, clean=False) or "").splitlines()
                length = (node.end_lineno or 0) - node.lineno + 1 - len(documented)
                found += [f"{name}: {node.name} has {length} lines"] * (length > FUNCTION)
    assert found == []


def test_functions_stay_simple() -> None:
    """Ruff counts the branches; no file and no line may be left out of that."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "C90" in lint["select"]
    assert lint["mccabe"]["max-complexity"] <= COMPLEXITY
    ignored = [
        *lint["ignore"],
        *(rule for file in lint["per-file-ignores"].values() for rule in file),
    ]
    assert [rule for rule in ignored if rule.startswith("C")] == []
    excused = re.compile(r"# (?:ruff: )?noqa(?!: [A-Z])|# .*noqa:.*C90", re.IGNORECASE)
    texts = {name: (ROOT / name).read_text("utf-8") for name in sources() | sources("installer")}
    assert [name for name, text in texts.items() if excused.search(text)] == []


CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "QDateTime.currentDateTime",
    "QDate.currentDate",
    "QTime.currentTime",
}
"""Functions that return the time of day; ``time.monotonic`` measures how long something takes."""
THREADS = {
    "threading.Thread",
    "QtCore.QThread",
    "QtCore.QThreadPool",
    "QtCore.QRunnable",
    "futures.ThreadPoolExecutor",
}


def test_the_time_of_day_is_asked_for_in_one_place() -> None:
    assert modules_that_use(CLOCKS) == {"ui/app/clock.py"}


THREADS_WITHOUT_WINDOW: Final = {
    "intake/child.py": "a share that hangs holds up the thread that sends a file, and no clerk",
    "intake/office/launcher.py": "waits for the end of the program that asked, and ends everything",
    "intake/source.py": "the child starts while the clerk looks for a file: no result is awaited",
}
"""Modules that know no window and start a thread of their own, each with its reason."""


def test_the_window_works_in_the_background_in_one_way() -> None:
    assert modules_that_use(THREADS) == {"ui/base/work.py", *THREADS_WITHOUT_WINDOW}


def modules_that_use(wanted: set[str]) -> set[str]:
    """Return the modules that use or import one of some names, such as ``time.time``."""
    return {
        name
        for name, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.ImportFrom)
        if wanted.intersection(last_names(node))
    }


def last_names(node: ast.Attribute | ast.ImportFrom) -> Iterator[str]:
    """Yield the last two parts of the names that a node uses or imports."""
    if isinstance(node, ast.Attribute):
        yield ".".join(ast.unparse(node).split(".")[-2:])
    else:
        module = (node.module or "").split(".")[-1]
        yield from (f"{module}.{alias.name}" for alias in node.names)


POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+|\(\?>")
"""Quantifiers that give nothing back, and atomic groups."""


def test_no_pattern_uses_what_the_python_of_debian_12_gets_wrong() -> None:
    """Python 3.11.2 loses matches of possessive quantifiers around alternatives (gh-101955)."""
    found = []
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                texts = [w.decode() if isinstance(w, bytes) else str(w) for w in words]
                found += [name for text in texts if POSSESSIVE.search(text)]
    assert found == []


def test_the_console_starts_without_qt() -> None:
    """Import what a console command needs, in a fresh interpreter, and look for Qt."""
    code = "import sys, ui.start; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nothing_in_the_project_names_a_machine_or_a_registry() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "/wo" + "rk/", "/ro" + "ot/")
    found = []
    seen = [path for path in ROOT.iterdir() if not path.name.startswith(".")]
    for path in (path for top in seen for path in (top, *top.rglob("*"))):
        hidden = any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        if hidden or not path.is_file() or path.suffix == ".pyc":
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path}: {host}" for host in hosts if host in text]
    assert found == []
