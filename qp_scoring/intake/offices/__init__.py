"""Offices: the list, their names, and who is meant."""
