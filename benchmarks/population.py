"""Invented people and offers for measuring, made by the code that makes real ones; the same seed makes the same.

Jobs follow a Zipf law (a few jobs hold most of the market, as they do), skills are drawn from those of the job and, one
in five, by how many jobs ask for them; places by the population of the communes, from Bordeaux outwards, as far as is
needed for INHABITANTS_A_PROFILE: twice the profiles are twice the country at the same number of matches an offer.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any
from unittest.mock import patch

from indexer.language.vocabulary import Vocabulary
from indexer.language.wishes import sheets_of_wish, understand_wish
from indexer.offers.document import Offer, received, understood
from indexer.offers.france_travail import read_record
from indexer.places.communes import Commune, Gazetteer
from indexer.places.geometry import distance_km
from indexer.profiles.document import Profile, complete, person_of, place_fields
from indexer.profiles.wish import FULL_TIME, PART_TIME, Wish, stored

# 260,000 profiles for the 6 million inhabitants of Nouvelle-Aquitaine.
INHABITANTS_A_PROFILE = 23
BORDEAUX = (44.84, -0.58)
NOW = "2026-11-23T08:00:00+00:00"
RADII, RADII_WEIGHTS = (10, 20, 30, 50, 100), (20, 30, 30, 15, 5)
TOWNS = 3000
MOST_SKILLS = 40
FILLER = "Vous rejoignez une équipe de cinq personnes. Poste à pourvoir rapidement, horaires de journée. "


class Population:
    """People and offers of one country: the communes around Bordeaux that hold enough inhabitants."""

    def __init__(
        self, vocabulary: Vocabulary, communes: Gazetteer, profiles: int, seed: int = 5, *, seen: bool = False
    ) -> None:
        """Take the communes of as many inhabitants; `seen`: everybody chose to be seen by recruiters, half by name."""
        self._seen = seen
        self._vocabulary, self.communes, self._seed = vocabulary, communes, seed
        self._towns = _around_bordeaux(communes, profiles * INHABITANTS_A_PROFILE)
        self._towns_upto = list(accumulate(commune.population for commune in self._towns))
        # In an order of its own, the same whatever the vocabulary's: which jobs are frequent is not known from it.
        self._jobs = sorted(vocabulary.jobs, key=lambda code: hashlib.sha256(code.encode()).digest())
        self._jobs_upto = list(accumulate(1 / (rank + 8) for rank in range(len(self._jobs))))
        self._skills = sorted(vocabulary.skill_share)
        self._skills_upto = list(accumulate(vocabulary.skill_share[skill] for skill in self._skills))
        self._licences = [f"licence:{name}" for name in sorted(vocabulary.licences)]
        self.placed = cache(lambda insee, radius: place_fields(insee, radius, communes))

    def profile(self, number: int) -> Profile:
        """Return one person's profile, confirmed and to be told of offers, as a deposit would have written it."""
        chance = random.Random(f"{self._seed} profile {number}")
        town, radius = self._town(chance), chance.choices(RADII, RADII_WEIGHTS)[0]
        wanted = [self._job(chance) for _ in range(1 if chance.random() < 0.7 else 2)]
        held = [self._near(wanted[0], chance) for _ in range(chance.choice((0, 1, 1, 2)))]
        wish = Wish(
            commune=town.insee,
            radius_km=radius,
            wanted=[chance.choice(self._vocabulary.jobs[code].titles) for code in wanted],
            contracts=() if chance.random() < 0.5 else ("CDI", "CDD", "MIS", "SAI")[: chance.randint(1, 3)],
            working_times=() if chance.random() < 0.8 else (chance.choice((FULL_TIME, PART_TIME)),),
            pay_least=None if chance.random() < 0.8 else chance.choice((1900, 2200, 2600)),
            # Not drawn: what is drawn after it would be others than were measured before.
            available_from=None if number % 3 == 0 else _day(number % 200),
            open_to_training=chance.random() < 0.25,
            visibility=("named", "anonymous")[number % 2] if self._seen else "hidden",
        )
        email = f"personne-{number}@example.org"
        items = self._items(wanted[0], chance, min(MOST_SKILLS, round(chance.lognormvariate(2.1, 0.6))))
        profile = {
            "id": hashlib.sha256(email.encode()).hexdigest()[:24],
            "person": person_of(email),
            "email": email,
            "stage": "matched",
            "attempts": 0,
            "consent_at": NOW,
            "received_at": NOW,
            "confirmed_at": NOW,
            "last_contact_at": NOW,
            "paused": False,
            "understood": {"jobs": held, "items": items},
            **stored(wish),
            **self.placed(town.insee, radius),
        }
        return complete(profile, self._vocabulary)

    def record(self, number: int) -> dict[str, Any]:
        """Return one offer as France Travail's API would send it."""
        chance = random.Random(f"{self._seed} offer {number}")
        job = self._vocabulary.jobs[self._job(chance)]
        town, contract = self._town(chance), chance.choices(("CDI", "CDD", "MIS", "SAI"), (50, 25, 20, 5))[0]
        named = [self._vocabulary.label(item) for item in self._items(job.code, chance, chance.randint(3, 10))]
        return {
            "id": f"{self._seed}-{number}",
            "intitule": f"{chance.choice(job.titles)} (H/F)",
            "description": FILLER * chance.randint(1, 6) + "\n".join(f"- {label}" for label in named),
            "romeCode": job.code,
            "romeLibelle": job.label,
            "lieuTravail": {"libelle": town.label, "commune": town.insee},
            "typeContrat": contract,
            "entreprise": {"nom": f"Entreprise {chance.randint(1, 20000)}"},
            "competences": [{"libelle": label, "exigence": "S"} for label in named[:4]],
            "dateCreation": NOW,
        }

    def offer(self, record: dict[str, Any]) -> Offer:
        """Return the offer of a record as it is once understood."""
        given = read_record(record, "bench")
        return understood(received(given, self.communes, NOW), self._vocabulary)

    def _town(self, chance: random.Random) -> Commune:
        return chance.choices(self._towns, cum_weights=self._towns_upto)[0]

    def _job(self, chance: random.Random) -> str:
        return chance.choices(self._jobs, cum_weights=self._jobs_upto)[0]

    def _near(self, code: str, chance: random.Random) -> str:
        near = self._vocabulary.jobs[code].neighbours
        return chance.choice(near) if near and chance.random() < 0.7 else self._job(chance)

    def _items(self, code: str, chance: random.Random, count: int) -> list[str]:
        own = self._vocabulary.jobs[code].skills
        fifth = count // 5
        found = chance.sample(own, min(len(own), count - fifth))
        found += chance.choices(self._skills, cum_weights=self._skills_upto, k=fifth)
        items = [f"skill:{skill}" for skill in dict.fromkeys(found)]
        if chance.random() < 0.6:
            items.append("licence:PERMIS-B")
        if chance.random() < 0.1 and self._licences:
            items.append(chance.choice(self._licences))
        return list(dict.fromkeys(items))


@contextmanager
def titles_understood_once() -> Iterator[None]:
    """Have each distinct title of a profile understood once only: what is measured is matching, not reading."""

    def once(understand: Callable[[str, Vocabulary], tuple[str, ...]]) -> Callable[[str, Vocabulary], tuple[str, ...]]:
        held: dict[str, tuple[str, ...]] = {}

        def understood_before(title: str, vocabulary: Vocabulary) -> tuple[str, ...]:
            if title not in held:
                held[title] = understand(title, vocabulary)
            return held[title]

        return understood_before

    with (
        patch("indexer.matching.traits.understand_wish", once(understand_wish)),
        patch("indexer.matching.traits.sheets_of_wish", once(sheets_of_wish)),
    ):
        yield


def _day(days: int) -> str:
    return (datetime.fromisoformat(NOW) + timedelta(days)).date().isoformat()


def _around_bordeaux(communes: Gazetteer, inhabitants: int) -> list[Commune]:
    """Return the communes nearest to Bordeaux that hold as many inhabitants together, the TOWNS largest of them."""
    placed = [(distance_km(BORDEAUX, one.point), one) for one in communes.communes.values() if one.point]
    chosen, left = [], inhabitants
    for _, commune in sorted(placed, key=lambda pair: pair[0]):
        chosen.append(commune)
        left -= commune.population
        if left <= 0:
            break
    return sorted(chosen, key=lambda commune: -commune.population)[:TOWNS]
