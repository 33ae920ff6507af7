"""The `estey` command: one module a group of commands, each with `--json` for programs."""

from __future__ import annotations

import sys
from importlib import import_module

import click

# A module is imported when its command is typed: `estey up` then costs little while it watches, and a wrong setting
# is met inside `main`, which says it in a sentence.
COMMANDS = {
    "up": "estey.up",
    "status": "estey.status",
    "offers": "estey.offers",
    "publications": "estey.publications",
    "organisations": "estey.organisations",
    "alerts": "estey.alerts",
    "bounces": "estey.bounces",
    "mailbox": "estey.mailbox",
    "migrate": "estey.migrate",
    "reference": "estey.reference",
    "reindex": "estey.reindex",
    "sweep": "estey.sweep",
    "quarantine": "estey.quarantine",
    "backup": "estey.backup",
    "restore": "estey.restore",
    "bench": "estey.bench",
}


class Commands(click.Group):
    """The commands, imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None when there is none by that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def estey() -> None:
    """Estey: bring job offers and people together."""


def main() -> None:
    """Run a command; what an operator can mend is said in one sentence, without a stack trace."""
    from indexer.settings_values import SettingsError

    try:
        estey()
    except SettingsError as error:
        sys.exit(f"estey: {error}")
    except Exception as error:
        sentence = _of_engine_or_mail(error)
        if sentence is None:
            raise
        sys.exit(f"estey: {sentence}")


def _of_engine_or_mail(error: Exception) -> str | None:
    """Return what to say of an error of the engine or the mail server; None when it is another."""
    from elasticsearch import ApiError, TransportError

    from indexer.alerts.smtp import MailDelayedError
    from indexer.engine.client import EngineUnavailableError

    if isinstance(error, EngineUnavailableError | MailDelayedError):
        return str(error)
    if isinstance(error, ApiError):
        return f"the search engine refused a request ({error.status_code} {error.error})."
    if isinstance(error, TransportError):
        return "the search engine does not answer. Is the service running? Start it with `make run`."
    return None
