"""Watching changes nothing: what PyTorch computes is the same to the last bit."""

from __future__ import annotations

import warnings

import pytest
import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Backward, Forward
from tests.watch.learner_programs import PROGRAMS, Program


def bits(tensors: list[torch.Tensor | None]) -> list[object]:
    """Type, shape and every bit."""
    return [
        None
        if each is None
        else (
            str(each.dtype),
            tuple(each.shape),
            each.detach().contiguous().flatten().view(torch.uint8).tolist(),
        )
        for each in tensors
    ]


def run(program: Program) -> list[torch.Tensor | None]:
    torch.manual_seed(0)
    return [*program(), torch.random.get_rng_state()]


def run_recorded(program: Program) -> tuple[list[torch.Tensor | None], Recording]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="autoviz")
        with av.record() as rec:
            found = run(program)
    return found, rec


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Using backward")
def test_what_is_computed_is_the_same_bit_for_bit(program: Program) -> None:
    plain = run(program)
    recorded, rec = run_recorded(program)
    assert bits(plain) == bits(recorded)
    kinds = {type(step) for step in rec.trace.steps}
    assert {Forward, Backward} <= kinds


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Using backward")
def test_what_is_recorded_can_be_told(program: Program) -> None:
    _, rec = run_recorded(program)
    assert len(rec.trace.steps) + 1 == len(str(rec).splitlines())
