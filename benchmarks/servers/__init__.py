"""The servers that are measured; each is a module that takes --port and prints READY <port>."""
