"""Trains what holds sentences that resemble unlawful ones: `python -m benchmarks.legal_gate_training FOLDER`.

FOLDER holds `.jsonl` files of real offers (schema of France Travail), whose sentences are taken for lawful: half of the
offers is trained on, the other half says how many sentences would be held. Unlawful and lawful sentences are those of
`tests/data/legal_gate_*.tsv`, without the halves held back, and the examples of the rules. Needs `pip install -e
.[training]`; writes `indexer/offers/legal_gate/resemblance.npz` and prints what it finds.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.legal_gate import read_offers, read_sentences, read_strangers
from indexer.offers.legal_gate.offers import check_offer, severity
from indexer.offers.legal_gate.resemblance import HELD_FROM, NETWORK, Vectors, log_odds, placed, sentences_of
from indexer.offers.legal_gate.rules import ADVISED, load_rules

TRAINED, TOLD = 9000, 9000
"""Sentences of real offers that are trained on, and that are only looked at."""
NETWORKS, HIDDEN, DECAY, ROUNDS, STEP = 5, 64, 1e-2, 60, 2e-3
TIMES_UNLAWFUL, TIMES_LAWFUL = 2, 1
"""How often each written sentence counts, beside a sentence of an offer; with its full stop and without."""


def written() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return the sentences to train on, and those held back, each with whether it is unlawful."""
    strangers = read_strangers()
    said = [(row["sentence"], row["expected"] != "fine") for row in read_sentences("sentences")]
    said += [(row["sentence"], row["expected"] == "stopped") for row in read_sentences("training")]
    for rule in load_rules().values():
        said += [(text, True) for text in rule.caught if rule.severity != ADVISED]
        said += [(text, False) for text in rule.passes]
    held_back = [row for row in strangers if "held_back" in row["half"]]
    said += [(row["sentence"], row["expected"] == "stopped") for row in strangers if row not in held_back]
    return said, [(row["sentence"], row["expected"] == "stopped") for row in held_back]


def of_offers(folder: Path) -> tuple[list[str], list[str]]:
    """Return sentences of one half of the offers and of the other."""
    offers = [[*sentences_of(one.title), *sentences_of(one.description)] for one in read_offers(folder)]
    random.Random(2).shuffle(offers)
    halves = [dict.fromkeys(text for one in offers[half::2] for text in one) for half in (0, 1)]
    return list(halves[0])[:TRAINED], [text for text in halves[1] if text not in halves[0]][:TOLD]


def vectors(texts: list[str]) -> Vectors:
    rows = [placed([text]) for text in texts]
    return np.vstack([row for row in rows if row is not None])


def train(said: list[tuple[str, bool]], real: list[str]) -> dict[str, Any]:
    """Return the arrays of the networks."""
    from sklearn.neural_network import MLPClassifier

    said = [*said, *((text.rstrip("."), unlawful) for text, unlawful in said)]
    times = [TIMES_UNLAWFUL if unlawful else TIMES_LAWFUL for _, unlawful in said]
    places = np.vstack([vectors([text for text, _ in said]), vectors(real)])
    labels = np.array([*(unlawful for _, unlawful in said), *(False for _ in real)])
    rows = np.repeat(np.arange(len(labels)), [*times, *(1 for _ in real)])
    centre = places.mean(axis=0)
    arrays: dict[str, Any] = {"centre": centre.astype(np.float16)}
    for number in range(NETWORKS):
        network = MLPClassifier(
            (HIDDEN,), alpha=DECAY, max_iter=ROUNDS, learning_rate_init=STEP, random_state=number
        ).fit((places[rows] - centre) * 10, labels[rows])
        (first, second), (first_bias, second_bias) = network.coefs_, network.intercepts_
        named = {"first": first, "first_bias": first_bias, "second": second, "second_bias": second_bias}
        arrays |= {f"{name}{number}": array.astype(np.float16) for name, array in named.items()}
    return arrays


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--measure-only", is_flag=True, help="Train nothing: measure the networks in force.")
def main(folder: Path, measure_only: bool) -> None:
    said, held_back = written()
    real, others = of_offers(folder)
    if not measure_only:
        np.savez_compressed(NETWORK, **train(said, real))
    click.echo(json.dumps(measure(held_back, others), indent=2))


def measure(held_back: list[tuple[str, bool]], others: list[str]) -> dict[str, Any]:
    """Return what is held of sentences held back, by the rules, the networks and both, and of sentences of offers."""
    by_rule = np.array([severity(check_offer("", text)) is not None for text, _ in held_back])
    alike = log_odds(vectors([text for text, _ in held_back])) >= HELD_FROM
    unlawful = np.array([one for _, one in held_back])
    held = {"rules": by_rule, "resemblance": alike, "both": by_rule | alike}
    return {
        "unlawful": int(unlawful.sum()),
        "lawful": int((~unlawful).sum()),
        **{
            name: {"stopped": int(one[unlawful].sum()), "wrongly": int(one[~unlawful].sum())}
            for name, one in held.items()
        },
        "sentences_of_offers": {"all": len(others), "held": int((log_odds(vectors(others)) >= HELD_FROM).sum())},
    }


if __name__ == "__main__":
    main()
