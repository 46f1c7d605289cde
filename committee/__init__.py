"""The hall: rules and use cases of committees, without any input or output."""
