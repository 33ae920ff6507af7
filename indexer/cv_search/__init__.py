"""Searching the CV base: only people who chose to be seen, by what they can do and where they look for work."""
