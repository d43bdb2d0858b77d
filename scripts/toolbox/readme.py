"""What is made from docs/: the addon's readme/, its page in Odoo, and HISTORY.md.

Passages of the documents between ``<!-- readme: USAGE -->`` and ``<!-- readme: end
-->`` become readme/USAGE.md, in the order of `PAGES`, without pictures and with plain
text for links; all of readme/ together is static/description/index.html. Each file of
readme/newsfragments/ (``name.kind.md``) is one item of the next release in HISTORY.md;
`--release` closes that, and removes them.
"""

import argparse
import ast
import re
import sys

from markdown_it import MarkdownIt

from .cache import ADDON, CHECKOUT

README = ADDON / "readme"
NEWS = README / "newsfragments"
HISTORY = CHECKOUT / "HISTORY.md"
DESCRIPTION_PAGE = ADDON / "static" / "description" / "index.html"
#: The documents that have passages, in the order in which a reader wants them.
PAGES = (
    "README.md",
    "docs/implementer/install.md",
    "docs/implementer/configure.md",
    "docs/user/settle.md",
    "docs/user/marked-transactions.md",
    "docs/user/payment-journals.md",
    "docs/user/bank-receipts.md",
    "docs/user/enter-payments.md",
    "docs/user/payment-proposal.md",
    "docs/user/deposit-slips.md",
    "docs/user/reimburse.md",
    "docs/user/undo.md",
    "docs/user/balances.md",
    "docs/user/limits.md",
)
#: In the order of the page in Odoo, with its headings there.
FRAGMENTS = {
    "DESCRIPTION": "",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Not in it yet",
}
#: Of newsfragments, in the order of HISTORY.md.
KINDS = {"feature": "New", "change": "Changed", "fix": "Mended"}
NEXT = "## Next release"
PASSAGE = re.compile(r"<!-- readme: (\w+) -->\n(.*?)<!-- readme: end -->", re.S)
PICTURE = re.compile(r"^ *!\[[^]]*\]\([^)]*\)\n\n?", re.M)
LINK = re.compile(r"(?<!!)\[([^]]*)\]\((?!https?:)[^)]*\)")


def main():
    parser = argparse.ArgumentParser(prog="scripts/readme", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--release", metavar="HEADING", help="such as '19.0.1.3.0'")
    options = parser.parse_args()
    texts = {**made(), HISTORY: history(options.release)}
    stale = [path for path, text in texts.items() if _read(path) != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(CHECKOUT)}: out of date: scripts/readme")
        else:
            path.write_text(texts[path])
    if options.release:
        for fragment in NEWS.glob("*.*.md"):
            fragment.unlink()
    return len(stale) if options.check else 0


def made():
    """(path -> text) of what follows from the documents."""
    texts = {name: "\n".join(parts) for name, parts in passages().items()}
    files = {README / f"{name}.md": text for name, text in texts.items()}
    return {**files, DESCRIPTION_PAGE: description_page(texts)}


def passages():
    """(fragment -> texts), of all documents."""
    found = {name: [] for name in FRAGMENTS}
    for page in PAGES:
        text = (CHECKOUT / page).read_text()
        for name, passage in PASSAGE.findall(text):
            plain = LINK.sub(r"\1", PICTURE.sub("", passage))
            found[name].append(plain.strip("\n") + "\n")
    return found


def description_page(texts):
    """The addon's page in Odoo's list of apps."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    markdown = MarkdownIt("commonmark").enable("table")
    parts = [f"<h1>{manifest['name']}</h1>\n<p>{manifest['summary']}</p>\n"]
    for name, heading in FRAGMENTS.items():
        title = f"<h2>{heading}</h2>\n" if heading else ""
        parts.append(title + markdown.render(texts[name]))
    body = "".join(f'<section class="container">\n{part}</section>\n' for part in parts)
    return f"<!-- Made from docs/ by scripts/readme. -->\n{body}".replace(
        "<table>", '<table class="table table-sm">'
    )


def history(release=None):
    """HISTORY.md with the newsfragments of now under the heading of what is next."""
    known = _read(HISTORY)
    start = known.index(NEXT)
    end = known.find("\n## ", start + 1)
    headings = [NEXT, f"## {release}"] if release else [NEXT]
    parts = [
        known[:start],
        *headings,
        "\n".join(_news()),
        known[end:] if end > 0 else "",
    ]
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts))) + "\n"


def _news():
    for kind, heading in KINDS.items():
        fragments = sorted(NEWS.glob(f"*.{kind}.md"))
        if fragments:
            yield f"### {heading}\n"
            yield from (_item(fragment.read_text()) for fragment in fragments)
            yield ""


def _item(text):
    return "- " + text.strip().replace("\n", "\n  ")


def _read(path):
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
