"""Texts that people read, and that nobody can translate: they are not marked.

Labels, helps and names of records are found by Odoo itself. Marked have to be: texts in
Python (``self.env._("…")``), in JavaScript (``_t("…")``), and in expressions of
templates, where neither can be written: such a text belongs in the component. Only what
is written out inside those calls is found, and none of it inside an f-string, so
another name for ``env._`` is a breach as well.
"""

import ast
import re

from lxml import etree

from .cache import ADDON, CHECKOUT

#: Folders whose texts are not for the users of a page, and pure ones: these give codes.
APART = {"tests", "demo", "migrations"}
PURE = {"settlement", "matching", "sales_list", "closing"}
#: Calls that mark a text, or whose texts nobody but Odoo and the log reads.
MARKING = {"_", "_lt"}
NO_TEXTS = {"debug", "info", "warning", "exception", "SQL", "execute", "Markup"}
#: How SQL and HTML begin.
NOT_WORDS = ("<", "SELECT ", "WITH ", "UPDATE ", "EXISTS ", "COALESCE(")
#: Of a keyword or of a dictionary: what its value says is read by people.
READ = {"body", "help", "label", "message", "string", "subject", "text", "title"}
WORDS = re.compile(r"[^\W\d_]{2,}[,:]? [^\W\d_]{2,}")
CAPITAL = re.compile(r"[A-Z][a-z]+\b")
#: What is written between quotes inside an expression of a template.
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|`([^`]*)`|\"([^\"]*)\"")
#: Attributes of templates whose expressions are for the browser or the server alone.
NOT_READ = re.compile(
    r"class|className|t-att-class|t-attf-class|domain|context|eval|expr|options|t-foreach|t-if|"
    r"t-elif|t-att-data-\w+|t-on-.*|(column_)?invisible|readonly|required|decoration-.*|"
    r"search|ref|groups|attrs|filter_domain|states"
)
#: Texts of JavaScript: comments first, so that no quote inside one counts.
JAVASCRIPT = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", re.S
)
IMPORTED = re.compile(r"(\bfrom|\bimport)\s*$")
MARKED = re.compile(r"\b_t\(\s*$")


def unmarked_texts():
    """Every breach in the product, with its place."""
    for path in sorted(ADDON.rglob("*.py")):
        parts = set(path.relative_to(ADDON).parts)
        if not parts & (APART | PURE):
            yield from _placed(path, python_texts(ast.parse(path.read_text())))
    for path in sorted((ADDON / "static" / "src").rglob("*.js")):
        yield from _placed(path, javascript_texts(path.read_text()))
    for path in sorted(ADDON.rglob("*.xml")):
        if not set(path.relative_to(ADDON).parts) & APART:
            yield from _placed(path, template_texts(path.read_bytes()))


def _placed(path, found):
    for line, text in found:
        yield f"{path.relative_to(CHECKOUT)}:{line}: not marked to translate: {text}"


# ------------------------------------------------------------
# Python
# ------------------------------------------------------------
def python_texts(tree):
    """(line, text) of what is written inside functions and not marked."""
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for statement in function.body:
                if not _is_docstring(statement):
                    yield from _texts(statement)


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _texts(node, name=None):
    """Texts below a node; ``name`` is the keyword or key whose value it is."""
    if isinstance(node, ast.Attribute) and node.attr == "_":
        yield node.lineno, "another name for env._"
    elif isinstance(node, ast.JoinedStr) and any(
        isinstance(part, ast.Call) and _called(part) in MARKING
        for part in ast.walk(node)
    ):
        yield node.lineno, "env._ inside an f-string is not found"
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _is_for_people(node.value, name):
            yield node.lineno, repr(node.value[:60])
    else:
        for part, its_name in _parts(node):
            yield from _texts(part, its_name)


def _parts(node):
    """What is below a node and may be read, each with its name."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return  # is walked by itself
    if isinstance(node, ast.Call) and _called(node) in MARKING | NO_TEXTS:
        yield from ((part, None) for part in (*node.args[1:], *node.keywords))
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield value, getattr(key, "value", None)
    else:
        name = node.arg if isinstance(node, ast.keyword) else None
        yield from ((part, name) for part in ast.iter_child_nodes(node))


def _called(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)


def _is_for_people(text, name):
    """A sentence, or a word with a capital where a word is read."""
    if text.lstrip().startswith(NOT_WORDS):
        return False
    if name in READ and CAPITAL.match(text):
        return True
    is_sentence = text[:1].isupper() or text.rstrip().endswith((".", ":", "?"))
    return is_sentence and bool(WORDS.search(text)) and not text.isupper()


# ------------------------------------------------------------
# JavaScript and templates
# ------------------------------------------------------------
def javascript_texts(source):
    """(line, text) of sentences outside ``_t``."""
    for found in JAVASCRIPT.finditer(source):
        text = found[1] or found[2] or ""
        before = source[: found.start()]
        if not WORDS.search(text) or not text[:1].isupper():
            continue
        if not MARKED.search(before) and not IMPORTED.search(before):
            yield before.count("\n") + 1, repr(text[:60])


def template_texts(source):
    """(line, text) of what stands in expressions, or in attributes that are never
    translated."""
    for node in etree.fromstring(source).iter(etree.Element):
        is_component = node.tag[:1].isupper()
        for name, value in node.attrib.items():
            if NOT_READ.fullmatch(name) or node.tag in ("record", "field", "value"):
                continue
            is_expression = name.startswith("t-") or is_component
            texts = [a or b or c for a, b, c in QUOTED.findall(value)]
            for text in texts if is_expression and "_t(" not in value else ():
                if WORDS.search(text) or CAPITAL.fullmatch(text):
                    yield node.sourceline, f"{name}={text[:60]!r}"
