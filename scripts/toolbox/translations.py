"""The addon's translations: what lacks, taking it in, and whether it can be right.

The template (i18n/*.pot) comes from the code: ``scripts/test --update-pot``. A language
is a file beside it. ``--todo LANG`` prints what that language lacks as JSON: of each
text its number, and where it stands; a file of {number: translation} is taken in by
``--take LANG FILE``. Without an option every language is looked through: each text that
is not translated, is of an older template, or differs from its English text in what
must not differ: placeholders, tags, blanks at its ends, and the last full stop. What is
the same in a language is empty in its file, as Odoo wants it, and listed in
``same_words.json``.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

import polib

from .cache import ADDON

FOLDER = ADDON / "i18n"
SAME_WORDS = Path(__file__).with_name("same_words.json")
TEMPLATE = FOLDER / f"{ADDON.name}.pot"
#: The languages that are complete.
LANGUAGES = ("nl", "nb", "de", "fr")
NAMED = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|\$\{[^}]*\}")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^<>]*?>")


def main():
    parser = argparse.ArgumentParser(prog="scripts/translations", description=__doc__)
    parser.add_argument("--todo", metavar="LANG", help="print what it lacks, as JSON")
    parser.add_argument("--take", nargs=2, metavar=("LANG", "FILE"), help="take in")
    options = parser.parse_args()
    if options.todo:
        print(json.dumps(todo(options.todo), ensure_ascii=False, indent=1))
        return 0
    if options.take:
        language, path = options.take
        take(language, json.loads(Path(path).read_text()))
    found = [
        problem
        for language in ([options.take[0]] if options.take else LANGUAGES)
        for problem in problems(language)
    ]
    for problem in found:
        print(problem)
    return 1 if found else 0


def todo(language):
    """What a language lacks: list of number, text, and where it stands."""
    known = translations_of(language)
    return [
        {
            "n": number(entry.msgid),
            "text": entry.msgid,
            "where": [place for place, _line in entry.occurrences][:2],
        }
        for entry in polib.pofile(str(TEMPLATE))
        if not known.get(entry.msgid)
    ]


def take(language, given):
    """Put translations (number -> text) in place, sorted, as the linter wants them."""
    known = translations_of(language)
    template = polib.pofile(str(TEMPLATE))
    same = []
    for entry in template:
        text = given.get(number(entry.msgid)) or known.get(entry.msgid, "")
        if text == entry.msgid:
            same.append(number(text))
        entry.msgstr = "" if text == entry.msgid else text
    template.metadata["Language"] = language
    template.metadata["Content-Transfer-Encoding"] = "8bit"
    template.header = f"Translation of {ADDON.name}"
    template.sort(key=lambda entry: entry.msgid)
    (FOLDER / f"{language}.po").write_text(str(template))
    words = json.loads(SAME_WORDS.read_text()) if SAME_WORDS.exists() else {}
    words[language] = sorted(same)
    SAME_WORDS.write_text(json.dumps(words, indent=1, sort_keys=True) + "\n")


def problems(language):
    """What is wrong in a language: texts."""
    known = translations_of(language)
    template = polib.pofile(str(TEMPLATE))
    texts = {entry.msgid for entry in template}
    for text in known.keys() - texts:
        yield f"{language}: not in the template any more: {text[:70]!r}"
    for entry in template:
        translated = known.get(entry.msgid)
        if not translated:
            yield f"{language}: not translated: {number(entry.msgid)} {entry.msgid!r}"
            continue
        for what, find in KEPT.items():
            if find(entry.msgid) != find(translated):
                yield (
                    f"{language}: {what} of {number(entry.msgid)} differ: "
                    f"{entry.msgid!r} and {translated!r}"
                )


def _ends(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


#: What a translation has in common with its text.
KEPT = {
    "placeholders": lambda text: sorted(NAMED.findall(text)),
    "tags": lambda text: sorted(TAG.findall(text)),
    "the blanks at the ends": _ends,
    "the full stop": lambda text: text.rstrip().endswith("."),
}


def number(text):
    """A short name of a text, that stays when others come and go."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


def translations_of(language):
    """Text -> its translation in a language; one that is the same is itself."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return {}
    words = json.loads(SAME_WORDS.read_text()) if SAME_WORDS.exists() else {}
    same = set(words.get(language, ()))
    return {
        entry.msgid: entry.msgid
        if not entry.msgstr and number(entry.msgid) in same
        else entry.msgstr
        for entry in polib.pofile(str(path))
    }


if __name__ == "__main__":
    sys.exit(main())
