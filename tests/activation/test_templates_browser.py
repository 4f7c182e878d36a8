"""The letters in a real browser, at desktop and phone width."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from activation.identity import DEMO
from activation.letters import SCENARIOS
from activation.template_commands import write_previews

CHROMIUM = shutil.which("chromium")
DESKTOP, PHONE = 900, 375
SMALLEST_TARGET = 40  # CSS pixels a thumb needs

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("letters")
    write_previews(DEMO, path)
    return path


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, folder: Path, scenario: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((folder / f"{scenario.lower()}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_on_a_phone_each_wine_is_one_thumb_away(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto((folder / "rebuy.html").as_uri())
    buttons = page.get_by_role("link", name="Voir ce vin")
    assert buttons.count() == 2
    for number in range(2):
        box = buttons.nth(number).bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET
        assert box["width"] > PHONE / 2
    page.close()


def test_the_warning_and_the_way_out_can_be_read(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto((folder / "winback.html").as_uri())
    warning = page.get_by_text("L'abus d'alcool est dangereux pour la santé")
    assert warning.is_visible()
    size = warning.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 14
    assert page.get_by_role("link", name="Ne plus recevoir ces lettres").is_visible()
    page.close()
