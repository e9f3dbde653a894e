"""Rubric to Excel and TOML, and back without loss."""
