"""What each trait is worth, and how many points make a match. This table is the whole of Estey's judgement.

A trait worth *n* points is *n* terms (`job:F1703#1` … `#n`): an offer carries every slot its traits could be worth, a
profile asks for as many as the trait is worth to that person. Points = terms shared, in every direction.
"""

from __future__ import annotations

# A match needs as many points as the job wanted gives by itself: somebody who only named a job hears of every offer in
# it. Skills alone reach it when three distinctive ones are shared, or two that are the core of the job wanted.
THRESHOLD = 6

# With a training that leads there, a neighbouring job and something shared beside it are enough, and so are two
# distinctive skills.
TRAINED_THRESHOLD = 4

JOB_WANTED = 6
# A neighbouring job needs shared skills beside it before it is worth a mail. An offer carries one `near:` trait, that
# of its surest job: two jobs that are near, or one that is near and one that was held, are no more than one.
JOB_NEIGHBOUR = 3
# What somebody did before, when they ask for something else: it helps, but does not speak louder than their wish.
JOB_HELD = 3

SKILL_RARE = 2
SKILL_COMMON = 1
# More for what ROME calls the heart of the job wanted ("coeur de métier").
SKILL_CORE = 1
LICENCE = 1
LANGUAGE = 1

# A word of the wanted title beside a known job: puts the closest wording first.
TITLE_WORD = 1
# The words of a title that no vocabulary knows share the threshold, so that all have to be in the offer's title.
UNKNOWN_TITLE = THRESHOLD


def title_shares(words: int) -> list[int]:
    """Return what each of so many words of an unknown title is worth: exactly UNKNOWN_TITLE in all, for up to as many.

    With every word it is reached, with one missing it is not.
    """
    each, left = divmod(UNKNOWN_TITLE, words)
    return [max(1, each + (number < left)) for number in range(words)]


# A skill that more than EVERYWHERE_SHARE of the jobs ask for (Excel, accueil du public, manutention) tells nobody apart
# and is worth nothing; up to RARE_SHARE it is rare. In the starter: 12 of 3,291 skills are everywhere, 98 % are rare.
EVERYWHERE_SHARE = 0.03
RARE_SHARE = 0.01

# Licences that most adults hold (85 % of adults have the permis B: Ministère de l'Intérieur, 2019).
HELD_BY_MOST = frozenset({"licence:PERMIS-B"})

# A stored query stays far below the engine's limit of 1,024 clauses.
MOST_SLOTS = 400
# So does what a document carries: above the limit the percolator would check every candidate a second time.
MOST_CARRIED = 900

# What a trait of each kind can be worth to a person.
WORTHS = {
    "job": frozenset({JOB_WANTED}),
    "near": frozenset({JOB_NEIGHBOUR, JOB_HELD}),
    "skill": frozenset({SKILL_RARE, SKILL_COMMON, SKILL_RARE + SKILL_CORE, SKILL_COMMON + SKILL_CORE}),
    "licence": frozenset({LICENCE}),
    "language": frozenset({LANGUAGE}),
    "word": frozenset({TITLE_WORD, *(share for words in range(1, UNKNOWN_TITLE + 1) for share in title_shares(words))}),
}
# The most slots a trait of a kind can be asked for: what an offer has to carry.
OFFER_SLOTS = {kind: max(worths) for kind, worths in WORTHS.items()}


def skill_points(share: float, *, core: bool = False) -> int:
    """Return what a skill is worth that `share` (0 to 1) of the jobs ask for; 0 means that no job is known to.

    `core`: it is at the heart of a job the person wants. What is everywhere is worth nothing all the same.
    """
    if share > EVERYWHERE_SHARE:
        return 0
    return (SKILL_RARE if 0 < share <= RARE_SHARE else SKILL_COMMON) + SKILL_CORE * core
