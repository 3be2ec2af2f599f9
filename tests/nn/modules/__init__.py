"""Tests of modules: the same program with PyTorch's and with ours."""
