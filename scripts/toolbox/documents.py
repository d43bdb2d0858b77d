"""What the documents say is there: links, pictures, code, packages, examples.

Run by scripts/lint. It says of every document what it names and what does not exist.
"""

import ast
import json
import re
import sys
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from .cache import ADDON, CHECKOUT, SCRIPTS
from .documented_books import differences

IMAGES = CHECKOUT / "docs" / "images"
CONTRIBUTING = CHECKOUT / "docs" / "contributing.md"
README = CHECKOUT / "README.md"
README_LINES = 200
NOT_OURS = (".git", "build", "dist", "node_modules")
#: A place in the code, such as `books/discount_book.py:DiscountBook.discounts`.
CODE = re.compile(r"([a-z_\d/.-]+\.py)(?::([\w.]+))?")
MARKDOWN = MarkdownIt("commonmark").enable("table")


def main():
    """Print every breach; return their number."""
    files = documents()
    problems = [text for path in files for text in missing_in(path)]
    problems += pictures_without_reader(files)
    problems += packages_without_reason()
    problems += differences(*files)
    lines = len(README.read_text().splitlines())
    if lines > README_LINES:
        problems.append(f"README.md has {lines} lines, {README_LINES} are allowed")
    for problem in problems:
        print(problem)
    return len(problems)


def documents():
    """All Markdown files of the checkout."""
    return sorted(
        path
        for path in CHECKOUT.rglob("*.md")
        if not {*NOT_OURS} & {*path.relative_to(CHECKOUT).parts}
    )


def missing_in(path):
    """The links, pictures and places in the code that a document names in vain."""
    for line, kind, target in references(path):
        if not (_is_code(target) if kind == "code" else _is_there(path, target)):
            yield f"{path.relative_to(CHECKOUT)}:{line}: there is no {target}"


def references(path):
    """(line, kind, target) of every link, image and place in the code."""
    for token in MARKDOWN.parse(path.read_text()):
        for child in token.children or ():
            line = token.map[0] + 1 if token.map else 0
            if child.type == "link_open":
                yield line, "link", child.attrs["href"]
            elif child.type == "image":
                yield line, "image", child.attrs["src"]
            elif child.type == "code_inline" and CODE.fullmatch(child.content):
                yield line, "code", child.content


def _is_there(path, target):
    """Whether a link leads somewhere; one to another site is believed."""
    parts = urlsplit(target)
    if parts.scheme:
        return True
    place = path.parent / unquote(parts.path) if parts.path else path
    if not place.exists() or CHECKOUT not in place.resolve().parents:
        return False
    return not parts.fragment or unquote(parts.fragment) in anchors(place)


def anchors(path):
    """The anchors that the headings of a document make, as GitHub names them."""
    found = {}
    if path.suffix != ".md":
        return found
    tokens = MARKDOWN.parse(path.read_text())
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(
                child.content
                for child in inline.children
                if child.type in ("text", "code_inline")
            )
            name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            count = found[name] = found.get(name, -1) + 1
            if count:
                found[f"{name}-{count}"] = 0
    return found


def _is_code(target):
    """Whether a file, and what it should define, exist in the addon or beside it."""
    name, _colon, attribute = target.partition(":")
    places = [root / name for root in (ADDON, CHECKOUT) if (root / name).is_file()]
    return bool(places) and (not attribute or attribute in _defined(places[0]))


def _defined(path):
    """The names that a module defines: functions, classes, `Class.method`."""
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        inside = node.body if isinstance(node, ast.ClassDef) else ()
        for inner in inside:
            if isinstance(inner, ast.FunctionDef):
                names |= {inner.name, f"{node.name}.{inner.name}"}
    return names


def pictures_without_reader(files):
    shown = {
        (path.parent / target).resolve()
        for path in files
        for _line, kind, target in references(path)
        if kind == "image"
    }
    for picture in sorted(IMAGES.glob("*")):
        if picture.resolve() not in shown:
            yield f"{picture.relative_to(CHECKOUT)}: no document shows it"


def packages_without_reason():
    """Packages that are pinned, and not named in docs/contributing.md."""
    words = {
        _normal(word) for word in re.findall(r"[\w@/.-]+", CONTRIBUTING.read_text())
    }
    for package in sorted(_pinned()):
        if _normal(package) not in words:
            yield f"docs/contributing.md: why is {package} pinned? It is not named"


def _pinned():
    for line in (SCRIPTS / "requirements.txt").read_text().splitlines():
        if "==" in line:
            yield line.split("==")[0].split("[")[0].strip()
    yield from json.loads((SCRIPTS / "package.json").read_text())["devDependencies"]


def _normal(name):
    return re.sub(r"[-_.]+", "-", name.strip(".")).lower()


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
