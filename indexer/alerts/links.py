"""The links that mails carry: signed, so that nothing secret has to be kept, and each good for one purpose only."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeSerializer, URLSafeTimedSerializer

from indexer.settings import settings
from indexer.settings_values import SettingsError

CONFIRM_DAYS = 14
MAIL_DAYS = 60
DRAFT_SECONDS = 24 * 3600
SHORTEST_KEY = 32


class LinkExpiredError(ValueError):
    """The link was ours and is too old."""


class LinkUnknownError(ValueError):
    """The link is not one of ours, or was cut."""


def _key() -> str:
    key = settings().secret_key
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"ESTEY_SECRET_KEY must be set, with at least {SHORTEST_KEY} characters.")
    return key


def follow_secret(profile: dict[str, Any]) -> str:
    """Return the secret of a person's own page. A new `link_key` in the profile makes every earlier one void."""
    return str(URLSafeSerializer(_key(), salt="follow").dumps([profile["id"], profile["link_key"]]))


def read_follow_secret(secret: str) -> tuple[str, str]:
    """Return the profile's id and link key. Raises LinkUnknownError."""
    return _read_pair(secret, "follow")


def api_secret(profile: dict[str, Any]) -> str:
    """Return the secret with which the program that left a CV follows, changes and erases it.

    It is in no mail: a mail's link to the page is another (`follow_secret`). A new `link_key` makes both void.
    """
    return str(URLSafeSerializer(_key(), salt="profile-api").dumps([profile["id"], profile["link_key"]]))


def read_api_secret(secret: str) -> tuple[str, str]:
    """Return the profile's id and link key. Raises LinkUnknownError."""
    return _read_pair(secret, "profile-api")


def adviser_token(profile: dict[str, Any]) -> str:
    """Return the token of the page a person lets their adviser see. Another `adviser_key`, or none, makes it void."""
    return str(URLSafeSerializer(_key(), salt="adviser").dumps([profile["id"], profile["adviser_key"]]))


def read_adviser_token(token: str) -> tuple[str, str]:
    """Return the profile's id and adviser key. Raises LinkUnknownError."""
    return _read_pair(token, "adviser")


def draft_secret(profile: dict[str, Any]) -> str:
    """Return the secret of the steps of a deposit: what it opens lasts as long as the draft does."""
    return str(URLSafeSerializer(_key(), salt="draft").dumps([profile["id"], profile["link_key"]]))


def read_draft_secret(secret: str) -> tuple[str, str]:
    """Return the draft's id and link key. Raises LinkUnknownError."""
    return _read_pair(secret, "draft")


def draft_cookie(secret: str) -> str:
    """Return what a browser keeps to find a deposit again; good for DRAFT_SECONDS seconds."""
    return str(URLSafeTimedSerializer(_key(), salt="draft-cookie").dumps(secret))


def read_draft_cookie(cookie: str) -> str:
    """Return the secret of the steps. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(cookie, "draft-cookie", DRAFT_SECONDS / 86400)


def search_secret(saved: dict[str, Any]) -> str:
    """Return the secret of the page of a saved search."""
    return str(URLSafeSerializer(_key(), salt="search").dumps([saved["id"], saved["link_key"]]))


def read_search_secret(secret: str) -> tuple[str, str]:
    """Return the saved search's id and link key. Raises LinkUnknownError."""
    return _read_pair(secret, "search")


def own_page(owner: dict[str, Any]) -> str:
    """Return the full address of the page of a profile or of a saved search."""
    return page(own_path(owner))


def own_path(owner: dict[str, Any]) -> str:
    """Return the path of that page."""
    return f"/alerte/{search_secret(owner)}" if "wish" in owner else f"/suivi/{follow_secret(owner)}"


def search_confirm_token(search_id: str) -> str:
    """Return the token that confirms the address of a saved search; good for CONFIRM_DAYS days."""
    return str(URLSafeTimedSerializer(_key(), salt="confirm-search").dumps(search_id))


def read_search_confirm_token(token: str) -> str:
    """Return the saved search's id. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(token, "confirm-search")


def confirm_token(profile_id: str) -> str:
    """Return the token that confirms the address of a profile; good for CONFIRM_DAYS days."""
    return str(URLSafeTimedSerializer(_key(), salt="confirm").dumps(profile_id))


def read_confirm_token(token: str) -> str:
    """Return the profile's id. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(token, "confirm")


def mail_token(digest: str) -> str:
    """Return the token of the page on which a digest is read in a browser; good for MAIL_DAYS days."""
    return str(URLSafeTimedSerializer(_key(), salt="mail").dumps(digest))


def read_mail_token(token: str) -> str:
    """Return the digest's id. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(token, "mail", MAIL_DAYS)


def answer_token(match: str) -> str:
    """Return the token with which a recruiter answers a CV they were sent; good for MAIL_DAYS days."""
    return str(URLSafeTimedSerializer(_key(), salt="answer").dumps(match))


def read_answer_token(token: str) -> str:
    """Return the match's id. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(token, "answer", MAIL_DAYS)


def answer_token_made_at(token: str) -> str:
    """Return when the token of an answer was made (ISO 8601). Raises LinkUnknownError."""
    try:
        _, made_at = URLSafeTimedSerializer(_key(), salt="answer").loads(token, return_timestamp=True)
    except (BadSignature, ValueError) as error:
        raise LinkUnknownError from error
    return str(made_at.isoformat())


def contact_token(match: str) -> str:
    """Return the token with which a person answers a recruiter who saw their CV; good for MAIL_DAYS days."""
    return str(URLSafeTimedSerializer(_key(), salt="contact").dumps(match))


def read_contact_token(token: str) -> str:
    """Return the match's id. Raises LinkExpiredError or LinkUnknownError."""
    return _read_timed(token, "contact", MAIL_DAYS)


def unsubscribe_token(person: str) -> str:
    """Return the token that ends every alert to a person; it never expires (RFC 8058 links live as long as mails)."""
    return str(URLSafeSerializer(_key(), salt="unsubscribe").dumps(person))


def read_unsubscribe_token(token: str) -> str:
    """Return the person's identifier. Raises LinkUnknownError."""
    try:
        return str(URLSafeSerializer(_key(), salt="unsubscribe").loads(token))
    except (BadSignature, ValueError) as error:
        raise LinkUnknownError from error


def followed(person: str, path: str) -> str:
    """Return the full address that leads to a page of ours and notes that a person followed a link of a mail."""
    token = URLSafeSerializer(_key(), salt="followed").dumps(person)
    return page(f"/vers/{token}{path}")


def read_followed_token(token: str) -> str:
    """Return the person's identifier. Raises LinkUnknownError."""
    try:
        return str(URLSafeSerializer(_key(), salt="followed").loads(token))
    except (BadSignature, ValueError) as error:
        raise LinkUnknownError from error


def sign_in_token(person: str, nonce: str, then: str) -> str:
    """Return the token that signs a person in, once (`indexer.accounts.sign_in_links`), and leads on to `then`."""
    return str(URLSafeTimedSerializer(_key(), salt="sign-in").dumps([person, nonce, then]))


def read_sign_in_token(token: str, minutes: int) -> tuple[str, str, str]:
    """Return the person, the nonce and the path of a token that is good for so many minutes.

    Raises LinkExpiredError or LinkUnknownError.
    """
    try:
        person, nonce, then = URLSafeTimedSerializer(_key(), salt="sign-in").loads(token, max_age=minutes * 60)
    except SignatureExpired as error:
        raise LinkExpiredError from error
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkUnknownError from error
    return str(person), str(nonce), str(then)


def operator_token(by: str, key: str, until: str, *, publications: bool = False) -> str:
    """Return the token that opens the operator's pages in the name of `by` until an ISO 8601 time, while `key` stands
    (`indexer.recruiters.operator_links`); with `publications`, also the page of the offers that wait.
    """
    return str(URLSafeSerializer(_key(), salt="operator").dumps([by, key, until, publications]))


def read_operator_token(token: str) -> tuple[str, str, str, bool]:
    """Return the name, the key, the time, and whether it opens the offers that wait. Raises LinkUnknownError."""
    try:
        # Links of an earlier release say nothing of offers, and open none.
        by, key, until, *opens = URLSafeSerializer(_key(), salt="operator").loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkUnknownError from error
    return str(by), str(key), str(until), opens == [True]


def renewal_token(publication: str, ends: str) -> str:
    """Return the token that renews an offer which ends at `ends`: good once, since renewing it changes its end."""
    return str(URLSafeSerializer(_key(), salt="renew-offer").dumps([publication, ends]))


def read_renewal_token(token: str) -> tuple[str, str]:
    """Return the publication's id and the end its offer had when the link was made. Raises LinkUnknownError."""
    return _read_pair(token, "renew-offer")


def page(path: str) -> str:
    """Return the full address of a page of ours."""
    return f"{settings().public_url}{path}"


def _read_pair(secret: str, purpose: str) -> tuple[str, str]:
    try:
        identifier, link_key = URLSafeSerializer(_key(), salt=purpose).loads(secret)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkUnknownError from error
    return str(identifier), str(link_key)


def _read_timed(token: str, purpose: str, days: float = CONFIRM_DAYS) -> str:
    try:
        return str(URLSafeTimedSerializer(_key(), salt=purpose).loads(token, max_age=round(days * 86400)))
    except SignatureExpired as error:
        raise LinkExpiredError from error
    except (BadSignature, ValueError) as error:
        raise LinkUnknownError from error
