"""The `estey` command: one module a group of commands, each with `--json` for programs."""

from __future__ import annotations

import sys

import click
from elasticsearch import ApiError, TransportError

from estey.alerts import alerts
from estey.mailbox import mailbox
from estey.migrate import migrate
from estey.offers import offers
from estey.status import status
from estey.up import up
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.client import EngineUnavailableError
from indexer.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def estey() -> None:
    """Estey: bring job offers and people together."""


for command in (up, status, migrate, offers, alerts, mailbox):
    estey.add_command(command)


def main() -> None:
    """Run a command; what an operator can mend is said in one sentence, without a stack trace."""
    try:
        estey()
    except (SettingsError, EngineUnavailableError, MailDelayedError) as error:
        sys.exit(f"estey: {error}")
    except ApiError as error:
        sys.exit(f"estey: the search engine refused a request ({error.status_code} {error.error}).")
    except TransportError:
        sys.exit("estey: the search engine does not answer. Is the service running? Start it with `make run`.")
