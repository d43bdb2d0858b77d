"""scripts/screenshots: the pictures of the documents, from a copy of the demo."""

import argparse

from .browser import find_browser
from .cache import CHECKOUT, LOGS, SCRIPTS, setup_lock
from .databases import Databases, temporary_name
from .environment import environment
from .run_demo import DATABASE, choose_port, prepare, serving

IMAGES = CHECKOUT / "docs" / "images"
CAMERA = SCRIPTS / "toolbox" / "camera.py"
#: Pictures that are drawn, and not taken from the demo.
DRAWN = ("cover",)


def main():
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help="only these (default: all); cover: the addon's cover"
    )
    parser.add_argument(
        "--sizes",
        metavar="DIRECTORY",
        help="every page at 1280, 1024 and 390 pixels, into this directory",
    )
    options = parser.parse_args()
    browser = find_browser()
    drawn = [name for name in DRAWN if name in options.names or not options.names]
    with environment() as env:
        if drawn:
            env.run([env.python, "-m", "toolbox.drawings", browser, *drawn])
        if options.names and {*options.names} <= {*DRAWN}:
            return 0
        options.names = [name for name in options.names if name not in DRAWN]
        known = Databases(env)
        database = temporary_name("screenshots")
        try:
            with setup_lock("demo"):
                prepare(known, fresh=False)
                known.copy(DATABASE, database)
            log = LOGS / "screenshots.log"
            with serving(env, database, choose_port(None), log) as (url, _server):
                words = [*(["--sizes"] if options.sizes else []), *options.names]
                directory = options.sizes or IMAGES
                return env.run([env.python, CAMERA, url, browser, directory, *words])
        finally:
            known.drop(database)
