"""Bringing in what another program knew.

Rows are counted from 1 as a spreadsheet counts them, the row with the titles too.
"""
