"""Workbooks and CSV files as cells."""
