"""A rule, and where to find what the names in it mean: texts, and numbers.

The numbers of a rule are worked out from the recorded values, and kept only if they
give what was in fact sent: a picture never shows a sum that does not add up.

Next: ``flow``.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autoviz.picture.label import names, written
from autoviz.picture.notation import language, rules, textbook
from autoviz.picture.notation.evaluate import Axes, combined, evaluate
from autoviz.picture.notation.numbers import item, short
from autoviz.picture.notation.rules import Factor, Family
from autoviz.picture.words import shorten, visible
from autoviz.records.fold import Snapshot
from autoviz.records.graph import GraphNode
from autoviz.records.steps import Trace
from autoviz.records.value import Number, Value

__all__ = ["Part", "Reading", "texts_of", "values_of"]

_ABSENT = ("None", "…")
_BY_CHANNEL = ("batch_norm", "group_norm")
_DEFAULTS = {"correction": "1", "scale": "scale"}
"""What counts as 1 in a rule: an optional tensor, an argument that nobody gave."""


@dataclass(frozen=True)
class Part:
    """One side of a calculation: its tree, and what it is worth."""

    tree: ast.expr
    value: Value


@dataclass(frozen=True)
class Reading:
    """One rule of one backward step.

    ``is_alone`` is False where gradients of several results arrived, or of a later one.
    """

    rule: str
    trace: Trace
    node: GraphNode
    values: dict[str, Value]
    arrived: Value
    sent: Value
    is_alone: bool = True

    # the rule, read

    @cached_property
    def tree(self) -> ast.expr | None:
        """The rule with the plain numbers in; None if it cannot be read."""
        try:
            return textbook.bound(self.rule, self.texts)
        except ValueError:
            return None

    @cached_property
    def family(self) -> Family | None:
        return None if self.tree is None else rules.family(self.tree)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What stands for each name: the learner's own, or a number."""
        number = self.arrived.item()
        gradient = "G" if number is None else short(number)
        texts = _DEFAULTS | dict(self.node.arguments) | texts_of(self.trace, self.node)
        total = self.values.get("total_weight")
        if total is not None:
            texts["total_weight"] = item(total)
        return texts | {"g": gradient, "n": str(self.shared)}

    @property
    def gradient(self) -> str:
        """What arrived is called G, if it is not one number."""
        return self.texts["g"]

    @property
    def shared(self) -> int:
        """How many elements got their gradient from one that arrived."""
        return max(
            math.prod(self.sent.shape) // (math.prod(self.arrived.shape) or 1), 1
        )

    @cached_property
    def is_known(self) -> bool:
        """Whether every name of the rule means something here."""
        return self.tree is not None and set(rules.names(self.tree)) <= set(self.texts)

    def written(self, tree: ast.expr | None) -> str:
        """Part of the rule as a textbook has it; the rule's text if it has none."""
        if tree is not None and self.is_known:
            return textbook.written(tree, self.texts)
        return visible(shorten(self.rule, 60))

    def with_numbers(self) -> ast.expr | None:
        """The rule with this step's numbers in, where they are single numbers."""
        if self.tree is None:
            return None
        items = {name: each.item() for name, each in self.values.items()}
        known = {name: each for name, each in items.items() if each is not None}
        return textbook.with_numbers(self.tree, known)

    def number(self, argument: str) -> int:
        """A whole number that the operation was given; 0 if none was."""
        return next(
            iter(_whole_numbers(dict(self.node.arguments).get(argument, ""))), 0
        )

    def size(self, name: str, dim: int) -> int | None:
        """How long an input is along a dimension, if it is known."""
        value = self.values.get(name)
        return None if value is None or dim >= len(value.shape) else value.shape[dim]

    # its numbers

    def local(self) -> Value | None:
        """The local derivative's numbers, if they do explain what was sent."""
        if self.family != "scale" or self.tree is None:
            return None
        came, went, factor = self.arrived.item(), self.sent.item(), self._factor()
        if came is not None and went is not None and factor is not None:
            near = _is_near(came * factor, went, _slack(self.sent.dtype))
            return Value((), self.arrived.dtype, (float(factor),)) if near else None
        return None if self.parts is None else self.parts[2].value

    @cached_property
    def parts(self) -> tuple[Part, ast.operator, Part] | None:
        """The two sides of the last calculation, if they do give what was sent."""
        match self.whole:
            case ast.BinOp(left, operator, right):
                pass
            case _:
                return None
        first, second = self._worth(left), self._worth(right)
        if first is None or second is None:
            return None
        try:
            product = combined(first, operator, second)
        except ValueError:  # the shapes of a file that nobody recorded
            return None
        if not _close(product, self._upright(_array(self.sent)), self.sent.dtype):
            return None
        return (
            Part(left, self._value(first)),
            operator,
            Part(right, self._value(second)),
        )

    @cached_property
    def whole(self) -> ast.expr | None:
        """All that is calculated: of a local derivative its product with ``g``."""
        if self.tree is None or self.family != "scale":
            return self.tree
        return ast.BinOp(ast.Name("g"), ast.Mult(), self.tree)

    def item(self, tree: ast.expr) -> Number | None:
        """What part of the rule is worth, if that is one number."""
        array = self._worth(tree)
        return array.item() if array is not None and array.size == 1 else None

    def factors(self) -> tuple[tuple[Factor, str, Value], ...]:
        """The two matrices of a matmul rule, by name, with their values."""
        if self.family != "matmul" or self.tree is None:
            return ()
        product = rules.product(self.tree)
        values = self.values | {"g": self.arrived}
        if product is None or any(each.name not in values for each in product):
            return ()
        return tuple(
            (each, self.texts[each.name], values[each.name]) for each in product
        )

    def hindrance(self) -> str:
        """Why the numbers that were sent cannot be worked out from the rule."""
        if not self.is_known or self.tree is None:
            return "not everything that the rule names was recorded"
        named = rules.names(self.tree)
        given = [self.arrived, *(self.values[n] for n in named if n in self.values)]
        if any(_array(each) is None for each in (*given, self.sent)):
            return "too large: not every number was kept"
        if not self.is_alone:
            return "of several results: the rule is for the gradient of the first alone"
        worth = None if self.whole is None else self._worth(self.whole)
        if worth is None:
            return "numbers are moved as well: compare them with G"
        if np.isnan(worth).any():
            return "the rule is 0/0 in places: there it is worked out another way"
        return "in this case the derivative is another one"

    def _factor(self) -> Number | None:
        """The rule's value where it is one number that stands there, as most are."""
        if self.rule in self.values:
            return self.values[self.rule].item()
        return language.number(self.rule)

    def _worth(self, tree: ast.expr) -> Any:
        """Part of the rule in numbers; None if not all of them are known."""
        if _array(self.arrived) is None or _array(self.sent) is None:
            return None
        try:
            worth = evaluate(tree, self._arrays, self._axes, self._groups)
            return np.asarray(worth, np.float64)
        except ValueError:
            return None

    def _value(self, array: Any) -> Value:
        numbers: tuple[Number, ...] = tuple(array.ravel().tolist())
        return Value(array.shape, self.arrived.dtype, numbers)

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        """The numbers by name; of a reduction the result with its dimensions kept."""
        arrays = {name: _array(each) for name, each in self.values.items()}
        arrays["g"] = _array(self.arrived)
        known = {n: self._upright(a) for n, a in arrays.items() if a is not None}
        for name in ("g", "result"):
            if name in known and known[name].shape == self.arrived.shape:
                known[name] = known[name].reshape(self._kept)
        return known

    @property
    def _kept(self) -> tuple[int, ...]:
        """The shape of what arrived, with 1 for each dimension that was reduced."""
        came, input = self.arrived.shape, self.sent.shape
        if came and came == input[:-2] and self._axes is None:  # one for each matrix
            return (*came, 1, 1)
        if self._axes is None or len(came) + len(self._axes) != len(input):
            return came
        return tuple(1 if at in self._axes else size for at, size in enumerate(input))

    def _upright(self, array: Any) -> Any:
        """One number a channel, so that it stands along the channels.

        The vector of a system of equations is a column.
        """
        if self.node.op in ("lstsq", "solve") and array.ndim == 1:
            return array.reshape(-1, 1)
        if self.node.op not in _BY_CHANNEL or array.ndim != 1:
            return array
        return array.reshape(-1, *[1] * (len(self.arrived.shape) - 2))

    @property
    def _groups(self) -> int | None:
        return self.number("group") if self.node.op == "group_norm" else None

    @cached_property
    def _axes(self) -> Axes:
        arguments = dict(self.node.arguments)
        if self.node.op == "batch_norm":
            return (0, *range(2, len(self.arrived.shape)))
        rank = len(self.sent.shape)
        if "normalized_shape" in arguments:
            last = len(_whole_numbers(arguments["normalized_shape"]))
            rank = len(self.arrived.shape)
            return tuple(range(rank - last, rank))
        found = _whole_numbers(arguments.get("dim", ""))
        return tuple(each % rank for each in found) if found and rank else None


def texts_of(trace: Trace, node: GraphNode) -> dict[str, str]:
    """The inputs of a node, what it saved and its result, as a learner calls them."""
    called = names(trace.graph)
    texts: dict[str, str] = {}
    for each in node.inputs:
        if each.node is not None:
            texts[each.name] = called[each.node]
        elif each.constant in _ABSENT:
            texts[each.name] = "1"
        else:
            texts[each.name] = shorten(each.constant or "?", 12)
    texts |= {each.name: each.name for each in node.saved if each.name not in texts}
    inputs = [
        called[each.node] if each.node is not None else each.constant or "?"
        for each in node.inputs
    ]
    method = "}." in node.symbol
    result = called[node.id] if node.names or method else written(node, inputs)
    texts["result"] = shorten(result or called[node.id], 24)
    return texts | dict.fromkeys(_own_names(node), texts["result"])


def _own_names(node: GraphNode) -> list[str]:
    """What the result is saved as, where that is not "result": ``inverse``."""
    return [each.name for each in node.saved if each.node == node.id]


def values_of(node: GraphNode, snapshot: Snapshot) -> dict[str, Value]:
    """What is known of the names in a node's rules."""
    values: dict[str, Value] = {}
    for name, text in node.arguments:
        _remember(values, name, text)
    for each in node.inputs:
        if each.node is None:
            _remember(values, each.name, each.constant or "")
        elif each.node in snapshot.values:
            values[each.name] = snapshot.values[each.node]
    if node.id in snapshot.values:
        result = snapshot.values[node.id]
        values |= dict.fromkeys(("result", *_own_names(node)), result)
    if node.op in _LOSSES:
        values |= _total_weight(values, dict(node.arguments))
    return values


_LOSSES = ("nll_loss", "nll_loss2d")


def _total_weight(
    values: dict[str, Value], arguments: dict[str, str]
) -> dict[str, Value]:
    """What a mean over targets divides by: how many count, or what they weigh."""
    target, weight = values.get("target"), values.get("weight")
    if target is None or target.numbers is None:
        return {}
    ignored = language.number(arguments.get("ignore_index", "-100"))
    counted = [int(each) for each in target.numbers if each != ignored]
    weights: tuple[Number, ...] = (1,) * (max(counted, default=0) + 1)
    if weight is not None:
        weights = weight.numbers or ()
    if any(not 0 <= each < len(weights) for each in counted):
        return {}
    return {"total_weight": Value((), "float64", (sum(weights[at] for at in counted),))}


def _remember(values: dict[str, Value], name: str, text: str) -> None:
    number = language.number(text)
    if number is not None:
        values[name] = Value((), "float64", (number,))


def _whole_numbers(text: str) -> tuple[int, ...]:
    """``(0, 1)`` or ``1``, read; nothing else is."""
    return tuple(int(each) for each in re.findall(r"-?\d{1,3}", text[:60]))


def _array(value: Value) -> Any:
    if value.numbers is None:
        return None
    return np.array(value.numbers, np.float64).reshape(value.shape)


def _close(product: Any, sent: Any, dtype: str) -> bool:
    """Whether ``product``, summed to the shape of ``sent``, is ``sent``."""
    relative = _slack(dtype)
    if product.size == sent.size == 1:
        return _is_near(product.item(), sent.item(), relative)
    finite = np.abs(product[np.isfinite(product)])
    slack = relative * (finite.max() if finite.size else 0.0)
    with np.errstate(all="ignore"):
        total = _summed(product, sent.shape)
    if total.shape != sent.shape:
        return False
    return bool(np.allclose(total, sent, rtol=relative, atol=slack, equal_nan=True))


def _slack(dtype: str) -> float:
    return 1e-2 if dtype in ("float16", "bfloat16") else 1e-4


def _is_near(a: float, b: float, relative: float) -> bool:
    """The same for one number; nan is nan here."""
    if a == b or (a != a and b != b):
        return True
    return math.isfinite(a) and abs(a - b) <= relative * (abs(a) + abs(b))


def _summed(array: Any, dimensions: tuple[int, ...]) -> Any:
    """``array`` summed back to the shape it was broadcast from."""
    array = np.asarray(array)
    while array.ndim > len(dimensions):
        array = array.sum(axis=0)
    for axis, size in enumerate(dimensions[len(dimensions) - array.ndim :]):
        if size == 1 and array.shape[axis] != 1:
            array = array.sum(axis=axis, keepdims=True)
    return array
