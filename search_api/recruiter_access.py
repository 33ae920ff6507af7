"""Who is signed in as a recruiter, and what their organisation lets them do: asked by every page of recruiters."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.recruiters.document import Organisation, Recruiter


@dataclass(frozen=True)
class SignedRecruiter:
    """A recruiter who is signed in, with their organisation."""

    recruiter: Recruiter
    organisation: Organisation


def recruiter_or_sign_in() -> SignedRecruiter:
    """Return who is signed in as a recruiter, with an organisation that may publish.

    Anybody else is led to sign in (303), who has no organisation yet to the form that asks for it (303); a blocked
    organisation gets a page that says so (403).
    """
    raise NotImplementedError


def vouched_recruiter() -> SignedRecruiter:
    """Return who is signed in as a recruiter whose organisation may see CVs; others get a page that says why not (403).

    Raises as `recruiter_or_sign_in` does by ending the request.
    """
    raise NotImplementedError
