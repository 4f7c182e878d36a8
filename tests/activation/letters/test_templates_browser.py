"""The letters in a real browser, at desktop and phone width."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from activation.commands.letters import write_previews
from activation.letters.sample import sample
from activation.letters.sender_identity import DEMO
from activation.letters.templates import SCENARIOS, compile_template, render

CHROMIUM = shutil.which("chromium")
DESKTOP, PHONE = 900, 375
SMALLEST_TARGET = 40  # CSS pixels a thumb needs

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("letters")
    write_previews(DEMO, path)
    return path


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def show(page: Page, folder: Path, scenario: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((folder / f"{scenario.lower()}.html").as_uri())


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_letter_is_wider_than_the_screen(page: Page, folder: Path, width: int) -> None:
    for scenario in SCENARIOS:
        show(page, folder, scenario, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width, scenario


def test_a_name_without_a_blank_does_not_widen_the_letter(page: Page, tmp_path: Path) -> None:
    wine = {**sample("REBUY")["produits"][0], "nom": "Vendangestardives" * 5}
    params = {**sample("REBUY"), "produits": [wine] * 3}
    (tmp_path / "upsell.html").write_text(
        render(compile_template("UPSELL", DEMO), params).html, encoding="utf-8"
    )
    show(page, tmp_path, "UPSELL", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    assert page.get_by_role("link", name=re.compile("^Voir c")).count() == 3


def test_on_a_phone_each_wine_is_one_thumb_away(page: Page, folder: Path) -> None:
    show(page, folder, "REBUY", PHONE)
    buttons = page.get_by_role("link", name=re.compile("^Voir c"))
    assert buttons.count() == 2
    for number in range(2):
        box = buttons.nth(number).bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET
        assert box["width"] > PHONE / 2


def test_the_warning_and_the_way_out_can_be_read(page: Page, folder: Path) -> None:
    show(page, folder, "WINBACK", PHONE)
    warning = page.get_by_text("L'abus d'alcool est dangereux pour la santé")
    assert warning.is_visible()
    size = warning.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 14
    assert page.get_by_role("link", name="Ne plus recevoir ces lettres").is_visible()
