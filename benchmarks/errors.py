"""What can stop the benchmark."""


class BenchmarkError(Exception):
    """The run cannot go on; the message says why in one line."""
