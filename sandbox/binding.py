"""Takes a port on loopback, before anything heavy is imported."""

import socket


def bind(port: int) -> socket.socket:
    """A bound socket on 127.0.0.1; port 0 takes a free one. Raises: OSError when it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener
