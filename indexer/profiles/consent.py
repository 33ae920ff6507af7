"""What a person agreed to, each thing by itself, with its date and the words they read (GDPR art. 4.11 and 7.1)."""

from __future__ import annotations

from typing import Any

MATCHING, MAIL, RECRUITERS = "matching", "mail", "recruiters"

# The words beside each box of the deposit's last step. They are stored as they stand with every deposit, so that a
# change here changes nothing of what was agreed to before.
WORDINGS = {
    MATCHING: "J’accepte qu’Estey garde mon CV et cherche des offres pour moi.",
    MAIL: "J’accepte de recevoir ces offres par courriel.",
    RECRUITERS: "Qui peut voir votre CV ?",
}

Consents = dict[str, dict[str, Any]]


def consents_given(*, mail: bool, visibility: str, visibility_label: str, at: str) -> Consents:
    """Return the record of a deposit's consents, by purpose: `given`, `at` (ISO 8601), `wording`.

    Matching is always among them: without it nothing is deposited. What was refused is recorded too, and of recruiters
    what was chosen (`choice`: named, anonymous or hidden).
    """
    chosen = {"given": visibility != "hidden", "at": at, "choice": visibility}
    return {
        MATCHING: {"given": True, "at": at, "wording": WORDINGS[MATCHING]},
        MAIL: {"given": mail, "at": at, "wording": WORDINGS[MAIL]},
        RECRUITERS: {**chosen, "wording": f"{WORDINGS[RECRUITERS]} {visibility_label}"},
    }


def consent_changed(profile: dict[str, Any], purpose: str, *, given: bool, at: str, choice: str = "") -> Consents:
    """Return a profile's consents once one of them was given or withdrawn; what was so already keeps its date."""
    before: Consents = profile.get("consents") or {}
    held = before.get(purpose) or {}
    if held.get("given") == given and held.get("choice", "") == choice:
        return before
    changed = {"given": given, "at": at, "wording": WORDINGS[purpose], **({"choice": choice} if choice else {})}
    return {**before, purpose: changed}
