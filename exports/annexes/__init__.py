"""Annexes (附件): the workbook that an official forwards with a bulletin, its tables read from one snapshot.

A table is a query (`queries/`) and rows of two CSV files: what it is called (`annexes.csv`), and what its
columns are called, hold and mean (`columns.csv`). A new annex is a query and rows, not code.
"""
