"""What searches of offers and of CVs share: facets, their counts, words, and pages that continue after a result."""
