"""Thin Flask: schemas, resources and pages over what `indexer` does."""
