"""Cells as rows, and rows as answers."""
