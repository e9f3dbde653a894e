"""What people are handed: the score sheets, the summary workbook, and the pages they print on.

Everything here reads the results document and changes nothing in it.
"""
