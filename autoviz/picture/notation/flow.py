"""What one backward step sent along each of its edges, and by what rule.

Caption, "why" panel and text twin are written from these flows, so all three say
the same thing. The local derivative's numbers are worked out from the rule and
the recorded values, and kept only if multiplying by them gives what was in fact
sent: a picture never shows a sum that does not add up.

Next: ``caption``.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from autoviz.picture.label import names, written
from autoviz.picture.notation import language, rules, textbook
from autoviz.picture.notation.rules import Factor, Family
from autoviz.picture.words import shorten, visible
from autoviz.records.fold import Snapshot
from autoviz.records.graph import GraphNode
from autoviz.records.steps import Backward, Trace
from autoviz.records.value import Number, Value

__all__ = ["Flow", "flows", "formulas"]


@dataclass(frozen=True)
class Flow:
    """One edge of one backward step.

    ``to`` is what the target is called, ``ordinal`` "first" or "second" where
    two edges go to the same target, else "". ``local`` are the numbers of the local
    derivative, where they explain what was sent. ``count`` is the number of elements
    that shared one element of the result. ``reading`` knows the names in the rule.
    """

    target: int
    to: str
    ordinal: str
    rule: str
    arrived: Value
    sent: Value
    local: Value | None
    count: int
    reading: _Reading = field(repr=False, compare=False)

    @property
    def scalar(self) -> bool:
        """One number arrived and one was sent."""
        return self.arrived.item() is not None and self.sent.item() is not None

    @property
    def summed(self) -> bool:
        """Broadcasting is undone: what was spread out is summed back."""
        return (
            self.family == "scale"
            and self.sent.shape != self.arrived.shape
            and len(self.sent.shape) <= len(self.arrived.shape)
        )

    @property
    def family(self) -> Family | None:
        """How the gradient passes through; None for a rule that cannot be read."""
        return _family(self.rule)

    @cached_property
    def formula(self) -> str:
        """The rule as a textbook has it; its own text if it cannot be read."""
        return self.reading.formula()

    @cached_property
    def substituted(self) -> str | None:
        """The same with numbers in, if ``local`` is known."""
        return self.reading.substituted() if self.local is not None else None

    @cached_property
    def factors(self) -> tuple[tuple[Factor, str, Value], ...]:
        """The two matrices of a matmul rule, by name, with their values."""
        return self.reading.factors()


def flows(trace: Trace, snapshot: Snapshot) -> tuple[Flow, ...]:
    """The flows of the step just made; none unless it is a ``Backward``.

    Of several gradients that arrived the first stands in them: no node with several
    results has a rule.
    """
    step = snapshot.step
    if not isinstance(step, Backward):
        return ()
    arrived = next((each for each in step.arrived if each is not None), None)
    if arrived is None:
        return ()
    node = trace.graph.nodes[step.node]
    edges = [
        (each, sent)
        for each, sent in zip(node.inputs, step.sent, strict=False)
        if sent is not None
    ]
    total = Counter(each.node for each, _ in edges)
    seen: Counter[int | None] = Counter()
    values = _values(node, snapshot)
    found: list[Flow] = []
    for each, sent in edges:
        seen[each.node] += 1
        ordinal = _ordinal(seen[each.node]) if total[each.node] > 1 else ""
        reading = _Reading(each.rule or "", trace, node, values, arrived, sent)
        if each.node is not None:
            found.append(reading.flow(each.node, ordinal))
    return tuple(found)


def formulas(trace: Trace, node: GraphNode) -> tuple[str, ...]:
    """The rules of ``node``, for each input that gets a gradient."""
    texts, arguments = _texts(trace, node), dict(node.arguments)
    found: list[str] = []
    for each in node.inputs:
        if each.needs_grad and each.rule:
            try:
                found.append(textbook.formula(each.rule, texts, arguments))
            except ValueError:
                continue
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A rule, and where to find what the names in it mean."""

    rule: str
    trace: Trace
    node: GraphNode
    values: dict[str, Value]
    arrived: Value
    sent: Value

    def flow(self, target: int, ordinal: str) -> Flow:
        to, local = names(self.trace.graph)[target], self.local()
        return Flow(
            target, to, ordinal, self.rule, self.arrived, self.sent, local,
            self.shared, self,
        )  # fmt: skip

    @property
    def shared(self) -> int:
        """How many elements got their gradient from one that arrived."""
        return max(
            _elements(self.sent.shape) // max(_elements(self.arrived.shape), 1), 1
        )

    def texts(self) -> dict[str, str]:
        return _texts(self.trace, self.node) | {"n": str(self.shared)}

    def known(self) -> dict[str, Value]:
        return self.values | {"n": Value((), "int64", (self.shared,))}

    def formula(self) -> str:
        try:
            arguments = dict(self.node.arguments)
            return textbook.formula(self.rule, self.texts(), arguments)
        except ValueError:
            return visible(shorten(self.rule, 60))

    def substituted(self) -> str | None:
        numbers = {name: each.item() for name, each in self.known().items()}
        known = {name: each for name, each in numbers.items() if each is not None}
        try:
            return textbook.substituted(self.rule, known, dict(self.node.arguments))
        except ValueError:
            return None

    def factors(self) -> tuple[tuple[Factor, str, Value], ...]:
        if _family(self.rule) != "matmul":
            return ()
        product = rules.product(self.rule)
        values = {"g": self.arrived} | self.values
        if product is None or any(each.name not in values for each in product):
            return ()
        texts = {"g": "G"} | self.texts()
        return tuple((each, texts[each.name], values[each.name]) for each in product)

    def local(self) -> Value | None:
        """The local derivative's numbers, if they do explain what was sent."""
        if _family(self.rule) != "scale":
            return None
        came, went, factor = self.arrived.item(), self.sent.item(), self._factor()
        if came is not None and went is not None and factor is not None:
            near = _is_near(came * factor, went, _slack(self.sent.dtype))
            return Value((), self.arrived.dtype, (float(factor),)) if near else None
        arrived, sent = _array(self.arrived), _array(self.sent)
        if arrived is None or sent is None:
            return None
        local = self._worked_out()
        if local is None:
            return None
        try:
            with np.errstate(all="ignore"):
                product = arrived * local
        except ValueError:  # the shapes of a file that nobody recorded
            return None
        if not _close(product, sent, self.sent.dtype):
            return None
        numbers: tuple[Number, ...] = tuple(local.ravel().tolist())
        return Value(local.shape, self.arrived.dtype, numbers)

    def _factor(self) -> Number | None:
        """The rule's value where it is one number that stands there, as most are."""
        if self.rule in self.values:
            return self.values[self.rule].item()
        return language.number(self.rule)

    def _worked_out(self) -> Any:
        """The rule's value, of the numbers that are known; None if that is not all."""
        arrays = {name: _array(each) for name, each in self.known().items()}
        known = {name: each for name, each in arrays.items() if each is not None}
        try:
            return np.asarray(rules.evaluate(self.rule, known), np.float64)
        except ValueError:
            return None


@lru_cache(maxsize=1024)
def _family(rule: str) -> Family | None:
    try:
        return rules.family(rule)
    except ValueError:
        return None


def _texts(trace: Trace, node: GraphNode) -> dict[str, str]:
    called = names(trace.graph)
    texts = {
        each.name: shorten(each.constant or "?", 12)
        if each.node is None
        else called[each.node]
        for each in node.inputs
    }
    texts |= {each.name: each.name for each in node.saved if each.name not in texts}
    inputs = [texts[each.name] for each in node.inputs]
    result = called[node.id] if node.names else written(node, inputs)
    texts["result"] = shorten(result or called[node.id], 24)
    return texts


def _values(node: GraphNode, snapshot: Snapshot) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, text in node.arguments:
        _remember(values, name, text)
    for each in node.inputs:
        if each.node is None:
            _remember(values, each.name, each.constant or "")
        elif each.node in snapshot.values:
            values[each.name] = snapshot.values[each.node]
    if node.id in snapshot.values:
        values["result"] = snapshot.values[node.id]
    return values


def _remember(values: dict[str, Value], name: str, text: str) -> None:
    number = language.number(text)
    if number is not None:
        values[name] = Value((), "float64", (number,))


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


def _elements(dimensions: tuple[int, ...]) -> int:
    return math.prod(dimensions)


def _ordinal(position: int) -> str:
    words = ("first", "second", "third", "fourth")
    return words[position - 1] if position <= len(words) else f"{position}th"
