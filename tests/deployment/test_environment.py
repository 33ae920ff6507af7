"""docker-compose.yml, .env.example and the settings name the same variables."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from indexer.settings import Settings, load_settings
from tests.deployment import compose_file

SETTINGS = {f"ESTEY_{field.name.upper()}" for field in dataclasses.fields(Settings)}
# They belong to the stack without Docker; ESTEY_HOME is set by the image, the engine of the file needs no more, and
# the pace of the clock is changed by fault runs only.
NOT_IN_COMPOSE = {
    "ESTEY_HOME",
    "ESTEY_PORT",
    "ESTEY_DEMO",
    "ESTEY_MAILBOX",
    "ESTEY_ENGINE_USER",
    "ESTEY_ENGINE_CA",
    "ESTEY_SNAPSHOTS",
    "ESTEY_ALERTS_SECONDS",
    "ESTEY_SWEEP_SECONDS",
    "ESTEY_CLAIM_SECONDS",
}
USED = compose_file.variables_used()
EXAMPLE = compose_file.example()
GIVEN = {
    name: value
    for service in compose_file.raw()["services"].values()
    for name, value in service.get("environment", {}).items()
    if name.startswith("ESTEY_")
}


def test_every_setting_compose_gives_exists() -> None:
    assert GIVEN.keys() <= SETTINGS


def test_every_setting_reaches_production_or_is_known_not_to() -> None:
    assert SETTINGS - GIVEN.keys() == NOT_IN_COMPOSE


def test_the_example_names_exactly_the_variables_compose_takes() -> None:
    assert EXAMPLE.keys() == USED.keys()


def test_required_variables_stand_empty_in_the_example_and_the_others_are_commented_out() -> None:
    required = {name for name, how in USED.items() if how == "required"}
    assert {name for name, value in EXAMPLE.items() if value is not None} == required
    # An empty value would be taken for one: ESTEY_SMTP_PORT= is no port.
    assert required == compose_file.FILLED_IN.keys()


def test_the_example_holds_no_value_that_could_be_a_secret() -> None:
    assert not any(EXAMPLE.values())
    text = compose_file.EXAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"[0-9a-fA-F]{16,}|[A-Za-z0-9+/]{32,}", text)
    for name in EXAMPLE:
        if re.search("PASSWORD|SECRET|HASHES", name) and EXAMPLE[name] is None:
            assert compose_file.example_default(name) == ""


@pytest.mark.parametrize("name", sorted(compose_file.FILLED_IN))
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_required_variable_that_is_not_given_is_refused_with_a_sentence(name: str, how: str) -> None:
    variables = dict(compose_file.FILLED_IN)
    del variables[name]
    if how == "empty":
        variables[name] = ""
    with pytest.raises(compose_file.MissingVariableError) as refusal:
        compose_file.load(variables)
    assert refusal.value.args[0] == name
    assert len(refusal.value.args[1].split()) >= 3


def test_defaults_of_the_example_are_those_of_compose_and_of_the_settings(environment: pytest.MonkeyPatch) -> None:
    del environment
    defaults = load_settings()
    for name, how in USED.items():
        if how.startswith("default:"):
            assert compose_file.example_default(name) == how.removeprefix("default:"), name
        if how == "optional" and (proposed := compose_file.example_default(name)):
            assert proposed == str(getattr(defaults, name.removeprefix("ESTEY_").lower())), name


@pytest.mark.parametrize("service", ["setup", "web", "worker", "file-worker", "beat"])
def test_what_compose_gives_is_read_by_the_settings(service: str, environment: pytest.MonkeyPatch) -> None:
    proposed = {name: compose_file.example_default(name) for name, value in EXAMPLE.items() if value is None}
    content = compose_file.load({**{k: v for k, v in proposed.items() if v}, **compose_file.FILLED_IN})
    for name, value in content["services"][service]["environment"].items():
        environment.setenv(name, value)
    read = load_settings()
    if service in ("web", "worker", "file-worker"):
        assert read.engine_url == "http://engine:9200"
        assert read.engine_password == "engine0password"
        assert read.redis_url == "redis://:redis0password@redis:6379/0"
        assert read.tika_url == ("" if service == "web" else "http://tika:9998"), "no page ever waits for Tika"
        assert read.public_url == "https://estey.example.org"
        assert (read.smtp_host, read.smtp_port, read.smtp_security) == ("mail.example.org", 587, "starttls")
        assert read.mailbox is None


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No setting but a home where nothing runs."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ESTEY_HOME", str(tmp_path))
    return monkeypatch
