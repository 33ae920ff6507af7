"""The vocabulary of work: jobs, skills, licences and languages, and how much each tells people apart.

Whatever it is read from (`starter_vocabulary`, `indexer.reference`), it is built by the same `Vocabulary`: nothing else
in Estey knows where the words come from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from indexer.language.job_ranking import JobRanking
from indexer.language.loose_phrases import LoosePhraseFinder
from indexer.language.normalisation import folded_words, without_accents
from indexer.language.phrases import PhraseFinder
from indexer.language.suggestions import Suggestions

# The fourteen families of ROME (France Travail), in the short words people use.
FAMILIES = {
    "A": "Agriculture, pêche, espaces verts et animaux",
    "B": "Arts et métiers d’art",
    "C": "Banque, assurance, immobilier",
    "D": "Commerce et vente",
    "E": "Communication, médias, imprimerie",
    "F": "Bâtiment et travaux publics",
    "G": "Hôtellerie, restauration, tourisme, loisirs",
    "H": "Industrie",
    "I": "Installation et maintenance",
    "J": "Santé",
    "K": "Services à la personne et à la collectivité",
    "L": "Spectacle",
    "M": "Support à l’entreprise",
    "N": "Transport et logistique",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A ROME job: its parent code (`F1703`), its name, and the titles it goes by."""

    code: str
    label: str
    titles: tuple[str, ...]
    neighbours: tuple[str, ...]
    skills: tuple[str, ...]
    core: frozenset[str] = frozenset()
    """Those of `skills` at the heart of the job."""

    @property
    def family(self) -> str:
        """Return the letter of the ROME family, A to N."""
        return self.code[0]


@dataclass(frozen=True, slots=True)
class Item:
    """A skill, licence or language: identifier, name, and its other wordings."""

    identifier: str
    label: str
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ROME 4.0 job sheet under its parent: `M1855` under `M1805`; `titles` are full forms in both genders."""

    code: str
    parent: str
    label: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All the words the service understands."""

    jobs: dict[str, Job]
    skills: dict[str, Item]
    licences: dict[str, Item]
    languages: dict[str, Item]
    families: dict[str, str] = field(default_factory=lambda: dict(FAMILIES))
    sheets: dict[str, Sheet] = field(default_factory=dict)
    """Official job sheets by code; none in the starter."""
    alike: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sheet → those whose work is the same to whoever looks for it, itself first (`indexer.reference.likeness`)."""
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sheet → those whose work is near, the nearest first."""
    definitions: dict[str, str] = field(default_factory=dict)
    """What each sheet is about, by its code."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Items of the starter that the official list has under its own identifier: `skill:soudag-tig` → `skill:1234`."""
    frequencies: dict[str, float] = field(default_factory=dict)
    """For skills counted in real offers, how common they are there, on the scale of shares of jobs."""
    descriptions: tuple[str, ...] = ()
    """One text for each job or job sheet, where the source has them."""

    @cached_property
    def job_finder(self) -> PhraseFinder:
        """Find job titles; an identifier is a ROME code."""
        return PhraseFinder((title, job.code) for job in self.jobs.values() for title in (*job.titles, job.label))

    @cached_property
    def item_finder(self) -> PhraseFinder:
        """Find skills, licences and languages; an identifier is `skill:…`, `licence:…` or `language:…`."""
        return PhraseFinder(
            (wording, f"{kind}:{item.identifier}")
            for kind, items in self._kinds.items()
            for item in items.values()
            for wording in (item.label, *item.wordings)
        )

    @cached_property
    def loose_finder(self) -> LoosePhraseFinder:
        """Find skills said in other words; of those said alike, the one that most jobs ask for."""
        return LoosePhraseFinder(
            (wording, f"skill:{item.identifier}", self._asking[item.identifier])
            for item in self.skills.values()
            for wording in (item.label, *item.wordings)
        )

    @cached_property
    def job_ranking(self) -> JobRanking:
        """Rank jobs by how near their titles are to a title."""
        titled = [(title, job.code) for job in self.jobs.values() for title in job.titles]
        # It builds on the folding of this package.
        from indexer.places.communes import STARTER as COMMUNES
        from indexer.places.communes import load_communes

        places = (commune.name for commune in load_communes(COMMUNES).communes.values())
        return JobRanking(titled, self.job_documents, chain(self.job_documents(), places))

    @cached_property
    def sheets_of_title(self) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
        """Say to which sheets a title belongs, by parent code and folded words."""
        owners: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        for sheet in self.sheets.values():
            for title in {tuple(folded_words(title)) for title in (sheet.label, *sheet.titles)}:
                key = (sheet.parent, title)
                owners[key] = (*owners.get(key, ()), sheet.code)
        return owners

    @cached_property
    def _sheets_under(self) -> dict[str, tuple[str, ...]]:
        under: dict[str, tuple[str, ...]] = {}
        for sheet in self.sheets.values():
            under[sheet.parent] = (*under.get(sheet.parent, ()), sheet.code)
        return under

    def sheets_under(self, job: str) -> tuple[str, ...]:
        """Return the sheets under a job's code; the code itself, where the source has no sheets."""
        return self._sheets_under.get(job, (job,))

    def alike_to(self, sheet: str) -> tuple[str, ...]:
        """Return the sheets whose work is the same as this one's, itself first."""
        return self.alike.get(sheet, (sheet,))

    def near_to(self, sheet: str) -> tuple[str, ...]:
        """Return the sheets whose work is near to this one's; without sheets, the neighbours of the job."""
        if sheet in self.near:
            return self.near[sheet]
        return self.jobs[sheet].neighbours if sheet in self.jobs else ()

    def parent_of(self, sheet: str) -> str:
        """Return the code of the job that a sheet is under; a code that is no sheet's is a job's."""
        return self.sheets[sheet].parent if sheet in self.sheets else sheet

    @cached_property
    def listed_languages(self) -> Mapping[str, str]:
        """The languages whose names are other words too ("basque", "grec", "thaï"), by their name without accents.

        Their label says "langue …"; by the name alone they are meant only where languages are listed.
        """
        return {
            without_accents(key): key
            for key, language in self.languages.items()
            if language.label.startswith("langue ") and " " not in key
        }

    @cached_property
    def trade_words(self) -> frozenset[str]:
        """The folded first words of the titles of jobs: `serveur`, `employé`, `agent`. An employer's name has none."""
        firsts = (folded_words(title)[:1] for job in self.jobs.values() for title in job.titles)
        return frozenset(word for words in firsts for word in words)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Every word of the titles of jobs, without accents and capitals: by them one knows which forms a word has."""
        titles = " ".join(title for job in self.jobs.values() for title in job.titles)
        return frozenset(re.findall(r"[^\W\d_]+", without_accents(titles).lower()))

    @cached_property
    def suggestions(self) -> Suggestions:
        """Complete what a person begins to type."""
        titles = ((title, f"job:{job.code}") for job in self.jobs.values() for title in job.titles)
        items = (
            (item.label, f"{kind}:{item.identifier}") for kind, items in self._kinds.items() for item in items.values()
        )
        return Suggestions([*titles, *items])

    @cached_property
    def _kinds(self) -> dict[str, dict[str, Item]]:
        return {"skill": self.skills, "licence": self.licences, "language": self.languages}

    @cached_property
    def skill_share(self) -> dict[str, float]:
        """Say for each skill how common it is (0 to 1): what is everywhere tells nobody apart.

        The share of the jobs that ask for it or, where that is greater, how common it is in real offers.
        """
        count = max(len(self.jobs), 1)
        return {skill: max(self._asking[skill] / count, self.frequencies.get(skill, 0.0)) for skill in self.skills}

    def is_core(self, job: str, skill: str) -> bool:
        """Say whether a skill (`117646`, without its kind) is at the heart of a job (parent code)."""
        return job in self.jobs and skill in self.jobs[job].core

    @cached_property
    def _asking(self) -> Counter[str]:
        """Count for each skill the jobs that ask for it."""
        return Counter(skill for job in self.jobs.values() for skill in set(job.skills))

    def prepare(self) -> None:
        """Build now what is otherwise built at first use (some seconds): finders and ranking."""
        _ = self.job_finder, self.item_finder, self.loose_finder, self.skill_share
        _ = self.job_ranking, self.sheets_of_title

    def job_documents(self) -> list[str]:
        """Return texts that each describe one job: its titles, its skills, and what the source says of it."""
        own = [
            "\n".join([job.label, *job.titles, *(self.skills[skill].label for skill in job.skills)])
            for job in self.jobs.values()
        ]
        return [*own, *self.descriptions]

    def label(self, trait: str) -> str:
        """Return the words for a trait such as `job:F1703` or `skill:coffrage`; its own name when it is unknown."""
        kind, _, identifier = trait.partition(":")
        if kind in ("job", "near"):
            known = self.jobs.get(identifier) or self.sheets.get(identifier)
            return known.label if known else identifier
        item = self._kinds.get(kind, {}).get(identifier)
        return item.label if item else identifier


def identifier_of(label: str) -> str:
    """Turn a skill's label into its identifier: `Soudage TIG` → `soudage-tig`."""
    return re.sub("-+", "-", "-".join(folded_words(label))) or label
