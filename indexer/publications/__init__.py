"""Offers that recruiters publish here: drafts, what they said, how long they stay."""
