"""What one backward step sent along each of its edges, and by what rule.

Caption, "why" panel and text twin are written from these flows, so all three say
the same thing.

Next: ``caption``.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from autoviz.picture.label import names
from autoviz.picture.notation import rules, textbook
from autoviz.picture.notation.mathml import Math, formula_math
from autoviz.picture.notation.numbers import short
from autoviz.picture.notation.reading import Part, Reading, texts_of, values_of
from autoviz.picture.notation.rules import Factor, Family
from autoviz.picture.words import Span
from autoviz.records.fold import History, Snapshot
from autoviz.records.graph import GraphNode
from autoviz.records.steps import Backward, Trace
from autoviz.records.value import Value

__all__ = ["Flow", "flows", "formulas"]

_LONG = 44


@dataclass(frozen=True)
class Flow:
    """One edge of one backward step.

    ``to`` is what the target is called, ``ordinal`` "first" or "second" where
    two edges go to the same target, else "". ``local`` are the numbers of the local
    derivative, where they explain what was sent. ``input`` is the number of the edge
    among the inputs of the node. ``reading`` knows the names in the rule.
    """

    target: int
    to: str
    ordinal: str
    input: int
    local: Value | None
    reading: Reading = field(repr=False, compare=False)

    @property
    def rule(self) -> str:
        """The rule as it stands in the table of operations."""
        return self.reading.rule

    @property
    def arrived(self) -> Value:
        """The gradient that arrived."""
        return self.reading.arrived

    @property
    def sent(self) -> Value:
        """What was sent along this edge."""
        return self.reading.sent

    @property
    def count(self) -> int:
        """How many elements shared one element of what arrived."""
        return self.reading.shared

    @property
    def node(self) -> GraphNode:
        """The node that ran."""
        return self.reading.node

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
            and self.count == 1
            and len(self.sent.shape) <= len(self.arrived.shape)
        )

    @property
    def family(self) -> Family | None:
        """How the gradient passes through; None for a rule that cannot be read."""
        return self.reading.family

    @property
    def moves(self) -> str:
        """Which rearrangement it is, of a route: ``"scatter"``."""
        return "" if self.reading.tree is None else rules.route(self.reading.tree)

    @cached_property
    def formula(self) -> str:
        """The rule as a textbook has it; its own text if it cannot be read."""
        return self.reading.written(self.reading.tree)

    @cached_property
    def chosen(self) -> str | None:
        """``G if y > 0, else 0``: the product with a derivative that is a choice."""
        tree = self.reading.tree
        if not isinstance(tree, ast.IfExp):
            return None
        return self.reading.written(textbook.times(ast.Name("g"), tree))

    @cached_property
    def inside(self) -> str | None:
        """What is put somewhere, of a rule like ``scatter(-g / 2)``."""
        match self.reading.tree:
            case ast.Call(_, [tree]):
                text, number = self.reading.written(tree), self.reading.item(tree)
                return text if number is None else f"{text} = {short(number)}"
        return None

    @cached_property
    def made_from(self) -> str:
        """The names in the rule: ``G, x and W``."""
        named, texts = rules.names(self.rule), self.reading.texts
        known = ("g", *self.reading.values)
        listed = list(dict.fromkeys(texts[each] for each in known if each in named))
        return " and ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))

    @cached_property
    def substituted(self) -> str | None:
        """The same with numbers in, if ``local`` is known."""
        tree = self.reading.with_numbers() if self.local is not None else None
        try:
            return None if tree is None else textbook.written(tree, {})
        except ValueError:
            return None

    @property
    def math(self) -> Math | Span:
        """``formula`` for the panel; a long one as text, which can be broken."""
        tree = self.reading.tree
        if tree is None or not self.reading.is_known or len(self.formula) > _LONG:
            return "code", self.formula
        return formula_math(tree, self.reading.texts)

    @property
    def math_with_numbers(self) -> Math | None:
        """``substituted`` for the panel."""
        tree = self.reading.with_numbers() if self.substituted is not None else None
        return None if tree is None else formula_math(tree, {})

    @property
    def is_outer(self) -> bool:
        """Whether a column is multiplied by a row."""
        return self.reading.tree is not None and rules.is_outer(self.reading.tree)

    @property
    def parts(self) -> tuple[Part, ast.operator, Part] | None:
        """The two sides of the last calculation, where their numbers are known."""
        return self.reading.parts

    @property
    def unexplained(self) -> str:
        """Why what was sent is not worked out number by number; empty if it is."""
        if self.family is None:
            return "no rule is known for this operation: the number is PyTorch's own"
        for kernel, reason in _KERNELS.items():
            if kernel in self.rule:
                return reason
        moved = self.family in ("route", "sum", "expand") or self.inside is not None
        if moved or self.formula == "1" or self.local or self.parts or self.factors:
            return ""
        return self.reading.hindrance()

    @cached_property
    def factors(self) -> tuple[tuple[Factor, str, Value], ...]:
        """The two matrices of a matmul rule, by name, with their values."""
        return self.reading.factors()


_KERNELS = {
    "conv": "each number is a sum of products over a window: too many to write out",
    "shares(": "shares(q, k) is softmax(q @ kᵀ·scale): how much of each value is taken",
    "bags": "each word gets G of its bag, as far as it went into that",
    "cdist_backward": "from each distance G, in the direction in which it grows",
    "trilinear": "the sum of products of G with the two others",
    "margins": "what is too close gets G, what should be ahead all of it, negative",
    "glu_backward": "the one half gets G·sigmoid(b), the other a·G times its slope",
    "gelu_backward": "the gradient of gelu's own backward is the same multiplier again",
    "gamma(self)": "digamma, trigamma …: sums without end, each the slope of the last",
    "nll_loss": "the loss of G: what stands at the targets, with a minus",
    "window_mean": "the mean of G over each window",
    "interpolate_backward": "each number goes to those it was made of, by the weights",
    "interpolate(": "what interpolate makes of G",
    "solve(": "solve(A, G) is the X for which A @ X = G",
    "cross(": "each number is a product of the two other places, minus the one across",
    "eigh_backward": "an eigenvalue sends v·vᵀ of its own eigenvector; an eigenvector "
    "turns towards the others, the more the nearer their eigenvalues are",
    "svd_backward": "a singular value sends u·vᵀ of its own two vectors; a vector "
    "turns towards the others, the more the nearer their singular values are",
    "pinv_backward": "what pinv would send if G @ bᵀ arrived at it",
    "qr_backward": "worked out from G, Q and R, so that Q stays a turn, R a triangle",
}
"""Functions in a rule that stand for a whole algorithm, explained."""


def flows(snapshot: Snapshot) -> tuple[Flow, ...]:
    """The flows of the step just made; none unless it is a ``Backward``.

    Of several gradients that arrived the first stands in them: most nodes with several
    results only join or rearrange what arrived.
    """
    is_backward = isinstance(snapshot.step, Backward)
    return _flows(snapshot.history, snapshot.k) if is_backward else ()


@lru_cache(maxsize=512)
def _flows(history: History, k: int) -> tuple[Flow, ...]:
    """Kept for a while, since much that is said of a step is written from them."""
    trace, snapshot = history.trace, history.at(k)
    step = snapshot.step
    assert isinstance(step, Backward)
    arrived = next((each for each in step.arrived if each is not None), None)
    if arrived is None:
        return ()
    is_alone = arrived is step.arrived[0] and not any(step.arrived[1:])
    node = trace.graph.nodes[step.node]
    edges = [
        (at, each, sent)
        for at, (each, sent) in enumerate(zip(node.inputs, step.sent, strict=False))
        if sent is not None
    ]
    total = Counter(each.node for _, each, _ in edges)
    seen: Counter[int | None] = Counter()
    values = values_of(node, snapshot)
    found: list[Flow] = []
    for at, each, sent in edges:
        seen[each.node] += 1
        ordinal = _ordinal(seen[each.node]) if total[each.node] > 1 else ""
        if each.node is not None:
            rule = each.rule or ""
            reading = Reading(rule, trace, node, values, arrived, sent, is_alone)
            to = names(trace.graph)[each.node]
            found.append(Flow(each.node, to, ordinal, at, reading.local(), reading))
    return tuple(found)


def formulas(trace: Trace, node: GraphNode) -> tuple[str, ...]:
    """The rules of ``node``, for each input that gets a gradient."""
    texts, arguments = texts_of(trace, node), dict(node.arguments)
    found: list[str] = []
    for each in node.inputs:
        if each.needs_grad and each.rule:
            try:
                found.append(textbook.formula(each.rule, texts, arguments))
            except ValueError:
                continue
    return tuple(found)


def _ordinal(position: int) -> str:
    words = ("first", "second", "third", "fourth")
    return words[position - 1] if position <= len(words) else f"{position}th"
