"""What is stored and read again: answers, offices, results and what is made of them."""

RUN_RECORD = "run.json"
"""The record of a run: written last, so that a folder that holds it is whole."""
