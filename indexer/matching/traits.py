"""From what was understood to traits with points, and to the slots that make a flat query. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from indexer.language.title_sheets import own_sheets, sheets_of_title
from indexer.language.understanding import title_words
from indexer.language.vocabulary import Vocabulary
from indexer.language.wishes import is_no_wish, sheets_of_wish, understand_wish
from indexer.matching.points import (
    HELD_BY_MOST,
    JOB_HELD,
    JOB_NEIGHBOUR,
    JOB_WANTED,
    LANGUAGE,
    LICENCE,
    MOST_CARRIED,
    MOST_SLOTS,
    OFFER_SLOTS,
    TITLE_WORD,
    skill_points,
    title_shares,
)

# The field of an offer of which no job is known.
NO_FIELD = "?"

Weights = dict[str, int]
"""Trait (`job:F1703`, `skill:coffrage`, `word:soudeur`) → what it is worth to one person, in points."""


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """What is known of a person once their corrections are applied."""

    wanted: Sequence[str] = ()
    """Job titles as the person wrote them."""
    held: Sequence[str] = ()
    """ROME codes of the jobs their CV names, first named first."""
    chosen: Sequence[str] = ()
    """ROME codes of the jobs they added themselves to what was read: wishes like a wanted title."""
    items: Sequence[str] = ()
    """Skills, licences and languages: `skill:…`, `licence:…`, `language:…`."""
    held_titles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For those of `held` that are jobs they had, the titles of these as the CV has them."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of a person, as ROME codes: what they want, what is near to it, and what they did before."""

    titles: Mapping[str, Sequence[str]]
    """Each wanted title, and what it stands for; nothing when it is not known."""
    wanted: Sequence[str]
    near: Sequence[str]
    held: Sequence[str]
    sheets: Sequence[str] = ()
    """The job sheets that what they want means, and those whose work is the same."""
    near_sheets: Sequence[str] = ()
    held_sheets: Sequence[str] = ()
    held_beside: Sequence[str] = ()
    """Those of `held_sheets` that count beside the wish: in its fields, and not wanted."""

    @property
    def fields(self) -> list[str]:
        """Return the fields in which what the person knows counts.

        Once a job is wanted, that is its field and those of its neighbours: an accountant who wants to bake is not told
        of accountants' jobs for what their CV holds.
        """
        wished = bool(self.titles) or not self.held
        return sorted({domain(code) for code in (*self.wanted, *self.near, *(() if wished else self.held))})

    @property
    def has_unknown_title(self) -> bool:
        """Say whether a wanted title is not known: offers with its words count then in whatever field they are."""
        return any(not codes for codes in self.titles.values())

    @property
    def only_in_fields(self) -> list[str]:
        """Return the sheets outside of which no offer of a known job counts, a hard criterion; none where a title is
        unknown.
        """
        return [] if self.has_unknown_title else sorted({*self.sheets, *self.near_sheets, *self.held_beside})


def jobs_of(words: ProfileWords, vocabulary: Vocabulary) -> Jobs:
    """Return the jobs of a person. Without any wish, the first job of the CV is taken as the one wanted."""
    titles = {title: understand_wish(title, vocabulary) for title in words.wanted if not is_no_wish(title)}
    wanted = [*(code for codes in titles.values() for code in codes), *words.chosen]
    held = list(words.held)
    if not titles and not words.chosen:
        wanted, held = held[:1], held[1:]
    wanted = list(dict.fromkeys(wanted))
    meant = [
        *_each(lambda title: sheets_of_wish(title, vocabulary), titles),
        *_each(lambda code: own_sheets(code, vocabulary), words.chosen),
    ]
    if not titles and not words.chosen:
        meant = [sheet for code in wanted for sheet in _sheets_held(code, words, vocabulary)]
    had = [sheet for code in held for sheet in _sheets_held(code, words, vocabulary)]
    sheets = _each(vocabulary.alike_to, meant)
    near = [sheet for sheet in _each(vocabulary.near_to, meant) if sheet not in sheets]
    parents = list(dict.fromkeys(vocabulary.parent_of(sheet) for sheet in near))
    jobs = Jobs(titles, wanted, parents, held, sheets, near, _each(vocabulary.alike_to, had))
    beside = [
        sheet
        for sheet in jobs.held_sheets
        if sheet not in sheets and (not jobs.fields or domain(vocabulary.parent_of(sheet)) in jobs.fields)
    ]
    return replace(jobs, held_beside=beside)


def _sheets_held(code: str, words: ProfileWords, vocabulary: Vocabulary) -> Sequence[str]:
    """Return the sheets of a job of the CV: those that its titles mean, where it is one the person had."""
    titles = words.held_titles.get(code, ())
    return [sheet for title in titles for sheet in sheets_of_title(title, code, vocabulary)] or own_sheets(
        code, vocabulary
    )


def _each(others: Callable[[str], Iterable[str]], sheets: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(other for sheet in sheets for other in others(sheet)))


def weigh_profile(words: ProfileWords, jobs: Jobs, vocabulary: Vocabulary) -> Weights:
    """Return what each trait is worth to this person, whose jobs are `jobs_of(words)`."""
    weights: Weights = {}
    for title, codes in jobs.titles.items():
        _raise_to(weights, _title_weights(title, known=bool(codes)))
    _raise_to(weights, {f"job:{code}": JOB_WANTED for code in jobs.sheets})
    _raise_to(weights, {f"near:{code}": JOB_NEIGHBOUR for code in jobs.near_sheets})
    fields = jobs.fields
    _raise_to(weights, {f"near:{code}": JOB_HELD for code in jobs.held_beside})
    items = _item_weights(words.items, jobs.wanted, vocabulary)
    # Where the field is a hard criterion it need not be said again with each skill.
    _raise_to(weights, _in_fields(items, fields) if jobs.has_unknown_title else items)
    return {trait: points for trait, points in weights.items() if points > 0}


def weigh_offer(sheets: Mapping[str, Sequence[str]], items: Sequence[str], vocabulary: Vocabulary) -> Weights:
    """Return what each trait of a person is worth to an offer: the recruiter's side of the same table.

    `sheets`: those of each of its jobs. The surest job comes first: what is near to it is what counts. Whoever had the
    job counts like somebody near; whoever wants it gives both.
    """
    weights = _item_weights(items, list(sheets), vocabulary)
    for surest in list(sheets.values())[:1]:
        near = {other for sheet in surest for other in (sheet, *vocabulary.near_to(sheet))}
        _raise_to(weights, {f"near:{code}": JOB_NEIGHBOUR for code in near})
    _raise_to(weights, {f"job:{code}": JOB_WANTED for meant in sheets.values() for code in meant})
    return {trait: points for trait, points in weights.items() if points > 0}


def profile_slots(words: ProfileWords, jobs: Jobs) -> list[str]:
    """Return every term a profile carries for what an offer may ask: a job wanted gives all its points, a job held as
    many as JOB_HELD. The fields of their wish are a hard criterion here too.
    """
    points = {f"near:{code}": JOB_HELD for code in (*jobs.held_sheets, *jobs.sheets)}
    points |= {f"job:{code}": JOB_WANTED for code in jobs.sheets}
    points |= {item: OFFER_SLOTS[item.partition(":")[0]] for item in words.items}
    return _whole((slots(trait, worth) for trait, worth in points.items()), MOST_CARRIED)


def domain(code: str) -> str:
    """Return the professional field of a ROME code, its first three characters: `H2913` → `H29`, mechanical works."""
    return code[:3]


def in_field(item: str, field: str) -> str:
    """Return the trait of a skill, licence or language asked for in one field: `skill:coffrage@F17`."""
    return f"{item}@{field}"


def wanted_slots(weights: Mapping[str, int]) -> list[str]:
    """Return the terms a profile's stored query asks for, its heaviest traits first, at most MOST_SLOTS.

    A trait is asked for whole or not at all: see `stored_fields` in indexer.matching.queries.
    """
    ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return _whole((slots(trait, points) for trait, points in ordered), MOST_SLOTS)


def offer_slots(traits: Iterable[str]) -> list[str]:
    """Return every term an offer carries for its traits: all slots a profile could ask for, at most MOST_CARRIED."""
    once = dict.fromkeys(traits)
    return _whole((slots(trait, OFFER_SLOTS[trait.partition(":")[0]]) for trait in once), MOST_CARRIED)


def offer_traits(title: str, sheets: Mapping[str, Sequence[str]], items: Sequence[str]) -> list[str]:
    """Return an offer's traits from its title, the sheets of its jobs (the surest first) and what its text names.

    What it asks for is there twice: by itself, and in the offer's field, for people who want a job nobody knows beside
    one that is known (see `Jobs.only_in_fields`).
    """
    words = (f"word:{word}" for word in title_words(title))
    whole = next((domain(job) for job in sheets), NO_FIELD)
    asked = (in_field(item, whole) for item in items)
    named = (f"job:{code}" for meant in sheets.values() for code in meant)
    surest = next(iter(sheets.values()), ())[:1]
    near = (f"near:{code}" for code in surest)
    return list(dict.fromkeys([*named, *near, *items, *asked, *words]))


def slots(trait: str, points: int) -> list[str]:
    """Write a trait worth `points` as that many terms: `job:F1703#1` … `job:F1703#6`."""
    return [f"{trait}#{number}" for number in range(1, points + 1)]


def shared_points(wants: Iterable[str], carried: Iterable[str]) -> dict[str, int]:
    """Return the traits that a profile's terms and an offer's terms share, with their points, heaviest first.

    The sum is exactly what the engine counts, forwards and backwards: the same terms, compared the same way.
    """
    points: dict[str, int] = {}
    for slot in set(wants) & set(carried):
        trait = slot.rpartition("#")[0].partition("@")[0]
        points[trait] = points.get(trait, 0) + 1
    return dict(sorted(points.items(), key=lambda pair: (-pair[1], pair[0])))


def _whole(traits: Iterable[list[str]], most: int) -> list[str]:
    """Return the slots of these traits, those of each together, until `most` would be exceeded."""
    chosen: list[str] = []
    for several in traits:
        if len(chosen) + len(several) > most:
            break
        chosen += several
    return chosen


def _title_weights(title: str, *, known: bool) -> Weights:
    words = title_words(title)
    if known or not words:
        return {f"word:{word}": TITLE_WORD for word in words}
    return {f"word:{word}": share for word, share in zip(words, title_shares(len(words)), strict=True)}


def _item_weights(items: Iterable[str], jobs: Iterable[str], vocabulary: Vocabulary) -> Weights:
    """Return what skills, licences and languages are worth beside these jobs, whose core skills weigh more."""
    core = {skill for code in jobs if code in vocabulary.jobs for skill in vocabulary.jobs[code].core}
    return {item: _item_points(item, vocabulary, core) for item in items}


def _in_fields(items: Weights, fields: Iterable[str]) -> Weights:
    """Return the items asked for in each of these fields and where no job is known; as they are without fields."""
    wanted = list(fields)
    if not wanted:
        return items
    return {in_field(item, field): points for item, points in items.items() for field in (*wanted, NO_FIELD)}


def _item_points(item: str, vocabulary: Vocabulary, core: Set[str]) -> int:
    kind, _, identifier = item.partition(":")
    if item in HELD_BY_MOST:
        return 0
    if kind == "skill":
        return skill_points(vocabulary.skill_share.get(identifier, 0.0), core=identifier in core)
    return LICENCE if kind == "licence" else LANGUAGE


def _raise_to(weights: Weights, others: Mapping[str, int]) -> None:
    """Keep the greater of both values: a trait known for two reasons counts once."""
    for trait, points in others.items():
        weights[trait] = max(points, weights.get(trait, 0))
