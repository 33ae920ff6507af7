"""Job offers: taken in, understood, matched, searched."""
