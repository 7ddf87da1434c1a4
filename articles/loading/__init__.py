"""Loading fixtures: read, check, write, and leave all that is derived up to date."""
