"""Pictures of the letters for the docs: `python -m tests.activation.letter_pictures`.

Needs Debian's `chromium`; writes docs/images/letter_*.png.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from activation.identity import DEMO
from activation.letters import SCENARIOS
from activation.template_commands import write_previews
from warehouse.settings import ROOT

IMAGES = ROOT / "docs" / "images"
WIDTHS = {"desktop": 680, "phone": 375}
SHRUNK = 0.5  # five phones side by side, to compare, not to read


def main() -> None:
    """Take one letter at both widths, and the five on phones side by side."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_previews(DEMO, Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, width in WIDTHS.items():
            _shoot(browser, Path(folder) / "rebuy.html", f"letter_rebuy_{name}", width)
        side_by_side = Path(folder) / "five.html"
        side_by_side.write_text(_five_phones(), encoding="utf-8")
        _shoot(browser, side_by_side, "letters_phone", 5 * 400, SHRUNK)
        browser.close()


def _shoot(browser: Browser, page_file: Path, name: str, width: int, scale: float = 1) -> None:
    page = browser.new_page(viewport={"width": width, "height": 300}, device_scale_factor=scale)
    page.goto(page_file.as_uri())
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True)
    page.close()


def _five_phones() -> str:
    frames = "".join(
        f'<iframe src="{scenario.lower()}.html" style="width:375px;height:1180px;border:0">'
        "</iframe>"
        for scenario in SCENARIOS
    )
    return f'<body style="display:flex;gap:25px;background:#888;margin:12px">{frames}</body>'


if __name__ == "__main__":
    main()
