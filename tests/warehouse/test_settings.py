"""Which data reach which database."""

from pathlib import Path

import pytest

from warehouse.errors import ConfigurationError
from warehouse.settings import DEMO_AS_OF_DATE, load_settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "examples" / "exports").mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    return tmp_path


def write_env(root: Path, *lines: str) -> None:
    (root / ".env").write_text("\n".join(lines), encoding="utf-8")


def test_without_env_the_samples_go_to_the_demo_database_with_brevo_off(root: Path) -> None:
    settings = load_settings(root)
    assert settings.is_demo
    assert settings.embedded_database == "demo"
    assert settings.exports_dir == root / "examples" / "exports"
    assert settings.as_of_date == DEMO_AS_OF_DATE


def test_a_key_alone_does_not_turn_brevo_on_for_the_samples(root: Path) -> None:
    write_env(root, "BREVO_API_KEY=xkeysib-1")
    assert load_settings(root).brevo_api_key is None


@pytest.mark.parametrize("folder", ["examples/exports", "./examples/../examples/exports"])
def test_samples_never_reach_a_real_database(root: Path, folder: str) -> None:
    write_env(root, "DATABASE_URL=postgresql://h/crm", f"EXPORTS_DIR={folder}")
    with pytest.raises(ConfigurationError, match="sample exports"):
        load_settings(root)


def test_a_real_database_needs_the_folder_of_its_exports(root: Path) -> None:
    write_env(root, "DATABASE_URL=postgresql://h/crm")
    with pytest.raises(ConfigurationError, match="EXPORTS_DIR"):
        load_settings(root)


def test_own_exports_without_a_server_go_to_their_own_embedded_database(root: Path) -> None:
    write_env(root, f"EXPORTS_DIR={root / 'mine'}")
    settings = load_settings(root)
    assert not settings.is_demo
    assert settings.embedded_database == "crm"
    assert settings.as_of_date is None


def test_the_environment_wins_over_the_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_env(root, f"EXPORTS_DIR={root / 'mine'}", "AS_OF_DATE=2026-01-05")
    monkeypatch.setenv("AS_OF_DATE", "2026-02-02")
    assert str(load_settings(root).as_of_date) == "2026-02-02"


@pytest.mark.parametrize(
    ("line", "value"),
    [("AS_OF_DATE=16/11/2026", "16/11/2026"), ("EXPORTS_DIR=nowhere", "nowhere")],
)
def test_a_bad_value_is_named_with_its_remedy(root: Path, line: str, value: str) -> None:
    write_env(root, line)
    with pytest.raises(ConfigurationError, match=value):
        load_settings(root)


def test_secrets_do_not_show_when_settings_are_printed(root: Path) -> None:
    address = "postgresql://u:hunter2@h/crm"
    write_env(
        root,
        "BREVO_API_KEY=xkeysib-hunter2",
        f"DATABASE_URL={address}",
        f"EXPORTS_DIR={root / 'mine'}",
    )
    assert "hunter2" not in repr(load_settings(root))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (r'ESTATE_X="C:\temp\new"', r"C:\temp\new"),
        (r"ESTATE_X='C:\temp\new' # the robot's", r"C:\temp\new"),
        (r"ESTATE_X=C:\temp\new", r"C:\temp\new"),
        (r'export ESTATE_X = "C:\exports\"', "C:\\exports\\"),
        (r'ESTATE_X="\\nas\raw"', r"\\nas\raw"),
        (r"ESTATE_X='\\nas\raw'", r"\\nas\raw"),
        (r'ESTATE_X="Cave \"Le Tonneau\""', 'Cave "Le Tonneau"'),
        ('ESTATE_X="Château d\'Été"', "Château d'Été"),
    ],
)
def test_a_backslash_in_the_file_is_a_backslash(root: Path, line: str, value: str) -> None:
    write_env(root, line, "AS_OF_DATE=2026-01-05")
    settings = load_settings(root)
    assert settings.get("ESTATE_X") == value
    assert str(settings.as_of_date) == "2026-01-05"


def test_the_first_setting_counts_behind_a_byte_order_mark(root: Path) -> None:
    (root / ".env").write_text("AS_OF_DATE=2026-01-05\n", encoding="utf-8-sig")
    assert str(load_settings(root).as_of_date) == "2026-01-05"


def test_a_file_in_another_encoding_is_named(root: Path) -> None:
    (root / ".env").write_bytes("ESTATE_X=Château\n".encode("cp1252"))
    with pytest.raises(ConfigurationError, match="not in UTF-8"):
        load_settings(root)
