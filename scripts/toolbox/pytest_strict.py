"""A pytest plugin: every outcome into a file, and a skipped test is a failure.

AR_REPORT names the file; with AR_SKIPS_ALLOWED set, skips stay skips.
"""

import json
import os
from pathlib import Path

import pytest

WORST_FIRST = ("failed", "skipped", "passed")


class Outcomes:
    """The worst outcome of every test's phases and subtests, by its id."""

    def __init__(self):
        self.by_test = {}

    def add(self, test, outcome):
        known = self.by_test.get(test, outcome)
        self.by_test[test] = min(known, outcome, key=WORST_FIRST.index)


outcomes = Outcomes()
strict = not os.environ.get("AR_SKIPS_ALLOWED")


def _refuse_skip(report):
    if strict and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"A skipped test is a failure: {report.longrepr}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report):
    _refuse_skip(report)  # those of subtests come only this way
    outcomes.add(report.nodeid, report.outcome)


def pytest_collectreport(report):
    if not report.passed:
        outcomes.add(report.nodeid, report.outcome)


def pytest_sessionfinish():
    if os.environ.get("AR_REPORT"):
        Path(os.environ["AR_REPORT"]).write_text(json.dumps(outcomes.by_test))
