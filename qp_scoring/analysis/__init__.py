"""Figures over many offices, and over two rounds."""
