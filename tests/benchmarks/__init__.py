"""Measurements for people (`make bench`): ratios are printed, nothing is asserted, no test depends on time."""
