"""What is made from docs/: the addon's readme/, its pages in Odoo, and HISTORY.md.

Passages of the documents between ``<!-- readme: USAGE -->`` and ``<!-- readme: end
-->`` become readme/USAGE.md, in the order of `PAGES`, without pictures and with plain
text for links; all of readme/ together is README.rst, which the wheel has for its
description, and, with pictures, static/description/index.html. `--release` closes
what is next in HISTORY.md, and removes the newsfragments.
"""

import argparse
import ast
import re
import sys

import pypandoc
from markdown_it import MarkdownIt

from .cache import ADDON, CHECKOUT
from .history import HISTORY, NEWS, NEXT, history

README = ADDON / "readme"
DESCRIPTION = ADDON / "static" / "description"
DESCRIPTION_PAGE = DESCRIPTION / "index.html"
README_RST = ADDON / "README.rst"
IMAGES = CHECKOUT / "docs" / "images"
#: Of the documents, for the page in Odoo.
PICTURES = {
    "settle_transactions": "What is open in all companies, and what settling it books",
    "enter_payments": "A day's payments, entered by the keyboard alone",
    "receivables": "Receivables of all companies, with key figures",
    "period_close": "The close of a month in every company",
}
#: The documents that have passages, in the order in which a reader wants them.
PAGES = (
    "README.md",
    "docs/implementer/install.md",
    "docs/implementer/configure.md",
    "docs/user/settle.md",
    "docs/user/on-behalf.md",
    "docs/user/explain.md",
    "docs/user/marked-transactions.md",
    "docs/user/payment-journals.md",
    "docs/user/bank-receipts.md",
    "docs/user/enter-payments.md",
    "docs/user/payment-proposal.md",
    "docs/user/deposit-slips.md",
    "docs/user/reimburse.md",
    "docs/user/undo.md",
    "docs/user/balances.md",
    "docs/user/pay-intercompany.md",
    "docs/user/receivables.md",
    "docs/user/customer-position.md",
    "docs/user/bills.md",
    "docs/user/revaluation.md",
    "docs/user/close.md",
    "docs/user/eu-sales-list.md",
    "docs/user/limits.md",
    "docs/contributing.md",
)
#: In the order of the page in Odoo, with its headings there.
FRAGMENTS = {
    "DESCRIPTION": "",
    "CONTEXT": "Why",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Not in it yet",
    "CONTRIBUTORS": "Contributors",
}
PASSAGE = re.compile(r"<!-- readme: (\w+) -->\n(.*?)<!-- readme: end -->", re.S)
PICTURE = re.compile(r"^ *!\[[^]]*\]\([^)]*\)\n\n?", re.M)
LINK = re.compile(r"(?<!!)\[([^]]*)\]\((?!https?:)[^)]*\)")


def main():
    parser = argparse.ArgumentParser(prog="scripts/readme", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--release", metavar="HEADING", help="such as '19.0.1.3.0'")
    options = parser.parse_args()
    contents = {path: text.encode() for path, text in _texts(options.release).items()}
    contents.update(_pictures())
    stale = [path for path, content in contents.items() if _read(path) != content]
    lost = _lost_passages()
    for path in stale if options.check else ():
        print(f"{path.relative_to(CHECKOUT)}: out of date: scripts/readme")
    for path in lost:
        print(f"{path.relative_to(CHECKOUT)}: has passages, and is not among the pages")
    if options.check or lost:
        return len(stale) + len(lost)
    for path in stale:
        path.write_bytes(contents[path])
    for fragment in NEWS.glob("*.*.md") if options.release else ():
        fragment.unlink()
    return 0


def _texts(release):
    """(path -> text) of what follows from the documents."""
    texts = {name: "\n".join(parts) for name, parts in passages().items()}
    news = history(release)
    return {
        **{README / f"{name}.md": text for name, text in texts.items()},
        README / "HISTORY.md": news[news.index(NEXT) :],
        DESCRIPTION_PAGE: description_page(texts),
        README_RST: readme_rst(texts),
        HISTORY: news,
    }


def _pictures():
    """(path -> content) of the documents' pictures that the page in Odoo shows."""
    return {
        DESCRIPTION / f"{name}.png": (IMAGES / f"{name}.png").read_bytes()
        for name in PICTURES
    }


def _lost_passages():
    """The documents whose passages nobody asks for."""
    known = {CHECKOUT / page for page in PAGES}
    pages = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]
    return [p for p in pages if p not in known and PASSAGE.search(p.read_text())]


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
    parts.insert(2, "".join(_figure(name) for name in PICTURES))
    body = "".join(f'<section class="container">\n{part}</section>\n' for part in parts)
    return f"<!-- Made from docs/ by scripts/readme. -->\n{body}".replace(
        "<table>", '<table class="table table-sm">'
    )


def _figure(name):
    return (
        f'<figure>\n<img class="img-fluid border" src="{name}.png" '
        f'alt="{PICTURES[name]}">\n<figcaption>{PICTURES[name]}</figcaption>\n</figure>\n'
    )


def readme_rst(texts):
    """The same without pictures, as the package index and other tools read it."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    title = manifest["name"]
    parts = [f"{title}\n{'=' * len(title)}", manifest["summary"] + "."]
    parts.append(f":License: {manifest['license']}\n:Odoo: 19.0")
    for name, heading in FRAGMENTS.items():
        if heading:
            parts.append(f"{heading}\n{'-' * len(heading)}")
        text = pypandoc.convert_text(
            texts[name],
            "rst",
            format="gfm",
            # A heading of a passage is one below the passage's own.
            extra_args=["--shift-heading-level-by=1", "--columns=88"],
        )
        parts.append(text.replace("\r\n", "\n").strip("\n"))
    return "\n\n".join(parts) + "\n"


def _read(path):
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
