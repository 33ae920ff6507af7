"""The facets of the CV base and their values in words, and a whole search in words. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.cv_search.queries import CvSearch
from indexer.language.vocabulary import Vocabulary
from indexer.offers import facet_labels
from indexer.searching.kinds import NOT_SAID

TITLES = {
    "job": "Métier",
    "skill": "Compétence",
    "experience": "Expérience",
    "diploma": "Diplôme",
    "licence": "Permis et habilitations",
    "language": "Langue",
    "available": "Disponible",
    "contract": "Contrat accepté",
    "working_time": "Temps de travail accepté",
    "remote": "Télétravail",
    "mobility": "Se déplace jusqu’à, au moins",
    "training": "Formation",
}
_VALUES = {
    "experience": {
        "0": "Moins d’un an",
        "12": "De 1 à 3 ans",
        "36": "De 3 à 5 ans",
        "60": "De 5 à 10 ans",
        "plus": "10 ans et plus",
    },
    "available": {"0": "Maintenant", "31": "D’ici un mois", "92": "D’ici trois mois"},
    "remote": {"oui": "Cherche aussi en télétravail complet"},
    "training": {"oui": "Ouvert·e à une formation"},
}
# Facets of a kind of trait.
_TRAITS = {"skill", "licence", "language"}


def value_label(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Return a value in words, as it stands under the title of its facet; itself when it is not known."""
    if value == NOT_SAID:
        return "Ne le précise pas"
    if facet in _TRAITS:
        return vocabulary.label(f"{facet}:{value}")
    if facet == "mobility":
        return f"{value}\u00a0km"
    if facet in _VALUES:
        return _VALUES[facet].get(value, value)
    return facet_labels.value_label(facet, value, vocabulary)


def alone(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Return a value in words that are understood away from its facet's title: `Expérience : de 1 à 3 ans`."""
    label = value_label(facet, value, vocabulary)
    if facet == "available" and value != NOT_SAID:
        return f"{TITLES[facet]} {label[:1].lower()}{label[1:]}"
    if facet in ("experience", "mobility", "working_time", "contract", "diploma") or value == NOT_SAID:
        return f"{TITLES[facet]}\u00a0: {label[:1].lower() + label[1:] if facet == 'experience' else label}"
    return label


def search_label(wish: CvSearch, places: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return a search in words: `soudeur, à 30 km autour de Pau (64), CDI`; `places` as people write them."""
    chosen = [alone(facet, value, vocabulary) for facet, values in wish.chosen.items() for value in values]
    where = f"à {wish.radius_km}\u00a0km autour de " if wish.around else ""
    return ", ".join(filter(None, [wish.words.strip(), where + " ou ".join(places) if places else "", *chosen]))
