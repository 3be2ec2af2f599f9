"""Random programs leave the same things behind here and in PyTorch.

A program is a text of 3 to 30 operations on a few leaves: operands are shared,
tensors are written to in place, some lines run under ``no_grad``, some tensors
retain their gradient, and ``backward()`` is called several times. Everything is
compared: values, dtypes, graphs, versions, gradients, the order of each backward
pass, and the error if there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle import Outcome, backward_order, error_text, numbers, ours

UNARY = (
    "t.tanh({})",
    "t.sigmoid({})",
    "t.relu({})",
    "t.abs({})",
    "t.exp({} * 0.5)",
    "t.sqrt({} * {} + 1)",
    "-{}",
    "{}.clone()",
    "{} * 0.5",
    "0.5 + {}",
    "1 - {}",
    "{} / 2",
    "1 / ({} * {} + 1)",
    "{}**2",
)
BINARY = ("{} + {}", "{} - {}", "{} * {}", "{} / ({} + 3.5)")
IN_PLACE = ("{}.add_({})", "{}.mul_({})", "{}.sub_({})")
MATRIX_VIEWS = ("{}.T", "{}.reshape(-1)", "{}[0]", "{}[:, 1:]", "{}.unsqueeze(0)")
KINDS = ("unary", "binary") * 3 + ("view", "detach", "no_grad", "retain", "in_place")
SHAPES = ((), (3,), (2, 1), (2, 3))


@dataclass
class Program:
    """Lines, and what is known of the variables they set."""

    lines: list[str] = field(default_factory=list)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    tracked: set[str] = field(default_factory=set)
    views: set[str] = field(default_factory=set)  # of something, or seen by one

    def add(self, expression: str, *operands: str, tracked: bool = True) -> str:
        """A line that sets a new variable, by an element-by-element operation."""
        name = f"v{len(self.shapes)}"
        self.lines.append(f"{name} = {expression}")
        self.shapes[name] = np.broadcast_shapes(*(self.shapes[o] for o in operands))
        if tracked and self.tracked.intersection(operands):
            self.tracked.add(name)
        return name

    def add_view(self, expression: str, operand: str) -> None:
        """A line that sets a new view of ``operand``."""
        name = self.add(expression.format(operand), operand)
        space = {"like": torch.empty(self.shapes[operand])}
        self.shapes[name] = tuple(eval(expression.format("like"), space).shape)
        self.views |= {name, operand}

    def fits(self, one: str, other: str, *, into: bool = False) -> bool:
        """Whether the shapes broadcast (``into``: to that of ``one``)."""
        shape = self.shapes[one]
        try:
            result = np.broadcast_shapes(shape, self.shapes[other])
        except ValueError:
            return False
        return result == shape or not into

    def likely_first(self, names: Iterable[str]) -> list[str]:
        """The newest first, and what has a graph four times."""
        newest = list(names)[::-1]
        return [each for each in newest if each in self.tracked] * 4 + newest


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw leaves, then operations, then one to three backward passes."""
    program = Program()
    mixed = draw(st.booleans())
    for number in range(draw(st.integers(1, 4))):
        wanted = number == 0 or draw(st.integers(0, 3)) > 0
        _draw_leaf(draw, program, mixed, wanted)
    for _ in range(draw(st.integers(3, 8 if mixed else 30))):
        _draw_operation(draw, program)
    parts = draw(st.lists(_variable(program), min_size=1, max_size=5))
    program.lines.append("loss = " + " + ".join(f"{each}.sum()" for each in parts))
    for root in ("loss", *draw(st.lists(_variable(program), max_size=2))):
        program.lines.append(f"backward({root}, {draw(st.booleans())})")
    return "\n".join(program.lines)


def _variable(program: Program) -> st.SearchStrategy[str]:
    return st.sampled_from(program.likely_first(program.shapes))


def _draw_leaf(draw: st.DrawFn, program: Program, mixed: bool, wanted: bool) -> None:
    name, shape = f"x{len(program.shapes)}", draw(st.sampled_from(SHAPES))
    values = np.linspace(-0.9, 1.3, int(np.prod(shape))).reshape(shape)
    values = (values * draw(st.sampled_from((1, -0.7)))).round(3).tolist()
    dtype = draw(st.sampled_from(("float32", "float64"))) if mixed else "float64"
    program.lines.append(
        f"{name} = t.tensor({values}, dtype=t.{dtype}, requires_grad={wanted})"
    )
    program.shapes[name] = shape
    if wanted:
        program.tracked.add(name)


def _draw_operation(draw: st.DrawFn, program: Program) -> None:
    kind, one = draw(st.sampled_from(KINDS)), draw(_variable(program))
    fitting = [other for other in program.shapes if program.fits(one, other)]
    other = draw(st.sampled_from(program.likely_first(fitting)))
    if kind == "unary":
        program.add(draw(st.sampled_from(UNARY)).replace("{}", one), one)
    elif kind == "binary":
        program.add(draw(st.sampled_from(BINARY)).format(one, other), one, other)
    elif kind == "view" and len(program.shapes[one]) == 2:
        program.add_view(draw(st.sampled_from(MATRIX_VIEWS)), one)
    elif kind == "detach":
        name = program.add(f"{one}.detach()", one, tracked=False)
        program.views |= {name, one}
    elif kind == "no_grad":
        name = program.add(f"{one} * 2", one, tracked=False)
        program.lines[-1] = f"with t.no_grad(): {program.lines[-1]}"
    elif kind == "retain":
        program.lines.append(f"{one}.requires_grad and {one}.retain_grad()")
    elif kind == "in_place" and one not in program.views and one[0] == "v":
        if not program.fits(one, other, into=True):
            other = "0.5"
        line = draw(st.sampled_from(IN_PLACE)).format(one, other)
        guard = draw(st.sampled_from(("", "", "with t.no_grad(): ")))
        program.lines.append(guard + line)
        if other in program.tracked and not guard:
            program.tracked.add(one)


def left_behind(program: str, t: object) -> Outcome:
    """Run the program; every variable it set, every backward pass it made."""
    told = Outcome()

    def backward(root: object, retain_graph: bool) -> None:
        seed = np.cos(np.arange(root.numel())).reshape(tuple(root.shape))
        leaves = {n: v for n, v in space.items() if n.startswith("x")}
        for leaf in leaves.values():
            _unshare_gradient(leaf)
        order = backward_order(root, t.tensor(seed), retain_graph, **leaves)
        told.words[f"backward {len(told.words)}"] = order

    space = {"t": t, "backward": backward}
    for line in program.splitlines():
        try:
            exec(line, space)
        except Exception as error:
            told.words[line] = error_text(error)
    for name, value in space.items():
        if isinstance(value, t.Tensor):
            _tell(told, name, value)
    return told


def _unshare_gradient(leaf: object) -> None:
    """PyTorch 2.13 lets two leaves own one memory after ``(a.sum() + b.sum())``.

    With 0-d ``a`` and ``b``, depositing in one ``.grad`` then changes the other.
    """
    if leaf.is_leaf and leaf.grad is not None:
        leaf.grad = leaf.grad.clone()


def _tell(told: Outcome, name: str, value: object) -> None:
    told.tell(name, value)
    del told.words[name]["repr"]
    gradient = value.grad if value.is_leaf or value.retains_grad else None
    told.words[f"{name}.grad"] = None if gradient is None else str(gradient.dtype)
    if gradient is not None:
        told.numbers[f"{name}.grad"] = numbers(gradient)


@given(programs())
def test_a_random_program_leaves_the_same_behind(program: str) -> None:
    expected, actual = left_behind(program, torch), left_behind(program, ours)
    assert expected.words == actual.words
    assert expected.numbers.keys() == actual.numbers.keys()
    mixed = "float32" in program
    for name, wanted in expected.numbers.items():
        np.testing.assert_allclose(
            actual.numbers[name],
            wanted,
            rtol=1e-3 if mixed else 1e-6,
            atol=1e-3 if mixed else 1e-9,
            err_msg=name,
        )
