"""Tests of ``ops/index``, file by file."""
