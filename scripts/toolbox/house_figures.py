"""Figures of the house: files by folder, the longest file, how long functions are
(without their docstrings).

scripts/run python -m toolbox.house_figures
"""

import ast
import statistics
from collections import Counter

from .cache import ADDON, CHECKOUT
from .source_rules import FUNCTIONS, lines_without_docstring

PURE = ("settlement", "matching", "sales_list", "closing")
FLOORS = (*PURE, "books", "models", "wizards", "tests")


def main():
    print("README", lines_of(CHECKOUT / "README.md"), "lines")
    for floor in FLOORS:
        files = sorted((ADDON / floor).rglob("*.py"))
        if files:
            print_floor(floor, files)


def print_floor(floor, files):
    folders = Counter(str(path.parent.relative_to(ADDON)) for path in files)
    longest = max(files, key=lines_of)
    functions = sorted(size for path in files for size, _name in functions_of(path))
    size, name = max(found for path in files for found in functions_of(path))
    quantile = functions[int(len(functions) * 0.95)]
    print(f"\n{floor}: {len(files)} files, {sum(map(lines_of, files))} lines")
    print(f"  longest file      {lines_of(longest)}  {longest.relative_to(ADDON)}")
    print(f"  longest function  {size}  {name}")
    print(f"  functions         {len(functions)}, median ", end="")
    print(f"{statistics.median(functions):g}, 95th percentile {quantile}")
    for folder, count in sorted(folders.items()):
        print(f"  {count:4}  {folder}")


def lines_of(path):
    return len(path.read_text().splitlines())


def functions_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, FUNCTIONS):
            size = lines_without_docstring(node)
            yield size, f"{path.relative_to(ADDON)}:{node.lineno} {node.name}"


if __name__ == "__main__":
    main()
