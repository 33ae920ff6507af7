"""What a person does not want to be told any more, looked at when a mail is made: they may have said so since.

The match itself was recorded earlier, or is of a saved search of theirs.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def is_avoided(profile: Document, offer: Document) -> bool:
    """Say whether an offer is of an employer or of a title that this profile avoids.

    The same comparison as the criteria of matching (`indexer.matching.criteria`): by folded names and words.
    """
    avoided = set(profile.get("excluded_words") or [])
    return offer.get("employer_key", "") in (profile.get("excluded_employers") or []) or not avoided.isdisjoint(
        offer.get("title_words") or []
    )
