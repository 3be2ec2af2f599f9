"""What a rule is worth, in numbers.

As in numpy, a division by zero gives inf or nan. Sums and means run over the
dimensions that the operation reduced, and leave them there with size 1. A rule that
moves elements about, or that is a whole algorithm (a convolution), has no numbers
here; that is a ``ValueError``.

Next: ``textbook``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoviz.picture.notation.language import ARITHMETIC, COMPARISON, MATHS, parse

__all__ = ["Axes", "combined", "evaluate"]

Axes = tuple[int, ...] | None
"""The dimensions that were reduced; None for all."""


def evaluate(
    rule: str | ast.expr,
    numbers: Mapping[str, Any],
    axes: Axes = None,
    groups: int | None = None,
) -> Any:
    """The rule's value: a float for numbers, an array for arrays.

    Means run over ``axes``, or over so many groups of channels.

    >>> float(evaluate("1 - result**2", {"result": 0.5}))
    0.75
    """
    tree = parse(rule) if isinstance(rule, str) else rule
    arrays = {name: np.asarray(each, np.float64) for name, each in numbers.items()}
    with np.errstate(all="ignore"):
        return _Evaluation(arrays, axes, groups).of(tree)[()]


def combined(left: Any, operator: ast.operator, right: Any) -> Any:
    """One calculation: ``left + right``, ``left @ right``."""
    if isinstance(operator, ast.MatMult):
        return left @ right
    with np.errstate(all="ignore"):
        return ARITHMETIC[type(operator)](left, right)


@dataclass(frozen=True)
class _Evaluation:
    numbers: Mapping[str, Any]
    axes: Axes
    groups: int | None

    def of(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value):
                return np.asarray(value, np.float64)
            case ast.Name(name) if name in self.numbers:
                return self.numbers[name]
            case ast.UnaryOp(_, operand):
                return np.negative(self.of(operand))
            case ast.BinOp(left, operator, right):
                return combined(self.of(left), operator, self.of(right))
            case ast.Compare(left, [operator], [right]):
                compare = COMPARISON[type(operator)][1]
                return compare(self.of(left), self.of(right))
            case ast.IfExp(test, body, orelse):
                return np.where(self.of(test), self.of(body), self.of(orelse))
            case ast.Attribute(operand, _):
                return _turned(self.of(operand))
            case ast.Call(ast.Name(name), arguments):
                return self._called(name, [self.of(each) for each in arguments])
        raise ValueError("a rule that has no value by itself")

    def _called(self, name: str, arguments: list[Any]) -> Any:
        if name in MATHS:
            return MATHS[name](*arguments)
        if name == "outer":
            column, row = arguments
            return np.outer(column, row)
        if name in _ALONG:
            return _ALONG[name](arguments[0], self.axes)
        if name == "mean":
            return self._mean(*arguments)
        if name in ("normalized", "std"):
            return self._normal(name, *arguments)
        raise ValueError(f"{name}() has no value by itself")

    def _mean(self, array: Any) -> Any:
        if self.groups is None:
            return array.mean(self.axes, keepdims=True)
        batch, channels, *rest = array.shape
        means = array.reshape(batch, self.groups, -1).mean(-1)
        by_channel = means.repeat(channels // self.groups, 1)
        return by_channel.reshape(batch, channels, *[1] * len(rest))

    def _normal(self, name: str, array: Any) -> Any:
        """As layer norm has it: ``eps`` is added to the variance."""
        off = array - self._mean(array)
        std = np.sqrt(self._mean(off * off) + self.numbers.get("eps", 0))
        return std if name == "std" else off / std


_ALONG: Mapping[str, Callable[[Any, Axes], Any]] = {
    "sum": lambda array, axes: array.sum(axes, keepdims=True),
    "count": lambda array, axes: np.count_nonzero(array, axes, keepdims=True),
    "size": lambda array, _: np.asarray(array.size),
    "flip": lambda array, axes: np.flip(array, axes),
    "cumsum": lambda array, axes: array.cumsum(axes[0]) if axes else array,
}


def _turned(array: Any) -> Any:
    return array if array.ndim < 2 else np.swapaxes(array, -1, -2)
