"""Filling the index of trainings: always whole, as a new version swapped in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.lease import Lease
from indexer.engine.versions import create_next, delete_unused, make_ready, meta_in_use, swap
from indexer.language.normalisation import without_accents
from indexer.language.understanding import understand_items
from indexer.language.vocabulary import Vocabulary
from indexer.matching.licences import families
from indexer.places.communes import Gazetteer
from indexer.reference.trainings import Training

BATCH = 500
_AT_A_DISTANCE = re.compile(r"\ba distance\b|\bdistanciel\b|\ben ligne\b|\bfoad\b|\be-?learning\b")


def training_document(training: Training, vocabulary: Vocabulary, communes: Gazetteer) -> dict[str, Any]:
    """Return a training as it is indexed: the parent codes of its jobs, what it teaches, and where it is."""
    sheets = vocabulary.sheets
    jobs = list(dict.fromkeys(sheets[code].parent if code in sheets else code for code in training.jobs))
    items = understand_items("\n".join([training.title, *training.skills]), vocabulary)
    document = {
        "id": training.identifier,
        "kind": training.kind,
        "title": training.title,
        "organisation": training.organisation,
        "skill_labels": list(training.skills),
        "items": list(items),
        "licence_families": families(items),
        "given_jobs": list(training.jobs),
        "jobs": jobs,
        "family": sorted({code[0] for code in jobs}),
        "level": training.level or None,
        "starts_on": training.starts_on,
        "ends_on": training.ends_on,
        "url": training.link,
        **_place(training.place, communes),
    }
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def _place(text: str, communes: Gazetteer) -> dict[str, Any]:
    """Return where a session is; the words alone when they name no commune, or several."""
    if _AT_A_DISTANCE.search(without_accents(text)):
        return {"place_label": text, "remote": True}
    commune = communes.find(text) if text else None
    fields: dict[str, Any] = {"place_label": text}
    if commune:
        fields |= {"place_label": commune.label, "commune": commune.insee, "departement": commune.departement}
        if commune.point:
            fields["location"] = {"lat": commune.point[0], "lon": commune.point[1]}
    return fields


def fill_trainings(
    client: Elasticsearch,
    lease: Lease,
    trainings: Iterable[Training],
    versions: dict[str, str],
    vocabulary: Vocabulary,
    communes: Gazetteer,
    step: Callable[[str], None] = lambda name: None,
) -> None:
    """Fill a new version of the index with these trainings and put it in use; searches never see it half filled.

    `versions` says which data it is made from (see `made_from`). The caller holds the lease `trainings`, renewed here.
    """
    delete_unused(client, "trainings")
    name = create_next(client, "trainings", versions)
    done = 0
    for batch in _batches(trainings):
        lease.renew()
        documents = (training_document(training, vocabulary, communes) for training in batch)
        bulk(client, ({"_index": name, "_id": document["id"], "_source": document} for document in documents))
        done += len(batch)
        step(f"trainings indexed: {done}")
    make_ready(client, name)
    lease.renew()
    swap(client, {"trainings": name})


def made_from(client: Elasticsearch) -> dict[str, Any]:
    """Return the versions of the data that the index in use was made from, by kind."""
    return meta_in_use(client, "trainings")


def _batches(trainings: Iterable[Training]) -> Iterator[list[Training]]:
    rest = iter(trainings)
    while batch := list(islice(rest, BATCH)):
        yield batch
