"""Tests of the operations: each list of expressions runs here and in PyTorch."""
