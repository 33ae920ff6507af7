"""Pages for people, in French, complete without JavaScript."""
