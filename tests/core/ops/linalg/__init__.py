"""Tests of ``ops/linalg``, file by file."""
