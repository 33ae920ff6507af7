"""Profiles and offers as stored queries: traits, points, hard criteria, percolation, matches."""
