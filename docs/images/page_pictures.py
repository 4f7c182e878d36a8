"""Pictures of the page for the docs: `PYTHONPATH=. python docs/images/page_pictures.py`.

Shows the database as it stands. Needs Debian's `chromium`; writes docs/images/page_*.png.
"""

import shutil
from contextlib import closing

from playwright.sync_api import Browser, sync_playwright

from dashboard.access import users
from tests.support.page import Page, running_page
from warehouse.database import connect
from warehouse.rows import value
from warehouse.settings import ROOT, load_settings

IMAGES = ROOT / "docs" / "images"
PAGES = {"resultats": "/resultats", "conformite": "/conformite", "client": "/clients/{code}"}
# The person with the letter of the best score.
SOMEBODY = "select client_code from crm.recommendations order by score_1 desc, client_code limit 1"
WIDTHS = {"desktop": 1280, "phone": 375}
SHRUNK = {"desktop": 0.6, "phone": 0.8}
TALLEST = 1400  # what is below says the same of other rows


def main() -> None:
    """Take every page at both widths, as an owner of the house sees it."""
    settings = load_settings()
    with closing(connect(settings)) as conn:
        code = value(conn, SOMEBODY)
    with running_page(settings) as page, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for device in WIDTHS:
            for name, path in PAGES.items():
                _shoot(browser, page, path.format(code=code), f"page_{name}_{device}", device)
        browser.close()
    with closing(connect(settings)) as conn:
        users.remove(conn, "Claire")


def _shoot(browser: Browser, page: Page, path: str, name: str, device: str) -> None:
    context = browser.new_context(
        viewport={"width": WIDTHS[device], "height": 800}, device_scale_factor=SHRUNK[device]
    )
    context.add_cookies([{"name": "session", "value": page.token("Claire"), "url": page.url}])
    tab = context.new_page()
    tab.goto(page.url + path)
    tall = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": WIDTHS[device], "height": tall}
    tab.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
    context.close()


if __name__ == "__main__":
    main()
