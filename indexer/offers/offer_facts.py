"""What an offer's labels and text say of contract, time, pay, experience, diploma, remote work, start. Pure."""

from __future__ import annotations

from typing import Any

from indexer.language.facts import (
    contract_of,
    diploma_label_of,
    experience_of,
    facts_of,
    remote_of,
    working_time_of,
)
from indexer.language.learning import APPRENTICE, learning_contract
from indexer.language.pay import pay_of
from indexer.language.training_given import trains

_DERIVED = ("pay_monthly_min", "pay_monthly_max", "experience_months", "diploma_level", "remote", "start", "trains")
"""Read anew each time: what an earlier release read does not stay when this one reads nothing."""


def with_facts(offer: dict[str, Any]) -> dict[str, Any]:
    """Return the offer with its facts: from what the source's own fields say, else from the text, else left out.

    A contract or a working time that is there stays, unless the title says it is one to learn by: the source's word
    counts more than its prose.
    """
    text = f"{offer['title']}\n{offer.get('description', '')}"
    said = facts_of(text, offer.get("published_at", ""))
    pay_label, experience_label = offer.get("pay_label", ""), offer.get("experience_label", "")
    time_label = offer.get("working_time_label", "")
    pay = pay_of(pay_label, label=True)
    # Both bounds from the same place: the least of the label and the most of the text make no range.
    least, most = pay if pay != (None, None) else (said.pay_monthly_min, said.pay_monthly_max)
    months = experience_of(experience_label, label=True)
    level = diploma_label_of(offer.get("diploma_label", ""))
    # Sources file apprenticeships under "CDD" or "CDI", which by law they are: what the title says counts more.
    contract = (
        learning_contract(offer["title"])
        or offer.get("contract")
        or contract_of(offer.get("contract_label", ""))
        or said.contract
    )
    facts: dict[str, Any] = {
        "contract": contract,
        "working_time": offer.get("working_time") or working_time_of(time_label) or said.working_time,
        "pay_monthly_min": least,
        "pay_monthly_max": most,
        "experience_months": said.experience_months if months is None else months,
        "diploma_level": said.diploma_level if level is None else level,
        "remote": remote_of(f"{time_label}\n{pay_label}") or said.remote,
        "start": said.start,
        # An apprentice is trained whatever the text says.
        "trains": True if contract == APPRENTICE or trains(text) else None,
    }
    kept = {name: value for name, value in offer.items() if name not in _DERIVED}
    return kept | {name: value for name, value in facts.items() if value is not None}
