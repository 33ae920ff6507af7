"""Is an offer lawful, and a search among people: rules as data (`rules/*.toml`), and the functions that read them."""
