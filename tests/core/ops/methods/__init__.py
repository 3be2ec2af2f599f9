"""Tests of ``ops/methods``, file by file."""
