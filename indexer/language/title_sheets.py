"""Which job sheets under a job's code a title means: "testeur logiciel" is no developer, though they share a code."""

from __future__ import annotations

from indexer.language.job_ranking import JobRanking
from indexer.language.job_titles import known_titles
from indexer.language.normalisation import folded_words
from indexer.language.vocabulary import Vocabulary

# Of the titles under the code, those about as near as the nearest (0 to 2) count; when none is near, the code's own
# sheet is what the title is taken for.
_ABOUT_AS_NEAR = 0.9
_LEAST = 0.8


def sheets_of_title(title: str, job: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the sheets that a title means under the code of a job it names; that code, where there are no sheets.

    Known titles that stand in it word for word decide, the longest first; else the nearest ones.
    """
    under = vocabulary.sheets_under(job)
    if len(under) < 2:
        return under
    owners, ranking = vocabulary.sheets_of_title, vocabulary.job_ranking
    held = [one for one in known_titles(title, vocabulary) if job in one.identifiers]
    for one in sorted(held, key=lambda one: one.start - one.end):
        if sheets := owners.get((job, tuple(folded_words(title[one.start : one.end])))):
            return sheets
    near = _nearest(title, job, ranking)
    sheets = tuple(dict.fromkeys(sheet for one in near for sheet in owners.get((job, tuple(folded_words(one))), ())))
    return sheets or own_sheets(job, vocabulary)


def own_sheets(job: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the sheet that a job's code is the code of; all sheets under it, where it is none's."""
    under = vocabulary.sheets_under(job)
    return (job,) if job in under else under


def _nearest(title: str, job: str, ranking: JobRanking) -> list[str]:
    [found] = ranking.nearest_titles(title, [job])
    best = found[0][1] if found else 0.0
    return [near for near, score in found if score >= max(_LEAST, best * _ABOUT_AS_NEAR)]
