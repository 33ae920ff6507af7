"""What is known of a person from their CV, with what they said of it, which wins. Pure functions on a stored profile.

`corrections` holds `added` and `removed`: traits (`skill:coffrage`, `job:F1703`), and for what is no trait `wanted:…`,
`held:…` (a job held), `diploma:…`, `place:…`; `experiences` and `diplomas` are those the person added.
"""

from __future__ import annotations

from typing import Any

from indexer.language.cv.periods import Month, month_of, months_covered
from indexer.language.cv.reading import Cv, as_stored, read_cv
from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import Gazetteer

Profile = dict[str, Any]
Said = dict[str, Any]

DIPLOMA_LEVELS = {
    3: "niveau 3 (CAP, BEP)",
    4: "niveau 4 (bac)",
    5: "niveau 5 (bac+2)",
    6: "niveau 6 (bac+3 ou 4)",
    7: "niveau 7 (bac+5)",
    8: "niveau 8 (doctorat)",
}


def cv_fields(profile: Profile, text: str, vocabulary: Vocabulary, communes: Gazetteer, now: Month) -> Profile:
    """Return the fields that follow from a CV's text: `text` without the person, and `understood`."""
    cv: Cv = read_cv(text, vocabulary, communes, now, [profile["email"]] if profile.get("email") else [])
    return {"text": cv.text, "understood": as_stored(cv, now)}


def cv_fields_anew(profile: Profile, vocabulary: Vocabulary, communes: Gazetteer, now: Month) -> Profile:
    """Return the same from what is stored, as of when it was first read; the place was taken out of the text."""
    before = profile.get("understood") or {}
    fields = cv_fields(profile, profile["text"], vocabulary, communes, before.get("read_in", now))
    place = fields["understood"]["place"] or before.get("place", "")
    return {**fields, "understood": {**before, **fields["understood"], "place": place}}


def experience_key(one: Said) -> str:
    """Return how a job held is named in corrections: by what is seen of it, the same in another CV."""
    return f"held:{one['title']}|{one['employer']}|{one['since']}".casefold()


def diploma_key(one: Said) -> str:
    """Return how a diploma is named in corrections."""
    return f"diploma:{one['label']}".casefold()


def wanted_key(title: str) -> str:
    """Return how a wanted title read in the CV is named in corrections."""
    return f"wanted:{title}".casefold()


def removed_of(profile: Profile) -> set[str]:
    """Return everything the person said is not so."""
    return set((profile.get("corrections") or {}).get("removed", []))


def wanted_read(profile: Profile) -> list[str]:
    """Return the titles the CV asks for, without those the person removed."""
    removed = removed_of(profile)
    return [title for title in _read(profile, "wanted") if wanted_key(title) not in removed]


def experiences_of(profile: Profile) -> list[Said]:
    """Return the jobs held: those the person added and those read, the most recent first."""
    own = (profile.get("corrections") or {}).get("experiences", [])
    kept = {experience_key(one): one for one in [*own, *_read(profile, "experiences")]}
    removed = removed_of(profile)
    held = [one for key, one in kept.items() if key not in removed]
    return sorted(held, key=lambda one: (not one["until"], one["first"] + one["months"], one["first"]), reverse=True)


def current_employers(profile: Profile) -> list[str]:
    """Return the employers of the jobs that a person still holds, as they are written; proposed to be excluded."""
    return list(
        dict.fromkeys(one["employer"] for one in experiences_of(profile) if one["employer"] and not one["until"])
    )


def diplomas_of(profile: Profile) -> list[Said]:
    """Return the diplomas: those the person added, then those read."""
    own = (profile.get("corrections") or {}).get("diplomas", [])
    kept = {diploma_key(one): one for one in [*_read(profile, "diplomas"), *own]}
    removed = removed_of(profile)
    return [one for key, one in kept.items() if key not in removed]


def languages_of(profile: Profile) -> list[Said]:
    """Return the languages with their level: those read, then those the person added."""
    removed = removed_of(profile)
    added = [item for item in (profile.get("corrections") or {}).get("added", []) if item.startswith("language:")]
    read = {one["trait"]: one for one in _read(profile, "languages")}
    # Profiles read by an earlier release name languages among the items alone.
    items = [item for item in _read(profile, "items") if item.startswith("language:")]
    traits = dict.fromkeys([*read, *items, *added])
    return [read.get(trait, {"trait": trait, "level": ""}) for trait in traits if trait not in removed]


def held_jobs(profile: Profile) -> list[str]:
    """Return the ROME codes of the jobs held, the most recent first; one that was removed takes its code along."""
    removed = removed_of(profile)
    held = experiences_of(profile)
    from_held = [code for one in held for code in one["jobs"]]
    kept = {experience_key(one) for one in held}
    gone = {code for one in _read(profile, "experiences") if experience_key(one) not in kept for code in one["jobs"]}
    others = [code for code in _read(profile, "jobs") if code not in gone]
    return [code for code in dict.fromkeys([*from_held, *others]) if f"job:{code}" not in removed]


def titles_held(profile: Profile) -> dict[str, list[str]]:
    """Return for each ROME code of the jobs held the titles of these, as they are written."""
    titles: dict[str, list[str]] = {}
    for one in experiences_of(profile):
        for code in one["jobs"]:
            titles.setdefault(code, []).append(one["title"])
    return titles


def place_read(profile: Profile) -> str:
    """Return the INSEE code of the commune read in the CV; nothing when there is none, or it was removed."""
    place = str((profile.get("understood") or {}).get("place") or "")
    return "" if f"place:{place}" in removed_of(profile) else place


def totals(profile: Profile) -> Profile:
    """Return `experience_months`, each month once, and `diploma_level`, the highest held (3 to 8)."""
    months = months_covered([(one["first"], one["first"] + one["months"]) for one in experiences_of(profile)])
    levels = [one["level"] for one in diplomas_of(profile) if one["held"] and one["level"]]
    return {"experience_months": months, "diploma_level": max(levels, default=None)}


def experience_said(title: str, employer: str, since: str, until: str, vocabulary: Vocabulary, now: Month) -> Said:
    """Return a job held as a person says it; `since` and `until` are "2019" or "2019-03", empty while it lasts."""
    first = month_of(since) or now
    last = month_of(until) if until else now + 1
    months = max(1, (last if last is not None else now) - first + (1 if len(until) > 4 else 0))
    jobs = list(understand_title(title, vocabulary))
    return {
        "title": title,
        "employer": employer,
        "since": since,
        "until": until,
        "months": months,
        "first": first,
        "jobs": jobs,
    }


def _read(profile: Profile, name: str) -> list[Any]:
    return list((profile.get("understood") or {}).get(name) or [])
