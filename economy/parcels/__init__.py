"""地块：land with its use, life and idleness."""
