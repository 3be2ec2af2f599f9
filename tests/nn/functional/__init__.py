"""Tests of ``nn.functional``, file by file."""
