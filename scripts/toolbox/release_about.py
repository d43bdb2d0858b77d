"""Where a released addon is found and who looks after it, written into its package.

The checkout names neither: whoever releases it says both. They go into the manifest and
into README.rst of a copy, of which the wheel is made.
"""

import argparse
import ast
import re
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from .cache import ADDON

LICENSE = re.compile(r'^    "license": .*,\n', re.M)
FACTS = re.compile(r"^:Odoo: .*\n", re.M)


def website(text):
    """An argument: a page of the web, whole.

    >>> website("https://example.com/payments")
    'https://example.com/payments'
    """
    parts = urlsplit(text)
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if not is_whole or re.search(r"[\s\"\\<>]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a page")
    return text


def maintainer(text):
    """An argument: a name, as the place that the website is on knows it.

    >>> maintainer(" jane-doe ")
    'jane-doe'
    """
    name = text.strip()
    if not name or re.search(r"[,\"\\\n]", name):
        raise argparse.ArgumentTypeError(f"{text!r} is no name")
    return name


@dataclass(frozen=True)
class About:
    """What is known of the place of a release.

    :param str website: empty where it is not known
    :param tuple maintainers: names, in the order in which they were given
    """

    website: str = ""
    maintainers: tuple = ()

    @property
    def missing(self):
        """What is not known, and how to say it."""
        if not self.website:
            yield "The package names no website: --website URL."
        if not self.maintainers:
            yield "The package names no maintainer: --maintainer NAME, once for each."

    @property
    def known(self):
        """Keys of the manifest -> values."""
        found = {"website": self.website, "maintainers": [*self.maintainers]}
        return {key: value for key, value in found.items() if value}

    @property
    def facts(self):
        """Lines of README.rst."""
        if self.website:
            yield f":Website: {self.website}"
        if self.maintainers:
            yield f":Maintainers: {', '.join(self.maintainers)}"

    def copy_addon(self, place):
        """Copy the addon to a directory, with what is known in it.

        :return: the directory of the copy
        """
        copy = place / ADDON.name
        shutil.copytree(ADDON, copy, ignore=shutil.ignore_patterns("__pycache__"))
        keys = "".join(f'    "{key}": {_text(v)},\n' for key, v in self.known.items())
        _write_after(copy / "__manifest__.py", LICENSE, keys)
        lines = "".join(f"{line}\n" for line in self.facts)
        _write_after(copy / "README.rst", FACTS, lines)
        return copy

    def problems(self, manifest, readme):
        """What of it the package does not say.

        :param str manifest: text of the packaged manifest
        :param str readme: text of the packaged README.rst
        """
        values = ast.literal_eval(manifest)
        for key in ("website", "maintainers"):
            if values.get(key) != self.known.get(key):
                yield f"The manifest says {key} {values.get(key)!r}."
        for line in self.facts:
            if f"\n{line}\n" not in readme:
                yield f"README.rst lacks {line!r}."


def _text(value):
    """A value as the manifest writes it, with double quotes."""
    if isinstance(value, str):
        return f'"{value}"'
    return f"[{', '.join(map(_text, value))}]"


def _write_after(path, pattern, text):
    before = path.read_text()
    found = pattern.search(before)
    path.write_text(before[: found.end()] + text + before[found.end() :])
