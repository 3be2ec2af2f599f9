"""Why a ``.grad`` is what it is, in one paragraph.

``records.diagnose`` decides what is the case; here it is said, in PyTorch's words.
A sentence names a step together with the learner's own text of it, so that it can
be found in the picture and in the code.

Next: ``answer_numbers``, for a ``.grad`` that holds numbers; and ``asked``, which
tensor a learner means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autoviz.picture.answer_numbers import (
    counted,
    number,
    set_by_hand,
    shown,
    skipped,
    updated,
)
from autoviz.picture.answer_trouble import infinite, tiny, zero
from autoviz.picture.failure import stale_sentence, tries
from autoviz.picture.label import grad_name, names
from autoviz.picture.phrases import first_sentence
from autoviz.picture.words import shorten
from autoviz.records.diagnose import Kind, Reason, diagnose
from autoviz.records.naming import step_at
from autoviz.records.passes import passes_of
from autoviz.records.reasons import stopped_at
from autoviz.records.steps import Backward, Cut, Failure, Forward, Seed, Trace

__all__ = ["Answer", "answer"]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """Why a ``.grad`` is what it is: ``text`` is one paragraph.

    ``kind`` says in a word what is the case ("cut", "nan", "number"); ``steps`` are
    the steps to look at, in order.
    """

    kind: Kind
    steps: tuple[int, ...]
    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def answer(trace: Trace, node: int) -> Answer:
    """Why the ``.grad`` of a node is None, or holds the numbers it holds."""
    found = diagnose(trace, node)
    name = names(trace.graph)[node]
    text = _WORDS[found.kind](trace, found, name)
    if not found.deposits and found.kind not in ("set by hand", "skipped"):
        text = f"{grad_name(name)} is None because {text}"
    if found.kind != "skipped":
        text += updated(trace, found, name)
    return Answer(found.kind, found.steps, text)


def _not_a_leaf(trace: Trace, found: Reason, name: str) -> str:
    made = [k for k in found.steps if k != found.at]
    how = f"computed in {step_at(trace, made[0])}" if made else "computed"
    what = f"{name} is not a leaf: it was {how}, and only leaves keep what arrives."
    keep = f"{grad_name(name).removesuffix('.grad')}.retain_grad()"
    step = trace.steps[found.at - 1] if found.at else None
    if isinstance(step, Backward):
        gradient = shown(step.arrived[trace.graph.output(found.node)[1]])
        if not gradient.startswith("a "):
            gradient = f"the gradient {gradient}"
        passed = f"{_capital(gradient)} passed through it in step {found.at}"
        return f"{what} {passed}; {keep} before backward() would keep it."
    if any(isinstance(step, Seed) for step in trace.steps):
        return f"{what} No gradient passed through it, either."
    return f"{what} To have it keep its own, call {keep} before backward()."


def _needs_none(trace: Trace, found: Reason, name: str) -> str:
    dtype = trace.graph.nodes[found.node].dtype
    if found.at is not None:
        sent = f"what {step_at(trace, found.at)} sent to it was dropped"
        return f"{name} no longer required grad when backward() came to it: {sent}."
    wanted = "it was given without requires_grad=True, so nothing is sent to it"
    if not dtype.startswith(("float", "bfloat", "complex")):
        wanted = f"its dtype is {dtype}, and only floating point tensors can"
    return f"{name} does not require grad: {wanted}."


def _not_recorded(trace: Trace, found: Reason, name: str) -> str:
    made = _made(trace, found.node)
    no_grad = f"{name} does not require grad"
    if found.at is None:
        return f"{no_grad}: nothing it was made from does."
    if found.at == made:
        return f"{no_grad}. Autograd did not record {stopped_at(trace, found.at)}."
    others = [k for k in found.steps if k not in (made, found.at)]
    ends = f"The record ends at {stopped_at(trace, found.at)}."
    return f"{no_grad}: nothing it was made from does. {ends}{_and_at(others)}"


def _no_backward(trace: Trace, found: Reason, name: str) -> str:
    if found.failure is None:
        return "no backward() ran: .grad starts as None, and backward() fills it."
    return f"no backward() ran. {_error(trace, found.failure)}"


def _too_early(trace: Trace, found: Reason, name: str) -> str:
    seed, use = found.steps
    begun = f"backward() ran too early: it began in step {seed}"
    return f"{begun}, and {name} was first used in {step_at(trace, use)}."


def _failed(trace: Trace, found: Reason, name: str) -> str:
    begun = f"the backward() that began in step {found.steps[0]}"
    error = _error(trace, found.steps[-1])
    return f"{begun} stopped before it came to {name}. {error}"


def _cut(trace: Trace, found: Reason, name: str) -> str:
    at = found.steps[0]
    others = [k for k in found.steps if k not in (at, found.failure)]
    error = f" {_error(trace, found.failure, is_told=True)}" if found.failure else ""
    if isinstance(trace.steps[at - 1], Backward):
        sent = f"{step_at(trace, at)} passed no gradient on: it sent None"
        return f"{sent} where one was due.{_and_at(others)}{error}"
    where = stopped_at(trace, at, found.node)
    return f"the way back to {name} is cut at {where}.{_and_at(others)}{error}"


def _not_used(trace: Trace, found: Reason, name: str) -> str:
    roots = {root for each in passes_of(trace) for root in each.roots}
    root = names(trace.graph)[roots.pop()] if len(roots) == 1 else ""
    what = root or "nothing that backward() was called on"
    verb = "was not" if root else "was"
    item = "A number taken out with item(), float() or numpy() leaves no path."
    if found.at and isinstance(trace.steps[found.at - 1], Cut):
        item = f"Its numbers left autograd at {stopped_at(trace, found.at)}."
    return f"{what} {verb} made from {name}: no path leads back to it. {item}"


_WORDS: dict[Kind, Callable[[Trace, Reason, str], str]] = {
    "not a leaf": _not_a_leaf,
    "needs no gradient": _needs_none,
    "not recorded": _not_recorded,
    "no backward": _no_backward,
    "backward too early": _too_early,
    "backward failed": _failed,
    "cut": _cut,
    "not used": _not_used,
    "set by hand": set_by_hand,
    "skipped": skipped,
    "zero": zero,
    "nan": infinite,
    "inf": infinite,
    "tiny": tiny,
    "number": number,
}


def _and_at(steps: Sequence[int]) -> str:
    return f" The same holds for {counted(steps)}." if steps else ""


def _error(trace: Trace, k: int, *, is_told: bool = False) -> str:
    """``Step 4 raised RuntimeError: …``; why, unless it ``is_told``; what to try."""
    step = trace.steps[k - 1]
    if not isinstance(step, Failure):
        return ""
    told = f"Step {k} raised {shorten(step.type, 60)}"
    if step.message:
        told += f": {first_sentence(step.message).rstrip('.')}"
    told += "" if told.endswith("…") else "."
    ours = [f"Why: {shorten(step.why, 240)}"] if step.why and not is_told else []
    ours += [each for each in (stale_sentence(trace.graph, step),) if each]
    if step.tries:
        ours.append("To try: " + "; or ".join(tries(step)))
    return " ".join([told, *(f"{each}." for each in ours)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _made(trace: Trace, node: int) -> int | None:
    for k, step in enumerate(trace.steps, 1):
        if isinstance(step, Forward) and step.node == node:
            return k
    return None
