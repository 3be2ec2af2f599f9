"""Tests of what is done with all parameters at once."""
