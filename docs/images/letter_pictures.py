"""Pictures of the letters for the docs: `python docs/images/letter_pictures.py`.

Needs Debian's `chromium`; writes docs/images/letter_*.png.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from activation.commands.letters import write_previews
from activation.letters.sender_identity import DEMO
from activation.letters.templates import SCENARIOS
from warehouse.settings import ROOT

IMAGES = ROOT / "docs" / "images"
WIDTHS = {"desktop": 680, "phone": 375}
SHRUNK = {"desktop": 0.4, "phone": 0.5}  # five side by side, to compare, not to read
GAP = 25


def main() -> None:
    """Take one letter at both widths, and the five side by side at both."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_previews(DEMO, Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, width in WIDTHS.items():
            _shoot(browser, Path(folder) / "rebuy.html", f"letter_rebuy_{name}", width)
            five = Path(folder) / "five.html"
            five.write_text(_side_by_side(width), encoding="utf-8")
            _shoot(browser, five, f"letters_{name}", 5 * (width + GAP), SHRUNK[name])
        browser.close()


def _shoot(browser: Browser, page_file: Path, name: str, width: int, scale: float = 1) -> None:
    page = browser.new_page(viewport={"width": width, "height": 300}, device_scale_factor=scale)
    page.goto(page_file.as_uri())
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True)
    page.close()


def _side_by_side(width: int) -> str:
    height = 1330 if width < 480 else 1100
    frames = "".join(
        f'<iframe src="{scenario.lower()}.html" style="width:{width}px;height:{height}px;border:0">'
        "</iframe>"
        for scenario in SCENARIOS
    )
    return f'<body style="display:flex;gap:{GAP}px;background:#888;margin:12px">{frames}</body>'


if __name__ == "__main__":
    main()
