"""Ingest: a pure library from a county's file to typed records and findings, each with its cell.

Start with `ingest.reading.read`; `docs/ingest.md` tells how recognition decides. Nothing here knows
of Dagster, dbt, validation suites or exports.
"""
