"""What recruiters search a person by, as it is stored with the profile (`cv`). Pure functions.

Words look in what was understood: jobs, skills, licences and languages, and of who is seen with their name the titles
they ask for. Never in the text of a CV, and of who is anonymous in no word they wrote: a name or an employer typed as
a word would find them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.language.either_gender import job_names, of_either_sex
from indexer.language.normalisation import tokens
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import NAMED, SEEN
from indexer.matching.traits import Jobs
from indexer.places.circles import circles_of

Profile = dict[str, Any]


def searched_fields(profile: Profile, jobs: Jobs, items: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the field `cv` of a profile, empty for who is not to be seen: nothing of them can be searched.

    `items`: skills, licences and languages as traits. `places` are the centres of the areas they chose.
    """
    if profile.get("visibility") not in SEEN:
        return {}
    codes = list(dict.fromkeys([*jobs.wanted, *jobs.held]))
    named = profile["visibility"] == NAMED
    written = jobs.titles if named else [label for title in jobs.titles for label in _known_in(title, vocabulary)]
    return {
        "titles": list(dict.fromkeys([*written, *job_names(codes, vocabulary)])),
        "skill_labels": [vocabulary.label(item) for item in items],
        "jobs": codes,
        "items": list(items),
        "skills": _of_kind(items, "skill"),
        "languages": _of_kind(items, "language"),
        "licences": _of_kind(items, "licence"),
        "places": [{"lat": lat, "lon": lon} for (lat, lon), _ in circles_of(profile)],
        "departements": _departements(profile),
    }


def _known_in(title: str, vocabulary: Vocabulary) -> list[str]:
    """Return the titles of the vocabulary that a written one holds, said of either sex; nothing else of its words."""
    found = vocabulary.job_finder.find(tokens(title))
    return [of_either_sex(title[one.start : one.end], vocabulary) for one in found]


def _of_kind(items: Sequence[str], kind: str) -> list[str]:
    return [item.partition(":")[2] for item in items if item.startswith(f"{kind}:")]


def _departements(profile: Profile) -> list[str]:
    """Return the départements a person would be found by when one is searched whole: theirs, and those they accept."""
    insee = str(profile.get("commune") or "")
    own = insee[: 3 if insee.startswith(("97", "98")) else 2]
    return sorted({*(profile.get("whole_departements") or []), *([own] if own else [])})
