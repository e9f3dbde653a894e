"""Outputs are complete or absent: staging, swap, lock, re-issue."""
