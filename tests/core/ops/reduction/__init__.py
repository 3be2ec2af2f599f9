"""Tests of ``ops/reduction``, file by file."""
