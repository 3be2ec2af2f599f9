"""The whole table of operations: every row is honest about its derivative."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from autoviz.core import FAMILIES
from autoviz.core.apply import apply
from autoviz.core.op import Op
from autoviz.core.passes import grad
from autoviz.core.shapes import sum_to
from autoviz.core.strides import geometry
from autoviz.core.tensor import wrap
from autoviz.picture.notation.language import MATHS, SHAPES
from tests.core.ops.samples import all_samples


def rows() -> dict[str, Op]:
    """Every ``Op`` of every family, by the name it has in its file."""
    found = {}
    for family in FAMILIES:
        found |= {n: each for n, each in vars(family).items() if isinstance(each, Op)}
    return found


ROWS = rows()
REFUSED = {
    *("NotImplemented", "Unique2Backward0", "UniqueDimBackward0"),
    *("UniqueConsecutiveBackward0", "CdistBackwardBackward0", "PdistBackwardBackward0"),
    *("AsinhBackward1", "AcoshBackward1", "AtanhBackward1"),
}
"""The nodes of what PyTorch has no derivative for: they are made, and refuse to run."""

DIFFERENTIABLE = {
    name: op for name, op in ROWS.items() if op.grads and op.grad_fn not in REFUSED
}

SYMMETRIC = {"CHOLESKY", "OLD_CHOLESKY", "EIGH"}
"""Rows that look at one half of a matrix, and share the gradient between both."""

DERIVED_ONCE = {"CDIST", "HARDSIGMOID", "MULTILABEL_MARGIN", "MULTI_MARGIN", "PDIST"}
"""Rows whose derivative PyTorch has no derivative of."""

SAMPLES = all_samples()


def each_sample() -> list[Any]:
    """A row and the number of one of its samples."""
    return [
        pytest.param(row, at, id=f"{row}-{at}")
        for row, samples in SAMPLES.items()
        for at in range(len(samples))
    ]


def each_grad() -> list[Any]:
    """A row, the number of a sample, and that of a differentiable input."""
    return [
        pytest.param(row, at, number, id=f"{row}-{at}-{op.inputs[number]}")
        for row, op in DIFFERENTIABLE.items()
        for at in range(len(SAMPLES.get(row, ())))
        for number in range(len(op.grads))
    ]


def known(op: Op, inputs: tuple[Any, ...], arguments: dict[str, Any]) -> dict[str, Any]:
    """All that a vjp may ask for."""
    made, aside = forward(op, *inputs, **arguments)
    return {
        **dict(zip(op.aside, aside, strict=True)),
        "n": 1 if op.makes_several else np.size(inputs[0]) // np.size(made),
        **dict(zip(op.inputs, inputs, strict=True)),
        **arguments,
        **dict(zip(op.results, made if op.makes_several else [made], strict=False)),
        "made": made,
        "self_sizes": inputs[0].shape,
        "self_geometry": geometry(inputs[0]),
    }


def forward(op: Op, *inputs: Any, **arguments: Any) -> tuple[Any, Sequence[Any]]:
    """What an operation makes, and what it puts aside."""
    made = op.forward(*inputs, **arguments)
    return (made[0], made[1:]) if op.aside else (made, ())


def some_gradient(made: Any) -> Any:
    """A gradient of the shape of what was made; for several, a list of them."""
    if isinstance(made, tuple | list):
        floats = [np.asarray(each).dtype.kind == "f" for each in made]
        return [
            some_gradient(each) if is_float else None
            for each, is_float in zip(made, floats, strict=True)
        ]
    return np.cos(np.arange(np.size(made))).reshape(np.shape(made))


def weighed(made: Any, g: Any) -> float:
    """One number that has ``g`` for its gradient."""
    if isinstance(g, list):
        pairs = zip(made, g, strict=True)
        return sum(weighed(each, part) for each, part in pairs if part is not None)
    return float(np.sum(made * g))


def test_every_differentiable_row_has_a_sample() -> None:
    assert set(DIFFERENTIABLE) == set(SAMPLES)


@pytest.mark.parametrize(("row", "at", "number"), each_grad())
def test_a_vjp_is_the_derivative(row: str, at: int, number: int) -> None:
    op = ROWS[row]
    inputs, arguments = SAMPLES[row][at]
    names, grad = known(op, inputs, arguments), op.grads[number]
    g = some_gradient(names["made"])

    sent = grad.vjp(g, *(names[name] for name in grad.needs))

    def loss(at: np.ndarray[Any, Any]) -> float:
        moved = (*inputs[:number], at, *inputs[number + 1 :])
        return weighed(forward(op, *moved, **arguments)[0], g)

    expected = shared(row, by_finite_differences(loss, inputs[number]))
    actual = sum_to(np.asarray(sent), inputs[number].shape)
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(
    ("row", "at"),
    [each for each in each_sample() if each.values[0] not in DERIVED_ONCE],
)
def test_a_derivative_has_a_derivative(row: str, at: int) -> None:
    """Second order: what ``create_graph`` builds, against nudging the first order."""
    op = ROWS[row]
    inputs, arguments = SAMPLES[row][at]
    count = len(op.grads)
    weights = [some_gradient(each) * 0.7 + 0.2 for each in inputs[:count]]

    def first_order(arrays: Sequence[Any], **options: bool) -> tuple[Any, Any]:
        leaves = [wrap(np.array(each), requires_grad=True) for each in arrays]
        others = [
            each if each is None else wrap(np.asarray(each)) for each in inputs[count:]
        ]
        made = apply(op, *leaves, *others, **arguments)
        several = made if isinstance(made, tuple) else (made,)
        losses = [
            each.sin().sum() if hasattr(each, "sin") else (each * each).sum()
            for each in several
            if each.dtype.is_floating_point
        ]
        loss = losses[0]
        for each in losses[1:]:
            loss = loss + each
        found = grad(loss, leaves, materialize_grads=True, **options)
        total = wrap(np.zeros(()))
        for each, weight in zip(found, weights, strict=True):
            total = total + (each * wrap(weight)).sum()
        return total, leaves

    arrays = inputs[:count]
    total, leaves = first_order(arrays, create_graph=True)
    for number, leaf in enumerate(leaves):
        actual = np.zeros_like(leaf.array)
        if total.requires_grad:
            options = {"materialize_grads": True, "retain_graph": True}
            actual = grad(total, leaf, **options)[0].array

        def loss_at(moved: Any, number: int = number) -> float:
            several = [*arrays[:number], moved, *arrays[number + 1 :]]
            return first_order(several)[0].item()

        expected = shared(row, by_finite_differences(loss_at, arrays[number]))
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-6)


def by_finite_differences(loss: Any, at: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Nudge one element after the other, to both sides."""
    gradient, h = np.zeros_like(at), 1e-5
    for place in np.ndindex(at.shape):
        nudge = np.zeros_like(at)
        nudge[place] = h
        gradient[place] = (loss(at + nudge) - loss(at - nudge)) / (2 * h)
    return gradient


def shared(row: str, nudged: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Of a symmetric matrix: a place and the one across by half."""
    return (nudged + nudged.mT) / 2 if row in SYMMETRIC else nudged


@pytest.mark.parametrize(("row", "at", "number"), each_grad())
def test_a_vjp_asks_only_for_what_there_is(row: str, at: int, number: int) -> None:
    op = ROWS[row]
    unknown = set(op.grads[number].needs) - set(known(op, *SAMPLES[row][at]))
    assert set() == unknown


@pytest.mark.parametrize(("row", "at", "number"), each_grad())
def test_a_rule_is_an_expression_in_known_names(row: str, at: int, number: int) -> None:
    op = ROWS[row]
    parsed = ast.parse(op.grads[number].rule, mode="eval")
    called = {n.func.id for n in ast.walk(parsed) if isinstance(n, ast.Call)}
    used = {n.id for n in ast.walk(parsed) if isinstance(n, ast.Name)} - called
    assert set() == called - {*MATHS, *SHAPES}
    assert set() == used - {"g", "n", *known(op, *SAMPLES[row][at])}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_whole(row: str) -> None:
    op = ROWS[row]
    parameters = list(inspect.signature(op.forward).parameters)
    assert len(op.grads) <= len(op.inputs)
    assert bool(op.grads) == bool(op.grad_fn)
    assert set() == set(op.scalars) - set(parameters)
    numbered = op.symbol.format(*op.inputs, **dict.fromkeys(parameters, "…"))
    assert "{" not in numbered
