"""A house with proposals on a running page, and real browsers that look at it."""

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import parse_dsn

from activation.approval.plan import build_plan
from activation.hash_key import hash_key
from tests.support.database import SharedDatabase
from tests.support.house import identified
from tests.support.page import Open, Page, running_page
from tests.support.proposals import BUILT, fill, run
from warehouse.database import connect
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def drawn_database(new_database: Callable[..., str], drawn: str) -> SharedDatabase:
    """One database for the page's tests: with the lists dbt plants and the rights it gives, too."""
    url = new_database(template=drawn)
    with closing(psycopg2.connect(url)) as conn:
        run(conn, BUILT)
    return SharedDatabase(new_database, str(parse_dsn(url)["dbname"]))


@pytest.fixture
def estate(settings: Settings) -> Settings:
    """Settings of an estate that has said who it is."""
    return identified(settings)


@pytest.fixture
def conn(estate: Settings) -> Iterator[Connection]:
    """The owner's connection to six proposals: CL2, CL3, CL4, CL7, CL8, CL9."""
    opened = connect(estate)
    fill(opened, 10)
    build_plan(opened, estate)
    hash_key(opened, estate)
    opened.commit()
    yield opened
    opened.close()


@pytest.fixture
def page(conn: Connection, estate: Settings) -> Iterator[Page]:
    """The page of that house."""
    with running_page(estate) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, page: Page) -> Iterator[Open]:
    """Return a function (who, script=True, width=1280) that opens the list in a browser of theirs.

    Without a name nobody is logged in.

    What no browser may meet fails the test at its end: an error of a script, a line of the
    page's policy that was broken, a dialog, a request that leaves the page's own address.
    """
    met: list[str] = []
    contexts = []

    def open_list(who: str, *, script: bool = True, width: int = 1280, at: str = "") -> Tab:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": page.token(who), "url": page.url}])
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        tab.on("pageerror", lambda error: met.append(f"script: {error}"))
        tab.on("dialog", lambda dialog: (met.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        tab.on(
            "console",
            lambda said: met.append(said.text) if "Content Security Policy" in said.text else None,
        )
        tab.on(
            "request",
            lambda asked: None if asked.url.startswith(page.url) else met.append(asked.url),
        )
        tab.goto(f"{page.url}/lettres{at}")
        return tab

    yield open_list
    for context in contexts:
        context.close()
    assert met == []
