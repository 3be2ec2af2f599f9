"""Where elements of a gradient go, in words, for operations that only move them.

An index, a ``cat``, a maximum: backward nothing is multiplied, each number goes back to
where it came from, and what took no part gets 0.

Next: ``phrases``.
"""

from __future__ import annotations

from autoviz.picture.notation.flow import Flow
from autoviz.picture.notation.numbers import shape

__all__ = ["given_to", "routed", "summed"]

_PUT_BACK = {
    "embedding": "added to the rows that were looked up, 0 elsewhere",
    "kthvalue": "put where that element stood, 0 elsewhere",
    "masked_select": "put back where the mask is True, 0 elsewhere",
    **dict.fromkeys(
        ("adaptive_max_pool2d", "max_pool2d"),
        "added where the largest of each window stood, 0 elsewhere",
    ),
    "sort": "put back into the order before sorting",
    "topk": "put where these elements stood, 0 elsewhere",
    **dict.fromkeys(
        ("diagonal", "diagonal_copy", "trace"), "put on the diagonal, 0 elsewhere"
    ),
    **dict.fromkeys(
        ("as_strided", "gather", "index", "index_select", "take"),
        "added where each element was taken from, 0 elsewhere",
    ),
    **dict.fromkeys(
        (f"{way}_pad{n}d" for way in ("reflection", "replication") for n in (1, 2, 3)),
        "with what reached the frame added where it was taken from",
    ),
}
"""Of a ``scatter``, by operation."""

_EXTREMES = {
    "amax": "largest",
    "amin": "smallest",
    "max": "largest",
    "median": "median",
    "min": "smallest",
}

_MOVED = {
    "scatter": "put back where it was taken from, 0 elsewhere",
    "roll": "moved back",
    "cumsum": "added up from the end",
    "gather": "only the elements that were put there",
    "fill": "with 0 where something else was written",
    "tril": "with 0 above the diagonal",
    "triu": "with 0 below the diagonal",
    "diagonal": "the diagonal",
    "spread": "spread evenly over each window",
    "fold": "each window put back in its place, and added up",
    "unfold": "cut into windows again",
    "slice": "the part that belongs there",
    "select": "the part that belongs there",
}


def routed(flow: Flow, gradient: str) -> tuple[str, str]:
    """What is sent and how it got there: ``("G[0:2]", "shape (2, 3)")``."""
    went = f"shape {shape(flow.sent.shape)}"
    if flow.moves in ("transpose", "permute", "flip"):
        return gradient, f"turned back to {went}"
    if flow.moves in ("cat", "stack"):
        return "what arrived", f"joined again to {went}"
    if flow.node.op in ("cat", "stack"):
        return _part(flow, gradient), went
    how = _MOVED.get(flow.moves)
    if flow.moves == "scatter":
        how = _put_back(flow) or how
    if flow.moves == "slice" and flow.node.op == "pad":
        how = "without the padding"
    return gradient, f"{how}, {went}" if how else f"passed on in {went}"


def given_to(flow: Flow) -> str:
    """Who gets it, of a maximum of all elements; empty for any other operation."""
    which = _EXTREMES.get(flow.node.op or "", "")
    if not which or flow.family != "scale":
        return ""
    shares = flow.local.numbers if flow.local is not None else None
    equals = any(0 < each < 1 for each in shares or ())
    verb = f"shared by the {which}" if equals else f"put where the {which} stood"
    return f"{verb}, 0 elsewhere"


def summed(flow: Flow, gradient: str) -> tuple[str, str]:
    """The same where elements are added up on the way."""
    which = "the elements that were put there, " if "gather" in flow.rule else ""
    return gradient, f"{which}summed to shape {shape(flow.sent.shape)}"


def _put_back(flow: Flow) -> str | None:
    """``put back at x[0], 0 elsewhere``, where that is how the learner wrote it."""
    op = flow.node.op or ""
    if op in _EXTREMES:
        return f"put where the {_EXTREMES[op]} stood, 0 elsewhere"
    source = flow.node.source
    place = "" if source is None else source.expression
    is_place = place.startswith(f"{flow.to}[") and place.endswith("]")
    if op in ("index", "select", "slice") and is_place and len(place) <= 24:
        verb = "added" if op == "index" else "put back"
        return f"{verb} at {place}, 0 elsewhere"
    return _PUT_BACK.get(op)


def _part(flow: Flow, gradient: str) -> str:
    """Of a ``cat`` or ``stack``: ``G[:, 2:5]``."""
    node, rank = flow.node, max(len(flow.arrived.shape), 1)
    dim = flow.reading.number("dim") % rank
    before = ":, " * dim
    if node.op == "stack":
        return f"{gradient}[{before}{flow.input}]"
    sizes = [
        flow.reading.size(each.name, dim) for each in node.inputs[: flow.input + 1]
    ]
    if any(size is None for size in sizes):
        return gradient
    end = sum(size or 0 for size in sizes)
    return f"{gradient}[{before}{end - (sizes[-1] or 0)}:{end}]"
