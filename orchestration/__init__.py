"""Orchestration: what runs when, on what, and what it reported. No business logic.

The command (`orchestration.cli`) and Dagster's definitions (`orchestration.definitions`) load the same
assets. Importing this package, or the command, imports neither Dagster nor dbt nor Great Expectations.
"""
