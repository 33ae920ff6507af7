"""French job language: words folded, phrases found, texts understood."""
