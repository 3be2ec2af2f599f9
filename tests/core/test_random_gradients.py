"""Derivatives of derivatives of random programs, here and in PyTorch.

A program is a few leaves and 3 to 12 operations. Its gradients are computed with
``create_graph``, for leaves and for results in between; then those are differentiated
once more. Compared are the values, the graphs that the gradients have got, and the
order in which the second pass runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle import graph_text, numbers, ours, run

UNARY = (
    "{}.exp()",
    "{}.tanh()",
    "{}.sigmoid()",
    "{}.sin()",
    "({} * {} + 1).sqrt()",
    "{}.relu()",
    "-{}",
    "{} * 0.5",
    "1 - {}",
    "{} / 2",
    "1 / ({} * {} + 1)",
    "{}**2",
    "{}**3",
    "{}.clone()",
    "{}.reshape(-1)[0]",
    "{}.sum()",
    "{}.mean()",
)
BINARY = ("{} + {}", "{} - {}", "{} * {}", "{} / ({} * {} + 1)")
SHAPES = ((), (3,), (2, 1), (2, 3))


@dataclass
class Program:
    """Lines, and the shapes of the variables they set."""

    lines: list[str] = field(default_factory=list)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, expression: str) -> None:
        """A line that sets a new variable."""
        space = {"t": torch} | {n: torch.ones(s) for n, s in self.shapes.items()}
        name = f"v{len(self.shapes)}"
        self.shapes[name] = tuple(eval(expression, space).shape)
        self.lines.append(f"{name} = {expression}")


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A program, and the names of what its result is differentiated by."""
    program = Program()
    for number in range(draw(st.integers(1, 3))):
        shape = draw(st.sampled_from(SHAPES))
        values = np.linspace(-0.9, 1.3, int(np.prod(shape))) + 0.11 * number
        text = f"t.tensor({values.reshape(shape).round(3).tolist()}, dtype=t.float64)"
        program.lines.append(f"v{number} = {text}.requires_grad_()")
        program.shapes[f"v{number}"] = shape
    for _ in range(draw(st.integers(3, 12))):
        names = st.sampled_from(list(program.shapes)[::-1])
        one, other = draw(names), draw(names)
        try:
            np.broadcast_shapes(program.shapes[one], program.shapes[other])
        except ValueError:
            other = one
        if draw(st.booleans()):
            program.add(draw(st.sampled_from(UNARY)).replace("{}", one))
        else:
            text = draw(st.sampled_from(BINARY)).replace("{}", one, 1)
            program.add(text.replace("{}", other))
    last = f"v{len(program.shapes) - 1}"
    program.lines.append(f"loss = ({last} * {last}).sum()")
    by = st.lists(st.sampled_from(list(program.shapes)), min_size=1, max_size=3)
    return "\n".join(program.lines), draw(by)


def told(program: str, by: list[str], t: Any) -> tuple[list[str], list[Any]]:
    """Words that are equal, and numbers that are close."""
    space = run(program, t)
    wanted = [space[name] for name in by]
    options = {"allow_unused": True, "retain_graph": True}
    found = t.autograd.grad(space["loss"], wanted, create_graph=True, **options)
    words = [str(each is None or graph_text(each)) for each in found]
    values = [each for each in found if each is not None]
    again = [(each * each).sum() for each in values if each.requires_grad]
    for each in again:
        ran = _listened(each, words)
        leaves = [each for name, each in space.items() if name in ("v0", "v1")]
        leaves = [leaf for leaf in leaves if leaf.is_leaf]
        seconds = t.autograd.grad(each, leaves, **options)
        values += [second for second in seconds if second is not None]
        words += [str(second is None) for second in seconds]
        for handle in ran:
            handle.remove()
    return words, [numbers(each) for each in values]


def _listened(root: Any, ran: list[str]) -> list[Any]:
    """Note the names of the nodes behind ``root`` as they run."""
    handles, waiting, seen = [], [root.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            name = node.name()
            handles.append(node.register_hook(lambda *_, name=name: ran.append(name)))
            waiting.extend(target for target, _ in node.next_functions)
    return handles


@given(programs())
def test_gradients_of_gradients_are_pytorchs(drawn: tuple[str, list[str]]) -> None:
    program, by = drawn
    expected_words, expected = told(program, by, torch)
    actual_words, actual = told(program, by, ours)
    assert expected_words == actual_words
    assert len(expected) == len(actual)
    for wanted, got in zip(expected, actual, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-8, atol=1e-10)
