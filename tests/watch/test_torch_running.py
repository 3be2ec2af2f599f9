"""A batch norm changes its running statistics, and both recordings say so."""

from __future__ import annotations

import pytest
import torch

from autoviz.picture.caption import caption
from autoviz.picture.words import plain
from autoviz.records import Forward
from autoviz.records.fold import fold
from tests.watch.parity import recorded, recorded_twice

BEFORE = "m = t.nn.BatchNorm1d(2)"
PROGRAM = """
x = t.tensor([[1.0, 2.0], [3.0, 6.0]])
y = m(x)
y.pow(2).sum().backward()
m.eval()
z = m(x)
"""


def test_both_sides_tell_the_same_numbers_before_and_after() -> None:
    for rec in recorded_twice(PROGRAM, BEFORE):
        named = {name: e.id for e in rec.trace.graph.nodes for name in e.names}
        assert "m.num_batches_tracked" not in named
        mean, var = named["m.running_mean"], named["m.running_var"]
        begun, ended = fold(rec.trace, 0).values, fold(rec.trace, 1).values
        assert ((0.0, 0.0), (1.0, 1.0)) == (begun[mean].numbers, begun[var].numbers)
        assert pytest.approx((0.2, 0.4)) == ended[mean].numbers
        assert pytest.approx((1.1, 1.7)) == ended[var].numbers


def test_both_sides_tell_the_same_steps() -> None:
    by_torch, by_numpy = recorded_twice(PROGRAM, BEFORE)
    told = [
        [(type(e).__name__, getattr(e, "node", None)) for e in rec.trace.steps]
        for rec in (by_torch, by_numpy)
    ]
    assert told[0] == told[1]


def test_evaluation_changes_nothing() -> None:
    for rec in recorded_twice(PROGRAM, BEFORE):
        last = rec.trace.steps[-1]
        assert isinstance(last, Forward)
        assert last.shared == ()


def test_the_caption_does_not_speak_of_shared_memory() -> None:
    for rec in recorded_twice(PROGRAM, BEFORE):
        told = plain(caption(rec.trace, fold(rec.trace, 1)))
        assert "m.running_mean and m.running_var changed with it" in told


def test_watching_leaves_versions_and_gradients_alone() -> None:
    found = []
    for is_watched in (False, True):
        norm, x = torch.nn.BatchNorm1d(2), torch.tensor([[1.0, 2.0], [3.0, 6.0]])
        if is_watched:
            recorded("y = m(x); y.pow(3).sum().backward()", torch, m=norm, x=x)
        else:
            norm(x).pow(3).sum().backward()
        count = norm.num_batches_tracked
        versions = [each._version for each in norm.buffers()]
        found.append((versions, count.item(), norm.weight.grad.tolist()))
    assert found[0] == found[1]
