"""Ports: what is taken is never chosen."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from embedded import ports
from embedded.errors import StartError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_listened_port_is_not_free(taken: int) -> None:
    assert not ports.is_free(taken)
    assert ports.is_listening(taken)


def test_a_port_listened_on_over_ipv6_only_is_not_free() -> None:
    with socket.socket(socket.AF_INET6) as server:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        server.bind(("::1", 0))
        server.listen()
        assert not ports.is_free(server.getsockname()[1])


def test_found_ports_differ_and_can_all_be_listened_on_together() -> None:
    found = ports.find_free(20)
    assert len(set(found)) == 20
    servers = [socket.create_server(("127.0.0.1", port)) for port in found]
    for server in servers:
        server.close()


def test_the_engine_gets_a_free_port_of_its_range_with_room_above(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ports.find_free(2)
    low, high = sorted((first, second))
    monkeypatch.setattr(ports, "ENGINE_RANGE", [low, high])
    with socket.create_server(("127.0.0.1", low)):
        assert {ports.find_for_engine() for _ in range(5)} == {high}
    assert {ports.find_for_engine() for _ in range(5)} == {low}


def test_two_instances_that_start_together_hardly_ever_choose_the_same_port() -> None:
    assert len({ports.find_for_engine() for _ in range(20)}) > 5


def test_no_port_left_for_the_engine_is_a_sentence(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "ENGINE_RANGE", range(taken, taken + 1))
    with pytest.raises(StartError, match="the engine needs one"):
        ports.find_for_engine()


def test_a_web_port_in_use_names_the_setting_to_change(taken: int) -> None:
    with pytest.raises(StartError, match=rf"Port {taken} is already in use: .*ESTEY_PORT="):
        ports.require_web_port(taken)
