"""What cannot be undone on a person's page asks for more than its link, which every mail of ours holds: mails are
passed on, printed, read over a shoulder.

More is: this browser signed in within half an hour, by a link from the person's mailbox that is good once and for 20
minutes (`indexer.accounts.sign_in_links`); or their address was confirmed that long ago. Before it is confirmed nobody
is shown anything, and nothing is asked: whoever left a CV by mistake, or finds one left in their name, ends it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import render_template, url_for

from indexer.alerts.people import MAIL_STOPPED
from indexer.alerts.people import person as known_of
from indexer.engine.client import engine
from indexer.profiles.document import FAILED, Profile
from search_api.sessions import RECENT, signed_in_lately

CV, ERASE, SHOW = "cv", "effacer", "montrer"
"""What may be asked for: sending another CV, erasing everything, being shown to more recruiters."""
ACTS = {
    CV: "remplacer votre CV",
    ERASE: "effacer votre CV et toutes vos données",
    SHOW: "montrer votre CV à plus de recruteurs",
}
_SEEN = ("hidden", "anonymous", "named")
"""Who sees a CV, from nobody to all with the name."""


def is_fresh(profile: Profile, act: str) -> bool:
    """Say whether the person is shown to have their mailbox at hand, as far as an act on their page asks for it.

    Who cannot be written to any more may erase all the same: it is their right, and no link would arrive. A CV that
    could not be read is replaced without: nothing is lost.
    """
    confirmed = profile.get("confirmed_at")
    if not confirmed or datetime.now(UTC) - datetime.fromisoformat(confirmed) < timedelta(seconds=RECENT):
        return True
    if signed_in_lately(profile["person"]) or (act == CV and profile["stage"] == FAILED):
        return True
    return act == ERASE and known_of(engine(), profile["person"])["mail_state"] == MAIL_STOPPED


def shows_more(profile: Profile, wish: dict[str, Any]) -> bool:
    """Say whether a change lets recruiters see who could not, now or once the CV is shown again: an employer it was
    hidden from is a word that only the person knows. Pure.
    """
    avoided = set(profile.get("avoided_employers") or [])
    if not avoided <= set(wish.get("avoided_employers", avoided) or []):
        return True
    return _rank(wish.get("visibility", profile.get("visibility"))) > _rank(profile.get("visibility"))


def shown_no_more(profile: Profile, wish: dict[str, Any]) -> dict[str, Any]:
    """Return who sees the CV and whom it is hidden from, as far as a change only takes away. Pure."""
    before = str(profile.get("visibility") or "hidden")
    seen = min(before, str(wish.get("visibility") or before), key=_rank)
    avoided = dict.fromkeys([*(profile.get("avoided_employers") or []), *wish["avoided_employers"]])
    return {"visibility": seen, "avoided_employers": list(avoided)}


def _rank(visibility: Any) -> int:
    return _SEEN.index(visibility) if visibility in _SEEN else 0


def ask_for_one(
    profile: Profile, secret: str, act: str, *, kept: bool = False, visibility: str = ""
) -> tuple[str, int]:
    """Return the page that says why a fresh link is needed, with the button that mails it (403).

    `kept`: whatever else was asked is done; `visibility`: what was chosen, to be chosen again at the end of the link.
    """
    page = render_template(
        "fresh_link.html", profile=profile, secret=secret, act=act, says=ACTS[act], kept=kept, visibility=visibility
    )
    return page, 403


def path_of(secret: str, act: str, visibility: str = "") -> str:
    """Return where a fresh link leads: back to the act it was asked for."""
    if act == ERASE:
        return url_for("follow.ask_delete", secret=secret)
    chosen = visibility if act == SHOW and visibility in _SEEN else None
    return url_for("follow.show", secret=secret, ouvrir=act, visibilite=chosen)
