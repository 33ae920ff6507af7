"""Ports of the parts: the web port is asked for, every other is found free."""

from __future__ import annotations

import random
import socket

from embedded.errors import StartError

# Below the ports that Linux and macOS give to outgoing connections (32768 and up): a part restarted after a crash
# does not find its port taken by somebody's browser.
FREE_RANGE = range(20_000, 32_000)
# The runner of the engine accepts no other port and goes to the next free one by itself.
ENGINE_RANGE = range(9201, 9300)


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of 127.0.0.1, and nobody does on ::1 either."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are only being closed (TIME_WAIT) counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    if not socket.has_ipv6:
        return True
    with socket.socket(socket.AF_INET6) as probe:
        return probe.connect_ex(("::1", port)) != 0


def find_free(count: int) -> list[int]:
    """Return that many different free ports.

    Drawn at random, so that two instances started together hardly ever choose the same. Raises StartError when
    there are not enough.
    """
    found: list[int] = []
    for port in random.sample(FREE_RANGE, k=len(FREE_RANGE)):
        if len(found) == count:
            return found
        if is_free(port):
            found.append(port)
    raise StartError(f"No {count} free ports between {FREE_RANGE.start} and {FREE_RANGE.stop}: stop some servers.")


def find_for_engine() -> int:
    """Return a free port of the engine's range. Raises StartError when all are taken.

    Drawn at random: an engine that is down for a moment does not lose its port to the next instance that starts. From
    the lower half while one is free there, since the runner looks upwards when it loses it all the same.
    """
    half = len(ENGINE_RANGE) // 2
    for some in (ENGINE_RANGE[:half], ENGINE_RANGE[half:]):
        for port in random.sample(some, k=len(some)):
            if is_free(port):
                return port
    raise StartError(
        f"Ports {ENGINE_RANGE.start} to {ENGINE_RANGE.stop - 1} are all in use and the engine needs one: "
        "stop a server that listens there."
    )


def require_web_port(port: int) -> None:
    """Raise StartError unless the web pages can be served on this port."""
    if not is_free(port):
        other = port + 1 if port < 65535 else 8000
        raise StartError(
            f"Port {port} is already in use: stop what listens there, or choose another, e.g. ESTEY_PORT={other}."
        )


def is_listening(port: int) -> bool:
    """Tell whether a server of 127.0.0.1 accepts connections on this port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
