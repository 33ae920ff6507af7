"""Documents in, matches out: reading, language, places, stored queries, percolation, alerts."""
