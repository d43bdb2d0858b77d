"""A pytest plugin: tests that ask a server have a lane of their own, with one server.

AR_LANE is ``server`` for these alone and ``plain`` for all others; nothing chooses
where it is not set.
"""

import os


def pytest_collection_modifyitems(config, items):
    lane = os.environ.get("AR_LANE")
    if not lane:
        return
    from odoo.tests import HttpCase

    lanes = {"server": [], "plain": []}
    for item in items:
        asks = isinstance(item.cls, type) and issubclass(item.cls, HttpCase)
        lanes["server" if asks else "plain"].append(item)
    items[:] = lanes.pop(lane)
    for others in lanes.values():
        config.hook.pytest_deselected(items=others)
