"""What docker-compose.yml promises, and what it is checked with; no container is started."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.unattended import jobs
from warehouse import embedded, log
from warehouse.settings import ROOT

CONFIGURATION: dict[str, Any] = yaml.safe_load(
    (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, dict[str, Any]] = CONFIGURATION["services"]
UNITS = {"m": 1, "g": 1024}
TOOLS = Path(sys.prefix) / "bin"
CHECKS = (
    ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
    ("hadolint", "--failure-threshold", "warning", "deploy/Dockerfile", "deploy/nginx/Dockerfile"),
    ("shellcheck", "deploy/install.sh", "deploy/certificates.sh"),
)


def megabytes(limit: str) -> int:
    return int(limit[:-1]) * UNITS[limit[-1]]


def test_there_is_a_service_for_each_part_of_the_house() -> None:
    assert set(SERVICES) == {
        *("db", "dashboard", "worker", "weekly", "backup", "proxy", "certificates")
    }


def test_only_the_proxy_is_published_and_only_on_80_and_443() -> None:
    published = {
        name: [str(port).split(":")[0] for port in service.get("ports", ())]
        for name, service in SERVICES.items()
    }
    assert {name: ports for name, ports in published.items() if ports} == {"proxy": ["80", "443"]}
    assert not any(service.get("network_mode") for service in SERVICES.values())
    assert CONFIGURATION["networks"]["inside"]["internal"] is True
    assert SERVICES["db"]["networks"] == ["inside"]
    assert "inside" not in SERVICES["proxy"]["networks"]


def test_limits_sum_to_three_and_a_half_gigabytes_at_most() -> None:
    assert sum(megabytes(service["mem_limit"]) for service in SERVICES.values()) <= 3584


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_confined(name: str) -> None:
    service = SERVICES[name]
    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    assert "docker.sock" not in yaml.safe_dump(service)
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", SERVICES)
def test_images_have_an_exact_version_and_settings_no_secret(name: str) -> None:
    service = SERVICES[name]
    if "build" not in service:
        assert re.search(r":\d+\.\d+", service["image"])
    secret = re.compile("PASSWORD$|KEY$|TOKEN$|DATABASE_URL$")
    assert [one for one in service.get("environment", {}) if secret.search(one)] == []


@pytest.mark.parametrize("path", ["deploy/Dockerfile", "deploy/nginx/Dockerfile"])
def test_images_are_built_from_exact_versions_and_end_as_nobody_special(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert bases
    assert [base for base in bases if not re.search(r":\d+\.\d+\.\d+", base)] == []
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE)[-1] not in ("root", "0")


def test_each_secret_is_a_file_that_git_and_images_leave_out() -> None:
    assert all(one["file"].startswith("./secrets/") for one in CONFIGURATION["secrets"].values())
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert not {"!secrets", "!exports", "!.env", "!.git"} & set(ignored)


def test_the_page_has_a_file_of_settings_of_its_own() -> None:
    readers = {
        name
        for name, service in SERVICES.items()
        if "settings" in [one for one in service.get("secrets", ()) if isinstance(one, str)]
    }
    assert readers == {"worker", "weekly", "backup"}
    assert SERVICES["dashboard"]["secrets"] == [{"source": "page_settings", "target": "settings"}]


def test_the_certificates_belong_to_the_proxy_s_user_and_only_one_service_writes_them() -> None:
    mounts = {
        name: one
        for name, service in SERVICES.items()
        for one in service.get("volumes", ())
        if one.startswith("certificates:")
    }
    assert mounts == {
        "proxy": "certificates:/certificates:ro", "certificates": "certificates:/certificates",
    }  # fmt: skip
    assert SERVICES["proxy"]["user"] == SERVICES["certificates"]["user"] == "101:101"
    assert not SERVICES["certificates"].get("secrets")


def test_postgresql_18_keeps_its_data_where_its_image_looks_for_them() -> None:
    assert SERVICES["db"]["image"].startswith("postgres:18.")
    assert "database:/var/lib/postgresql" in SERVICES["db"]["volumes"]


def test_all_logs_of_a_house_sum_to_two_hundred_megabytes_at_most() -> None:
    a_folder = log.KEPT_BYTES + log.RUN_BYTES * log.PARTS
    docker = 0
    for service in SERVICES.values():
        kept = service["logging"]["options"]
        docker += int(kept["max-size"].removesuffix("m")) * 1_000_000 * int(kept["max-file"])
    server = 2 * embedded.LOG_BYTES
    in_all = 2 * a_folder + 2 * jobs.LOG_BYTES + max(docker, server)  # the database's, the page's
    assert in_all <= 200_000_000


@pytest.mark.processes
@pytest.mark.skipif(not (TOOLS / "hadolint").exists(), reason="there are none for this platform")
@pytest.mark.parametrize("check", CHECKS, ids=[check[0] for check in CHECKS])
def test_the_fields_own_checkers_have_nothing_to_say(check: tuple[str, ...]) -> None:
    done = subprocess.run(
        [str(TOOLS / check[0]), *check[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $*" in
    "id -u") echo 0 ;;
    "dpkg-query "*) [ -e "$CALLS.installed" ] && echo "install ok installed" ;;
    "apt-get install"*) touch "$CALLS.installed" ;;
    "ufw status") [ -e "$CALLS.firewall" ] && echo "Status: active" ;;
    "ufw --force enable") touch "$CALLS.firewall" ;;
    "docker "*"users list"*) [ -e "$CALLS.person" ] && echo '[{"name": "Odile"}]' ;;
    "docker "*"users add"*) cat > "$CALLS.person" ;;
    "docker "*psql*) cat > "$CALLS.sql" ;;
esac
exit 0
"""


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="the script is for Ubuntu")
def test_setting_up_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    """On a machine whose packages, firewall and Docker are stand-ins that note what is asked."""
    house, places, calls = tmp_path / "crm", tmp_path / "bin", tmp_path / "calls"
    (house / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "install.sh", house / "deploy")
    (tmp_path / "etc" / "apt" / "apt.conf.d").mkdir(parents=True)
    places.mkdir()
    for name in ("id", "dpkg-query", "apt-get", "ufw", "docker", "chown"):
        (places / name).write_text(STAND_IN, encoding="ascii")
        (places / name).chmod(0o755)

    def install() -> list[str]:
        calls.write_text("", encoding="utf-8")
        done = subprocess.run(
            [str(house / "deploy" / "install.sh"), "lettres.example.org", "o@example.org", "Odile"],
            cwd=house,
            env={"PATH": f"{places}:/usr/bin:/bin", "CALLS": str(calls),
                 "ETC": str(tmp_path / "etc")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return calls.read_text(encoding="utf-8").splitlines()

    def seen() -> dict[str, str]:
        files = (*house.rglob("*"), *(tmp_path / "etc").rglob("*"))
        return {str(path): path.read_text(encoding="utf-8") for path in files if path.is_file()}

    first = install()
    before, asked = seen(), (tmp_path / "calls.sql").read_text(encoding="utf-8")
    assert "ufw allow 443/tcp" in first
    second = install()
    assert seen() == before
    assert (tmp_path / "calls.sql").read_text(encoding="utf-8") == asked
    assert [
        call for call in second if re.match("apt-get|ufw (allow|limit|--force)|chown", call)
    ] == []
    assert not any("users add" in call for call in second)
    secrets = sorted(path.name for path in (house / "secrets").iterdir())
    assert secrets == sorted(CONFIGURATION["secrets"])
    assert {path.stat().st_mode & 0o777 for path in (house / "secrets").iterdir()} == {0o400}
