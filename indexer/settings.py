"""The one configuration class: values come from the environment, documented beside each field and in docs/settings.md.

On one machine without Docker (`estey up`) the parts listen on ports found free at start; `up` writes them to
`$ESTEY_HOME/run/instance.json`, and a value absent from the environment is looked up there. That is how
`estey status`, typed in another terminal, finds the running service.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from environs import Env, EnvError
from marshmallow.validate import OneOf, Range, Regexp

from indexer.settings_values import SettingsError, adopt_running_instance, dkim, kept_secret, region, sender, zone

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MAPPINGS = PROJECT_ROOT / "mappings"
TEMPLATES = PROJECT_ROOT / "templates"
PUBLIC_REGISTER = "https://recherche-entreprises.api.gouv.fr/search?q={siret}"
"""« API Recherche d’entreprises » of the French State (Annuaire des entreprises): free, open to all, without a key."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    home: Path
    """ESTEY_HOME (.estey): data, files and run state of the embedded stack."""
    port: int
    """ESTEY_PORT (8000): port of the web pages in the embedded stack."""
    demo: bool
    """ESTEY_DEMO (1): load the demonstration data at the first embedded start."""
    public_url: str
    """ESTEY_PUBLIC_URL (http://127.0.0.1:$ESTEY_PORT): what links in mails start with, without a final slash."""
    secret_key: str
    """ESTEY_SECRET_KEY: signs every link; at least 32 characters. Embedded: made once, in $ESTEY_HOME/secret_key."""
    api_key_hashes: tuple[str, ...]
    """ESTEY_API_KEY_HASHES: SHA-256 (hex) of the keys that may post offers, comma-separated. Embedded: made once, the
    key itself in $ESTEY_HOME/api_key."""
    metrics_key_hash: str
    """ESTEY_METRICS_KEY_HASH: SHA-256 (hex) of the key with which the operator's Prometheus reads /metrics. Empty:
    there is no such page."""
    engine_url: str
    """ESTEY_ENGINE_URL: Elasticsearch 9 or OpenSearch 3. Empty: the embedded engine, once started."""
    engine_user: str
    """ESTEY_ENGINE_USER (elastic): used when a password is set."""
    engine_password: str
    """ESTEY_ENGINE_PASSWORD: none by default."""
    engine_ca: str
    """ESTEY_ENGINE_CA: file of the certificate authority that signed the engine's certificate."""
    index_prefix: str
    """ESTEY_INDEX_PREFIX (estey): every index name starts with it."""
    index_replicas: int
    """ESTEY_INDEX_REPLICAS (0): copies of each index on other nodes."""
    redis_url: str
    """ESTEY_REDIS_URL: work queue and rate limits; losing it loses nothing."""
    tika_url: str
    """ESTEY_TIKA_URL: the Tika server that reads files."""
    tika_timeout: int
    """ESTEY_TIKA_TIMEOUT (60): seconds allowed to read one file."""
    files_url: str
    """ESTEY_FILES_URL (file://$ESTEY_HOME/files): any fsspec URL; where CVs lie as they were sent."""
    erased_url: str
    """ESTEY_ERASED_URL (file://$ESTEY_HOME/erased): any fsspec URL, outside the file store and best on another disk:
    the list of who was erased, which `estey restore` goes by. No name and no address is in it."""
    snapshots: Path
    """ESTEY_SNAPSHOTS ($ESTEY_HOME/snapshots): folder where the engine may write snapshots (its path.repo), seen under
    the same path by `estey backup`."""
    smtp_host: str
    """ESTEY_SMTP_HOST: mail server. Embedded: a local one that captures every mail and sends nothing."""
    smtp_port: int
    """ESTEY_SMTP_PORT (587)."""
    smtp_user: str
    """ESTEY_SMTP_USER: none by default."""
    smtp_password: str
    """ESTEY_SMTP_PASSWORD: none by default."""
    smtp_security: str
    """ESTEY_SMTP_SECURITY (starttls): none, starttls or tls."""
    mail_from: str
    """ESTEY_MAIL_FROM (Estey <alertes@example.org>): sender of every mail."""
    mails_a_day: int
    """ESTEY_MAILS_A_DAY (200000): above so many alerts in 24 hours, all stop until `estey alerts
    resume`; 0: no limit."""
    mails_a_minute: int
    """ESTEY_MAILS_A_MINUTE (600): most alerts a minute to the addresses of one domain; 0: no limit."""
    dkim_key: str
    """ESTEY_DKIM_KEY: RSA private key that signs mails, the base64 lines of its PEM file joined into one. Empty: they
    leave unsigned."""
    dkim_selector: str
    """ESTEY_DKIM_SELECTOR: name of that key in DNS, such as estey1."""
    dkim_domain: str
    """ESTEY_DKIM_DOMAIN: domain that signs, that of the sender's address."""
    bounce_address: str
    """ESTEY_BOUNCE_ADDRESS: mailbox to which undelivered mail returns; each mail leaves with a tag after its local part
    (`retours+…@`). Empty: returns go to the sender's address."""
    bounce_mailbox: str
    """ESTEY_BOUNCE_MAILBOX: that mailbox, read every five minutes: imaps://user@host/INBOX or maildir:///path."""
    bounce_password: str
    """ESTEY_BOUNCE_PASSWORD: password of that mailbox."""
    bounce_key: str
    """ESTEY_BOUNCE_KEY: secret with which a mail provider signs what it posts to /api/bounces; at least 32 characters.
    Empty: nothing may be posted."""
    operator: str
    """ESTEY_OPERATOR (Estey): who runs this service and answers for the data (GDPR art. 13), named to people."""
    contact: str
    """ESTEY_CONTACT: electronic address that answers questions about personal data, shown on the privacy page.
    What waits for the operator is mailed there too."""
    company_register: str
    """ESTEY_COMPANY_REGISTER (https://recherche-entreprises.api.gouv.fr/search?q={siret}): address that says of a SIRET
    what the official register of companies knows, with `{siret}` in its place; by default the free one of the French
    State. Only names, commune and state are kept. Empty: nobody is asked. Embedded: empty unless set."""
    unverified_offers_read: int
    """ESTEY_UNVERIFIED_OFFERS_READ (3): how many offers of an organisation that nobody vouched for the operator reads
    and accepts before its next ones are shown at once; 0: none."""
    region: str
    """ESTEY_REGION (Nouvelle-Aquitaine): the region of France this service is for: named as a place it restricts
    nothing, and of communes of one name its own come first."""
    map_tiles: str
    """ESTEY_MAP_TILES: address of the tiles of the map (https://…/{z}/{x}/{y}.png), which browsers then ask for. Empty:
    a plain outline of our own, and nothing from elsewhere."""
    map_attribution: str
    """ESTEY_MAP_ATTRIBUTION: whom the tiles are by, shown on the map as their licence asks."""
    offer_days: int
    """ESTEY_OFFER_DAYS (60): days after which an offer published here ends by itself; its recruiter is told a week
    before."""
    most_applications: int
    """ESTEY_MOST_APPLICATIONS (80): applications with which an offer published here closes by itself; 0: with none."""
    contacts_of_recruiter: int
    """ESTEY_CONTACTS_OF_RECRUITER (60): people that one recruiter may invite or ask something in seven days; 0: no
    limit."""
    contacts_of_person: int
    """ESTEY_CONTACTS_OF_PERSON (10): recruiters who may invite one person, or ask them something, in seven days; 0: no
    limit."""
    cvs_a_day: int
    """ESTEY_CVS_A_DAY (200): CVs that one recruiter may open in a day, and a fifth of the lines they may take away in
    tables; 0: no limit."""
    files_a_day: int
    """ESTEY_FILES_A_DAY (50): files of CVs that one recruiter may take in a day; 0: no limit."""
    link_hosts: tuple[str, ...]
    """ESTEY_LINK_HOSTS: hosts whose pages recruiters may have read to fill in an offer, comma-separated
    (`emploi.example.org`; `.example.org` for all below it). Empty: no page is fetched."""
    rate_limits: bool
    """ESTEY_RATE_LIMITS (1): refuse who asks too much too fast. Embedded: off unless set, since everybody there is one
    address."""
    proxies: int
    """ESTEY_PROXIES (0): how many reverse proxies stand in front of web. The address of who asks is read as many places
    from the end of X-Forwarded-For; with too high a number, anybody can pretend to be anywhere."""
    mailbox: Path | None
    """ESTEY_MAILBOX: Maildir of captured mails; set by the embedded stack only. /mailbox exists only when it is set."""
    log_level: str
    """ESTEY_LOG_LEVEL (INFO)."""
    timezone: ZoneInfo
    """ESTEY_TIMEZONE (Europe/Paris): the hours at which daily and weekly mails leave."""
    digest_hour: int
    """ESTEY_DIGEST_HOUR (8): the local hour of daily mails, and of weekly ones on Mondays."""
    alerts_seconds: int
    """ESTEY_ALERTS_SECONDS (300): `at_once`: what is found within this time of the first goes into the same mail."""
    sweep_seconds: int
    """ESTEY_SWEEP_SECONDS (60): time between two looks for what is not finished, and the age from which it is queued
    again."""
    claim_seconds: int
    """ESTEY_CLAIM_SECONDS (600): age from which a mail that was begun and not marked as sent is finished by another
    run."""

    @property
    def instance_file(self) -> Path:
        """Where `estey up` writes the addresses of the parts it started."""
        return self.home / "run" / "instance.json"

    @property
    def api_key_file(self) -> Path:
        """The embedded stack's own API key, readable by its owner only."""
        return self.home / "api_key"


def load_settings() -> Settings:
    """Read the settings from the environment, completed by the running embedded instance.

    Raises SettingsError with the name of the variable when a value cannot be used.
    """
    env = Env(eager=True)
    home = Path(os.environ.get("ESTEY_HOME") or ".estey").resolve()
    adopt_running_instance(home)
    with env.prefixed("ESTEY_"):
        try:
            port = env.int("PORT", 8000, validate=Range(1, 65535))
            return Settings(
                home=home,
                port=port,
                demo=env.bool("DEMO", True),
                public_url=env.str("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
                secret_key=env.str("SECRET_KEY", "") or kept_secret(home / "secret_key"),
                api_key_hashes=tuple(env.list("API_KEY_HASHES", [], subcast=str.strip)),
                metrics_key_hash=env.str("METRICS_KEY_HASH", "").strip().lower(),
                engine_url=env.str("ENGINE_URL", ""),
                engine_user=env.str("ENGINE_USER", "elastic"),
                engine_password=env.str("ENGINE_PASSWORD", ""),
                engine_ca=env.str("ENGINE_CA", ""),
                index_prefix=env.str("INDEX_PREFIX", "estey", validate=Regexp(r"^[a-z][a-z0-9]{0,30}$")),
                index_replicas=env.int("INDEX_REPLICAS", 0, validate=Range(0, 10)),
                redis_url=env.str("REDIS_URL", ""),
                tika_url=env.str("TIKA_URL", "").rstrip("/"),
                tika_timeout=env.int("TIKA_TIMEOUT", 60, validate=Range(1, 3600)),
                files_url=env.str("FILES_URL", (home / "files").as_uri()),
                erased_url=env.str("ERASED_URL", (home / "erased").as_uri()).rstrip("/"),
                snapshots=env.path("SNAPSHOTS", home / "snapshots"),
                smtp_host=env.str("SMTP_HOST", ""),
                smtp_port=env.int("SMTP_PORT", 587, validate=Range(1, 65535)),
                smtp_user=env.str("SMTP_USER", ""),
                smtp_password=env.str("SMTP_PASSWORD", ""),
                smtp_security=env.str("SMTP_SECURITY", "starttls", validate=OneOf(["none", "starttls", "tls"])),
                mail_from=sender(env),
                mails_a_day=env.int("MAILS_A_DAY", 200_000, validate=Range(0)),
                mails_a_minute=env.int("MAILS_A_MINUTE", 600, validate=Range(0)),
                **dkim(env),
                bounce_address=env.str("BOUNCE_ADDRESS", "", validate=Regexp(r"^$|^[\w.-]{1,12}@[\w.-]+$")),
                bounce_mailbox=env.str("BOUNCE_MAILBOX", "", validate=Regexp(r"^$|^(imaps?|maildir)://\S+$")),
                bounce_password=env.str("BOUNCE_PASSWORD", ""),
                bounce_key=env.str("BOUNCE_KEY", "", validate=Regexp(r"^$|^.{32,}$")),
                operator=env.str("OPERATOR", "Estey"),
                contact=env.str("CONTACT", ""),
                company_register=env.str(
                    "COMPANY_REGISTER", PUBLIC_REGISTER, validate=Regexp(r"^$|^https?://\S*\{siret\}\S*$")
                ),
                unverified_offers_read=env.int("UNVERIFIED_OFFERS_READ", 3, validate=Range(0, 1000)),
                region=region(env),
                map_tiles=env.str("MAP_TILES", "", validate=Regexp(r"^$|^https?://[\w.{}:-]+/\S*\{z\}\S*$")),
                map_attribution=env.str("MAP_ATTRIBUTION", ""),
                offer_days=env.int("OFFER_DAYS", 60, validate=Range(8, 730)),
                most_applications=env.int("MOST_APPLICATIONS", 80, validate=Range(0)),
                contacts_of_recruiter=env.int("CONTACTS_OF_RECRUITER", 60, validate=Range(0)),
                contacts_of_person=env.int("CONTACTS_OF_PERSON", 10, validate=Range(0)),
                cvs_a_day=env.int("CVS_A_DAY", 200, validate=Range(0)),
                files_a_day=env.int("FILES_A_DAY", 50, validate=Range(0)),
                link_hosts=tuple(host.lower() for host in env.list("LINK_HOSTS", [], subcast=str.strip) if host),
                rate_limits=env.bool("RATE_LIMITS", True),
                proxies=env.int("PROXIES", 0, validate=Range(0, 5)),
                mailbox=env.path("MAILBOX", None),
                log_level=env.str("LOG_LEVEL", "INFO").upper(),
                timezone=zone(env.str("TIMEZONE", "Europe/Paris")),
                digest_hour=env.int("DIGEST_HOUR", 8, validate=Range(0, 23)),
                alerts_seconds=env.int("ALERTS_SECONDS", 300, validate=Range(1, 3600)),
                sweep_seconds=env.int("SWEEP_SECONDS", 60, validate=Range(1, 3600)),
                claim_seconds=env.int("CLAIM_SECONDS", 600, validate=Range(1, 86400)),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from error


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return load_settings()
