"""Whatever is asked of the page: never a failure of the server, never a decision by accident."""

import re
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection  # noqa: N812
from schemathesis import Case
from schemathesis.core.result import Ok

from dashboard.letters import addresses
from tests.support.page import Page
from warehouse.rows import value
from warehouse.settings import ROOT

pytestmark = pytest.mark.processes  # hundreds of requests take as long

# What forms and links of the page are made of, and words a program might put there.
FIELDS = sorted(
    {"page", "vu", "retour", "vers", *addresses.WORDS.values()}
    | {
        name
        for template in ROOT.glob("dashboard/**/*.html")
        for name in re.findall(r'name="(\w+)"', template.read_text(encoding="utf-8"))
    }
)
WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["approuver", "refuser", "99999", "-1", "1e9", "0001-01-01", "toutes", "' or 1=1 --"]
    ),
    st.uuids().map(str),
)
SENT = st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=5)


def test_no_request_fails_the_server_or_decides(page: Page, conn: Connection) -> None:
    headers = {"Cookie": f"session={page.token('Claire')}", "Origin": page.url}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    tried = []
    for found in schemathesis.openapi.from_dict(page.app.openapi()).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=25, deadline=None, phases=[Phase.generate], database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(), sent=SENT)
        def ask(case: Case, sent: dict[str, str]) -> None:
            is_form = case.method == "POST"
            case.query = {} if is_form else sent
            case.body = urlencode(sent, errors="replace").encode() if is_form else b""
            answer = case.call(
                base_url=page.url, headers=headers | form if is_form else headers,
                allow_redirects=False,
            )  # fmt: skip
            assert answer.status_code < 500, (case.method, case.path, sent)

        if operation.path != "/deconnexion":
            ask()
            tried.append(operation.path)
    assert len(tried) > 15
    assert value(conn, "select count(*) from activation.approvals") == 0
