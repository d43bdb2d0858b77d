"""scripts/screenshots: the pictures of the documents, from a copy of the demo."""

import argparse

from .browser import find_browser
from .cache import CHECKOUT, LOGS, SCRIPTS, setup_lock
from .databases import Databases, temporary_name
from .environment import environment
from .run_demo import DATABASE, choose_port, prepare, serving

IMAGES = CHECKOUT / "docs" / "images"
CAMERA = SCRIPTS / "toolbox" / "camera.py"


def main():
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these (default: all)")
    options = parser.parse_args()
    browser = find_browser()
    with environment() as env:
        known = Databases(env)
        database = temporary_name("screenshots")
        try:
            with setup_lock("demo"):
                prepare(known, fresh=False)
                known.copy(DATABASE, database)
            log = LOGS / "screenshots.log"
            with serving(env, database, choose_port(None), log) as (url, _server):
                command = [env.python, CAMERA, url, browser, IMAGES, *options.names]
                return env.run(command)
        finally:
            known.drop(database)
