"""What the legal gate says of real offers: `python -m benchmarks.legal_gate FOLDER [--rule ID] [--without-facts]`.

Without FOLDER: of the sentences of strangers, by half (`tests/data/legal_gate_strangers.tsv`); `--missed HALF` names
those judged wrongly. Those of the half that is held back are not looked at while rules are tuned.

FOLDER holds `.jsonl` files of offers in the schema of France Travail. Prints counts by rule as JSON; with `--rule`, the
sentences that a rule found, to be read on the spot and stored nowhere.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from indexer.offers.document import OfferGiven
from indexer.offers.france_travail import RecordRefusedError, read_record
from indexer.offers.legal_gate.essentials import OfferFacts
from indexer.offers.legal_gate.findings import Finding
from indexer.offers.legal_gate.offers import check_offer, severity


def read_offers(folder: Path) -> Iterator[OfferGiven]:
    """Yield the offers of every `.jsonl` file of a folder; what is no offer is passed over."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    yield read_record(json.loads(line), "bench")
                except (RecordRefusedError, ValueError):
                    continue


DATA = Path(__file__).parents[1] / "tests" / "data"


def read_sentences(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of sentences by the names of its columns, `sentence` and `expected` among them."""
    with (DATA / f"legal_gate_{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_strangers() -> list[dict[str, str]]:
    """Return the sentences of strangers: `half`, `expected` (stopped or passes), `kind`, `sentence`."""
    return read_sentences("strangers")


def is_right(row: dict[str, str]) -> bool:
    """Say whether a sentence is refused or held when it should be, and passes when it should."""
    return (severity(check_offer("", row["sentence"])) is not None) == (row["expected"] == "stopped")


def measure_strangers(rows: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Return by half how many unlawful and lawful sentences there are, and how many of them are stopped."""
    halves: dict[str, dict[str, Any]] = {}
    for row in rows:
        of_half = halves.setdefault(row["half"], dict.fromkeys(("unlawful", "stopped", "lawful", "stopped_wrongly"), 0))
        unlawful = row["expected"] == "stopped"
        of_half["unlawful" if unlawful else "lawful"] += 1
        if is_right(row) == unlawful:
            of_half["stopped" if unlawful else "stopped_wrongly"] += 1
    for of_half in halves.values():
        of_half["share_stopped"] = round(of_half["stopped"] / of_half["unlawful"], 3)
        of_half["share_stopped_wrongly"] = round(of_half["stopped_wrongly"] / of_half["lawful"], 3)
    return halves


def facts(offer: OfferGiven) -> OfferFacts:
    """Return what the gate has to know of an offer beside its words."""
    return OfferFacts(
        date=offer.published_at,
        place=offer.place.label,
        contract=offer.contract,
        working_time=offer.working_time,
        pay=offer.pay_label,
    )


def measure(checked: Iterable[tuple[OfferGiven, list[Finding]]]) -> dict[str, Any]:
    """Return counts: offers, offers by what is made of them, offers and findings by rule."""
    verdicts: Counter[str] = Counter()
    offers: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for _, found in checked:
        verdicts[severity(found) or "published"] += 1
        offers.update({one.rule.id for one in found})
        findings.update(one.rule.id for one in found)
    return {
        "offers": verdicts.total(),
        "verdicts": dict(verdicts),
        "rules": {rule: {"offers": count, "findings": findings[rule]} for rule, count in offers.most_common()},
    }


@click.command(help=__doc__)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rule", default="", help="Print the sentences that this rule found.")
@click.option("--without-facts", is_flag=True, help="The wordings alone, as if nothing else were known.")
@click.option("--missed", default="", help="Print the sentences of this half of strangers' that are judged wrongly.")
def main(folder: Path | None, rule: str, without_facts: bool, missed: str) -> None:
    """Print what is found."""
    if folder is None:
        rows = read_strangers()
        for row in rows:
            if row["half"] == missed and not is_right(row):
                click.echo(f"{row['expected']}\t{row['kind']}\t{row['sentence']}")
        if not missed:
            click.echo(json.dumps(measure_strangers(rows), indent=2))
        return
    started = perf_counter()
    checked = [
        (offer, check_offer(offer.title, offer.description, None if without_facts else facts(offer)))
        for offer in read_offers(folder)
    ]
    seconds = perf_counter() - started
    for offer, found in checked:
        for one in found:
            if one.rule.id == rule:
                click.echo(f"{offer.source_id}\t[{one.words}]\t{' '.join(one.quote.split()) or offer.title}")
    if not rule:
        click.echo(json.dumps(measure(checked) | {"ms_an_offer": 1000 * seconds / max(len(checked), 1)}, indent=2))


if __name__ == "__main__":
    main()
