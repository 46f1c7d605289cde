"""A local Microsoft 365 over real HTTP on loopback, for trying and testing Utvalgsbot."""
