"""What people and the clock make happen: one function, one transaction."""
