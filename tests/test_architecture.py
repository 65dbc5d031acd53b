"""The house: who may import whom, and how large a room may be."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("model", "export", "intake", "ui")
CONSOLE = {"model", "export", "intake", "ui", "platformdirs", "rich"}
ALLOWED = {
    "model": {"model", "msgspec"},
    "export": {"model", "export", "docx", "xlsxwriter", "openpyxl"},
    "intake": {"model", "intake", "export", "msgspec", "openpyxl", "lxml", "docx"},
    "ui": CONSOLE | {"PySide6"},
    "main": {"ui"},
}
WITHOUT_QT = ("ui/app/", "ui/console/", "ui/start.py")
SPEAKING_DBUS = ("ui/input_method/bus.py", "ui/input_method/fcitx.py")
"""What alone imports jeepney, and is itself imported late; without Qt too."""
HEAVY = {"docx", "openpyxl", "xlsxwriter", "lxml", "rich"}
LATE = {
    "export/word.py",
    "export/excel.py",
    "export/excel_sheets.py",
    "export/readback.py",
    "intake/readers/web.py",
    "ui/app/acts.py",
    "ui/app/terminal.py",
    "ui/application.py",
    "ui/app/forms.py",
    "ui/input_method/arrangement.py",
    "ui/start.py",
}
"""Files that import inside a function: what they import costs start-up and is seldom needed."""


def sources() -> list[Path]:
    """Every module of the program."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [*found, ROOT / "main.py"]


def name_of(path: Path) -> str:
    """Give the path from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every module a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield node.module or "", node


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    package = name_of(path).split("/")[0].removesuffix(".py")
    allowed = ALLOWED[package]
    if name_of(path).startswith(WITHOUT_QT):
        allowed = CONSOLE
    if name_of(path) in SPEAKING_DBUS:
        allowed = CONSOLE | {"jeepney"}
    for module, _ in imports(ast.parse(path.read_text("utf-8"))):
        top = module.split(".")[0]
        assert top in allowed or top in sys.stdlib_module_names, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_inside_functions_stand_only_where_start_up_would_pay(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    inside = {module for function in functions for module, _ in imports(function)}
    assert not inside or name_of(path) in LATE, f"{name_of(path)} imports {inside} in a function"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_heavy_libraries_are_not_imported_at_start(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    at_start = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in at_start:
        for module, _ in imports(node):
            assert module.split(".")[0] not in HEAVY, f"{name_of(path)} imports {module} at start"


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def imported_at_start() -> dict[str, set[str]]:
    """Give the program's own modules that each module imports, other than in functions."""
    modules = {module_of(path): path for path in sources()}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        found: set[str] = set()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                within = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= within & modules.keys() or {node.module} & modules.keys()
        graph[module] = found - {module}
    return graph


def room_of(module: str) -> str:
    """Give the folder of a module that lies in a folder of its package; else the module."""
    return ".".join(module.split(".")[:2])


def assert_no_way_back(graph: dict[str, set[str]]) -> None:
    """Walk depth first; what is met on its own way stands in a circle."""
    done: set[str] = set()

    def walk(one: str, way: tuple[str, ...]) -> None:
        assert one not in way, " → ".join((*way, one))
        if one not in done:
            for other in sorted(graph[one]):
                walk(other, (*way, one))
            done.add(one)

    for one in graph:
        walk(one, ())


def test_modules_have_no_cycles() -> None:
    assert_no_way_back(imported_at_start())


def test_rooms_stand_on_one_another() -> None:
    """A folder is one room: no two folders need each other."""
    rooms: dict[str, set[str]] = {}
    for module, others in imported_at_start().items():
        room = room_of(module)
        rooms.setdefault(room, set()).update(map(room_of, others))
        rooms[room].discard(room)
    assert_no_way_back(rooms)


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            documented = ast.get_docstring(node, clean=False) or ""
            assert length - len(documented.splitlines()) <= 45, f"{node.name} has {length} lines"


ROOMS = "text|figure|tally|unit|note"
"""Words that begin an address, and name no table."""
MARKS = ("/", ".", "#")
"""What stands between the parts of an address."""
DIVIDES = {"partition", "rpartition", "split", "rsplit", "count", "find", "rfind", "index"}
COMPARES = {"startswith", "endswith", "removeprefix", "removesuffix"}
NO_ADDRESS = {
    "id of a finding": {
        ("model/checks/publication.py", "hint.id.split('/')"),
        ("model/checks/words.py", "f'{rule.rule}/{problem.line}'"),
        ("model/form/arithmetic.py", "f'{relation.key}/{path}'"),
        ("model/report/report.py", "f'tally/{self.key}'"),
    },
    "paragraph of a text that is chosen by itself": {
        ("ui/imports/dialog.py", "f'{move.key}#{move.number}'"),
        ("intake/proposal.py", "f'{block.key}#{hunk.order}'"),
    },
    "place in a form file": {
        ("model/form/catalog.py", "at.rpartition('.')"),
        ("model/form/catalog.py", "why.startswith('.')"),
        ("model/form/gate.py", "found == '.'"),
    },
    "name of a file, or of a part of a package": {
        ("intake/packages.py", "part.filename.split('/')"),
        ("intake/packages.py", "part.filename.startswith('/')"),
        ("intake/packages.py", "relation.get(by, '').rpartition('/')"),
        ("intake/packages.py", "target.removeprefix('/')"),
        ("intake/samples.py", "f'{folder}/{related[key]}'"),
        ("intake/samples.py", "main.rsplit('/', 1)"),
        ("model/drafts/guard.py", "f'{place.name}.{secrets.token_hex(6)}'"),
        (
            "model/drafts/presence.py",
            "f'{name[:_LONGEST]}.{storage.digest_of(os.fsencode(name))[:8]}'",
        ),
        ("model/drafts/presence.py", "f'{advice_place(target).name}.'"),
        ("model/drafts/presence.py", "f'{place.name}.{secrets.token_hex(4)}'"),
        ("model/drafts/presence.py", "f'{place_of(target).name}.'"),
        ("model/drafts/presence.py", "f'{place_of(target).name}.{secrets.token_hex(6)}'"),
        (
            "model/drafts/storage.py",
            "f'.{target.name[:_NAME]}.{digest_of(os.fsencode(target.name))[:8]}.'",
        ),
        ("ui/app/folders.py", "f'.{os.urandom(6).hex()}'"),
    },
    "number": {
        ("model/report/sections.py", "f'{number}.'"),
        ("intake/readers/excel_values.py", "f'{value:f}'.partition('.')"),
        ("intake/recognition/counts.py", "'.' not in number[1]"),
        ("intake/recognition/counts.py", "text.replace(',', '').partition('.')"),
        ("model/drafts/file_format.py", "'.' in text"),
        ("ui/input_method/choice.py", "display.rpartition(':')[2].partition('.')"),
    },
    "colour": {
        ("export/excel_sheets.py", "f'#{style.BANNER_FILL}'"),
        ("ui/paper/pages.py", "f'#{style.BANNER_FILL}'"),
    },
}
"""What looks like taking an address apart, or making one, and is neither: by what it is."""


def is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in MARKS


def is_edge(node: ast.AST) -> bool:
    """Whether a text is compared with the beginning or end of an address."""
    match node:
        case ast.Tuple():
            return any(map(is_edge, node.elts))
        case ast.JoinedStr():
            return is_mark(node.values[0]) or is_mark(node.values[-1])
        case ast.Constant():
            said = rf"({ROOMS})/|[./#]$|#(remark|source)"
            return re.match(said, str(node.value)) is not None
    return False


def handles_an_address(node: ast.AST) -> bool:
    """Whether an expression divides a text at the marks of an address, or puts one together."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=value), args=arguments):
            divides = name in DIVIDES and any(map(is_mark, arguments))
            compares = name in COMPARES and any(map(is_edge, arguments))
            formats = (
                name == "format" and isinstance(value, ast.Constant) and "/" in str(value.value)
            )
            return divides or compares or formats or (name == "join" and is_mark(value))
        case ast.Compare():
            return any(map(is_mark, (node.left, *node.comparators)))
        case ast.JoinedStr():
            said = [str(one.value) for one in node.values if isinstance(one, ast.Constant)]
            room = bool(said) and re.match(rf"({ROOMS})/", said[0]) is not None
            noted = any(re.search("#(remark|source)", one) for one in said)
            return room or noted or (bool(said) and set(said) <= {*MARKS})
        case ast.BinOp(op=ast.Add()):
            return is_edge(node.left) or is_edge(node.right)
    return False


def test_no_address_is_taken_apart_or_made_outside_its_module() -> None:
    found = {
        (name_of(path), ast.unparse(node))
        for path in sources()
        if name_of(path) != "model/address.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if handles_an_address(node)
    }
    assert found == set().union(*NO_ADDRESS.values())


@pytest.mark.parametrize(
    "code",
    [
        "address.partition('/')[0]",
        "address.split('/', 1)",
        "key.rpartition('.')",
        "key.count('.')",
        "'#' in address",
        "'/'.join(parts)",
        "address.startswith('tally/')",
        "address.startswith(('text/', 'note/'))",
        "key.startswith(f'{above}.')",
        "address.removesuffix('#remark')",
        "f'{table}/{row}/{column}'",
        "f'{section}.{key}'",
        "f'unit/{name}'",
        "f'{address}#remark'",
        "'requests/{}/total'.format(row)",
        "'figure/' + key",
    ],
)
def test_each_way_to_handle_an_address_is_known(code: str) -> None:
    assert any(map(handles_an_address, ast.walk(ast.parse(code))))


POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+|\(\?>")
"""Quantifiers that give nothing back, and atomic groups."""


def test_no_pattern_uses_what_the_python_of_debian_12_gets_wrong() -> None:
    """Python 3.11.2 loses matches of possessive quantifiers around alternatives (gh-101955)."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                texts = [w.decode() if isinstance(w, bytes) else str(w) for w in words]
                found += [name_of(path) for text in texts if POSSESSIVE.search(text)]
    assert found == []


def test_the_console_starts_without_qt() -> None:
    """Import what a console command needs, in a fresh interpreter, and look for Qt."""
    import subprocess

    code = "import sys, ui.start; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nothing_in_the_project_names_a_machine_or_a_registry() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "/wo" + "rk/", "/ro" + "ot/")
    for path in ROOT.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        if hidden or not path.is_file() or path.suffix == ".pyc":
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not any(host in text for host in hosts), path
