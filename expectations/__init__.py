"""Expectations: what must be true of records and of a county's batch.

`expectations.rows` judges records with Pandera and decides their fate; `expectations.batches` looks at
whole batches with Great Expectations and decides nothing. Both are generated from the field dictionary.
"""
