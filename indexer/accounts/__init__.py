"""A person's account: signing in by a link sent by mail, what is kept about them, and erasing it all."""
