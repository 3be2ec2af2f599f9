"""Tests of ``autoviz.distributions``."""
