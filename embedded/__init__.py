"""The whole stack on one machine without Docker: engine, Tika, Redis, captured mail, supervised processes."""
