"""Switches for speed can be set, and are refused in PyTorch's words."""

from __future__ import annotations

import pytest

from tests.oracle import agree, ours


@pytest.mark.parametrize("count", ["1", "0", "-1", "'a'"])
def test_a_number_of_threads_can_be_set(count: str) -> None:
    agree("n = t.get_num_threads()", f"t.set_num_threads(n and {count})")


def test_there_is_a_thread() -> None:
    assert ours.get_num_threads() >= 1
    assert ours.set_float32_matmul_precision("high") is None
