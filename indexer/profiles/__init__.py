"""People's profiles: deposit, confirmation, what was understood, changes, erasure."""
