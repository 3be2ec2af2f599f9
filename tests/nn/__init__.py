"""Tests of the numpy core, one file for each of its modules."""
