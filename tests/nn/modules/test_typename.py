"""What messages call a thing."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from autoviz.nn.modules.typename import typename
from tests.oracle import ours


@pytest.mark.parametrize("thing", [3, "a", [1], None, int, Exception()])
def test_pythons_own_things_have_the_names_of_their_types(thing: Any) -> None:
    assert typename(thing) == torch.typename(thing)


@pytest.mark.parametrize(
    "text", ["t.ones(1)", "t.nn.Parameter(t.ones(1))", "t.nn.ReLU()", "t.nn.Linear"]
)
def test_tensors_and_layers_have_pytorchs_names(text: str) -> None:
    assert typename(eval(text, {"t": ours})) == torch.typename(eval(text, {"t": torch}))
