"""Microsoft 365 through Graph: calendars, channels, files and people."""
