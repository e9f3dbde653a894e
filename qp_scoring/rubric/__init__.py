"""Rubric sets: their model, conditions, loading. Knows no other part of the program."""
