"""One start of the stack, from nothing to Ready and back: the order in which things happen."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import requests

from embedded import engine, jars, leftovers, ports, redis_server, resources, tika
from embedded.display import Display
from embedded.errors import StartError
from embedded.home import Home
from embedded.programs import Addresses, Program, all_programs, environment
from embedded.supervision import Supervisor
from indexer.settings import Settings, load_settings
from indexer.settings_values import SettingsError

# Measured: what a first start fetches.
FETCHED_BYTES = 165_000_000
ENGINE_SECONDS, PARTS_SECONDS, WEB_SECONDS = 180, 90, 120
POLL_SECONDS = 0.3
RECORD_EVERY_SECONDS = 5


@dataclass
class Instance:
    """A running stack."""

    home: Home
    settings: Settings
    addresses: Addresses
    programs: list[Program]
    environment: dict[str, str]
    supervisor: Supervisor

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.addresses.web}"

    def record(self) -> None:
        """Write addresses and processes to instance.json, when they have changed."""
        processes = leftovers.record(self.supervisor.process.pid)
        record = {"environment": self.environment, "url": self.url, "processes": processes}
        if record != self.home.read_instance():
            self.home.write_instance(record)

    def watch(self, display: Display) -> None:
        """Keep the record of processes up to date, for ever; supervisor itself restarts what dies.

        Raises StartError when supervisor ends.
        """
        given_up: set[str] = set()
        while self.supervisor.is_running():
            self.follow_engine(display)
            self.record()
            fatal = {name for name, state in self.supervisor.states().items() if state == "FATAL"}
            for name in sorted(fatal - given_up):
                display.say(f"{name} keeps failing and is no longer restarted: see {self.home.logs / name}.log")
            given_up = fatal
            with suppress(subprocess.TimeoutExpired):
                self.supervisor.process.wait(RECORD_EVERY_SECONDS)
        raise StartError(f"The supervisor ended by itself: see {self.home.logs / 'supervisor.log'}, then start again.")

    def follow_engine(self, display: Display) -> None:
        """Have the service use the engine where it is, when another took its port while it was down.

        Web, worker and beat learn of addresses at their start only: they are started again. What they had in hand is
        in the engine, or in the queue.
        """
        known = self.environment["ESTEY_ENGINE_URL"]
        if engine.is_ours(self.home, known):
            return
        found = engine.find(self.home, self.addresses.engine)
        if found is None or found == known:
            return
        self.environment["ESTEY_ENGINE_URL"] = found
        self.record()
        display.say(f"The engine answers at {found} now, where {known} was: starting the service again.")
        service = [program for program in self.programs if not program.base]
        self.supervisor.stop_programs(service)
        self.supervisor.start_programs(service)

    def run_step(self, display: Display, title: str, module: str) -> None:
        """Run a module of ours to its end, in a process of its own: `up` itself stays small for as long as it lives.

        The lines it prints are shown as its progress. Raises StartError when it fails.
        """
        log = self.home.logs / f"{module.rpartition('.')[2]}.log"
        with display.step(title) as update, log.open("w") as errors:
            command = [sys.executable, "-m", module]
            variables = process_environment(self.home, self.environment)
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=variables, text=True) as process:
                try:
                    for line in process.stdout or ():
                        update(line.strip(), None)
                except BaseException:  # Ctrl-C included: it must not outlive us
                    process.terminate()
                    raise
            if process.returncode:
                raise StartError(f"{title} failed: see {log}, then start again.")

    def wait(self, display: Display, title: str, seconds: int, ready: Callable[[], str | None], part: str) -> None:
        """Wait until `ready` returns None; what it returns instead says what is missing.

        Raises StartError when it takes too long or supervisor has given the part up.
        """
        deadline = time.monotonic() + seconds
        log = self.home.logs / f"{part}.log"
        with display.step(title) as update:
            while missing := ready():
                update(missing, None)
                if not self.supervisor.is_running() or self.supervisor.states().get(part) == "FATAL":
                    raise StartError(f"The part “{part}” does not start: see {log}, then start again.")
                if time.monotonic() > deadline:
                    raise StartError(f"{title}: not done after {seconds} s ({missing}). See {log}, then start again.")
                time.sleep(POLL_SECONDS)


@contextmanager
def started(display: Display) -> Iterator[Instance]:
    """Start the whole stack and yield it once it is ready; stop every part at the end, whatever happened.

    Raises StartError with a sentence for the person.
    """
    _reach_ourselves_without_proxy()
    home = Home.from_environment()
    home.prepare()
    with home.held():
        _end_leftovers(home, display)
        home.empty_temporary()
        settings = _settings()
        ports.require_web_port(settings.port)
        cache = jars.cache_folder()
        cache.mkdir(parents=True, exist_ok=True)
        resources.require(home.root, cache)
        instance = _launch(home, settings, _fetch(display))
        try:
            instance.record()
            _bring_up(instance, display)
            yield instance
        finally:
            with display.step("Stopping"):
                instance.supervisor.stop()
                # Nothing is left, unless supervisor itself was killed.
                leftovers.end(leftovers.find(home, home.read_instance().get("processes", [])))
            home.instance_file.unlink(missing_ok=True)
            home.empty_temporary()


def _reach_ourselves_without_proxy() -> None:
    """Have the parts speak to each other directly, also where the network asks for a proxy."""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1", "localhost"]))


def _end_leftovers(home: Home, display: Display) -> None:
    """End what a former start left running, and forget its addresses: the settings would take them over."""
    found = leftovers.find(home, home.read_instance().get("processes", []))
    if found:
        with display.step(f"Ending {len(found)} processes of a former start that was interrupted"):
            leftovers.end(found)
    home.instance_file.unlink(missing_ok=True)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise StartError(f"A setting cannot be used: {error}") from error


def _fetch(display: Display) -> jars.Jars:
    """Return the jars, showing how much has arrived; at later starts they are all in the cache."""
    received = 0
    with display.step("Fetching the Java parts") as update:

        def on_bytes(count: int) -> None:
            nonlocal received
            received += count
            update(f"{received / 1e6:.0f} MB", received / FETCHED_BYTES)

        return jars.fetch(on_bytes)


def _launch(home: Home, settings: Settings, fetched: jars.Jars) -> Instance:
    """Choose the ports, make the secrets and start supervisor with the base parts."""
    addresses = Addresses.choose(settings.port)
    home.secret("secret_key")
    own_key = hashlib.sha256(home.secret("api_key").encode()).hexdigest()
    hashes = sorted({*settings.api_key_hashes, own_key})
    values = environment(home, addresses, settings.public_url, hashes, settings.tika_timeout)
    programs = all_programs(home, fetched, addresses, settings.tika_timeout)
    supervisor = Supervisor.start(home, programs, addresses.supervisor, process_environment(home, values))
    return Instance(home, settings, addresses, programs, values, supervisor)


def process_environment(home: Home, values: dict[str, str]) -> dict[str, str]:
    """Return the environment of the parts: ours, without the addresses, which they look up in instance.json.

    So there is one place that says where the engine is, written once it is known.
    """
    kept = {name: value for name, value in os.environ.items() if name not in values}
    return {**kept, "ESTEY_HOME": str(home.root), "PYTHONUNBUFFERED": "1"}


def _bring_up(instance: Instance, display: Display) -> None:
    """Wait for each part in the order in which they need each other."""
    instance.wait(display, "Starting the engine", ENGINE_SECONDS, lambda: _engine_missing(instance), "engine")
    for name, is_ready in (("tika", tika.is_ready), ("redis", redis_server.is_ready), ("mail", ports.is_listening)):
        port = getattr(instance.addresses, name)
        instance.wait(display, f"Starting {name}", PARTS_SECONDS, partial(_missing, is_ready, port), name)
    instance.record()
    instance.run_step(display, "Preparing the indices", "embedded.indices")
    instance.supervisor.start_programs([program for program in instance.programs if not program.base])
    instance.wait(display, "Starting the service", WEB_SECONDS, lambda: _service_missing(instance), "web")
    if instance.settings.demo and not instance.home.demonstration_marker.exists():
        instance.run_step(display, "Loading the demonstration", "embedded.demonstration.load")
        instance.home.demonstration_marker.touch()


def _engine_missing(instance: Instance) -> str | None:
    url = engine.find(instance.home, instance.addresses.engine)
    if url is None:
        return "no answer yet"
    instance.environment["ESTEY_ENGINE_URL"] = url
    return None


def _missing(is_ready: Callable[[int], bool], port: int) -> str | None:
    return None if is_ready(port) else "no answer yet"


def _service_missing(instance: Instance) -> str | None:
    """Return what the service's own health check misses, None when every part answers."""
    try:
        health = requests.get(f"{instance.url}/api/health", timeout=5)
    except requests.RequestException:
        return "no answer yet"
    return None if health.ok else health.text.strip()[:300]
