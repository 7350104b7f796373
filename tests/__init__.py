"""Tests of the product. Shared fixtures are in conftest.py, what the counties truly reported in truth/."""
