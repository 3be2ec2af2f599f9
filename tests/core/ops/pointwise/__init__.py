"""Tests of ``ops/pointwise``, file by file."""
