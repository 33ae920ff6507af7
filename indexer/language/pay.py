"""Pay, from what an offer says to a monthly gross range in euros for a full-time month."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.language.normalisation import without_accents

HOURS_A_MONTH = 151.67
"""35 hours a week, as French payslips count it."""
LEAST, MOST = 500.0, 30_000.0
"""Outside of these a number was misread or mistyped."""
WIDEST = 4.0
"""The most is at most so many times the least: "30 000 à 400 000" is a typing error, not a range."""


class Pay(NamedTuple):
    """Gross euros a month; one bound alone for "à partir de …" and "jusqu'à …"."""

    least: float | None = None
    most: float | None = None


# "¿" stands in real offers for a narrow space that a converter did not know.
_AMOUNT = r"\d{1,3}(?:[\s.¿]\d{3})+(?:,\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,3})?(?!\d)"
_MONEY = r"k\s?(?:€|euros?\b|eur\b|e\b)|k\b|€|euros?\b|eur\b"
_PAY = re.compile(
    rf"(?<![\w.,])(?P<one>{_AMOUNT})\s?(?P<unit1>{_MONEY})?"
    r"(?:(?:\s?(?P<period1>brute?s?|/\s?h\b|bruts?\s?/\s?h\b))?"
    rf"\s?(?:-|–|/|\ba\b|\bet\b|\bjusqu['’ ]?a\b)\s?(?P<two>{_AMOUNT}))?\s?(?P<unit2>{_MONEY})?"
)
# Words that say a number is pay. In a title the figure stands alone: "45-48K€".
_SAID = re.compile(
    r"(?:salaires?|salarial\w*|remuneration|remunere|taux horaire|package|fourchette|mensuel de|annuel de|horaire de"
    r"|autre de|gratification)[^.\n]{0,60}$"
)
# Other money, named before the amount ("prime de 500 €") or after it ("1 000 € brut par recrutement").
_OTHER_BEFORE = re.compile(
    r"(?:primes?|tickets?|titres?|paniers?|indemnit\w*|repas|cooptation|parrainage|bonus|participation|interessement"
    r"|chiffre d['’ ]affaires|budget|variable|cheques?|faciale|mutuelle|forfait|astreintes?|capital)[^\n;]{0,40}$"
)
_OTHER_AFTER = re.compile(
    r"^[\s)]*(?:bruts?\s*)?(?:par (?:jour|recrutement|repas)|/\s?j(?:our)?\b|de (?:prime|ca\b|bonus)|offerts?"
    r"|millions?|m€|personnes|(?:habitants|salaries|collaborateurs)\b)"
)
_NET = re.compile(r"^[\s/)]*(?:par mois|mensuels?|/\s?mois|de l['’ ]heure)?\s*nets?\b")
_HOURLY_AFTER = re.compile(r"^[\s/(*]*(?:bruts?[\s/]*)?(?:de l['’ ]|par |l['’ ]|/\s?)?(?:h\b|heures?\b|horaires?\b)")
_MONTHLY_AFTER = re.compile(r"^[\s/(*]*(?:bruts?[\s/]*)?(?:par |/\s?)?(?:mois\b|mensuel)")
_YEARLY_AFTER = re.compile(
    r"^[\s/(*]*(?:fixes?\s*)?(?:bruts?[\s/,]*)?(?:fixes?\s*)?(?:par |/\s?|l['’ ])?(?:ans?\b|annees?\b|annuel)"
)
_GROSS_AFTER = re.compile(r"^[\s/(*]*(?:bruts?\b|annuels?\s+bruts?)")
_HOURLY_BEFORE = re.compile(r"(?:horaire|taux)[^.\n]{0,40}$")
_MONTHLY_BEFORE = re.compile(r"mensuel[^.\n]{0,40}$")
_YEARLY_BEFORE = re.compile(r"annuel[^.\n]{0,40}$")
_FROM = re.compile(r"(?:a partir d[e'’]|des|minimum|au moins|min\.?)\s*$")
_TO = re.compile(r"(?:jusqu['’ ]?a|maximum|max\.?)\s*$")

_NOTHING = Pay()


def pay_of(text: str, *, label: bool = False) -> Pay:
    """Return the pay that `text` says; nothing when it is net, by the day, "SMIC" or "selon profil".

    `label`: the text is a pay field, where a number needs no word to be pay.
    """
    plain = without_accents(text)
    for match in _PAY.finditer(plain):
        pay = _read(plain, match, label=label)
        if pay != _NOTHING:
            return pay
    return _NOTHING


def _read(plain: str, match: re.Match[str], *, label: bool) -> Pay:
    unit = match["unit2"] or match["unit1"] or ""
    before, after = plain[max(0, match.start() - 80) : match.start()], plain[match.end() : match.end() + 40]
    gross = bool(match["period1"] or _GROSS_AFTER.match(after))
    hourly = _HOURLY_AFTER.match(after) or "h" in (match["period1"] or "").replace("horaire", "h")
    monthly, yearly = _MONTHLY_AFTER.match(after), _YEARLY_AFTER.match(after)
    in_thousands = unit.startswith("k")
    # "45K" alone may be a switch's model: a word of pay, a range or a currency has to stand by.
    said = label or bool(_SAID.search(before)) or gross or bool(unit and (hourly or monthly or yearly))
    said = said or (in_thousands and (len(unit) > 1 or match["two"] is not None))
    if not said or (not unit and not label) or _NET.match(after) or _OTHER_AFTER.match(after):
        return _NOTHING
    if not label and _OTHER_BEFORE.search(_clause(before)):
        return _NOTHING
    period = "hour" if hourly else "month" if monthly else "year" if yearly else _period_before(before)
    first, second = _number(match["one"]), _number(match["two"]) if match["two"] else None
    if in_thousands:
        # "25/35 K€": the first figure takes the thousands of the second.
        first = first * 1000 if first < 1000 else first
        second = second * 1000 if second and second < 1000 else second
        period = "year" if period != "month" or first >= _YEARLY_FROM else period
    bounds = [_monthly(amount, period) for amount in (first, second) if amount is not None]
    return _range(bounds, before)


def _clause(before: str) -> str:
    """Return what stands in the same clause: "Prime de 13e mois, salaire 30 K€" is pay all the same."""
    said = list(re.finditer(r"salaire|remuneration|taux horaire", before))
    return before[said[-1].start() :] if said else before


def _period_before(before: str) -> str:
    found = [
        (match.start(), period)
        for period, pattern in (("hour", _HOURLY_BEFORE), ("month", _MONTHLY_BEFORE), ("year", _YEARLY_BEFORE))
        if (match := pattern.search(before))
    ]
    return max(found)[1] if found else ""


_HOURLY_TO, _YEARLY_FROM = 60.0, 12_000.0


def _monthly(amount: float, period: str) -> float:
    """Return what an amount makes a month.

    Its size wins over the word beside it: real offers hold "Mensuel de 40000 Euros" and "Mensuel de 14,96 Euros", and
    "Annuel de 40,00 Euros" for thousands.
    """
    if amount >= _YEARLY_FROM:
        return amount / 12
    if amount <= _HOURLY_TO * 2 and period == "year":
        return amount * 1000 / 12
    if amount <= _HOURLY_TO:
        return amount * HOURS_A_MONTH if period in ("hour", "month", "") else 0.0
    return amount if period != "hour" else 0.0


def _range(bounds: list[float], before: str) -> Pay:
    if not all(LEAST <= bound <= MOST for bound in bounds):
        return _NOTHING
    # Before they are rounded, and with a cent to spare: a range of just that width is one.
    if max(bounds) > WIDEST * min(bounds) + 0.01:
        return _NOTHING
    least, most = round(min(bounds), 2), round(max(bounds), 2)
    if len(bounds) == 1:
        if _FROM.search(before):
            return Pay(least, None)
        if _TO.search(before):
            return Pay(None, most)
    return Pay(least, most)


def _number(written: str) -> float:
    """Read "1 850,50", "40.427" (thousands) and "14,075" or "12.35" (decimals)."""
    digits = re.sub(r"[\s¿]", "", written)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))
