"""The parts of the stack, in the order they are started, each with the command that runs it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from urllib.parse import quote

from embedded import engine, ports, redis_server, tika
from embedded.home import Home
from embedded.jars import Jars

WEB_WORKERS, WEB_THREADS = 2, 4
WORKER_PROCESSES = 2
# One process: a file may take as long as Tika allows, and the next of another sender waits for it.
FILE_WORKER = ("--queues", "files", "--hostname", "files@%h", "--concurrency", "1")


@dataclass(frozen=True)
class Program:
    """One supervised process."""

    name: str
    command: list[str]
    base: bool
    """Started at once. The others (web, worker, beat) wait until the engine answers and its indices exist."""
    stop_seconds: int = 10
    """How long it may take to end when asked, before it is killed."""
    asks_all: bool = True
    """Whether each of its processes is asked to end, or only the first, which then ends the others."""


@dataclass(frozen=True)
class Addresses:
    """The ports of one start."""

    web: int
    engine: int
    redis: int
    tika: int
    mail: int
    supervisor: int

    @classmethod
    def choose(cls, web: int) -> Addresses:
        """Find a free port for every part but the web one. Raises StartError."""
        redis, tika_port, mail, supervisor = ports.find_free(4)
        return cls(web, ports.find_for_engine(), redis, tika_port, mail, supervisor)


def environment(
    home: Home, addresses: Addresses, public_url: str, api_key_hashes: list[str], tika_timeout: int
) -> dict[str, str]:
    """Return the settings that make the service use this instance's parts. No secret: `instance.json` shows them."""
    return {
        "ESTEY_ENGINE_URL": f"http://127.0.0.1:{addresses.engine}",
        "ESTEY_REDIS_URL": f"redis://127.0.0.1:{addresses.redis}/0",
        "ESTEY_TIKA_URL": f"http://127.0.0.1:{addresses.tika}",
        # Tika reads nothing for whoever asks for more time than it was started with.
        "ESTEY_TIKA_TIMEOUT": str(tika_timeout),
        "ESTEY_SMTP_HOST": "127.0.0.1",
        "ESTEY_SMTP_PORT": str(addresses.mail),
        "ESTEY_SMTP_SECURITY": "none",
        # Captured here, mails trouble no provider.
        "ESTEY_MAILS_A_MINUTE": "0",
        "ESTEY_MAILBOX": str(home.mailbox),
        "ESTEY_BOUNCE_MAILBOX": f"maildir://{quote(str(home.returns))}",
        "ESTEY_PORT": str(addresses.web),
        "ESTEY_PUBLIC_URL": public_url,
        "ESTEY_API_KEY_HASHES": ",".join(api_key_hashes),
        # Nothing of an instance that is tried leaves the machine: no register is asked unless one is named.
        "ESTEY_COMPANY_REGISTER": os.environ.get("ESTEY_COMPANY_REGISTER", ""),
        # One person tries everything here, from one address.
        "ESTEY_RATE_LIMITS": os.environ.get("ESTEY_RATE_LIMITS", "0"),
    }


def all_programs(home: Home, jars: Jars, addresses: Addresses, tika_timeout: int) -> list[Program]:
    """Return every program of the stack, and write the configuration files they read."""
    engine.configure(home)
    tika_configuration = tika.configure(home, addresses.tika, tika_timeout)
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "-A", "indexer.celery_app"]
    concurrency = ["--concurrency", str(WORKER_PROCESSES)]
    maildir_server = ["aiosmtpd", "--nosetuid", "-c", "aiosmtpd.handlers.Mailbox", "-l", f"127.0.0.1:{addresses.mail}"]
    return [
        # Closing its indices takes the engine a few seconds; killed, it replays its journal at the next start.
        Program("engine", engine.command(home, jars.engine, addresses.engine), base=True, stop_seconds=30),
        Program("tika", tika.command(home, jars.tika, tika_configuration), base=True),
        Program("redis", redis_server.command(home, addresses.redis), base=True),
        # Captures every mail in a folder: nothing the embedded stack sends ever leaves the machine.
        Program("mail", [python, "-m", *maildir_server, str(home.mailbox)], base=True),
        Program("web", _gunicorn(addresses.web), base=False),
        # A task cut short is delivered again: what takes longer than this is not worth waiting for.
        # Asked to end themselves, the processes that run the tasks drop what they have in hand.
        Program("worker", [*celery, "worker", *concurrency], base=False, stop_seconds=15, asks_all=False),
        # Files and links of recruiters and programs: CVs and mails do not wait behind them.
        Program("file-worker", [*celery, "worker", *FILE_WORKER], base=False, stop_seconds=15, asks_all=False),
        Program("beat", [*celery, "beat", "-s", str(home.run / "beat-schedule"), "--pidfile="], base=False),
    ]


def _gunicorn(port: int) -> list[str]:
    workers = ["-w", str(WEB_WORKERS), "-k", "gthread", "--threads", str(WEB_THREADS)]
    # The control socket lies in the user's home by default: two instances would fight over it, and nothing uses it.
    options = [*workers, "-b", f"127.0.0.1:{port}", "--preload", "--no-control-socket"]
    options += ["--logger-class", "search_api.gunicorn_logs.GunicornLogs"]
    return [sys.executable, "-m", "gunicorn", *options, "search_api.wsgi:app"]
