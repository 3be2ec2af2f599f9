"""What all tests share: how long those on random programs go on.

A sample, the same every time, unless ``AUTOVIZ_FULL`` is set.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.oracle")

settings.register_profile("sampled", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=1000, deadline=None)
settings.load_profile("full" if os.environ.get("AUTOVIZ_FULL") else "sampled")
