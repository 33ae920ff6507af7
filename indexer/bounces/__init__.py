"""Mails that come back: what they say, whose they are, what follows."""
