"""The speed of a vote: this product beside its peers, loaded by one client on the same machine."""
