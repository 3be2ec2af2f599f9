"""Random programs leave the same things behind here and in PyTorch.

A program is a text of 5 to 60 operations on a few leaves: operands are shared, tensors
and views of them are written to in place, also where it is forbidden, some lines run
under ``no_grad``, some tensors retain their gradient, and ``backward()`` is called
several times. Everything is compared: values, dtypes, graphs, versions, gradients, the
order of each backward pass, and the errors if there are any.
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
    "{}**3",
    "1.5**{}",
    "t.sin({})",
    "t.cos({})",
    "t.erf({})",
    "t.expm1({} * 0.5)",
    "t.log1p({} * {})",
    "t.rsqrt({} * {} + 1)",
    "t.floor({} * 3)",
    "{}.clamp(-0.5, 0.7)",
    "{}.clamp(min=0)",
    "{}.masked_fill({} > 0.2, 0.5)",
    "t.where({} > 0, {}, 0.1)",
    "{} % 0.75",
    "{} - {}.mean()",
    "{} * {}.sum()",
    "{} + {}.amax()",
    "{} * {}.norm()",
    "{} - {}.logsumexp(0, keepdim=True)",
    "{} * {}.var(unbiased=False)",
    "{}.cumsum(-1)",
    "{}.flip(-1)",
    "{}.roll(1)",
    "t.stack([{}, {} * 2]).sum(0)",
    "t.cat([{}.reshape(-1), {}.reshape(-1)]).mean() * {}",
    "{}.expand(2, *{}.shape)[1] * 1",
    "{}.reshape(-1).repeat(2).sum() * {}",
    "{}.reshape(-1)[[0, -1]].sum() * {}",
    "{} - {}[{} > 0].sum()",
    "{}.masked_select({} > 0).sum() + {}",
    "{}.take(t.tensor([0, 0])).sum() - {}",
    "{}.index_select(-1, t.tensor([0, 0])).sum() * {}",
    "({}.reshape(1, -1) @ {}.reshape(-1, 1)).sum() * {}",
    "({}.reshape(1, 1, -1) @ {}.reshape(-1, 1)).sum() * {}",
    "t.outer({}.reshape(-1), {}.reshape(-1)).trace() * {}",
    "{}.reshape(-1).clone().index_put_((t.tensor([0]),), {}.sum()).mean() * {}",
    "t.triu({}.reshape(1, -1)).sum() + {}",
    "t.einsum('...,...->...', {}, {})",
    "sum({}.expand(2, *{}.shape).unbind()) * {}",
)
BINARY = (
    "{} + {}",
    "{} - {}",
    "{} * {}",
    "{} / ({} + 3.5)",
    "t.maximum({}, {})",
    "t.minimum({}, {})",
    "t.add({}, {}, alpha=2)",
)
IN_PLACE = ("{}.add_({})", "{}.mul_({})", "{}.sub_({})", "{}.copy_({})")
IN_PLACE_ALONE = (
    "{}.exp_()",
    "{}.sqrt_()",
    "{}.tanh_()",
    "{}.relu_()",
    "{}.neg_()",
    "{}.clamp_(-0.5, 0.7)",
    "{}.pow_(2)",
    "{}.zero_()",
    "{}.fill_(0.5)",
    "{}.add_({})",
    "{}.mul_({})",
)
VIEWS: dict[int, tuple[str, ...]] = {
    0: ("{}.view(1)", "{}.expand(3)", "{}[...]", "{}[None]"),
    1: (
        "{}[0]",
        "{}[1:]",
        "{}[::2]",
        "{}.expand(2, -1)",
        "{}[:]",
        "{}.view(-1)",
        "{}.narrow(0, 0, 1)",
        "{}.split(1)[0]",
        "{}.unbind()[-1]",
        "{}.unflatten(0, (1, -1))",
    ),
    2: (
        "{}.T",
        "{}.t()",
        "{}.transpose(0, 1)",
        "{}.view(-1)",
        "{}.reshape(-1)",
        "{}[0]",
        "{}[-1, 0]",
        "{}[:, 1:]",
        "{}[:, 0]",
        "{}.unsqueeze(0)",
        "{}.squeeze()",
        "{}.flatten()",
        "{}.mT",
        "{}.movedim(0, 1)",
        "{}.diagonal()",
        "{}.unbind(1)[0]",
        "{}.chunk(2)[-1]",
    ),
    3: ("{}[0]", "{}.squeeze(0)", "{}.permute(2, 0, 1)", "{}[:, 0]"),
}
ANEW: dict[int, tuple[str, ...]] = {
    0: ("{}.unsqueeze_(0)",),
    1: ("{}.unsqueeze_(-1)", "{}.squeeze_()", "{}.t_()"),
    2: ("{}.t_()", "{}.transpose_(0, 1)", "{}.squeeze_(1)", "{}.unsqueeze_(1)"),
    3: ("{}.squeeze_((0, 1))", "{}.transpose_(0, -1)"),
}
PARTS: dict[int, tuple[str, ...]] = {
    0: ("...", "None", "()"),
    1: ("0", "-1", "1:", "::2", ":", "...", "None"),
    2: (
        "0",
        ":, 0",
        "1:, :2",
        "0, -1",
        "...",
        ":, None",
        "-1, 1:",
        ":",
    ),
    3: ("0", "..., 0", ":, 0, 1:", "0, 0, 0"),
}
SEVERAL = ("split", "unbind", "chunk")
KINDS = ("unary", "binary") * 3 + ("view", "in_place", "write") * 2
KINDS += ("detach", "no_grad", "retain", "alone", "anew")
SHAPES = ((), (3,), (2, 1), (2, 3))


@dataclass
class Program:
    """Lines, and what is known of the variables they set."""

    lines: list[str] = field(default_factory=list)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    tracked: set[str] = field(default_factory=set)
    memory: dict[str, str] = field(default_factory=dict)  # whose it looks at
    retaining: set[str] = field(default_factory=set)
    frail: set[str] = field(default_factory=set)  # views that may become useless

    def add(self, expression: str, *operands: str, tracked: bool = True) -> str:
        """A line that sets a new variable, by an element-by-element operation."""
        name = f"v{len(self.shapes)}"
        self.lines.append(f"{name} = {expression}")
        self.shapes[name] = np.broadcast_shapes(*(self.shapes[o] for o in operands))
        if tracked and self.tracked.intersection(operands):
            self.tracked.add(name)
        return name

    def add_view(self, expression: str, operand: str, guard: str = "") -> None:
        """A line that sets a new view of ``operand``."""
        try:
            shape = self.shape_of(expression.format("like"), operand)
        except (RuntimeError, IndexError):
            return
        name = self.add(expression.format(operand), operand)
        self.lines[-1] = guard + self.lines[-1]
        self.shapes[name] = shape
        self.memory[name] = self.memory.get(operand, operand)
        makes_several = any(each in expression for each in SEVERAL)
        if guard or makes_several or operand in self.frail:
            self.frail.add(name)

    def is_clear(self, expression: str, one: str) -> bool:
        """Whether no line has two mistakes, of which one or the other may be told."""
        try:
            ones = {"like": torch.ones(self.shapes[one]), "t": torch}
            return one not in self.frail or eval(expression, ones) is not None
        except (RuntimeError, IndexError):
            return False

    def shape_of(self, expression: str, like: str) -> tuple[int, ...]:
        """The shape of an expression in ``like``, a tensor of that shape."""
        return tuple(eval(expression, {"like": torch.ones(self.shapes[like])}).shape)

    def apart(self, one: str, other: str) -> str:
        """``other``, in memory of its own: what overlaps is written in any order."""
        same = self.memory.get(one, one) == self.memory.get(other, other)
        return f"{other}.clone()" if same else other

    def fits(self, one: str, other: str) -> bool:
        """Whether the shapes broadcast."""
        try:
            np.broadcast_shapes(self.shapes[one], self.shapes[other])
        except ValueError:
            return False
        return True

    def fits_into(self, shape: tuple[int, ...], other: str) -> bool:
        """Whether ``other`` stretches to a shape."""
        try:
            return np.broadcast_shapes(shape, self.shapes[other]) == shape
        except ValueError:
            return False

    def likely_first(self, names: Iterable[str]) -> list[str]:
        """The newest first, and what has a graph four times."""
        newest = list(names)[::-1]
        return [each for each in newest if each in self.tracked] * 4 + newest


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw leaves, then operations, then one to three backward passes."""
    program = Program()
    mixed = draw(st.integers(0, 3)) == 0
    for number in range(draw(st.integers(1, 4))):
        wanted = number == 0 or draw(st.integers(0, 3)) > 0
        _draw_leaf(draw, program, mixed, wanted)
    for _ in range(draw(st.integers(5, 8 if mixed else 60))):
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
        expression = draw(st.sampled_from(UNARY))
        if program.is_clear(expression.replace("{}", "like"), one):
            program.add(expression.replace("{}", one), one)
    elif kind == "binary":
        program.add(draw(st.sampled_from(BINARY)).format(one, other), one, other)
    elif kind == "view":
        views = VIEWS.get(len(program.shapes[one]), ("{}.view(-1)",))
        view = draw(st.sampled_from(views))
        makes_several = any(name in view for name in SEVERAL)
        program.add_view(view, one, "" if makes_several else draw(_guard))
    elif kind == "detach":
        expression = draw(st.sampled_from(("{}.detach()", "{}.data")))
        name = program.add(expression.format(one), one, tracked=False)
        program.memory[name] = program.memory.get(one, one)
    elif kind == "no_grad":
        name = program.add(f"{one} * 2", one, tracked=False)
        program.lines[-1] = f"with t.no_grad(): {program.lines[-1]}"
    elif kind == "anew":
        _draw_another_look(draw, program, one)
    elif kind == "retain":
        program.retaining.add(one)
        program.lines.append(f"{one}.requires_grad and {one}.retain_grad()")
    else:
        _draw_write(draw, program, kind, one)


def _draw_another_look(draw: st.DrawFn, program: Program, one: str) -> None:
    """A line that gives ``one`` or a copy of it another shape.

    Views and leaves may refuse, and then all that follows has the old shape. And
    ``retain_grad()`` stays with the node of before, in PyTorch and here, but only
    PyTorch still says so.
    """
    is_apart = one.startswith("x") or one in program.memory or one in program.retaining
    if is_apart or draw(st.booleans()):
        one = program.add(f"{one}.clone()", one)
    looks = ANEW.get(len(program.shapes[one]), ("{}.squeeze_()",))
    look = draw(st.sampled_from(looks))
    shape = program.shape_of(look.format("like"), one)
    program.shapes[one] = shape
    program.lines.append(draw(_guard) + look.format(one))


_guard = st.sampled_from(("", "", "", "with t.no_grad(): "))


def _draw_write(draw: st.DrawFn, program: Program, kind: str, one: str) -> None:
    """A line that writes into ``one`` or a copy of it, all of it or a part."""
    if draw(st.booleans()):
        one = program.add(f"{one}.clone()", one)
    guard, part, shape = draw(_guard), "", program.shapes[one]
    if kind == "write":
        parts = PARTS.get(len(shape), ("0",))
        part = f"[{draw(st.sampled_from(parts))}]"
        try:
            shape = program.shape_of(f"like{part}", one)
        except IndexError:
            return
    fitting = [each for each in program.shapes if program.fits_into(shape, each)]
    other = "0.5"
    if fitting and draw(st.integers(0, 3)):
        other = draw(st.sampled_from(program.likely_first(fitting)))
    if other in program.tracked and not guard:
        program.tracked.update((one, program.memory.get(one, one)))
    is_whole = other in ("0.5", one) and not part
    value = other if is_whole else program.apart(one, other)
    if kind == "write":
        program.lines.append(f"{guard}{one}{part.replace('like', one)} = {value}")
    elif kind == "alone":
        line = draw(st.sampled_from(IN_PLACE_ALONE)).format(one, "0.5")
        program.lines.append(guard + line)
    else:
        line = draw(st.sampled_from(IN_PLACE)).format(one, value)
        program.lines.append(guard + line)


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
    made = {n: each for n, each in space.items() if isinstance(each, t.Tensor)}
    for name, value in made.items():
        _tell(told, name, value)
    if any(1 in each.shape for each in made.values()):
        _without_strides(told)
    return told


def _without_strides(told: Outcome) -> None:
    """A dimension of length 1 has a stride too, which decides in PyTorch."""
    for words in told.words.values():
        if isinstance(words, dict):
            words.pop("stride", None)


def _unshare_gradient(leaf: object) -> None:
    """PyTorch 2.13 lets two leaves own one memory after ``(a.sum() + b.sum())``.

    With 0-d ``a`` and ``b``, depositing in one ``.grad`` then changes the other.
    """
    if leaf.is_leaf and leaf.grad is not None:
        leaf.grad = leaf.grad.clone()


def _tell(told: Outcome, name: str, value: object) -> None:
    told.numbers[name] = numbers(value)
    try:
        told.tell(name, value)
    except RuntimeError as error:  # a view that must not be used any more
        told.words[name] = error_text(error), value.requires_grad, value._version
        return
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
