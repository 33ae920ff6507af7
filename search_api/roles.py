"""Who may ask, by role, and what each kind of address answers to each of them (`endpoints` has the table)."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY, WRONG, OWNER, OTHER, KEY, WRONG_KEY, SIGNED_IN, ALONE, KNOWN, VOUCHED, BLOCKED, PARTNER, OPERATOR = (
    "nobody",
    "wrong token",
    "owner",
    "link for something else",
    "key",
    "wrong key",
    "signed in",
    "recruiter alone",
    "recruiter",
    "vouched",
    "blocked",
    "partner",
    "operator",
)
RECRUITERS = (ALONE, KNOWN, VOUCHED, BLOCKED)
ROLES = (NOBODY, WRONG, OWNER, OTHER, KEY, WRONG_KEY, SIGNED_IN, *RECRUITERS, PARTNER, OPERATOR)
MEANING = {
    NOBODY: "says nothing of who they are; in an address that holds a secret, they write `x`",
    WRONG: "a link that was altered, and an altered key",
    OWNER: "the link made for this address and this purpose, with nothing else said",
    OTHER: "a link of ours made for another purpose: the page's for confirming, unsubscription's for the page",
    KEY: "an API key of the operator, and no link",
    WRONG_KEY: "an API key that is not one of ours, and no link",
    SIGNED_IN: "the cookie of a person who seeks work and signed in, and no link",
    ALONE: "the cookie of a recruiter who signed in and has no organisation yet",
    KNOWN: "that of a recruiter whose organisation nobody has vouched for",
    VOUCHED: "that of a recruiter whose organisation may see CVs",
    BLOCKED: "that of a recruiter whose organisation is blocked",
    PARTNER: "the cookie of who opened the operator's page of organisations, by a link for a partner body",
    OPERATOR: "that of who opened all of the operator's pages",
}
# A link is the whole right to what it opens, and there is no other way to it: who has none is told of nothing (404).
BEHIND_A_LINK = {role: 404 for role in ROLES if role != OWNER}


@dataclass(frozen=True)
class Access:
    """What one method of one address answers to each role."""

    statuses: dict[str, int]

    @property
    def secret(self) -> bool:
        """Say whether a link is needed."""
        return self.statuses == {**BEHIND_A_LINK, OWNER: self.statuses[OWNER]} and self.statuses[OWNER] != 404


def everybody(status: int) -> Access:
    """Return the access of what is the same for all."""
    return Access(dict.fromkeys(ROLES, status))


def link(status: int) -> Access:
    """Return the access of what a secret link opens; `status` is its owner's, for a request without content."""
    return Access({**BEHIND_A_LINK, OWNER: status})


def key(status: int) -> Access:
    """Return the access of what a key opens; `status` is that of the operator's key, for a request without content."""
    return Access({**everybody(401).statuses, KEY: status})


def signed_in(status: int) -> Access:
    """Return the access of what is for who seeks work and is signed in; all others are led to sign in."""
    return Access({**everybody(303).statuses, SIGNED_IN: status})


def any_recruiter(status: int, alone: int = 0) -> Access:
    """Return the access of what is for a recruiter who is signed in, whatever their organisation; `alone`: the status
    of those without one, if it is another. All others are led to sign in.
    """
    return Access({**everybody(303).statuses, **dict.fromkeys(RECRUITERS, status), ALONE: alone or status})


def recruiter(status: int) -> Access:
    """Return the access of what is for a recruiter whose organisation may publish; one without is led to say which."""
    return Access({**everybody(303).statuses, KNOWN: status, VOUCHED: status, BLOCKED: 403})


def vouched(status: int) -> Access:
    """Return the access of what is for a recruiter whose organisation may see CVs."""
    return Access({**recruiter(403).statuses, VOUCHED: status})


def partner(status: int) -> Access:
    """Return the access of what is for who opened the operator's page of organisations; for all others there is no
    such page.
    """
    return Access({**operator(status).statuses, PARTNER: status})


def operator(status: int) -> Access:
    """Return the access of what is for who opened all of the operator's pages; for all others there is no such page."""
    return Access({**everybody(404).statuses, OPERATOR: status})
