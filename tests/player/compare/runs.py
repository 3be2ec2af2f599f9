"""Recordings that differ in one thing, to be held against each other."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import autoviz as av
from autoviz.recording import Recording

__all__ = ["cube", "detached", "squares", "unrecorded"]


def cube(mode: AbstractContextManager[object] | None = None) -> Recording:
    """``x * x * x`` by way of ``h``, which ``mode`` may keep from being recorded."""
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        with mode or nullcontext():
            h = x * x
        y = h * x
        y.backward()
    return rec


def detached() -> Recording:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        h = (x * x).detach()
        y = h * x
        y.backward()
    return rec


def unrecorded() -> Recording:
    return cube(av.no_grad())


def squares(*, emptied: bool) -> Recording:
    """Two rounds of ``w**2``, with ``.grad`` emptied in between or not."""
    with av.record() as rec:
        w = av.tensor(3.0, requires_grad=True)
        for _ in range(2):
            if emptied:
                w.grad = None
            loss = w**2
            loss.backward()
    return rec
