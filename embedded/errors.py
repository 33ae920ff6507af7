"""What stops a start: told to the person in one sentence, never as a stack trace."""


class StartError(Exception):
    """The embedded stack cannot start; the message says why and what to do about it."""
