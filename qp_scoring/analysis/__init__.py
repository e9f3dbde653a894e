"""Figures over several offices, each computed once: the analysis of a round, and comparisons.

:func:`qp_scoring.analysis.whole.analyse` makes the document that everything drawn reads.
"""
