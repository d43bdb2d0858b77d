"""A pytest plugin: which lines and branches of the addon the tests reach.

AR_COVERAGE names the file for what it finds (JSON, as Slipcover writes it). Slipcover
puts its marks into the code when it is imported, which costs next to nothing while the
tests run; a tracer, which Python asks at each line of Odoo as well, doubles their time.
"""

import contextlib
import json
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

from slipcover import FileMatcher, Slipcover
from slipcover.config import read_config
from slipcover.importer import SlipcoverLoader

from .cache import ADDON, CHECKOUT


class Measure(Slipcover):
    """Slipcover, which goes on where taking its marks out again cannot.

    For that it compares the globals of all frames, and those of Odoo's compiled
    templates contain themselves. The marks that are left cost a little time.
    """

    def deinstrument_seen(self):
        with contextlib.suppress(RecursionError):
            super().deinstrument_seen()


class MeasuredCode(MetaPathFinder):
    """Finds the modules of the addon before others do, and has them measured."""

    def __init__(self, measure, chosen):
        self.measure, self.chosen = measure, chosen

    def find_spec(self, fullname, path, target=None):
        if path is not None and not any(map(_is_ours, path)):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        if not self.chosen.matches(spec.origin):
            return None
        # One file under one name, whichever way the import went.
        file = str(Path(spec.origin).resolve())
        spec.loader = SlipcoverLoader(self.measure, spec.loader, file)
        return spec


def _is_ours(place):
    return Path(place).resolve().is_relative_to(ADDON)


def _measure():
    settings = read_config(CHECKOUT / "pyproject.toml")
    places = {"source": [str(ADDON)], "omit": settings["omit"]}
    exclude = settings["exclude-also"]
    measure = Measure(branch=True, exclude_also=exclude, **places)
    chosen = FileMatcher(sources=places["source"], omit=places["omit"])
    sys.meta_path.insert(0, MeasuredCode(measure, chosen))
    return measure


measure = _measure()


def pytest_sessionfinish():
    Path(os.environ["AR_COVERAGE"]).write_text(json.dumps(measure.get_coverage()))
