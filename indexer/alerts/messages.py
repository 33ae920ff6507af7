"""Building mails: a text and an HTML part of the same content, from the templates under `templates/mails/`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from indexer.accounts.sign_in_links import GOOD_FOR_MINUTES
from indexer.alerts import links
from indexer.alerts.mail_headers import add_list_headers, add_sending_headers, sender, sender_domain, unsubscribe_url
from indexer.alerts.message_format import FORMAT, name_and_address, one_line
from indexer.alerts.offer_lines import OfferLine
from indexer.bounces.tokens import confirmation_name
from indexer.settings import TEMPLATES


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "mails"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def confirmation_message(profile: dict[str, Any]) -> EmailMessage:
    """Return the mail that asks whether an address is really the depositor's."""
    token = links.confirm_token(profile["id"])
    values = {
        "confirm_url": links.page(f"/confirm/{token}"),
        "place": profile["place_label"],
        "radius_km": profile["radius_km"],
        "wanted": profile.get("wanted", []),
        "days": links.CONFIRM_DAYS,
        # Who agreed to no mail gets this one alone, and is promised no other.
        "by_mail": not profile.get("unsubscribed_at"),
    }
    subject = "Confirmez votre adresse pour recevoir les offres"
    if not values["by_mail"]:
        subject = "Confirmez votre adresse pour garder votre CV sur Estey"
    message = message_of(profile["email"], subject, confirmation_name(profile["id"]), "confirmation", values)
    add_sending_headers(message, "confirmation")
    return message


def search_confirmation_message(saved: dict[str, Any]) -> EmailMessage:
    """Return the mail that asks whether an address is really that of whoever saved a search."""
    values = {
        "confirm_url": links.page(f"/alerte/confirmer/{links.search_confirm_token(saved['id'])}"),
        "label": saved["label"],
        "days": links.CONFIRM_DAYS,
    }
    subject = "Confirmez votre adresse pour recevoir les offres de votre recherche"
    message = message_of(saved["email"], subject, confirmation_name(saved["id"]), "search_confirmation", values)
    add_sending_headers(message, "search-confirmation")
    return message


def sign_in_message(email: str, token: str) -> EmailMessage:
    """Return the mail with the link that signs in whoever reads it; a report of its failure ends no alert."""
    values = {"sign_in_url": links.page(f"/connexion/{token}"), "minutes": GOOD_FOR_MINUTES}
    name = f"connexion-{secrets.token_hex(12)}"
    message = message_of(email, "Votre lien pour vous connecter", name, "sign_in", values)
    add_sending_headers(message, "sign-in")
    return message


def notice_message(email: str, subject: str, paragraphs: Sequence[str], label: str, path: str) -> EmailMessage:
    """Return a mail of a few sentences, asked for by nobody and due to its reader: what was decided about what is
    theirs. `label` and `path` are of the one page of ours it leads to.
    """
    values = {"subject": subject, "paragraphs": paragraphs, "label": label, "url": links.page(path)}
    message = message_of(email, subject, f"avis-{secrets.token_hex(12)}", "notice", values)
    add_sending_headers(message, "notice")
    return message


def digest_message(
    owner: dict[str, Any],
    digest: str,
    offers: list[OfferLine],
    more: int,
    trained: Sequence[OfferLine] = (),
    *,
    slowed: bool = False,
) -> EmailMessage:
    """Return one person's mail: `offers` best first, those a training would open apart, and how many `more` wait
    behind the link, which leads to the page of `owner`, a profile or a saved search. With `slowed` it says that mails
    will come weekly from now on, since no link was followed for long.

    Carries one-click unsubscription (RFC 8058): both headers, an https address, no sign-in behind it.
    """
    total = len(offers) + len(trained) + more
    first = [*offers, *trained][0]
    subject = f"{total} offres d’emploi pour vous" if total > 1 else f"Une offre pour vous : {first.title}"
    if not offers:
        reached = f"{total} offres d’emploi accessibles" if total > 1 else f"Une offre accessible : {first.title},"
        subject = f"{reached} avec une formation"
    values = _digest_values(owner, offers, more, trained)
    values["slowed"] = slowed
    values["browser_url"] = links.page(f"/mails/{links.mail_token(digest)}")
    message = message_of(owner["email"], subject, digest, "digest", values)
    add_sending_headers(message, "digest", owner.get("frequency", "none"))
    add_list_headers(message, values["unsubscribe_url"], links.own_page(owner))
    return message


def digest_page(
    owner: dict[str, Any], offers: list[OfferLine], more: int, trained: Sequence[OfferLine], sent_on: str
) -> str:
    """Return a digest as a page, read in a browser: the HTML part anew, with the day on which it was sent, in words."""
    values = {**_digest_values(owner, offers, more, trained), "sent_on": sent_on, "site_url": links.page("/")}
    return _templates().get_template("digest.html").render(values)


def _digest_values(
    owner: dict[str, Any], offers: list[OfferLine], more: int, trained: Sequence[OfferLine]
) -> dict[str, Any]:
    return {
        "offers": offers,
        "trained": trained,
        "more": more,
        "total": len(offers) + len(trained) + more,
        "follow_url": links.followed(owner["person"], links.own_path(owner)),
        "unsubscribe_url": unsubscribe_url(owner["person"]),
        "owner": owner,
        "slowed": False,
        "browser_url": "",
        "sent_on": "",
    }


def message_of(to: str, subject: str, identifier: str, template: str, values: dict[str, Any]) -> EmailMessage:
    """Return a mail of a template and its values; `identifier` is what stands before the @ of its Message-ID.

    Raises ValueError for an address that holds a line end.
    """
    message = EmailMessage(policy=FORMAT)
    message["From"] = name_and_address(*sender())
    message["To"] = to
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{identifier}@{sender_domain()}>"
    values = {**values, "site_url": links.page("/")}
    text, html = (_templates().get_template(f"{template}.{part}").render(values) for part in ("txt", "html"))
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # Last: setting the content takes every Content-… header away.
    message["Content-Language"] = "fr"
    return message
