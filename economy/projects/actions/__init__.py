"""Registering and changing projects, their signing, and their stages."""
