"""Communes and distances."""
