"""Contract, working time, pay, experience, diploma, remote work and start, from an offer's text; None is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.normalisation import without_accents
from indexer.language.pay import pay_of
from indexer.language.start import start_of

FULL_TIME, PART_TIME = "full_time", "part_time"
NONE, PARTIAL, FULL = "none", "partial", "full"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says of an offer; None is "not specified"."""

    contract: str | None = None
    """A code of France Travail: CDI, CDD, MIS (temping), DIN (an agency's CDI), SAI, ALT (apprenticeship), STA."""
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
    start: str | None = None
    """An ISO date, or `now`: as soon as possible."""


def facts_of(text: str, published: str = "") -> Facts:
    """Return every fact that `text` says; `published` (ISO 8601) tells which year "le 1er septembre" means."""
    pay = pay_of(text)
    return Facts(
        contract=contract_of(text),
        working_time=working_time_of(text),
        hours_a_week=hours_of(text),
        pay_monthly_min=pay.least,
        pay_monthly_max=pay.most,
        experience_months=experience_of(text),
        diploma_level=diploma_of(text),
        remote=remote_of(text),
        start=start_of(text, published),
    )


# Several functions read the same text.
_plain = lru_cache(maxsize=8)(without_accents)

_AS_CONTRACT = r"(?:contrats?|emplois?|postes?|jobs?|cdd|missions?)\s(?:d['’ ]\s?|de |en )?"
# The order decides when a text names several: an apprenticeship is one even when it says "CDD d'apprentissage". Words
# that speak of other things as well ("désirs d'apprentissage", "agence d'intérim") have to be said as a contract.
_CONTRACTS = (
    ("ALT", rf"{_AS_CONTRACT}(?:alternance|apprentissage|professionnalisation)\b"),
    ("SAI", rf"{_AS_CONTRACT}(?:de )?saison(?:niere?s?)?\b"),
    ("MIS", r"(?:missions?|contrats?) (?:de |d['’ ]\s?|en )?(?:interim|mission)\b|mission interimaire"),
    ("DIN", r"cdi[ -]?(?:interimaires?|interim)\b|cdii\b"),
    ("CDI", r"cdi\b|duree indeterminee"),
    ("CDD", r"cdd\b|(?<!stagiaire \()duree determinee"),
    ("STA", r"(?:convention|offre) de stage\b"),
)
# Said after "contrat :" or "poste en", the bare word is enough.
_BARE = (("ALT", r"alternance|apprentissage"), ("SAI", r"saisonniere?"), ("MIS", r"interim"), *_CONTRACTS[3:6])
_NAME = "|".join(rf"(?:{pattern})" for _, pattern in (*_BARE, *_CONTRACTS))
_COMMA = r"(?:\s?[,/\-]\s?(?:ou |et )?(?:en )?|\s(?:ou|et|puis)\s(?:en )?)"
# What an agency does in general ("talents en CDI, CDD, Intérim"), or what may follow ("évolution vers un CDI").
_MANY = re.compile(rf"\b(?:{_NAME}){_COMMA}(?:{_NAME})(?:{_COMMA}(?:{_NAME}))*")
_LATER = re.compile(
    r"(?:debouch\w+|evolu\w+|embauche|transform\w+|possibilite|vue|suivi[es]?|recrutement|specialis\w+|agence|reseau|hors|egalement)"
    rf"[^.\n]{{0,25}}\b(?:{_NAME})"
)
_SAID = re.compile(
    r"\b(?:contrat|type d['’ ]emploi|poste|pourvoir|recrute|cherchons?)\b"
    rf"(?:\s|:|-|\(|un|de|en|temps plein|,)*\b({_NAME})"
)


def contract_of(text: str) -> str | None:
    """Return the code of the contract that the text names; None when it names several alike."""
    plain = _plain(text)
    # "Contrat : CDI ou CDD" leaves it open; taken out, so that neither half is read alone.
    plain = _LATER.sub(" ", _MANY.sub(_one_kind, plain))
    # Where it is said as the contract of this post, that counts before a mention in passing.
    said = " ; ".join(match.group() for match in _SAID.finditer(plain))
    for place, contracts in ((said, _CONTRACTS), (said, _BARE), (plain, _CONTRACTS)):
        for code, pattern in contracts:
            if re.search(rf"\b(?:{pattern})", place):
                return code
    return None


def _one_kind(match: re.Match[str]) -> str:
    """Keep "CDD saisonnier - CDD", which is one contract said twice."""
    kinds = {code for code, pattern in _BARE if re.search(rf"\b(?:{pattern})", match.group())}
    return match.group() if len(kinds) == 1 else " "


_CLOCK = r"(\d{1,2})\s?(?:heures|h)\s?([0-5]\d)?(?!\d)"
_HOURS = (
    re.compile(rf"\b{_CLOCK}\s?(?:/|par|de travail|-)?\s?(?:la )?(?:sem\b|semaines?|hebdo)"),
    re.compile(rf"(?:hebdomadaire|temps (?:plein|complet|partiel)|base(?: de)?)\s?[:(]?\s?(?:de )?{_CLOCK}(?!\s?[-a])"),
    re.compile(rf"^\s*{_CLOCK}(?!\s?-)"),
)
_FULL = re.compile(r"\btemps (?:plein|complet)\b")
_PART = re.compile(r"\btemps partiel\b|\bmi[- ]temps\b|\btemps (?:non ?|in)complet\b")
_FULL_FROM, _HOURS_MIN, _HOURS_MAX = 35, 2, 48


def hours_of(text: str) -> float | None:
    """Return the hours a week that the text says; a label begins with them: "35H Horaires normaux"."""
    for pattern in _HOURS:
        for match in pattern.finditer(_plain(text)):
            worked = int(match[1]) + int(match[2] or 0) / 60
            if _HOURS_MIN <= worked <= _HOURS_MAX:
                return round(worked, 2)
    return None


def working_time_of(text: str) -> str | None:
    """Return full or part time; None when both are offered or nothing is said."""
    plain = _plain(text)
    full, part = bool(_FULL.search(plain)), bool(_PART.search(plain))
    if full != part:
        return FULL_TIME if full else PART_TIME
    hours = None if full else hours_of(text)
    return None if hours is None else FULL_TIME if hours >= _FULL_FROM else PART_TIME


_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10}
_COUNT = (
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(_WORDS)})(?:\s?(?:a|-|/|ou|et)\s?\d{{1,2}})?"
    r"\s?(?P<unit>ans?\b|annees?\b|mois\b)"
)
_EXPERIENCE = (
    re.compile(rf"{_COUNT}\s?(?:minimum |min\.? |reussies? )?(?:d[e'’ ]{{1,2}}|en )?\s?(?:premiere )?experiences?"),
    re.compile(rf"experiences?\b[^.\n;]{{0,45}}?(?<![\d/+]){_COUNT}"),
)
# A label holds the length alone: "3 An(s)", "6 mois - en maçonnerie".
_LENGTH = re.compile(rf"^\s*{_COUNT}")
_BEGINNERS = re.compile(
    r"debutante?s?(?:\(e\))?(?:\(s\))?[^.\n]{0,20}?accepte|ouvert aux debutants|(?:avec ou )?sans experience"
    r"|aucune experience (?:n['’ ]est )?(?:requise|exigee|necessaire|demandee|prealable)"
)
# The employer's age or the career to come, not what is asked: "fort de plus de 20 ans d'expérience".
_EMPLOYERS = re.compile(r"\b(?:fort(?:e|s|es)? (?:de|d)|notre|nos|depuis|leurs?|ses)\b[^.\n]{0,40}$")
_LONGEST = 15 * 12


def experience_of(text: str, *, label: bool = False) -> int | None:
    """Return the months of experience asked, the least of a range; 0 when beginners are welcome."""
    plain = _plain(text).replace("an(s)", "ans")
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


# In the text without accents or capitals. "Cap sur" and "but" are words of their own: the diplomas of the groups named
# "capitals" have to be written in capitals.
_DIPLOMA = re.compile(
    # Where none of these letters begins a word there is none: four fifths of the time went into trying.
    r"(?<!\w)(?=[bcdeflmnoptu])(?:"
    r"(?P<capitals3>\b(?:cap|bep|capa|bepa)\b(?! ?(?:gemini|horn)))|(?P<level3>niveau cap\b)"
    r"|(?P<level4>\bbac(?:calaureat)?\.? ?pro(?:fessionnel)?\b|baccalaureat|niveau bac\b(?! ?[+\d])"
    r"|titulaire (?:du|d['’]un) bac\b(?! ?[+\d])|\bbac ou equivalent)"
    r"|(?P<level5>\bbac ?\+ ?2|\bbac2\b)|(?P<capitals5>\b(?:bts|btsa|dut|deust)\b)"
    r"|(?P<level6>\bbac ?\+ ?[34]|\blicence pro|\bbachelor\b)|(?P<capitals6>\bbut\b)"
    r"|(?P<level7>\bbac ?\+ ?5|\b(?:diplome|ecole|formation|titre)s? d['’ ]?ingenieurs?"
    r"|(?<!scrum )\bmaster ?[12]\b|\b(?:un|de|ou) master\b(?! data)|\bmastere\b)"
    r"|(?P<level8>\bdoctorat\b|\bbac ?\+ ?8|\bph\.?d\b))"
)
# The diploma one leaves with is not the one to come with.
_PREPARED = re.compile(r"(?:prepar|obten|obtention|\bvise|delivr|diplomant|valider)[^.\n]{0,60}$")
# Others mentioned further on ("un bac+5 serait un plus", the team's) say less than the first and what it is beside.
_BESIDE = 60


def diploma_of(text: str) -> int | None:
    """Return the least diploma level among the first ones named together."""
    plain = _plain(text)
    named = [
        (match.start(), int((match.lastgroup or "0")[-1]))
        for match in _DIPLOMA.finditer(plain)
        if ((match.lastgroup or "").startswith("level") or text[match.start() : match.end()].isupper())
        and not _PREPARED.search(plain[max(0, match.start() - 80) : match.start()])
    ]
    return min((level for start, level in named if start <= named[0][0] + _BESIDE), default=None)


_LABEL_LEVELS = (("cap", 3), ("bac+2", 5), ("bac+3", 6), ("bac+5", 7), ("bac ou", 4))


def diploma_label_of(label: str) -> int | None:
    """Return the least level of France Travail's own wordings: "Bac+3, Bac+4 ou équivalents" → 6."""
    plain = _plain(label)
    return min((level for wording, level in _LABEL_LEVELS if wording in plain), default=None)


_AWAY = r"(?:tele-? ?travail\w*|remote\b|home ?office|travail a distance)"
_NOT_REMOTE = re.compile(
    rf"\b(?:pas|aucun|sans|non)\s(?:de |en )?(?:possibilite de )?{_AWAY}(?!\s(?:pendant|durant|avant|les? premier))"
    rf"|{_AWAY}\s*:?\s*\(?(?:non\b|impossible|pas possible|aucun)"
    r"|100\s?%\s?(?:en )?(?:presentiel|sur site)|lieu du poste : en presentiel|poste (?:est )?en presentiel\b"
)
_ALL_REMOTE = re.compile(
    rf"full[- ]?remote|100\s?%\s?(?:en |a )?(?:{_AWAY}|distance)"
    rf"|{_AWAY}\s(?:(?:complet|total|integral)\b|(?:a )?100\s?%)"
    r"|lieu du poste : teletravail\s*(?:$|\n)"
)
_SOME_REMOTE = re.compile(r"\btele-? ?travail|\bhome ?office|\bremote\b(?! ?(?:app|desktop|access))")


def remote_of(text: str) -> str | None:
    """Return how much of the work is done away; None when the text does not speak of it."""
    plain = _plain(text)
    if _NOT_REMOTE.search(plain):
        return NONE
    return FULL if _ALL_REMOTE.search(plain) else PARTIAL if _SOME_REMOTE.search(plain) else None
