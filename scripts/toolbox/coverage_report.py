"""What the tests reach in all: joins the files that `pytest_coverage` wrote.

    python -m toolbox.coverage_report LEAST FILE... [--of FOLDER...]

Ends with status 1 if less than LEAST percent of the addon's lines and branches (of the
FOLDERs alone) are reached, and prints what is not.
"""

import argparse
import json
import sys
from pathlib import Path

from slipcover import merge_coverage, print_coverage
from slipcover.slipcover import add_summaries

from .cache import ADDON, CHECKOUT


def main():
    parser = argparse.ArgumentParser(prog="coverage_report")
    parser.add_argument("least", type=float)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--of", nargs="+", default=["."], metavar="FOLDER")
    options = parser.parse_args()
    found, *others = [json.loads(file.read_text()) for file in options.files]
    for other in others:
        merge_coverage(found, other)
    places = [(ADDON / name).resolve() for name in options.of]
    found["files"] = {
        name: lines
        for name, lines in found["files"].items()
        if any((CHECKOUT / name).is_relative_to(place) for place in places)
    }
    add_summaries(found)
    print_coverage(found, skip_covered=True)
    return 0 if found["summary"]["percent_covered"] >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
