"""The pay of an offer as people say it: what France Travail writes as a record, in plain words. Pure functions."""

from __future__ import annotations

import re

_PERIODS = {"horaire": "de l’heure", "mensuel": "par mois", "annuel": "par an"}
_AMOUNT = r"(\d[\d \u00a0\u202f]*(?:[.,]\d+)?) ?(?:euros?|€)"
_RECORD = re.compile(
    rf"(horaire|mensuel|annuel) de {_AMOUNT}(?: à {_AMOUNT})?(?: sur (\d+)(?:[.,]\d+)? mois)?", re.IGNORECASE
)
# A record that was begun and holds no amount.
_EMPTY = re.compile(r"(?:horaire|mensuel|annuel|autre)(?: de)?", re.IGNORECASE)
_YEAR = "12"
THIN = "\u202f"


def plain_pay(label: str) -> str:
    """Return `Mensuel de 1900,00 Euros à 2100,00 Euros sur 12 mois` as `1 900 € à 2 100 € par mois`.

    What is written otherwise is returned as it is; a record without any amount as nothing. Months other than twelve are
    said: thirteen are a month's pay more.
    """
    label = label.strip()
    if _EMPTY.fullmatch(label):
        return ""
    found = _RECORD.fullmatch(label)
    if not found:
        return label
    period, least, most, months = found.groups()
    amounts = dict.fromkeys(in_euros(_number(amount)) for amount in (least, most) if amount)
    beside = f" (sur {months} mois)" if months and months != _YEAR and period.lower() != "horaire" else ""
    return f"{' à '.join(amounts)} {_PERIODS[period.lower()]}{beside}"


def in_euros(amount: float) -> str:
    """Write an amount as `1 900 €`, or `12,60 €` when it is not whole."""
    figures = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    return f"{figures.replace(',', THIN).replace('.', ',')}\u00a0€"


def _number(written: str) -> float:
    return float(re.sub(r"[ \u00a0\u202f]", "", written).replace(",", "."))
