"""Tests of ``autoviz.autograd``."""
