"""Anomaly mode: which node failed, and which line had made it."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pytest
import torch

from tests.oracle import ours, story

STORIES = {
    "nan is reported where it begins": """
        with t.autograd.detect_anomaly():
            x = t.tensor([0.0, 1.0], requires_grad=True)
            y = (x.sqrt() * 0).sum()
            y.backward()
    """,
    "nan is let pass": """
        with t.autograd.detect_anomaly(check_nan=False):
            x = t.tensor([0.0, 1.0], requires_grad=True)
            (x.sqrt() * 0).sum().backward()
            say(x.grad)
    """,
    "without anomaly mode nobody notices": """
        x = t.tensor([0.0, 1.0], requires_grad=True)
        (x.sqrt() * 0).sum().backward()
        say(x.grad, t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
    """,
    "a node from before knows nothing": """
        x = t.tensor([0.0, 1.0], requires_grad=True)
        y = (x.sqrt() * 0).sum()
        with t.autograd.set_detect_anomaly(True):
            y.backward()
    """,
    "what was overwritten": """
        with t.autograd.set_detect_anomaly(True, check_nan=False):
            x = t.tensor([0.0, 1.0], requires_grad=True)
            y = x.exp()
            y.add_(1)
            y.sum().backward()
    """,
    "a hook that raises": """
        with t.autograd.set_detect_anomaly(True):
            x = t.ones(2, requires_grad=True)
            y = x.exp()
            y.register_hook(lambda g: 1 / 0)
            y.sum().backward()
    """,
    "a leaf's hook that raises": """
        with t.autograd.set_detect_anomaly(True):
            x = t.ones(2, requires_grad=True)
            x.register_hook(lambda g: 1 / 0)
            y = x.exp().sum()
            y.backward()
    """,
    "the learner's own backward": """
        class Broken(t.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x * 1
            @staticmethod
            def backward(ctx, g):
                return 1 / 0
        with t.autograd.set_detect_anomaly(True):
            y = Broken.apply(t.ones(2, requires_grad=True))
            y.sum().backward()
    """,
    "the derivative of a derivative": """
        with t.autograd.set_detect_anomaly(True):
            x = t.tensor([0.0, 1.0], requires_grad=True)
            y = x * x.exp()
            (g,) = t.autograd.grad(y.sum(), x, create_graph=True)
            say("parent_" in g.grad_fn.metadata, "traceback_" in g.grad_fn.metadata)
            g.register_hook(lambda g: g * float("nan"))
            g.sum().backward()
    """,
    "the switch": """
        t.autograd.set_detect_anomaly(True, check_nan=False)
        say(t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
        with t.autograd.set_detect_anomaly(False):
            say(t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
        say(t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
        with t.autograd.detect_anomaly():
            say(t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
        t.set_anomaly_enabled(False)
        say(t.is_anomaly_enabled(), t.is_anomaly_check_nan_enabled())
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_anomaly_mode_tells_the_same_story(program: str) -> None:
    expected, actual = (_told(program, t) for t in (torch, ours))
    assert expected == actual


def _told(program: str, t: Any) -> list[str]:
    """The story, with only the learner's own lines of each traceback."""
    told = []
    for each in story(textwrap.dedent(program), t):
        first, *traceback = re.split(r"(?m)^  File ", each)
        told += [first, *(line for line in traceback if line.startswith('"<string>"'))]
    return told


def test_the_forward_traceback_ends_in_the_learners_line() -> None:
    with ours.autograd.set_detect_anomaly(True):
        node = ours.ones(2, requires_grad=True).exp().grad_fn
    last = node.metadata["traceback_"][-1]
    assert "node = ours.ones(2, requires_grad=True).exp().grad_fn" in last
