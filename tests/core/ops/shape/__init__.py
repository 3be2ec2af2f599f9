"""Tests of ``ops/shape``, file by file."""
