"""What a person does not want to be told any more, looked at when a mail is made: they may have said so since.

The match itself was recorded earlier, or is of a saved search of theirs.
"""

from __future__ import annotations

from typing import Any

from indexer.matching.criteria import excluded_by

Document = dict[str, Any]


def is_avoided(profile: Document, offer: Document) -> bool:
    """Say whether an offer is of an employer or of a title that this profile avoids.

    The same comparison as the criteria of matching (`indexer.matching.criteria`): by names and words.
    """
    avoided = set(profile.get("excluded_words") or [])
    return not set(profile.get("excluded_employers") or []).isdisjoint(excluded_by(offer)) or not avoided.isdisjoint(
        offer.get("title_words") or []
    )
