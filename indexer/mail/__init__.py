"""Mails that are no digests: one document each, from the moment they are due until they left."""
