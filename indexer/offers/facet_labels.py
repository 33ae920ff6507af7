"""The facets and their values in words, for people. Pure functions."""

from __future__ import annotations

from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import CONTRACTS
from indexer.searching.kinds import NOT_SAID

TITLES = {
    "family": "Domaine",
    "job": "Métier",
    "contract": "Contrat",
    "working_time": "Temps de travail",
    "remote": "Télétravail",
    "pay": "Salaire brut par mois, au moins",
    "experience": "Expérience demandée",
    "diploma": "Diplôme demandé",
    "since": "Publiée depuis",
    "source": "Source",
    "accessible": "Handicap",
    "training": "Formation",
    "without_licence": "Permis et habilitations",
}
_NARROW = "\u202f"
_VALUES = {
    "working_time": {"full_time": "Temps plein", "part_time": "Temps partiel"},
    "remote": {"full": "Entièrement", "partial": "En partie", "none": "Sans télétravail"},
    "experience": {
        "0": "Débutant accepté",
        "12": "Jusqu’à 1 an",
        "24": "De 1 à 2 ans",
        "60": "De 2 à 5 ans",
        "plus": "Plus de 5 ans",
    },
    "diploma": {
        "3": "CAP, BEP",
        "4": "Bac",
        "5": "Bac+2",
        "6": "Bac+3 ou 4",
        "7": "Bac+5",
        "8": "Doctorat",
    },
    "since": {"1": "Hier", "3": "3 jours", "7": "7 jours", "14": "14 jours", "31": "31 jours"},
    "accessible": {"oui": "Accessible aux personnes handicapées"},
    "training": {"oui": "Avec une formation (à l’arrivée, alternance…)"},
    "without_licence": {"oui": "Aucun exigé"},
}
_NOT_SAID = {"family": "Domaine non reconnu", "job": "Métier non reconnu"}
# Said alone, away from the facet's title, these values would not be understood.
_ALONE = {
    "remote": {"full": "Tout en télétravail", "partial": "Télétravail en partie", "none": "Sans télétravail"},
    "training": {"oui": "Avec une formation"},
    "without_licence": {"oui": "Sans permis ni habilitation exigés"},
}


def value_label(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Return a value in words, as it stands under the title of its facet; itself when it is not known."""
    if value == NOT_SAID:
        return _NOT_SAID.get(facet, "Non précisé")
    if facet == "family":
        return vocabulary.families.get(value, value)
    if facet == "job":
        return vocabulary.label(f"job:{value}")
    if facet == "contract":
        return CONTRACTS.get(value, value)
    if facet == "pay":
        return f"{int(value):,}".replace(",", _NARROW) + "\u00a0€" if value.isdecimal() else value
    return _VALUES.get(facet, {}).get(value, value)


def alone(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Return a value in words that are understood away from its facet's title: `Expérience : 2 ans`, `CDI`."""
    if value == NOT_SAID:
        return value_label(facet, value, vocabulary) if facet in _NOT_SAID else f"{_title(facet)}\u00a0: non précisé"
    if facet in _ALONE and value in _ALONE[facet]:
        return _ALONE[facet][value]
    label = value_label(facet, value, vocabulary)
    if facet == "pay":
        return f"Au moins {label} brut par mois"
    if facet == "since":
        return f"Depuis {label.lower()}"
    if facet in ("experience", "diploma", "source"):
        said = label if facet == "source" or facet == "diploma" else label[0].lower() + label[1:]
        return f"{_title(facet)}\u00a0: {said}"
    return label


def _title(facet: str) -> str:
    return "Salaire" if facet == "pay" else TITLES[facet]
