"""Tests of ``ops/nn``, file by file."""
