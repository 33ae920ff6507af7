"""What an offer has to say: date, place, contract, what the job is, in French, for a lawful pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.facts import FULL, PART_TIME, contract_of, remote_of, working_time_of
from indexer.language.normalisation import folded_words, without_accents
from indexer.language.pay import Pay, pay_of
from indexer.offers.legal_gate.findings import TEXT, Finding, sentence
from indexer.offers.legal_gate.french import foreign_part
from indexer.offers.legal_gate.minimum_wage import monthly_minimum
from indexer.offers.legal_gate.rules import load_rules

FEWEST_WORDS = 12
"""A text of fewer says too little of a job to choose by."""
_MOSTLY, _A_PARAGRAPH = 0.6, 25
# Not an amount, but something one can look up or ask about.
_PAY_SAID = re.compile(r"\b(?:smic|salaires?|remuneration|taux horaire|grille indiciaire|convention collective|gratification)\b")
# Their minimum is another: apprentices by age and year, trainees, who works for themselves.
_OTHER_MINIMUM = frozenset({"ALT", "STA", "LIB", "FRA", "REP", "CCE"})


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What is known of an offer beside its title and text; empty is not said."""

    date: str = ""
    """When it is published, ISO 8601: the service's own date for what is written here."""
    place: str = ""
    contract: str = ""
    """A code of France Travail: CDI, CDD, MIS…"""
    remote: str = ""
    """`full`, `partial` or `none`."""
    working_time: str = ""
    pay: str = ""
    """The pay as the form or the source says it: "Horaire de 12,50 Euros"."""


def missing(title: str, text: str, facts: OfferFacts) -> Iterator[Finding]:
    """Yield a finding for each essential that neither the facts nor the words say."""
    rules, whole = load_rules(), f"{title}\n{text}"
    absent = {
        "no-date": not facts.date,
        "no-place": not facts.place and FULL not in (facts.remote, remote_of(whole)),
        "no-contract": not (facts.contract or contract_of(whole)),
        "no-job": all(word in EMPTY_TITLE_WORDS or word.isdecimal() for word in folded_words(title)),
        "no-description": len(text.split()) < FEWEST_WORDS,
        "no-pay": not (facts.pay or _PAY_SAID.search(without_accents(whole)) or pay_of(whole) != Pay()),
    }
    yield from (Finding(rules[name]) for name, is_absent in absent.items() if is_absent)
    yield from _not_french(text)
    yield from _below_the_minimum(whole, facts)


def _not_french(text: str) -> Iterator[Finding]:
    foreign = foreign_part(text)
    if foreign.words < min(FEWEST_WORDS, _A_PARAGRAPH):
        return
    first, last = sentence(text, foreign.start, foreign.end)
    rule = "not-french" if foreign.share >= _MOSTLY else "partly-foreign"
    if rule == "not-french" or foreign.words >= _A_PARAGRAPH:
        yield Finding(load_rules()[rule], TEXT, foreign.start, foreign.end, text[first:last], first)


def _below_the_minimum(whole: str, facts: OfferFacts) -> Iterator[Finding]:
    contract = facts.contract or contract_of(whole)
    working_time = facts.working_time or working_time_of(whole)
    if contract in _OTHER_MINIMUM or working_time == PART_TIME:
        return
    pay = pay_of(facts.pay, label=True) if facts.pay else pay_of(whole)
    most = pay.most or pay.least
    if most is not None and most < monthly_minimum(facts.date) - 1:
        yield Finding(load_rules()["below-smic"])
