"""Graphs thousands of nodes deep, taken down in pieces.

PyTorch frees a graph with a loop of its own. But once Python has seen the nodes, it
frees each from within the one before, and that overflows the stack near 50,000. So in
a deep graph we hold one node in two thousand: whoever drops the graph takes it down
to there and no further, and what is left of it is taken down afterwards, piece by
piece, from the end to the leaves. Graphs less deep than that are never held.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Iterable
from typing import Any

from autoviz.watch.torch_quiet import GradFn, sequence_nr

__all__ = ["PIECE", "hold", "hold_some", "sweep"]

PIECE = 2_000
"""Nodes of a piece; 160 bytes of stack each."""

_held: list[GradFn] = []


def hold_some(nodes: Iterable[GradFn]) -> None:
    """Of a whole graph, met from any side: one node in two thousand, if it is deep."""
    depths: dict[GradFn, int] = {}
    for each in sorted(nodes, key=sequence_nr):  # inputs first
        before = [depths.get(source, 0) for source, _ in each.next_functions]
        depths[each] = max(before, default=0) + 1
    for each, depth in depths.items():
        if depth % PIECE == 0:
            hold(each)


def hold(grad_fn: GradFn) -> None:
    """Keep a node until nobody else has it."""
    sweep()
    if any(each is grad_fn for each in _held):
        return
    if not _held:
        gc.callbacks.append(_after_collection)
    _held.append(grad_fn)


def sweep() -> None:
    """Let go of the nodes that only we still hold, the newest first."""
    for at in range(len(_held) - 1, -1, -1):
        if sys.getrefcount(_held[at]) <= _OURS:
            del _held[at]
    if not _held and _after_collection in gc.callbacks:
        gc.callbacks.remove(_after_collection)


_OURS = 2
"""References to a node: the list's, and the argument of ``getrefcount``."""


def _after_collection(phase: str, _: Any) -> None:
    if phase == "stop":
        sweep()


def _at_exit() -> None:
    """The program's own variables go after ours: ``sys`` goes after them."""
    if _held:
        vars(sys)["_autoviz_held"] = _held[:]


atexit.register(_at_exit)
