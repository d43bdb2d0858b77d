"""Rules of the house that no linter knows: short files and functions, a pure core,
known doors to the superuser's rights, and texts that can be translated."""

import ast
import sys

from .cache import ADDON, CHECKOUT, SCRIPTS
from .doors import door_problems
from .text_rules import unmarked_texts

LINES_AT_MOST = 40
FILE_LINES_AT_MOST = 500
PURE = ("settlement", "matching", "sales_list", "closing")
DISPLAYS = (ast.List, ast.Tuple, ast.Dict, ast.Set)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def main():
    """Print every breach; return their number."""
    problems = []
    for path, tree in _sources():
        is_product = path.parts[0] == ADDON.name and "tests" not in path.parts
        count = lines_without_docstring if is_product else lines_of_code
        found = long_functions(tree, count)
        problems += [f"{path}:{line}: {text}" for line, text in found]
        if is_product:
            problems += long_files(path, (CHECKOUT / path).read_text())
        if path.parts[0] == ADDON.name and path.parts[1] in PURE:
            problems += [f"{path}:{n}: {text}" for n, text in foreign_imports(tree)]
    problems += door_problems()
    problems += unmarked_texts()
    for problem in problems:
        print(problem)
    return len(problems)


def _sources():
    programs = [path for path in SCRIPTS.iterdir() if path.is_file()]
    programs = [
        path for path in programs if path.read_bytes()[:14] == b"#!/usr/bin/env"
    ]
    files = [*ADDON.rglob("*.py"), *SCRIPTS.rglob("*.py"), *programs]
    for path in sorted(set(files)):
        yield path.relative_to(CHECKOUT), ast.parse(path.read_text())


def long_files(path, text):
    """A file of the product with more than 500 lines is two."""
    lines = len(text.splitlines())
    if lines > FILE_LINES_AT_MOST:
        yield f"{path}: {lines} lines, {FILE_LINES_AT_MOST} are allowed"


def long_functions(tree, count):
    """Functions of more than 40 lines, as ``count`` counts them."""
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            lines = count(node)
            if lines > LINES_AT_MOST:
                yield (
                    node.lineno,
                    f"{node.name}() has {lines} lines, {LINES_AT_MOST} are allowed",
                )


def lines_without_docstring(function):
    """How long a function of the product is."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and _is_text(first.value):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def lines_of_code(function):
    """How long a test or a script is, tables and long texts counted as one line."""
    lines = set(range(function.lineno, function.end_lineno + 1))
    for node in ast.walk(function):
        if _is_text(node) or (isinstance(node, DISPLAYS) and _is_table(node)):
            lines -= set(range(node.lineno + 1, node.end_lineno + 1))
    return len(lines)


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_table(node):
    """A display of plain values: data, which is as long as it is."""
    allowed = (*DISPLAYS, ast.Constant, ast.expr_context, ast.UnaryOp, ast.unaryop)
    return all(isinstance(part, allowed) for part in ast.walk(node))


def foreign_imports(tree):
    """What a pure package imports beside itself and the standard library."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        elif isinstance(node, ast.ImportFrom) and node.level > 1:
            names = ["." * node.level]
        for name in names:
            if name.split(".")[0] not in sys.stdlib_module_names:
                yield node.lineno, f"a pure package may not import {name}"


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
