"""Invented offers and people that the first start loads."""
