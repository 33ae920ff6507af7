"""Documents at which our own code fails: tried a few times, then set apart with the reason, never in others' way."""
