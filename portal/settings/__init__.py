"""One base; local, test and production say only the difference."""
