"""The register of houses: what it is refused for, and what of one house another never sees."""

from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse import database
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.houses import register
from warehouse.settings import ROOT, load_settings

TWO = """
[houses.barr]
exports = "barr"
database = {env = "BARR_DATABASE"}
[houses.barr.settings]
BREVO_API_KEY = {file = "barr-brevo"}
[houses.andlau]
exports = "andlau"
[every_house]
ACTIVATION_QUIET_HOURS = "21-8"
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what writes the register of a project of its own."""
    (tmp_path / "dbt_project.yml").touch()
    for name in ("barr", "andlau"):
        (tmp_path / name).mkdir()
    (tmp_path / "barr-brevo").write_text("key of barr\n")

    def write(text: str) -> Path:
        (tmp_path / "houses.toml").write_text(text)
        return tmp_path

    return write


def test_a_house_has_its_own_settings_and_none_of_the_machines(
    written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BREVO_API_KEY", "somebody's")
    monkeypatch.setenv("BARR_DATABASE", "postgresql://barr@db/barr")
    root = written(TWO)
    (root / ".env").write_text("BREVO_SENDER_EMAIL=other@example.org\nSTATE_DIR=/srv/state\n")
    barr, andlau = (load_settings(root, house=name) for name in ("barr", "andlau"))
    assert (barr.brevo_api_key, barr.database_url) == ("key of barr", "postgresql://barr@db/barr")
    assert (andlau.brevo_api_key, andlau.brevo_sender_email) == (None, None)
    assert {one.get("ACTIVATION_QUIET_HOURS") for one in (barr, andlau)} == {"21-8"}
    assert barr.exports_dir == root / "barr"
    assert andlau.embedded_database == "crm_andlau"
    monkeypatch.setenv("CRM_HOUSE", "andlau")
    assert load_settings(root).house == "andlau"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing else"),
        ("[houses.barr]", "exports, the folder of its exports, is missing"),
        ("[houses.Barr]\nexports='barr'", "a name is small letters"),
        ("[houses.fleet]\nexports='barr'", "and not fleet"),
        ("[houses.barr]\nexports='barr'\nport=1", "houses.barr.port: not known"),
        ("[houses.barr]\nexports='barr'\ndatabase='postgresql://u:pw1@h/d'", "a secret is not"),
        ("[houses.barr]\nexports='barr'\ndatabase='host=h password=pw1'", "a secret is not"),
        ("[houses.barr]\nexports='barr'\nsettings.BREVO_API_KEY='pw1'", "a secret is not"),
        ("[houses.barr]\nexports='barr'\nsettings.ACTIVATION_LEASE=12", "give a text"),
        ("[houses.barr]\nexports='e'\n[houses.andlau]\nexports='e'", "have the same EXPORTS_DIR"),
        ("[houses.barr]\nexports='e'\n[houses.andlau]\nexports='e/f'", "within those of"),
        ("[houses.barr]\nexports='barr'\n[every_house]\nBACKUP_DIR='b'", "each house has its own"),
        (
            "[houses.barr]\nexports='b'\nsettings.BREVO_API_KEY={env='K'}\n"
            "[houses.andlau]\nexports='a'\nsettings.BREVO_API_KEY={env='K'}",
            "barr and andlau have the same BREVO_API_KEY",
        ),
    ],
)
def test_a_register_that_would_mix_houses_or_shows_a_secret_is_refused_and_not_quoted(
    written: Callable[[str], Path], text: str, said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        register(written(text))
    assert "pw1" not in str(refused.value)


def test_an_unknown_house_and_a_secret_that_is_not_there_are_named(
    written: Callable[[str], Path],
) -> None:
    root = written(TWO)
    with pytest.raises(ConfigurationError, match="it names andlau, barr"):
        load_settings(root, house="colmar")
    with pytest.raises(ConfigurationError, match="variable BARR_DATABASE"):
        load_settings(root, house="barr")


def test_the_database_of_one_house_is_refused_to_another(
    new_database: Callable[..., str],
    migrated: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "houses.toml").write_text(
        f"[houses.barr]\nexports='{tmp_path}/barr'\ndatabase={{env='ONE'}}\n"
        f"[houses.andlau]\nexports='{tmp_path}/andlau'\ndatabase={{env='OTHER'}}\n"
    )
    monkeypatch.setenv("HOUSES_FILE", str(tmp_path / "houses.toml"))
    url = new_database(template=migrated)
    monkeypatch.setenv("ONE", url)
    monkeypatch.setenv("OTHER", f"{url}&application_name=andlau")
    for name in ("barr", "andlau"):
        (tmp_path / name).mkdir()
    database.connect(load_settings(ROOT, house="barr")).close()
    with pytest.raises(NeedsPersonError, match="is the house barr's, and not andlau's"):
        database.connect(load_settings(ROOT, house="andlau"))
