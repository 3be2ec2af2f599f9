"""The whole table of operations: every row is honest about its derivative."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from typing import Any

import numpy as np
import pytest

from autoviz.core import ops
from autoviz.core.node import Op
from autoviz.core.shapes import sum_to

FUNCTIONS_OF_RULES = {
    "expand",
    "log",
    "outer",
    "permute",
    "reshape",
    "scatter",
    "select",
    "sign",
    "slice",
    "squeeze",
    "sum",
    "transpose",
    "unsqueeze",
}


def rows() -> dict[str, Op]:
    """Every ``Op`` of every family, by the name it has in its file."""
    found = {}
    for family in pkgutil.iter_modules(ops.__path__):
        module = importlib.import_module(f"autoviz.core.ops.{family.name}")
        found |= {n: each for n, each in vars(module).items() if isinstance(each, Op)}
    return found


ROWS = rows()
DIFFERENTIABLE = {name: op for name, op in ROWS.items() if op.grads}

MATRIX = np.array([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]])
POSITIVE = np.abs(MATRIX) + 0.25
ROW = np.array([1.5, -2.0, 0.75])

# inputs, then arguments
SAMPLES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "ADD": ((MATRIX, ROW), {}),
    "SUB": ((MATRIX, ROW), {}),
    "RSUB": ((MATRIX,), {"other": 2.5}),
    "MUL": ((MATRIX, ROW), {}),
    "DIV": ((MATRIX, ROW), {}),
    "RECIPROCAL": ((MATRIX,), {}),
    "NEG": ((MATRIX,), {}),
    "POW_SCALAR": ((MATRIX,), {"exponent": 3}),
    "POW": ((POSITIVE, ROW), {}),
    "POW_BASE": ((MATRIX,), {"self": 2.5}),
    "WHERE": ((MATRIX, ROW, MATRIX > 0), {}),
    "EXP": ((MATRIX,), {}),
    "LOG": ((POSITIVE,), {}),
    "SQRT": ((POSITIVE,), {}),
    "TANH": ((MATRIX,), {}),
    "SIGMOID": ((MATRIX,), {}),
    "RELU": ((MATRIX,), {}),
    "SIGN": ((MATRIX,), {}),
    "ABS": ((MATRIX,), {}),
    "CLONE": ((MATRIX,), {}),
    "VIEW": ((MATRIX,), {"size": (3, 2)}),
    "RESHAPE_ALIAS": ((MATRIX,), {"size": (3, 2)}),
    "UNSAFE_VIEW": ((MATRIX,), {"size": (6,)}),
    "EXPAND": ((ROW,), {"size": (2, 3)}),
    "SUM_TO": ((MATRIX,), {"size": (1, 3)}),
    "PERMUTE": ((MATRIX[None],), {"dims": (2, 0, 1)}),
    "T_PROPERTY": ((MATRIX,), {}),
    "T_METHOD": ((MATRIX,), {}),
    "TRANSPOSE": ((MATRIX[None],), {"dim0": 0, "dim1": 2}),
    "UNSQUEEZE": ((MATRIX,), {"dim": 1}),
    "SQUEEZE": ((MATRIX[None],), {"dim": (0, 1, 2)}),
    "SQUEEZE_DIM": ((MATRIX[None],), {"dim": (0,)}),
    "SQUEEZE_DIMS": ((MATRIX[None],), {"dim": (0,)}),
    "SQUEEZE_ROW": ((MATRIX[:1],), {"dim": (0,)}),
    "SELECT": ((MATRIX,), {"dim": 1, "index": 2}),
    "SELECT_BACKWARD": ((ROW,), {"size": (2, 3), "dim": 0, "index": 1}),
    "SLICE": ((MATRIX,), {"dim": 1, "index": slice(0, 3, 2)}),
    "SLICE_BACKWARD": ((ROW,), {"size": (7,), "dim": 0, "index": slice(1, 6, 2)}),
    "ALIAS": ((MATRIX,), {}),
    "MM": ((MATRIX, MATRIX.T * 0.5), {}),
    "MV": ((MATRIX, ROW), {}),
    "DOT": ((ROW, MATRIX[0]), {}),
    "SUM": ((MATRIX,), {}),
    "SUM_DIM": ((MATRIX,), {"dim": (1,), "keepdim": False}),
    "MEAN": ((MATRIX,), {}),
    "MEAN_DIM": ((MATRIX,), {"dim": (0,), "keepdim": True}),
}


def each_grad() -> list[Any]:
    """A row and the number of one of its differentiable inputs."""
    return [
        pytest.param(row, number, id=f"{row}-{op.inputs[number]}")
        for row, op in DIFFERENTIABLE.items()
        for number in range(len(op.grads))
    ]


def known(op: Op, inputs: tuple[Any, ...], arguments: dict[str, Any]) -> dict[str, Any]:
    """All that a vjp may ask for."""
    return {
        **dict(zip(op.inputs, inputs, strict=True)),
        **arguments,
        "result": op.forward(*inputs, **arguments),
        "self_sizes": inputs[0].shape,
    }


def test_every_differentiable_row_has_a_sample() -> None:
    assert set(DIFFERENTIABLE) == set(SAMPLES)


@pytest.mark.parametrize(("row", "number"), each_grad())
def test_a_vjp_is_the_derivative(row: str, number: int) -> None:
    op = ROWS[row]
    inputs, arguments = SAMPLES[row]
    names, grad = known(op, inputs, arguments), op.grads[number]
    g = np.cos(np.arange(names["result"].size)).reshape(names["result"].shape)

    sent = grad.vjp(g, *(names[name] for name in grad.needs))

    def loss(at: np.ndarray[Any, Any]) -> float:
        moved = (*inputs[:number], at, *inputs[number + 1 :])
        return float(np.sum(op.forward(*moved, **arguments) * g))

    expected = by_finite_differences(loss, inputs[number])
    actual = sum_to(np.asarray(sent), inputs[number].shape)
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-7)


def by_finite_differences(loss: Any, at: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Nudge one element after the other, to both sides."""
    gradient, h = np.zeros_like(at), 1e-5
    for place in np.ndindex(at.shape):
        nudge = np.zeros_like(at)
        nudge[place] = h
        gradient[place] = (loss(at + nudge) - loss(at - nudge)) / (2 * h)
    return gradient


@pytest.mark.parametrize(("row", "number"), each_grad())
def test_a_vjp_asks_only_for_what_there_is(row: str, number: int) -> None:
    op = ROWS[row]
    unknown = set(op.grads[number].needs) - set(known(op, *SAMPLES[row]))
    assert set() == unknown


@pytest.mark.parametrize(("row", "number"), each_grad())
def test_a_rule_is_an_expression_in_known_names(row: str, number: int) -> None:
    op = ROWS[row]
    parsed = ast.parse(op.grads[number].rule, mode="eval")
    called = {n.func.id for n in ast.walk(parsed) if isinstance(n, ast.Call)}
    used = {n.id for n in ast.walk(parsed) if isinstance(n, ast.Name)} - called
    assert set() == called - FUNCTIONS_OF_RULES
    assert set() == used - {"g", "n", *known(op, *SAMPLES[row])}


def local(rule: str) -> bool:
    names = {n.id for n in ast.walk(ast.parse(rule)) if isinstance(n, ast.Name)}
    return "g" not in names


def by_element(rule: str, space: dict[str, Any]) -> np.ndarray[Any, Any]:
    """The rule, evaluated once for each element of its broadcast tensors."""
    tensors = {n: v for n, v in space.items() if isinstance(v, np.ndarray)}
    elements = np.broadcast(*tensors.values())
    values = [
        eval(rule, {**space, **dict(zip(tensors, numbers, strict=True))})
        for numbers in elements
    ]
    return np.reshape(values, elements.shape)


@pytest.mark.parametrize(
    ("row", "number"),
    [
        each
        for each in each_grad()
        if local(ROWS[each.values[0]].grads[each.values[1]].rule)
        or each.values[0] in ("MM", "MV")
    ],
)
def test_a_rule_says_what_the_vjp_computes(row: str, number: int) -> None:
    op = ROWS[row]
    inputs, arguments = SAMPLES[row]
    names, grad = known(op, inputs, arguments), op.grads[number]
    g = np.cos(np.arange(names["result"].size)).reshape(names["result"].shape)
    space = {**names, "log": np.log, "sign": np.sign, "outer": np.outer, "g": g}
    if local(grad.rule):
        expected = g * by_element(grad.rule, space)
    else:
        expected = eval(grad.rule, space)
    actual = grad.vjp(g, *(names[name] for name in grad.needs))
    np.testing.assert_allclose(actual, expected, rtol=1e-12)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_whole(row: str) -> None:
    op = ROWS[row]
    parameters = list(inspect.signature(op.forward).parameters)
    assert len(op.grads) <= len(op.inputs)
    assert bool(op.grads) == bool(op.grad_fn)
    assert set() == set(op.scalars) - set(parameters)
    numbered = op.symbol.format(*op.inputs, **dict.fromkeys(parameters, "…"))
    assert "{" not in numbered
