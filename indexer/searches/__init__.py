"""Searches of the page, saved as alerts: each a stored query that new offers are percolated against."""
