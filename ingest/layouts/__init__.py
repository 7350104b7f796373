"""The layout of a county's ledger as data: its fingerprint, its description, and what changed since another."""
