"""What is measured; each module prints JSON."""
