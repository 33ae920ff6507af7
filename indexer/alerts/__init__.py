"""Mails: when they are due, what they say, how they are claimed, sent and marked."""
