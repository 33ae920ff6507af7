"""What docker-compose.yml promises, read from the file itself: Docker is not needed."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from indexer.settings import PROJECT_ROOT
from tests.deployment import compose_file

CONTENT = compose_file.load(compose_file.FILLED_IN)
SERVICES: dict[str, dict[str, Any]] = CONTENT["services"]
ONE_SHOT = {"setup"}
OURS = {"setup", "web", "worker", "file-worker", "beat"}
WORKERS = {"worker", "file-worker"}
LONG_RUNNING = sorted(SERVICES.keys() - ONE_SHOT)

every_service = pytest.mark.parametrize("name", sorted(SERVICES))
every_long_running_service = pytest.mark.parametrize("name", LONG_RUNNING)


def megabytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([mg])", size).groups()  # type: ignore[union-attr]
    return int(number) * (1024 if unit == "g" else 1)


def test_every_part_of_the_stack_is_there() -> None:
    assert SERVICES.keys() == {"engine", "redis", "tika", *OURS}


@every_service
def test_images_are_pinned_to_an_exact_version(name: str) -> None:
    image = SERVICES[name]["image"]
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?", image), image


def test_the_engine_is_elasticsearch_9_and_our_image_has_our_version() -> None:
    assert SERVICES["engine"]["image"].startswith("elasticsearch:9.")
    version = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"estey:{version}"}
    assert all(SERVICES[name]["build"] == "." for name in OURS)


@every_long_running_service
def test_long_running_services_have_a_health_check_and_come_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert len(check["test"]) > 1
    assert {"interval", "timeout", "retries", "start_period"} <= check.keys()
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_setup_runs_once_after_the_engine_and_before_what_uses_the_indices() -> None:
    assert SERVICES["setup"]["restart"] == "no"
    assert SERVICES["setup"]["depends_on"] == {"engine": {"condition": "service_healthy"}}
    for name in OURS - ONE_SHOT:
        assert SERVICES[name]["depends_on"]["setup"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["depends_on"]["redis"] == {"condition": "service_healthy"}


def test_web_is_judged_by_its_own_liveness_and_needs_no_curl() -> None:
    check = " ".join(SERVICES["web"]["healthcheck"]["test"])
    assert check.startswith("CMD python -c")
    assert "/api/health/live" in check


def test_only_web_publishes_a_port_and_only_to_this_machine() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert not any(service.get("network_mode") for service in SERVICES.values())


def test_tika_has_no_way_out_and_reaches_no_store() -> None:
    assert SERVICES["tika"]["networks"] == ["reader"]
    assert CONTENT["networks"]["reader"] == {"internal": True}
    on_its_network = {name for name, service in SERVICES.items() if "reader" in service["networks"]}
    assert on_its_network == {"tika", "worker", "file-worker"}


def test_engine_and_redis_are_on_a_network_that_never_leaves_the_machine() -> None:
    assert CONTENT["networks"]["store"] == {"internal": True}
    assert SERVICES["engine"]["networks"] == SERVICES["redis"]["networks"] == ["store"]


@every_service
def test_networks_and_volumes_a_service_names_exist(name: str) -> None:
    service = SERVICES[name]
    assert set(service["networks"]) <= CONTENT["networks"].keys()
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("."):
            assert (PROJECT_ROOT / source).is_file(), source
            assert volume.endswith(":ro"), volume
        else:
            assert source in CONTENT["volumes"], source


def test_what_must_survive_lies_in_a_volume() -> None:
    assert SERVICES["engine"]["volumes"] == ["engine-data:/usr/share/elasticsearch/data"]
    assert SERVICES["redis"]["volumes"] == ["redis-data:/data"]
    assert SERVICES["web"]["volumes"] == ["files:/var/lib/estey/files", "erased:/var/lib/estey/erased"]
    assert all(SERVICES[name]["volumes"] == SERVICES["web"]["volumes"] for name in WORKERS)
    assert SERVICES["web"]["environment"]["ESTEY_FILES_URL"] == "file:///var/lib/estey/files"
    assert not any("data" in mount for service in SERVICES.values() for mount in service.get("tmpfs", []))


@every_service
def test_every_service_is_contained_and_its_log_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    limits = service["deploy"]["resources"]["limits"]
    assert megabytes(limits["memory"]) >= 256
    assert limits["pids"] > 0


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"engine"}))
def test_all_but_the_engine_have_a_read_only_root(name: str) -> None:
    # The engine's entry point writes its keystore beside its configuration.
    assert SERVICES[name]["read_only"] is True
    assert any(mount.startswith("/tmp:size=") for mount in SERVICES[name]["tmpfs"])  # noqa: S108


def test_the_engine_asks_for_its_password_and_keeps_half_its_memory_for_caches() -> None:
    engine = SERVICES["engine"]["environment"]
    assert engine["xpack.security.enabled"] == "true"
    assert engine["discovery.type"] == "single-node"
    assert engine["ELASTIC_PASSWORD"] == SERVICES["web"]["environment"]["ESTEY_ENGINE_PASSWORD"] == "engine0password"
    heap = re.fullmatch(r"-Xms(\w+) -Xmx(\w+)", engine["ES_JAVA_OPTS"])
    assert heap
    assert heap[1] == heap[2]
    assert megabytes(heap[1]) * 2 <= megabytes(SERVICES["engine"]["deploy"]["resources"]["limits"]["memory"])
    assert SERVICES["engine"]["ulimits"]["memlock"] == {"soft": -1, "hard": -1}
    bigger = compose_file.load({**compose_file.FILLED_IN, "ENGINE_HEAP": "8g"})["services"]["engine"]
    assert bigger["environment"]["ES_JAVA_OPTS"] == "-Xms8g -Xmx8g"


def test_redis_asks_for_its_password_and_writes_its_queue_down() -> None:
    (shell, option, script) = SERVICES["redis"]["command"]
    assert (shell, option) == ("sh", "-c")
    assert "requirepass $REDIS_PASSWORD\n" in script
    assert "appendonly yes\n" in script
    # Losing a task silently is what noeviction prevents.
    assert "maxmemory-policy noeviction\n" in script
    assert "redis0password" not in script


def test_addresses_lead_to_services_on_a_shared_network() -> None:
    for name in OURS:
        for value in SERVICES[name]["environment"].values():
            if found := re.match(r"(?:http|redis)://(?:.*@)?(\w+):\d+", value):
                assert set(SERVICES[found[1]]["networks"]) & set(SERVICES[name]["networks"]), (name, found[1])


def test_services_hold_only_the_secrets_they_use() -> None:
    assert "environment" not in SERVICES["tika"]
    assert {name for name in OURS if "ESTEY_SECRET_KEY" in SERVICES[name]["environment"]} == {"web", *WORKERS}
    assert "ESTEY_ENGINE_PASSWORD" not in SERVICES["beat"]["environment"]
    assert "ESTEY_REDIS_URL" not in SERVICES["setup"]["environment"]
