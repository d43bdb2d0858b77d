"""A condition of a check as text: a literal, with a few names that stand for values.

Nothing is called and nothing is read but these names, so whoever may write checks can
do nothing else with them.
"""

import ast


class UnreadableError(ValueError):
    """A text that is no condition: ``kind`` is ``text``, ``name`` or ``value``, and
    ``part`` is what stands there (nothing, where it is the whole text)."""

    def __init__(self, kind, text, part=""):
        super().__init__(f"{part} {text}" if part else text)
        self.kind, self.part = kind, part


def domain_of(text, names):
    """The condition that a text says.

    >>> domain_of("[('date', '<=', date_to), ('id', 'in', [1, -2])]", {"date_to": 5})
    [('date', '<=', 5), ('id', 'in', [1, -2])]

    :param text: a list of a search's conditions
    :param names: name -> value
    :raises UnreadableError: with what is wrong
    """
    found = _value(_parsed(text), names)
    if not isinstance(found, list):
        raise UnreadableError("text", "a list of conditions is needed")
    return found


def names_in(text):
    """The names that a text uses."""
    tree = _parsed(text)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _parsed(text):
    try:
        return ast.parse((text or "[]").strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        message = getattr(error, "msg", None) or "too deep"
        raise UnreadableError("text", message) from error


def _value(node, names):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List):
        return [_value(part, names) for part in node.elts]
    if isinstance(node, ast.Tuple):
        return tuple(_value(part, names) for part in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _value(node.operand, names)
        if isinstance(number, int | float):
            return -number
    if isinstance(node, ast.Name):
        if node.id in names:
            return names[node.id]
        raise UnreadableError("name", "is not known here", node.id)
    part = ast.unparse(node)
    raise UnreadableError("value", "is neither a value nor a known name", part)
