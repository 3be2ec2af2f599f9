"""What an optimizer did to a parameter, in words: its caption, its "why" panel.

A formula is written only where it is what ran: plain SGD's ``w − lr · w.grad``, and
only if the recorded numbers agree with it. Of any other optimizer there is its name,
and what was there before and after.

Next: ``text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.grids import grid
from autoviz.picture.notation.numbers import exact, item, said, shape, short
from autoviz.picture.panel import Item, Row, Why
from autoviz.picture.phrases import operand
from autoviz.picture.words import Span, Spans, atomic, shorten
from autoviz.records.graph import Graph
from autoviz.records.steps import Update

__all__ = ["descends", "from_to", "learning_rate", "update_caption", "update_why"]

_COARSE = ("float16", "bfloat16")
_FEW = 8


def update_caption(graph: Graph, step: Update) -> Spans:
    """``SGD updates w: 3 → 2.4 (lr 0.1); w − lr · w.grad = 3 − 0.1 · 6 = 2.4``."""
    name, rate = names(graph)[step.node], learning_rate(step)
    spans: list[Span] = [("", f"{shorten(step.by, 40)} updates "), ("name", name)]
    told = "" if rate is None else f" (lr {short(rate)})"
    if step.after.item() is None:
        spans.append(("", f", shape {shape(step.after.shape)}{told}"))
        if descends(step):
            spans += [("", "; each number becomes "), ("code", _rule(name))]
        return tuple(spans)
    before, after = from_to(step)
    spans += [("", f": {before} → " if before else ": now "), ("value", after)]
    spans.append(("", told))
    if descends(step):
        spans += [("", "; "), *_worked(step, name)]
    return tuple(spans)


def update_why(graph: Graph, step: Update) -> Why:
    """What the optimizer was given, and what it made of it."""
    name = names(graph)[step.node]
    rows = [*_given(step, name), Row(f"{name} now", _now(step, name))]
    if step.after.item() is None:
        return Why((("", "why these numbers in "), ("name", name), ("", "?")), (*rows,))
    is_now: Span = ("value", f" {from_to(step)[1]}")
    return Why((("", "why is "), ("name", name), is_now, ("", " now?")), (*rows,))


def descends(step: Update) -> bool:
    """Whether it was ``w − lr · w.grad`` and no more: the numbers must agree."""
    rate, before, held = learning_rate(step), step.before, step.grad
    if step.by != "SGD" or rate is None or len(step.arguments) > 1:
        return False
    if before is None or held is None or before.shape != held.shape:
        return False
    numbers = [each.numbers or () for each in (before, held, step.after)]
    close = 0.02 if step.after.dtype in _COARSE else 2e-6
    return bool(numbers[0]) and all(
        isclose(w - rate * g, now, rel_tol=close, abs_tol=close * abs(w))
        or (now != now and g != g)
        for w, g, now in zip(*numbers, strict=True)
    )


def learning_rate(step: Update) -> float | None:
    """What ``lr`` was, if that is known as a number."""
    try:
        return float(dict(step.arguments)["lr"])
    except (KeyError, ValueError):
        return None


def from_to(step: Update) -> tuple[str, str]:
    """The number before and after, so long that one sees them differ."""
    before = step.before.item() if step.before is not None else None
    after = step.after.item()
    if before is None or after is None:
        return "", item(step.after)
    for say in (short, exact):
        if say(before) != say(after):
            return say(before), say(after)
    return str(before), str(after)


def _given(step: Update, name: str) -> Iterator[Row]:
    by = shorten(step.by, 40)
    told = [f"{each} {shorten(text, 24)}" for each, text in step.arguments[:_FEW]]
    if told:
        yield Row(by, (("code", ", ".join(told)),))
    if step.grad is not None:
        leaves: Span = ("", "; step() leaves it as it is")
        yield Row(grad_name(name), (("grad", said(step.grad)), leaves))
    if not descends(step):
        how = f"{by}'s own rule; what it works out inside is not recorded"
        yield Row("how", (("", how),))


def _now(step: Update, name: str) -> tuple[Item, ...]:
    if step.after.item() is None:
        return _moved(step, name)
    if descends(step):
        return _worked(step, name)
    before, after = from_to(step)
    return ("", f"{before} → " if before else ""), ("value", after)


def _rule(name: str) -> str:
    return f"{name if atomic(name) else f'({name})'} − lr · {grad_name(name)}"


def _worked(step: Update, name: str) -> Spans:
    """``w − lr · w.grad = 3 − 0.1 · 6 = 2.4``."""
    before, after = from_to(step)
    held = step.grad.item() if step.grad is not None else None
    product = f"{short(learning_rate(step) or 0)} · {operand(short(held or 0))}"
    middle: Span = ("", f" = {before} − {product} = ")
    return ("code", _rule(name)), middle, ("value", after)


def _moved(step: Update, name: str) -> tuple[Item, ...]:
    """The matrices before and after; of plain SGD what is subtracted, too."""
    after = grid(step.after, (("code", f"{name} now"),))
    if step.before is None:
        return (after,)
    before = grid(step.before, (("code", f"{name} before"),))
    if step.grad is None or not descends(step):
        return before, ("", "→"), after
    held = grid(step.grad, (("grad", grad_name(name)),))
    rate = short(learning_rate(step) or 0)
    return before, ("", f"− {rate} ·"), held, ("", "="), after
