"""Recruiters and the organisations they belong to."""
