"""From a sheet to its tables: blocks, headings, arrangement, and in the end slots and lines (`layout`).

Nothing here decides which ledger a table reports, or which field a slot is.
"""
