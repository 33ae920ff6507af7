"""Values of settings that take more than one variable: the running instance's, kept secrets, DKIM, the time zone."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import Env

from indexer.places.regions import departements_of_region


class SettingsError(Exception):
    """A value of the environment is missing or unusable; the message says which and what is expected."""


def adopt_running_instance(home: Path) -> None:
    """Fill in what the environment does not say from the embedded instance that runs in this home, if one does."""
    try:
        recorded = json.loads((home / "run" / "instance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for name, value in recorded.get("environment", {}).items():
        os.environ.setdefault(name, str(value))


def dkim(env: Env) -> dict[str, str]:
    """Return the three settings of DKIM, which go together."""
    values = {f"dkim_{name}": env.str(f"DKIM_{name.upper()}", "") for name in ("key", "selector", "domain")}
    missing = [f"ESTEY_{name.upper()}" for name, value in values.items() if not value]
    if missing and len(missing) < len(values):
        raise SettingsError(f"The settings of DKIM go together; missing: {', '.join(missing)}.")
    return values


def sender(env: Env) -> str:
    """Return the sender of every mail, `Name <address>` or an address; the default one when none is said."""
    said = env.str("MAIL_FROM", "").strip() or "Estey <alertes@example.org>"
    if not re.fullmatch(r"(?:[^\x00-\x1f\x7f<>]*<[!-;=?A-~]+@[^\s<>@]+>|[!-;=?A-~]+@[^\s<>@]+)", said):
        raise SettingsError('Environment variable "ESTEY_MAIL_FROM" invalid: write Estey <alertes@example.org>.')
    return said


def region(env: Env) -> str:
    """Return the name of the region the service is for. Raises SettingsError when France has none of that name."""
    said = env.str("REGION", "").strip() or "Nouvelle-Aquitaine"
    if not departements_of_region(said):
        raise SettingsError(
            f'Environment variable "ESTEY_REGION" invalid: “{said}” is no region of France, try Bretagne.'
        )
    return said


def kept_secret(path: Path) -> str:
    """Return the secret that the embedded instance keeps in a file; nothing when there is none."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name (IANA). Raises SettingsError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f'Environment variable "ESTEY_TIMEZONE" invalid: no time zone is named “{name}”, try Europe/Paris.'
        raise SettingsError(message) from error
