"""HISTORY.md: what changed for users, implementers and other addons.

Each file of readme/newsfragments/ (``name.kind.md``) is one item of the next release.
"""

from .cache import ADDON, CHECKOUT

HISTORY = CHECKOUT / "HISTORY.md"
NEWS = ADDON / "readme" / "newsfragments"
NEXT = "## Next release"
#: Of newsfragments, in the order of HISTORY.md.
KINDS = {"feature": "New", "change": "Changed", "fix": "Mended"}


def history(release=None):
    """HISTORY.md with the newsfragments of now under the heading of what is next."""
    known = HISTORY.read_text()
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
