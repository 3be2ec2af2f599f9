"""Tests of ``autoviz.utils``."""
