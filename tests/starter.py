"""The starter's vocabulary and communes, read once a process: what a vocabulary prepares for itself is then shared."""

from __future__ import annotations

from functools import cache

from indexer.language.starter_vocabulary import STARTER, load_starter
from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import STARTER as STARTER_COMMUNES
from indexer.places.communes import Gazetteer, load_communes


@cache
def starter_words() -> Vocabulary:
    return load_starter(STARTER)


@cache
def starter_communes() -> Gazetteer:
    return load_communes(STARTER_COMMUNES)
