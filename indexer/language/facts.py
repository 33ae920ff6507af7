"""Contract, working time, pay, experience, diploma and remote work, from an offer's text. What is not said is None."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.language.normalisation import without_accents
from indexer.language.pay import Pay, pay_of

FULL_TIME, PART_TIME = "full_time", "part_time"
NONE, PARTIAL, FULL = "none", "partial", "full"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says of an offer; None is "not specified"."""

    contract: str | None = None
    """A code of France Travail: CDI, CDD, MIS (temping), SAI (season), ALT (apprenticeship), STA, LIB."""
    working_time: str | None = None
    """`full_time` or `part_time`."""
    hours_a_week: float | None = None
    pay_monthly_min: float | None = None
    pay_monthly_max: float | None = None
    """Gross euros for a full-time month."""
    experience_months: int | None = None
    """Asked or wished; 0: beginners are welcome."""
    diploma_level: int | None = None
    """The least that is asked: 3 CAP or BEP, 4 bac, 5 bac+2, 6 bac+3 or 4, 7 bac+5, 8 doctorate."""
    remote: str | None = None
    """`none`, `partial` or `full`."""


def facts_of(text: str) -> Facts:
    """Return every fact that `text` says."""
    pay: Pay = pay_of(text)
    return Facts(
        contract=contract_of(text),
        working_time=working_time_of(text),
        hours_a_week=hours_of(text),
        pay_monthly_min=pay.least,
        pay_monthly_max=pay.most,
        experience_months=experience_of(text),
        diploma_level=diploma_of(text),
        remote=remote_of(text),
    )


# The order decides when a text names several: an apprenticeship is one even when it says "CDD d'apprentissage".
_CONTRACTS = (
    ("ALT", r"(?<!hors )(?:alternance|apprentissage|professionnalisation)\b"),
    ("SAI", r"saisonniere?s?\b|contrat de saison"),
    ("MIS", r"interim\b|mission interimaire|contrat de mission"),
    ("CDI", r"cdi\b|duree indeterminee"),
    ("CDD", r"cdd\b|duree determinee"),
    ("STA", r"(?:convention|offre) de stage\b"),
    ("LIB", r"free-?lance\b|auto-?entrepreneur"),
)
_NAME = "|".join(rf"(?:{pattern})" for _, pattern in _CONTRACTS)
# What an agency or a group does in general, or what may follow: "talents en CDI, CDD, Intérim", "évolution vers un CDI".
_MANY = re.compile(rf"\b(?:{_NAME})(?:\s?,\s?|\s?/\s?| ou | et )(?:{_NAME})(?:(?:\s?[,/]\s?| ou | et )(?:{_NAME}))+")
_LATER = re.compile(rf"(?:debouch\w+|evolu\w+|embauche|transform\w+|possibilite|vue|suivi[es]?)[^.\n]{{0,25}}\b(?:{_NAME})")
_SAID = re.compile(
    rf"(?:contrat|type d['’ ]emploi|statut|poste|en|recrute)\s*(?:\s|:|-|un|a pourvoir|propose|en|de|type)*\b({_NAME})"
)


def contract_of(text: str) -> str | None:
    """Return the code of the contract that the text names."""
    plain = _LATER.sub(" ", _MANY.sub(" ", without_accents(text)))
    # Where it is said as the contract of this post, that counts before a mention in passing.
    for said in (" ; ".join(match.group() for match in _SAID.finditer(plain)), plain):
        for code, pattern in _CONTRACTS:
            if re.search(rf"\b(?:{pattern})", said):
                return code
    return None


_HOURS = re.compile(
    r"\b(\d{1,2})\s?(?:h|heures)\s?([0-5]\d)?(?!\d)\s?(?:/|par|de travail|-)?\s?(?:la )?(?:sem\b|semaines?|hebdo)"
    r"|(?:hebdomadaire|temps (?:plein|complet|partiel)|base(?: de)?)\s?[:(]?\s?(?:de )?(\d{1,2})\s?(?:h|heures)\s?([0-5]\d)?(?!\d)"
    r"|^\s*(\d{1,2})\s?h\s?([0-5]\d)?\b(?!\s?-)"
)
_FULL = re.compile(r"\btemps (?:plein|complet)\b")
_PART = re.compile(r"\btemps partiel\b|\bmi[- ]temps\b|\btemps non complet\b")
_FULL_FROM, _HOURS_MIN, _HOURS_MAX = 35, 2, 48


def hours_of(text: str) -> float | None:
    """Return the hours a week that the text says; a label begins with them: "35H Horaires normaux"."""
    for match in _HOURS.finditer(without_accents(text)):
        hours, minutes = [group for group in match.groups() if group] + ["0"] * (2 - len([g for g in match.groups() if g]))
        worked = int(hours) + int(minutes) / 60
        if _HOURS_MIN <= worked <= _HOURS_MAX:
            return round(worked, 2)
    return None


def working_time_of(text: str) -> str | None:
    """Return full or part time; None when both are offered or nothing is said."""
    plain = without_accents(text)
    full, part = bool(_FULL.search(plain)), bool(_PART.search(plain))
    if full != part:
        return FULL_TIME if full else PART_TIME
    hours = None if full else hours_of(text)
    return None if hours is None else FULL_TIME if hours >= _FULL_FROM else PART_TIME


_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_WORDS)})(?:\s?(?:a|-|/|ou|et)\s?\d{{1,2}})?\s?(?P<unit>ans?\b|annees?\b|mois\b)"
_EXPERIENCE = (
    re.compile(rf"{_COUNT}\s?(?:minimum |min\.? |minimales? |reussies? )?(?:d[e'’ ]{{1,2}}|en )?\s?(?:premiere )?experiences?"),
    re.compile(rf"experiences?\b[^.\n;]{{0,45}}?(?<![\d/+]){_COUNT}"),
)
# A label holds the length alone: "3 An(s)", "6 mois - en maçonnerie".
_LENGTH = re.compile(rf"^\s*{_COUNT}")
_BEGINNERS = re.compile(
    r"debutante?s?(?:\(e\))?(?:\(s\))?[^.\n]{0,20}?accepte|ouvert aux debutants|(?:avec ou )?sans experience"
    r"|aucune experience (?:n['’ ]est )?(?:requise|exigee|necessaire|demandee|prealable)"
)
# The employer's age or the career to come, not what is asked: "fort de plus de 20 ans d'expérience".
_EMPLOYERS = re.compile(r"(?:\bforte?s? d|\bnotre\b|\bnos\b|\bdepuis\b|\bleurs?\b|\bses\b|\bplus de (?:[2-9]\d)\b)[^.\n]{0,40}$")
_LONGEST = 15 * 12


def experience_of(text: str, *, label: bool = False) -> int | None:
    """Return the months of experience asked, the least of a range; 0 when beginners are welcome."""
    plain = without_accents(text).replace("an(s)", "ans")
    if _BEGINNERS.search(plain):
        return 0
    for pattern in (*_EXPERIENCE, *([_LENGTH] if label else [])):
        for match in pattern.finditer(plain):
            if _EMPLOYERS.search(plain[max(0, match.start() - 60) : match.start()]):
                continue
            count = _WORDS.get(match["count"]) or int(match["count"])
            months = count if match["unit"].startswith("mois") else count * 12
            if 0 < months <= _LONGEST:
                return months
    return None


_DIPLOMAS = (
    (3, r"\bCAP\b(?! ?(?:GEMINI|HORN))|\bBEP\b|\bCAPA\b|\bBEPA\b|(?i:niveau cap\b|\bcap[ /]+bep\b)"),
    (4, r"(?i:\bbac(?:calaur[ée]at)?\.? ?pro(?:fessionnel)?\b|baccalaur[ée]at|niveau bac\b(?! ?[+\d])"
        r"|titulaire (?:du|d'un|d’un) bac\b(?! ?[+\d])|\bbac ou [ée]quivalent|\bBP\b(?= coiffure))"),
    (5, r"(?i:\bbac ?\+ ?2|\bbac2\b)|\bBTS\b|\bBTSA\b|\bDUT\b|\bDEUST\b"),
    (6, r"(?i:\bbac ?\+ ?[34]|\blicence pro|\bbachelor\b)|\bBUT\b"),
    (7, r"(?i:\bbac ?\+ ?5|(?:dipl[oô]mes?|[ée]coles?|formation|titre) d['’ ]?ing[ée]nieurs?"
        r"|(?<!scrum )(?<!web)\bmaster ?[12]\b|\b(?:un|de|ou) master\b(?! data)|\bmast[eè]re\b)"),
    (8, r"(?i:\bdoctorat\b|\bbac ?\+ ?8|\bph\.?d\b|\bth[eè]se de doctorat)"),
)  # fmt: skip
# The diploma one leaves with is not the one to come with.
_PREPARED = re.compile(r"(?:pr[ée]par|obten|obtention|vise|d[ée]livr|dipl[oô]mant|valider)[^.\n]{0,60}$", re.IGNORECASE)
# Others mentioned further on ("un bac+5 serait un plus", the team's) say less than the first and what it is beside.
_BESIDE = 60


def diploma_of(text: str) -> int | None:
    """Return the least diploma level among the first ones named together."""
    named = sorted(
        (match.start(), level)
        for level, pattern in _DIPLOMAS
        for match in re.finditer(pattern, text)
        if not _PREPARED.search(text[max(0, match.start() - 80) : match.start()])
    )
    return min((level for start, level in named if start <= named[0][0] + _BESIDE), default=None)


_AWAY = r"(?:tele-? ?travail\w*|remote\b|home ?office|travail a distance)"
_NOT_REMOTE = re.compile(
    rf"\b(?:pas|aucun|sans|non)\s(?:de |en )?(?:possibilite de )?{_AWAY}|{_AWAY}\s*:?\s*\(?(?:non\b|impossible|pas possible|aucun)"
    r"|100\s?%\s?(?:en )?(?:presentiel|sur site)|lieu du poste : en presentiel|poste (?:est )?en presentiel\b"
)
_ALL_REMOTE = re.compile(
    rf"full[- ]?remote|100\s?%\s?(?:en |a )?(?:{_AWAY}|distance)|{_AWAY}\s(?:complet|total|integral|a 100\s?%)\b|{_AWAY} 100\s?%"
    r"|lieu du poste : teletravail\s*(?:$|\n)"
)
_SOME_REMOTE = re.compile(r"\btele-? ?travail|\bhome ?office|\bremote\b(?! ?(?:app|desktop|access))")


def remote_of(text: str) -> str | None:
    """Return how much of the work is done away; None when the text does not speak of it."""
    plain = without_accents(text)
    if _NOT_REMOTE.search(plain):
        return NONE
    return FULL if _ALL_REMOTE.search(plain) else PARTIAL if _SOME_REMOTE.search(plain) else None
