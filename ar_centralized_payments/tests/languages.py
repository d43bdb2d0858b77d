"""Whether a text is in another language, or still in English.

The words of the translation template are English; those of a language's file are that
language's. A word of the first that is not among the second is English, unless it is
allowed: a name, or a word that is the same in both languages.
"""

import ast
import json
import re
from functools import cached_property
from pathlib import Path

import polib
from lxml import etree

from odoo.tools.translate import (
    _extract_translatable_qweb_terms,
    xml_translate,
)

MODULE = "ar_centralized_payments"
ADDON = Path(__file__).parents[1]
LANGUAGES = ("nl_NL", "nb_NO")
#: Of a text, what is no word: placeholders, tags, entities, what code is called.
NO_WORDS = re.compile(
    r"%\(\w+\)[sd]|\$?\{[^}]*\}|%[sd]|<[^>]*>|&\w+;|\b[\w-]+(?:[._/@]\w+)+|\bt-\w+"
)
WORD = re.compile(r"[^\W\d_]{3,}")
#: Texts of JavaScript that are marked.
MARKED = re.compile(r"\b_t\(\s*\"((?:[^\"\\]|\\.)*)\"")
#: Names, and words that are the same in the language (or a name in its own one).
ALLOWED = {
    "nl_NL": {"lcr", "plan"},
    "nb_NO": {"lcr", "format", "plan"},
}


def words(text):
    """The words of a text, in small letters."""
    return {word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text))}


class Language:
    """What this addon says in one language."""

    def __init__(self, code):
        self.code = code
        self.file = ADDON / "i18n" / f"{code.partition('_')[0]}.po"

    @cached_property
    def english(self):
        """The words that are English and not of this language."""
        entries = polib.pofile(str(self.file))
        texts = [(entry.msgid, entry.msgstr) for entry in entries]
        ours = {word for _english, own in texts for word in words(own)}
        theirs = {word for english, _own in texts for word in words(english)}
        return theirs - ours - ALLOWED[self.code]

    def is_english(self, text):
        """English words of a text, sorted."""
        return sorted(words(text or "") & self.english)


def terms_of_python():
    """(file, text) of what is marked in the addon's Python."""
    for path in sorted(ADDON.rglob("*.py")):
        if "tests" in path.relative_to(ADDON).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and node.args
            if is_call and getattr(node.func, "attr", "") == "_":
                yield path.name, node.args[0].value


def terms_of_pages():
    """(file, text) of what the addon's pages say in the browser."""
    for path in sorted((ADDON / "static" / "src").rglob("*.xml")):
        for term in _terms_of_template(path):
            yield path.name, term
    for path in sorted((ADDON / "static" / "src").rglob("*.js")):
        for text in MARKED.findall(path.read_text()):
            yield path.name, json.loads(f'"{text}"')


def _terms_of_template(path):
    found = []
    root = etree.parse(path).getroot()
    _extract_translatable_qweb_terms(root, lambda term, _line: found.append(term))
    return found


def terms_of_arch(arch):
    """What people read of a view, a template or a mail."""
    found = []
    xml_translate(found.append, arch)
    return found
