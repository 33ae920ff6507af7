"""Documents understood a second on one core: `estey bench speed [OFFERS]`.

Offers go through what an import does with them (jobs, skills, facts, traits), CVs through what a deposit does once Tika
has read them. Texts are cut, or repeated, to WORDS words, so that figures compare; each is measured ROUNDS times in
turn and the best round counts, by the processor's time, since machines are shared.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.skills import read_offers
from indexer.language.cv.periods import month_of
from indexer.language.cv.reading import read_cv
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import understood
from indexer.places.communes import Gazetteer

DEMONSTRATION = Path(__file__).parent.parent / "embedded" / "demonstration"
WORDS = 250
MOST = 400
ROUNDS = 3
CV_TURNS = 5

Text = tuple[str, str]
"""A title and a description."""


def texts_of(path: Path | None) -> list[Text]:
    """Return titles and descriptions from a file of offers; without a file, from the demonstration's offers."""
    records = read_offers(path) if path else json.loads((DEMONSTRATION / "offers.json").read_text("utf-8"))["resultats"]
    return [(record["intitule"], record.get("description") or "") for record in records]


def measure(
    texts: Sequence[Text],
    vocabulary: Vocabulary,
    communes: Gazetteer,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return `{documents, words, offers_per_second, cvs_per_second, prepare_seconds, resident_mb}`."""
    started = time.perf_counter()
    vocabulary.prepare()
    prepared = time.perf_counter() - started
    chosen = [(title, of_length(text)) for title, text in texts if text.split()][:MOST]
    offers = [{"title": title, "description": text} for title, text in chosen]
    # The demonstration's CVs, whatever the offers: lines, dates and headings are what makes a CV slow to read.
    cvs = [path.read_text("utf-8") for path in sorted((DEMONSTRATION / "cvs").glob("*.txt"))]
    now = month_of("2026-11") or 0
    rounds = []
    for _ in range(ROUNDS):
        rounds.append(
            (
                _a_second(lambda offer: understood(offer, vocabulary), offers),
                _a_second(lambda text: read_cv(text, vocabulary, communes, now), cvs * CV_TURNS),
            )
        )
        advance()
    return {
        "documents": len(chosen),
        "words": WORDS,
        "offers_per_second": round(max(offer for offer, _ in rounds), 1),
        "cvs_per_second": round(max(cv for _, cv in rounds), 1),
        "prepare_seconds": round(prepared, 1),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def of_length(text: str, words: int = WORDS) -> str:
    """Return a text of exactly `words` words: its lines and spaces as they are, cut or repeated."""
    found = text.split(" ")
    kept: list[str] = []
    count = 0
    while count < words:
        for each in found:
            count += len(each.split())
            kept.append(each)
            if count >= words:
                break
        if not count:
            break
    return " ".join(kept)


def _a_second(work: Callable[[Any], Any], documents: Sequence[Any]) -> float:
    started = time.process_time()
    for document in documents:
        work(document)
    return len(documents) / (time.process_time() - started)
