"""Pictures of the page for the docs: `make screenshots`, or some: `PICTURES="lundi lettres"`.

Shows the database as it stands, the samples where there is no .env. Needs Debian's `chromium`;
writes docs/images/page_*.png.
"""

import shutil
import sys
from contextlib import closing

from playwright.sync_api import Browser, sync_playwright

from dashboard.access import users
from tests.support.page import Page, running_page
from warehouse.database import connect
from warehouse.rows import value
from warehouse.settings import ROOT, load_settings

IMAGES = ROOT / "docs" / "images"
PAGES = {
    "lundi": "/lundi", "lettres": "/lettres", "resultats": "/resultats",
    "conformite": "/conformite", "client": "/clients/{code}",
}  # fmt: skip
# The person with the letter of the best score.
SOMEBODY = "select client_code from crm.recommendations order by score_1 desc, client_code limit 1"
WIDTHS = {"desktop": 1280, "phone": 375}
SHRUNK = {"desktop": 0.6, "phone": 0.8}
# What is below says the same of other rows.
TALLEST = {"lundi": 760, "lettres": 640}
OTHERS = 1400


def main() -> None:
    """Take every page, or those named, at both widths, as an owner of the house sees it."""
    wanted = sys.argv[1:] or list(PAGES)
    settings = load_settings()
    with closing(connect(settings)) as conn:
        code = value(conn, SOMEBODY)
    with running_page(settings) as page, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for device in WIDTHS:
            for name in wanted:
                _shoot(browser, page, name, PAGES[name].format(code=code), device)
        browser.close()
    with closing(connect(settings)) as conn:
        users.remove(conn, "Claire")


def _shoot(browser: Browser, page: Page, name: str, path: str, device: str) -> None:
    context = browser.new_context(
        viewport={"width": WIDTHS[device], "height": 800}, device_scale_factor=SHRUNK[device]
    )
    context.add_cookies([{"name": "session", "value": page.token("Claire"), "url": page.url}])
    tab = context.new_page()
    tab.goto(page.url + path)
    tall = min(TALLEST.get(name, OTHERS), tab.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": WIDTHS[device], "height": tall}
    tab.screenshot(
        path=IMAGES / f"page_{name}_{device}.png",
        full_page=True,
        clip=clip,  # type: ignore[arg-type]
    )
    context.close()


if __name__ == "__main__":
    main()
