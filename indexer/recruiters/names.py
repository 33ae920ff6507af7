"""Whose name an organisation's is: compared as people read it, and looked at for that of a public body. Pure functions.

Who wants to pass for another writes nearly the same: other capitals, an accent less, a letter of another alphabet that
looks alike, a digit for a letter, a word more. What is found here is never refused: it waits until a person read it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.legible import letter_as_read

# Drawn as ours and not in Unicode's table of look-alikes, or as another letter there.
_LOOK_ALIKE = {"г": "r", "¡": "i", "℮": "e"}
_SIGNS = {"@": "a", "€": "e", "$": "s", "|": "i"}
_SIGN = re.compile(r"(?<=[^\W\d_])[@€$|](?=[^\W\d_])")
_DIGITS = str.maketrans("013457", "oieast")
# As strokes are drawn: a small L and a capital I, "rn" and "m", "vv" and "w"; a letter twice is one.
_STROKES = (("l", "i"), ("rn", "m"), ("vv", "w"))
_TWICE = re.compile(r"([a-z])\1+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ])")
_NUMBERED = re.compile(r"(?<=[a-z]{4})(?=\d{2,}$)")
_WORD = re.compile(r"[a-z0-9]+")
_BOUND = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "of", "the"])
_FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "sci",
        "snc",
        "scop",
        "scic",
        "selarl",
        "gie",
        "ets",
        "etablissement",
        "etablissements",
        "societe",
    ]
)
_COMMON = frozenset(
    [
        "agence",
        "association",
        "atelier",
        "ateliers",
        "boulangerie",
        "cabinet",
        "centre",
        "clinique",
        "ecole",
        "entreprise",
        "garage",
        "groupe",
        "hotel",
        "institut",
        "maison",
        "menuiserie",
        "pharmacie",
        "restaurant",
        "service",
        "services",
        "transport",
        "transports",
    ]
)
"""Words that are no name by themselves: "Atelier" says nothing of whose."""
NEAR = 0.87
SHORTEST = 5
"""Letters of a name from which one letter more or less makes no other name of it."""

FEWEST_INITIALS, SHORTEST_PART = 3, 3
"""Words of a name that its first letters stand for; letters that stand for a word of it."""

# As they begin, or stand within, what public bodies are called. In the order of the words, without accents.
PUBLIC_BODIES = (
    *("mairie", "marie de", "ville de", "commune de", "hotel de ville", "prefecture", "sous prefecture"),
    *("conseil departemental", "conseil regional", "conseil general", "departement de", "departement du"),
    *("departement des", "region nouvelle aquitaine", "region bretagne", "region occitanie", "metropole de"),
    *("bordeaux metropole", "communaute de communes", "communaute d agglomeration", "communaute urbaine"),
    *("ministere", "france travail", "pole emploi", "anpe", "cap emploi", "mission locale", "maison de l emploi"),
    *("caf", "cpam", "caisse d allocations familiales", "caisse primaire", "assurance maladie", "carsat", "urssaf"),
    *("securite sociale", "mutualite sociale agricole", "ccas", "cias", "centre communal d action sociale"),
    *("ars", "agence regionale de sante", "dreets", "ddets", "dreal", "rectorat", "academie de", "education nationale"),
    *("universite", "crous", "chu", "ch de", "centre hospitalier", "hopital", "hopitaux", "ap hp", "aphp"),
    *("gendarmerie", "police", "armee", "marine nationale", "sdis", "pompiers", "tribunal", "cour d appel"),
    *("finances publiques", "tresor public", "impots", "dgfip", "douane", "douanes", "banque de france"),
    *(
        "caisse des depots",
        "la poste",
        "sncf",
        "insee",
        "cnrs",
        "inrae",
        "defenseur des droits",
        "republique francaise",
    ),
    *("etat francais", "gouvernement", "service public", "inspection du travail", "mairies", "conseil dep", "agglo"),
    *("agglomeration", "metropole", "college", "lycee", "ecole primaire", "ecole maternelle", "ecole elementaire"),
    *("ecole publique", "secu", "municipal", "municipale", "municipaux", "municipalite", "pref", "sous pref", "min de"),
    *(
        "direction departementale",
        "direction regionale",
        "tresorerie",
        "collectivite",
        "communaute communes",
        "com com",
    ),
    *(
        "chambre de commerce",
        "chambre de metiers",
        "chambre des metiers",
        "chambre d agriculture",
        "cci",
        "cma",
        "apec",
    ),
    *("ofii", "cour des comptes", "administration penitentiaire", "l etat", "poste la"),
)
# Shorter than a word of their own: the number of a département beside them, or nothing but one word more.
_PATTERNS = (
    r"^(?:ville|commune) [a-z]+$",
    r"^(?:le |la )?(?:departement|region|metropole)\b",
    r"\b(?:cd|caf|ddt|ddets|sdis) ?[0-9oieast]{2}\b",
    r"^c ?h (?:de |du |d )?[a-z]+$",
    "^etat$",
    # Written together with what follows: `MairieBordeaux`, `villedebordeaux`.
    r"^(?:la )?(?:mairie[a-z]|(?:villede|villedu|communede|prefecturede) ?[a-z])",
)
LONG = 10
"""Letters from which the name of a body is known written together, or with a letter wrong: `FranceTravail`."""


def words_of_name(name: str) -> list[str]:
    """Return the words of a name as they are read: `Maírie  de Вordeaux` and `M.A.I.R.I.E de Bordeaux` are one."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
    text = "".join(_LOOK_ALIKE.get(letter.lower()) or letter_as_read(letter) for letter in text)
    plain = without_accents(_SIGN.sub(lambda sign: _SIGNS[sign.group()], text))
    words: list[str] = []
    spelled = ""
    for word in _WORD.findall(" ".join(_NUMBERED.sub(" ", one) for one in plain.split())):
        # Letter by letter: what stands alone three times in a row is one word.
        if len(word) == 1:
            spelled += word
            continue
        words += _spelled(spelled)
        spelled = ""
        words.append(word.translate(_DIGITS) if not word.isdecimal() else word)
    return [*words, *_spelled(spelled)]


def _strokes(text: str) -> str:
    for drawn, read in _STROKES:
        text = text.replace(drawn, read)
    return _TWICE.sub(r"\1", text)


def _spelled(letters: str) -> list[str]:
    return [letters] if len(letters) > 2 else list(letters)


def telling_words(name: str) -> list[str]:
    """Return the words of a name that tell it from others: neither articles nor the legal form."""
    words = words_of_name(name)
    return [word for word in words if word not in _BOUND and word not in _FORMS] or words


def is_near(one: str, other: str) -> bool:
    """Say whether two names may be taken for each other."""
    first, second = telling_words(one), telling_words(other)
    if not first or not second:
        return False
    joined, compared = _strokes("".join(first)), _strokes("".join(second))
    if joined == compared or sorted(first) == sorted(second):
        return True
    if min(len(joined), len(compared)) >= SHORTEST:
        # Letters that changed places; articles that are part of a name cut in two.
        whole = _strokes("".join(words_of_name(one))), _strokes("".join(words_of_name(other)))
        if whole[0] == whole[1] or (joined[0] == compared[0] and sorted(joined) == sorted(compared)):
            return True
        if _alike(joined, compared) or _alike("".join(first), "".join(second)):
            return True
    if _shortened(first, second) or _shortened(second, first):
        return True
    return _holds(first, second) or _holds(second, first)


def _alike(one: str, other: str) -> bool:
    """Say whether nearly all letters of one are those of the other, in the same order."""
    # In one order, whoever is asked about: the comparison is not the same both ways round.
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _shortened(short: list[str], whole: list[str]) -> bool:
    """Say whether a name is another in short: by its first letters (`CBI`), or word by word (`Chaudr. Béarn. Ind.`)."""
    initials = "".join(word[0] for word in whole)
    if len(whole) >= FEWEST_INITIALS and "".join(short) == initials:
        return True
    if len(short) != len(whole) or len("".join(short)) < SHORTEST:
        return False
    pairs = list(zip(short, whole, strict=True))
    return all(one == other or (len(one) >= SHORTEST_PART and other.startswith(one)) for one, other in pairs)


def _holds(longer: list[str], shorter: list[str]) -> bool:
    """Say whether a name is another with words added: `Keolis Bordeaux` for `Keolis`."""
    if not set(shorter) < set(longer):
        return False
    return len(shorter) > 1 or (len(shorter[0]) >= SHORTEST and shorter[0] not in _COMMON)


def is_near_one_of(name: str, others: Iterable[str]) -> bool:
    """Say whether a name may be taken for one of these."""
    return any(is_near(name, other) for other in others)


def is_public_body(name: str) -> bool:
    """Say whether a name is, or pretends to be, that of a public body."""
    words = words_of_name(name)
    said, joined = _strokes(" ".join(words)), _strokes("".join(words))
    if _public().search(said) or any(re.search(pattern, " ".join(words)) for pattern in _PATTERNS):
        return True
    return any(_begins_like(joined, body) for body in _long_bodies())


def _begins_like(joined: str, body: str) -> bool:
    """Say whether a name holds that of a body written together, or begins with it but for a letter."""
    if body in joined:
        return True
    near = (joined[: len(body) + more] for more in (-1, 0, 1))
    return any(SequenceMatcher(None, body, start, autojunk=False).ratio() >= _ALIKE for start in near)


_ALIKE = 0.93
"""One letter of ten wrong, left out or too many: 0.9 would be two of ten."""


@cache
def _public() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_strokes, PUBLIC_BODIES))})\b")


@cache
def _long_bodies() -> tuple[str, ...]:
    joined = (body.replace(" ", "") for body in PUBLIC_BODIES)
    return tuple(_strokes(body) for body in joined if len(body) >= LONG)
