"""Where the addon takes the superuser's rights: ``docs/doors.md`` against the code."""

import ast
import re

from .cache import ADDON, CHECKOUT

TABLE = CHECKOUT / "docs" / "doors.md"
ROW = re.compile(r"^\| `([\w.]+)` \|", re.M)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
#: Tests and demonstration data are nobody's way into the books.
APART = {"tests", "demo"}


def door_problems(table=None, sources=None):
    """Texts: methods with ``sudo()`` that the table lacks, and the other way round.

    :param str table: the text of the table
    :param sources: pairs of a name and the syntax tree of a file
    """
    listed = ROW.findall(TABLE.read_text() if table is None else table)
    places = {}
    for path, tree in _sources() if sources is None else sources:
        for name, line in doors(tree):
            places.setdefault(name, f"{path}:{line}")
    where = TABLE.relative_to(CHECKOUT)
    for name in sorted(places.keys() - set(listed)):
        yield f"{places[name]}: sudo() in {name}, which {where} does not list"
    for name in sorted(set(listed) - places.keys()):
        yield f"{where}: {name} has no sudo(), or is not there any more"
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"{where}: {name} is listed twice"


def _sources():
    for path in sorted(ADDON.rglob("*.py")):
        name = path.relative_to(CHECKOUT)
        if not APART & set(name.parts):
            yield name, ast.parse(path.read_text())


def doors(node, scope=(), is_inside=False):
    """Yield each ``sudo`` in a tree: class and method (or function), and the line.

    A function inside another one counts as that.
    """
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, FUNCTIONS)
        is_named = (is_function or isinstance(child, ast.ClassDef)) and not is_inside
        inside = (*scope, child.name) if is_named else scope
        if isinstance(child, ast.Attribute) and child.attr == "sudo":
            yield ".".join(scope) or "the file itself", child.lineno
        yield from doors(child, inside, is_inside or is_function)
