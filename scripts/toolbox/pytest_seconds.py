"""A pytest plugin: how long each test took, its set-up counted in, into a file.

AR_SECONDS names the file. The system's own clock is read: pytest reads those of the
module ``time``, which stand still or leap while a test has frozen the date.
"""

import json
import os
from pathlib import Path

import pytest

seconds = {}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    start = os.times().elapsed
    outcome = yield
    seconds[item.nodeid] = round(os.times().elapsed - start, 2)
    return outcome


def pytest_sessionfinish():
    if os.environ.get("AR_SECONDS"):
        Path(os.environ["AR_SECONDS"]).write_text(json.dumps(seconds))
