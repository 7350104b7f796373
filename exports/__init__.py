"""Exports: what leaves the warehouse. The gate, the publication in three formats, and what is made from it.

Reads the build database and published marts; knows nothing of files, recognition or validation.
"""
