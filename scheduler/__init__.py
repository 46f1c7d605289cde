"""The clock: it keeps nothing, what is due is a query on our own tables."""
