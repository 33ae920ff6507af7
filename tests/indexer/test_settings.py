"""Settings: defaults, values of the environment, and bad values that name their variable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.settings import load_settings
from indexer.settings_values import SettingsError
from tests.indexer.keyed import only_these


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DEMO", "perhaps"),
        ("INDEX_PREFIX", "Bad-Prefix"),
        ("INDEX_PREFIX", "*"),
        ("INDEX_REPLICAS", "-1"),
        ("TIKA_TIMEOUT", "0"),
        ("SMTP_PORT", "smtp"),
        ("SMTP_SECURITY", "ssl"),
        ("TIMEZONE", "Mars/Base"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", ""),
        ("DIGEST_HOUR", "24"),
        ("MAILS_A_DAY", "-1"),
        ("MAILS_A_MINUTE", "many"),
    ],
)
def test_a_bad_value_says_which_variable_it_is(tmp_path: Path, name: str, value: str) -> None:
    with only_these(tmp_path, **{name: value}), pytest.raises(SettingsError, match=f"ESTEY_{name}"):
        load_settings()


def test_without_any_variable_there_are_sound_defaults(tmp_path: Path) -> None:
    with only_these(tmp_path):
        config = load_settings()
    assert config.home == tmp_path
    assert config.public_url == "http://127.0.0.1:8000"
    assert (config.demo, config.index_prefix, config.smtp_security) == (True, "estey", "starttls")
    assert (str(config.timezone), config.digest_hour) == ("Europe/Paris", 8)
    assert config.files_url == (tmp_path / "files").as_uri()
    assert config.mailbox is None
    assert config.secret_key == ""


def test_the_public_address_follows_the_port_and_loses_its_slash(tmp_path: Path) -> None:
    with only_these(tmp_path, PORT="8123"):
        assert load_settings().public_url == "http://127.0.0.1:8123"
    with only_these(tmp_path, PUBLIC_URL="https://estey.example/"):
        assert load_settings().public_url == "https://estey.example"


def test_keys_may_be_written_with_spaces(tmp_path: Path) -> None:
    with only_these(tmp_path, API_KEY_HASHES="aa, bb"):
        assert load_settings().api_key_hashes == ("aa", "bb")


def test_what_the_environment_does_not_say_is_taken_from_the_running_instance(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    known = {"environment": {"ESTEY_REDIS_URL": "redis://here:1", "ESTEY_TIKA_URL": "http://here:2/"}}
    (tmp_path / "run" / "instance.json").write_text(json.dumps(known), encoding="utf-8")
    (tmp_path / "secret_key").write_text("s" * 40 + "\n", encoding="utf-8")
    with only_these(tmp_path, REDIS_URL="redis://there:3"):
        config = load_settings()
    assert config.redis_url == "redis://there:3"
    assert config.tika_url == "http://here:2"
    assert config.secret_key == "s" * 40


def test_a_half_written_record_of_the_instance_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "instance.json").write_text('{"environment": {', encoding="utf-8")
    with only_these(tmp_path):
        assert load_settings().redis_url == ""
