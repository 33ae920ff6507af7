"""The publication an address names, for who may act on it: a recruiter of the organisation that it is of."""

from __future__ import annotations

from flask import abort

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.publications.document import Publication
from search_api.recruiter_access import SignedRecruiter, recruiter_or_sign_in


def own_publication(identifier: str) -> tuple[SignedRecruiter, Publication]:
    """Return who is signed in and their organisation's publication; 404 for another's, as for none.

    Raises as `recruiter_or_sign_in` does by ending the request.
    """
    signed = recruiter_or_sign_in()
    publication = get(engine(), "publications", identifier)
    if publication is None or publication["organisation"] != signed.organisation["id"]:
        abort(404)
    return signed, publication
