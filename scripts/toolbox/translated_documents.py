"""docs/user/ in other languages: the same pages, figures and words of the screen.

Run by scripts/lint. docs/user/LANGUAGE/ has a page for each page of docs/user/, with
the same headings, lists, tables, pictures, links and figures. *Italics* are what the
screen says: in English a text of the addon's template or of Odoo, in the other language
its translation. Those that begin with a small letter are words out of such a text. The
English of docs/implementer/ is held to that, too.
"""

import re
import sys
from collections import Counter
from functools import cache
from pathlib import PurePosixPath

import polib

from .cache import CHECKOUT
from .documents import MARKDOWN, references
from .odoo_source import find_odoo
from .translations import NAMED, TEMPLATE, translations_of

ENGLISH = CHECKOUT / "docs" / "user"
IMPLEMENTER = CHECKOUT / "docs" / "implementer"
#: Language -> Odoo's own words that the pages quote, as Odoo translates them.
ODOO_WORDS = {
    "nl": {
        "Accounting": "Boekhouding",
        "Administrator": "Beheerder",
        "Closing": "Sluiten",
        "Companies": "Bedrijven",
        "Configuration": "Configuratie",
        "Early Discount": "Vroegbetalingskorting",
        "Group By": "Groeperen op",
        "In Payment": "In betaling",
        "Invoicing": "Facturatie",
        "On early payment": "Bij vroege betaling",
        "Reporting": "Rapportages",
        "Settings": "Instellingen",
        "Tax ID": "Btw nr.",
    }
}
ODOO_FILES = ("account", "base", "web")
BLOCKS = ("heading_open", "list_item_open", "tr_open", "fence")
PATH = re.compile(r" ‣ | / ")


def main():
    """Print every breach; return their number."""
    problems = list(not_on_the_screen())
    for language in ODOO_WORDS:
        problems += not_in_odoo(language)
        problems += pages_without_other(language)
        for page in sorted(ENGLISH.glob("*.md")):
            other = page.parent / language / page.name
            if other.exists():
                found = [*differences(page, other), *lost_words(page, other, language)]
                place = other.relative_to(CHECKOUT)
                problems += [f"{place}: {problem}" for problem in found]
    for problem in problems:
        print(problem)
    return len(problems)


def pages_without_other(language):
    """Pages that one language has and the other has not."""
    names = {page.name for page in ENGLISH.glob("*.md")}
    others = {page.name for page in (ENGLISH / language).glob("*.md")}
    for name in sorted(names - others):
        yield f"docs/user/{name}: there is no docs/user/{language}/{name}"
    for name in sorted(others - names):
        yield f"docs/user/{language}/{name}: there is no docs/user/{name}"


def differences(page, other):
    """What two pages have in common, and these have not."""
    for what, count in FORM.items():
        expected, found = count(page), count(other)
        more, less = Counter(found), Counter(expected)
        if more != less:
            changes = [*(f"+{x}" for x in more - less), *(f"-{x}" for x in less - more)]
            yield f"other {what} than {page.name}: {' '.join(changes)}"
        elif found != expected and what == "parts":
            yield f"headings, lists and tables in another order than {page.name}"


def _parts(page):
    """Headings, items, rows of tables and blocks of code, in their order."""
    return [
        f"{token.type.removesuffix('_open')}:{token.tag}"
        for token in MARKDOWN.parse(page.read_text())
        if token.type in BLOCKS
    ]


def _targets(page):
    """The names of what a page links to and shows."""
    return [
        PurePosixPath(target.partition("#")[0]).name
        for _line, kind, target in references(page)
        if kind != "code"
    ]


def _figures(page):
    """Every run of digits in the text, whatever separates them."""
    text = re.sub(r"\]\([^)]*\)", "]", page.read_text())
    return re.findall(r"\d+", text)


#: What pages that say the same have in common.
FORM = {"parts": _parts, "links and pictures": _targets, "figures": _figures}


def not_on_the_screen():
    """Italics of the English pages that no screen says."""
    known = Screen(texts("en"))
    for page in sorted([*ENGLISH.glob("*.md"), *IMPLEMENTER.glob("*.md")]):
        for word in sorted(quoted(page)):
            if not known.says(word):
                yield f"{page.relative_to(CHECKOUT)}: no screen says {word!r}"


def lost_words(page, other, language):
    """Italics that are no text of a language, or not those of the English page."""
    known = Screen(texts(language))
    said = quoted(other)
    for word in sorted(said):
        if not known.says(word):
            yield f"{language}.po does not have {word!r}"
    small = {word.lower() for word in said}
    for word in sorted(quoted(page)):
        translations = dictionary(language).get(word.lower(), small)
        if not translations & small:
            yield f"{word!r} is {' or '.join(translations)!r}; the page does not say so"


def quoted(page):
    """The texts in italics of a page, the way to a place cut into its steps."""
    found = set()
    for token in MARKDOWN.parse(page.read_text()):
        depth, words = 0, []
        for child in token.children or ():
            depth += {"em_open": 1, "em_close": -1}.get(child.type, 0)
            if depth:
                words.append(" " if child.type == "softbreak" else child.content)
            elif words:
                found.update(map(_plain, PATH.split("".join(words))))
                words = []
    return found


class Screen:
    """What the pages of Odoo can say in one language."""

    def __init__(self, texts):
        self.texts = {_plain(text) for text in texts}
        self.texts |= {_plain(NAMED.split(text)[0]).rstrip(" ,:(") for text in texts}
        self.all = NAMED.sub("#", "\n".join(map(_plain, texts)).lower())

    def says(self, word):
        """Whether it is a text; words that begin small may be a part of one."""
        if word[:1].isupper():
            return word in self.texts
        part = re.escape(re.sub(r"\d+", "#", word.lower()))
        return bool(re.search(rf"(?<!\w){part}(?!\w)", self.all))


def texts(language):
    """All texts of the addon in a language, and the words of Odoo."""
    if language == "en":
        words = {word for known in ODOO_WORDS.values() for word in known}
        return words | {entry.msgid for entry in polib.pofile(str(TEMPLATE))}
    return {word for _text, word in _pairs(language)}


@cache
def dictionary(language):
    """English text -> its translations, all in small letters: Odoo's, and the addon's
    where it says the same."""
    found = {}
    for text, word in _pairs(language):
        found.setdefault(_plain(text).lower(), set()).add(_plain(word).lower())
    return found


def _pairs(language):
    own = translations_of(language).items()
    return [
        (text, word) for text, word in {*ODOO_WORDS[language].items(), *own} if word
    ]


def not_in_odoo(language):
    """Words that Odoo does not translate so."""
    files = [
        path
        for place in find_odoo().addons
        for name in ODOO_FILES
        for path in place.glob(f"{name}/i18n/{language}.po")
    ]
    odoo = "\n".join(path.read_text() for path in files)
    for text, word in ODOO_WORDS[language].items():
        if f'msgid "{text}"\nmsgstr "{word}"\n' not in odoo:
            yield f"{text!r} is not {word!r} in Odoo's {language}.po"


def _plain(text):
    """A text on one line, without what the eye does not tell apart."""
    return " ".join(text.replace("…", "...").split())


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
