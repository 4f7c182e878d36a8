"""The guard rails of the moment of sending are those the letters were chosen by."""

import dataclasses

import pytest

from activation.brevo.answers import Rate
from activation.brevo.pace import Bucket, Pace, bucket_of
from activation.config import RULE_VARS, load_config, load_rules
from warehouse.errors import ConfigurationError, LockedError
from warehouse.settings import ROOT, Settings

BASE = Settings(ROOT, ROOT, is_demo=False)


def test_rules_come_from_the_vars_of_dbt(tmp_path: object) -> None:
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    assert all(f"    {var}: " in text for var in ("silence_years", "letters_per_day"))
    given = "name: x\nvars:\n  x: {" + ", ".join(f"{v}: 7" for v in RULE_VARS.values())
    given += ", holdout_share: 0.07}\n"
    folder = dataclasses.replace(BASE, root=tmp_path)  # type: ignore[arg-type]
    (folder.root / "dbt_project.yml").write_text(given)
    assert set(dataclasses.asdict(load_rules(folder)).values()) == {7, 0.07}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ACTIVATION_SEND_RATE", "fast"),
        ("ACTIVATION_SEND_RATE", "5000"),
        ("ACTIVATION_QUIET_HOURS", "20h-8h"),
        ("ACTIVATION_QUIET_HOURS", "20-88"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}={text}"):
        load_config(dataclasses.replace(BASE, values={name: text}))


def test_the_key_never_travels_in_clear() -> None:
    with pytest.raises(ConfigurationError, match="https"):
        load_config(dataclasses.replace(BASE, brevo_base_url="http://api.brevo.com/v3"))


def test_every_call_counts_against_the_quota_brevo_counts_it_against() -> None:
    calls = {
        ("POST", "/smtp/email"): "send",
        ("GET", "/smtp/emails"): "sent_log",
        ("GET", "/smtp/blockedContacts"): "blocked",
        ("GET", "/smtp/statistics/events"): "smtp",
        ("GET", "/smtp/templates/1"): "smtp",
        ("POST", "/contacts/import"): "contacts",
        ("GET", "/account"): "other",
        ("GET", "/processes/1"): "other",
    }
    assert {call: bucket_of(*call) for call in calls} == calls


def test_the_pace_is_kept_and_a_spent_quota_is_waited_for_or_ends_the_run() -> None:
    now = [1000.0]
    bucket = Bucket(Pace(per_second=2, burst=2), clock=lambda: now[0])
    assert [bucket.reserve() for _ in range(4)] == [0.0, 0.0, 0.5, 1.0]
    now[0] += 100
    assert bucket.observe(Rate(remaining=5, reset=40), throttled=False) == 0.0
    assert bucket.observe(Rate(remaining=0, reset=40), throttled=False) == 40.0
    assert bucket.reserve() == 40.0
    for absurd in (None, 0, 99_999):
        assert bucket.observe(Rate(reset=absurd), throttled=True) == 60.0
    bucket.observe(Rate(reset=600), throttled=True)
    with pytest.raises(LockedError):
        bucket.reserve()
