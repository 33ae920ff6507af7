"""Documents as the service writes them, made by its own builders: pure functions with sound defaults and `**changes`.

A module for each matter; `documents.store` writes what they make. What needs several documents at once (an offer that
found its people, matches that wait) is written straight into the indices by `candidacies` and `matches`.
"""
