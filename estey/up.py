"""`estey up`: the whole service on this machine, in the foreground."""

from __future__ import annotations

import json
import signal
import time
from types import FrameType

import click
from rich.console import Console

THINGS_TO_TRY = """\
  1. Look for an offer:   {url}/
  2. Leave a CV:          {url}/deposer
  3. Read the mails sent: {url}/mailbox  (nothing leaves this machine)
Ctrl-C stops everything."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line when ready; progress goes to stderr.")
def up(as_json: bool) -> None:
    """Start everything on this machine, without Docker, and stay in the foreground."""
    try:
        from embedded.display import Display
        from embedded.errors import StartError
        from embedded.instance import started
    except ModuleNotFoundError as error:
        # A production install leaves these out.
        raise click.ClickException(f"{error.name} is not installed: pip install 'estey[embedded]'") from error

    display = Display(Console(stderr=as_json))
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_once)
    try:
        with started(display) as instance:
            if as_json:
                ready = {"url": instance.url, "home": str(instance.home.root), "seconds": time.monotonic() - began}
                click.echo(json.dumps(ready))
            display.say(f"Ready {instance.url}")
            display.say(THINGS_TO_TRY.format(url=instance.url))
            instance.watch(display)
    except KeyboardInterrupt:
        display.say("Stopped.")
    except StartError as error:
        raise click.ClickException(str(error)) from error


def _stop_once(_number: int, _frame: FrameType | None) -> None:
    """Ask for the end, once: an impatient second Ctrl-C must not interrupt the stopping itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
