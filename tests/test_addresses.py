"""Only ``model/address.py`` takes an address apart or makes one."""

import ast
import re

from tests.test_architecture import sources

ROOMS = "text|figure|tally|unit|note"
"""Words that begin an address, and name no table."""
MARKS = ("/", ".", "#")
"""What stands between the parts of an address."""
DIVIDES = {"partition", "rpartition", "split", "rsplit", "count", "find", "rfind", "index"}
COMPARES = {"startswith", "endswith", "removeprefix", "removesuffix"}
NO_ADDRESS = {
    "id of a finding": {
        ("model/checks/claims.py", "f'{CLAIM}{key[0]}/{key[1]}/{counted[key]}'"),
        (
            "model/checks/proportions.py",
            "f'{PROPORTION}{key[0]}/{key[1]}/{key[2]}/{counted[key]}'",
        ),
        ("model/checks/publication.py", "f'{PUBLICATION}{sign.key}/{place.address}'"),
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
        ("model/drafts/system.py", "name.endswith((' ', '.'))"),
        ("intake/gate/packages.py", "part.filename.split('/')"),
        ("intake/gate/packages.py", "part.filename.startswith('/')"),
        ("intake/gate/packages.py", "relation.get(by, '').rpartition('/')"),
        ("intake/gate/packages.py", "target.removeprefix('/')"),
        ("intake/samples.py", "f'{folder}/{related[key]}'"),
        ("intake/samples.py", "main.rsplit('/', 1)"),
        ("model/drafts/guard.py", "f'{place.name}.{secrets.token_hex(6)}'"),
        (
            "model/drafts/presence.py",
            "f'{name[:system.NAME]}.{storage.digest_of(os.fsencode(name))[:8]}'",
        ),
        ("model/drafts/presence.py", "f'{advice_place(target).name}.'"),
        ("model/drafts/presence.py", "f'{place.name}.{secrets.token_hex(4)}'"),
        ("model/drafts/presence.py", "f'{place_of(target).name}.'"),
        (
            "model/drafts/storage.py",
            "f'.{target.name[:system.NAME]}.{digest_of(os.fsencode(target.name))[:8]}.'",
        ),
        ("ui/app/folders.py", "f'.{os.urandom(6).hex()}'"),
    },
    "number": {
        ("model/report/sections.py", "f'{number}.'"),
        ("intake/readers/excel_values.py", "f'{value:f}'.partition('.')"),
        ("model/form/statements.py", "'.' not in number[1]"),
        ("model/claims/manner.py", "write_number(number).partition('.')"),
        ("model/drafts/file_format.py", "'.' in text"),
        ("ui/input_method/arrangement.py", "display.rpartition(':')[2].partition('.')"),
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
        (name, ast.unparse(node))
        for name, tree in sources().items()
        if name != "model/address.py"
        for node in ast.walk(tree)
        if handles_an_address(node)
    }
    assert found == set().union(*NO_ADDRESS.values())
