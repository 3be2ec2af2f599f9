"""Why autograd did not record an operation, in words; and what one can do about it.

A ``Forward`` that is not tracked has its ``reason``, a ``Cut`` says ``by`` what the
numbers left. Both are places where a gradient cannot pass.

Next: ``diagnose``.
"""

from __future__ import annotations

from autoviz.records.grains import about
from autoviz.records.naming import names, step_at
from autoviz.records.steps import Cut, Forward, Step, Trace
from autoviz.records.wording import visible

__all__ = ["UNTRACKED", "remedy", "stopped", "stopped_at"]

UNTRACKED = {
    "no_grad": "inside no_grad() autograd records nothing",
    "inference_mode": "inside inference_mode() autograd records nothing",
    "detach": "detach() gives the same numbers without their history",
    "data": ".data gives the same numbers, and autograd sees no write through it",
    "no input requires grad": "nothing it was made from requires grad",
    "tensor": "tensor() copies the numbers, without their history",
    "the result is bool": "a true-or-false result has no slope",
}
"""Why autograd did not record an operation, by the reason in its step."""

_REMEDIES = {
    "no_grad": "compute it outside of no_grad()",
    "inference_mode": "compute it outside of inference_mode()",
    "detach": "use the tensor itself in place of detach()",
    "data": "use the tensor itself in place of .data",
    "no input requires grad": "give what is to be learned requires_grad=True",
    "tensor": "use stack() in place of tensor()",
    "the result is bool": "use something with a slope, as sigmoid() in place of > 0",
}
_WHOLE = "use something with a slope, as softmax() in place of argmax()"


def stopped_at(trace: Trace, k: int, leaf: int | None = None) -> str:
    """``step 3 (h = x.detach()): …``: a step that no gradient comes back through.

    Of a ``leaf`` that did not require grad at the time, that is said.
    """
    step, node = trace.steps[k - 1], about(trace.steps[k - 1])
    edges = () if node is None else trace.graph.nodes[node].inputs
    why = stopped(step)
    unasked = isinstance(step, Forward) and _reason(step) == "no input requires grad"
    if unasked and leaf is not None and leaf in [each.node for each in edges]:
        why = f"{names(trace.graph)[leaf]} did not require grad at that time"
    return f"{step_at(trace, k)}: {why}"


def stopped(step: Step) -> str:
    """Why no gradient comes back through this step."""
    if isinstance(step, Cut):
        return f"{step.by} gives plain numbers, without their history"
    why = _reason(step)
    told = UNTRACKED.get(why) or visible(why)
    if why.startswith("the result is ") and why not in UNTRACKED:
        told = f"{told}, and only floating point tensors have gradients"
    return told


def remedy(step: Step) -> str:
    """What to do, if a gradient should come back through this step."""
    if isinstance(step, Cut):
        return f"compute with the tensor, not with what {step.by} gives"
    return _REMEDIES.get(_reason(step), _WHOLE)


def _reason(step: Step) -> str:
    reason = step.reason if isinstance(step, Forward) else None
    return reason or "no input requires grad"
