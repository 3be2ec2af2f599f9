"""Parts of a program that the learner names."""

from __future__ import annotations

import pytest
import torch

import autoviz as av
from autoviz.records import Scope


@pytest.fixture(params=[av, torch], ids=["numpy", "torch"])
def lib(request: pytest.FixtureRequest) -> object:
    return request.param


def test_a_scope_has_what_is_computed_inside(lib) -> None:
    with av.record() as rec:
        x = lib.tensor(3.0, requires_grad=True)
        with av.scope("encoder"):
            y = x * x
            with av.scope("inner"):
                z = y * 2
        w = z + 1
    nodes = {name: each.scope for each in rec.trace.graph.nodes for name in each.names}
    assert {"x": None, "y": 0, "z": 1, "w": None} == nodes
    outer = Scope(0, "encoder", "scope", 1, None)
    assert (outer, Scope(1, "inner", "scope", 1, 0)) == rec.trace.graph.scopes
    assert w.item() == 19.0


def test_each_round_of_a_loop_is_a_scope(lib) -> None:
    with av.record() as rec:
        h = lib.tensor(3.0, requires_grad=True)
        for factor in av.loop([0.5, 2.0, 0.1], "layer"):
            if factor < 0.2:
                break
            h = h * factor
        h.backward()
    made = [(each.op, each.scope) for each in rec.trace.graph.nodes if each.op]
    assert [("mul", 0), ("mul", 1)] == made
    told = [(each.name, each.type, each.call) for each in rec.trace.graph.scopes]
    assert [("layer", "loop", 1), ("layer", "loop", 2), ("layer", "loop", 3)] == told


def test_a_part_may_come_twice_and_may_raise(lib) -> None:
    with pytest.raises(ValueError, match="no"), av.record() as rec:
        x = lib.tensor(3.0, requires_grad=True)
        for _ in range(2):
            with av.scope("part"):
                x * x
        with av.scope("bad"):
            raise ValueError("no")
    assert [1, 2, 1] == [each.call for each in rec.trace.graph.scopes]


def test_without_a_recording_they_do_nothing() -> None:
    with av.scope("encoder"):
        assert [0, 1] == list(av.loop(range(2)))


def test_many_rounds_are_drawn_closed() -> None:
    with av.record() as rec:
        h = av.tensor(3.0, requires_grad=True)
        for _ in av.loop(range(100), "layer"):
            h = h * 0.9 + 0.1
        h.backward()
    assert "round 100" in rec[-1].svg
