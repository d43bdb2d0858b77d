"""Draw the addon's SVG pictures as the PNG beside them: drawings.py BROWSER [NAME ...].

Odoo and its store want PNG; what is drawn and changed is the SVG.
"""

import re
import sys

from playwright.sync_api import sync_playwright

from .cache import ADDON

DRAWINGS = ADDON / "static" / "description"
SIZE = re.compile(r'<svg [^>]*width="(\d+)" height="(\d+)"')


def main(browser, *names):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"]
        )
        for name in names:
            _draw(chromium, DRAWINGS / f"{name}.svg")
        chromium.close()
    return 0


def _draw(chromium, svg):
    text = svg.read_text()
    width, height = map(int, SIZE.search(text).groups())
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>body {{ margin: 0 }}</style>{text[text.index('<svg') :]}")
    page.screenshot(path=svg.with_suffix(".png"), omit_background=True)
    page.close()
    print(f"   {svg.stem}.png", flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
