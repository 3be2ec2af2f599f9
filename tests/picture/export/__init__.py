"""Tests of the exported files, one file for each module."""

from functools import cache

from autoviz.picture.view import View, view
from tests.picture.traces import tutorial

__all__ = ["lesson"]


@cache
def lesson() -> View:
    """The program of the README, in 12 steps."""
    return view(tutorial())
