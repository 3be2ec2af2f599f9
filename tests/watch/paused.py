"""Programs with loops, of which rounds are left out; ``t`` stands for the library.

``av`` has the loops and scopes. What a program leaves in ``kept`` is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Value
from autoviz.records.fold import fold
from tests.oracle import ours

__all__ = ["LIBRARIES", "LOOPS", "PARTS", "numbers", "state_told", "truth", "watched"]

_MANY = 64
LIBRARIES = {"numpy": ours, "torch": torch}

LOOPS = {
    "training": """
w = t.tensor([1., 2., 3.], requires_grad=True)
for i in av.loop(range(7)):
    loss = ((w * i - 1)**2).sum()
    w.grad = None
    loss.backward()
    with t.no_grad():
        w -= 0.01 * w.grad
kept = {"w": w}
""",
    "gradients of three rounds added": """
w = t.tensor([1., 2., 3.], requires_grad=True)
for i in av.loop(range(7)):
    ((w * i - 1)**2).sum().backward()
    if i % 3 == 2:
        with t.no_grad():
            w -= 0.01 * w.grad
        w.grad.zero_()
kept = {"w": w}
""",
    "carried on": """
w, h = t.tensor(0.5, requires_grad=True), t.tensor(1.)
for i in av.loop(range(6)):
    h = t.tanh(h * w + i)
h.backward()
kept = {"w": w, "h": h}
""",
    "one trunk": """
w, v = t.tensor(0.5, requires_grad=True), t.tensor(2., requires_grad=True)
trunk = t.exp(w * 2)
for i in av.loop(range(6)):
    (trunk * v * i).backward(retain_graph=i < 4)
    if i == 4:
        break
kept = {"w": w, "v": v, "trunk": trunk}
""",
    "written to in place": """
w = t.tensor([1., 2.], requires_grad=True)
h = w * 1
for i in av.loop(range(5)):
    h += i
    h.mul_(2)
h.sum().backward()
kept = {"w": w, "h": h}
""",
    "written to through a view": """
w = t.tensor([1., 2.], requires_grad=True)
h = w * 1
v = h[0]
for i in av.loop(range(5)):
    v *= i + 1
    h[1] = h[1] * 3
(h.sum() + v).backward()
kept = {"w": w, "h": h, "v": v}
""",
    "through data": """
w, total = t.tensor(3., requires_grad=True), t.tensor(0.)
d = w.detach()
for i in av.loop(range(5)):
    loss = w * w * i
    loss.backward()
    total += loss.detach()
    w.data -= 0.1 * w.grad
    w.grad = None
kept = {"w": w, "d": d, "total": total}
""",
    "a name that hops": """
w = t.tensor(3., requires_grad=True)
for i in av.loop(range(5)):
    (w * w).backward()
    w = (w - 0.1 * w.grad).detach().requires_grad_()
kept = {"w": w}
""",
    "a computed tensor that keeps its gradient": """
w = t.tensor(3., requires_grad=True)
h = w * 2
h.retain_grad()
for i in av.loop(range(5)):
    (h * i).backward(retain_graph=True)
kept = {"w": w, "h": h}
""",
    "a large tensor": """
w = t.ones(100, requires_grad=True)
for i in av.loop(range(5)):
    loss = (w * w * i).sum()
    w.grad = None
    loss.backward()
    with t.no_grad():
        w -= 0.1 * w.grad
kept = {"w": w}
""",
    "a loop in a loop": """
w = t.tensor(3., requires_grad=True)
for epoch in av.loop(range(3)):
    for i in av.loop(range(5)):
        (w * w * i).backward()
    with t.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
kept = {"w": w}
""",
    "hooks": """
w = t.tensor(3., requires_grad=True)
w.register_hook(lambda g: g * 2)
for i in av.loop(range(5)):
    h = w * w
    h.register_hook(lambda g: g + 1)
    h.backward()
kept = {"w": w}
""",
}

PARTS = {
    "used outside as well": """
w, v = t.tensor([0.5, 1.], requires_grad=True), t.tensor(2., requires_grad=True)
for i in av.loop(range(3)):
    x = v * i + 1
    with av.scope("encoder"):
        h = t.tanh(x * w)
    loss = (h * h).sum() + h.sum()
    w.grad = None
    loss.backward()
    with t.no_grad():
        w -= 0.1 * w.grad
kept = {"w": w}
""",
    "a leaf shared with outside": """
w = t.tensor(0.5, requires_grad=True)
with av.scope("encoder"):
    h = w * w
(h * w + w * 3 + h).backward()
kept = {"w": w}
""",
    "a part that comes twice": """
w, x = t.tensor(0.5, requires_grad=True), t.tensor(2., requires_grad=True)
with av.scope("encoder"):
    h = t.exp(x * w)
k = h + 1
with av.scope("encoder"):
    z = t.exp(k * w)
(z - h).backward()
kept = {"w": w, "h": h, "z": z}
""",
    "backward inside": """
w = t.tensor(0.5, requires_grad=True)
e = w * 3
with av.scope("encoder"):
    loss = (e * e) * w
    loss.backward()
kept = {"w": w}
""",
    "several results": """
w = t.tensor([1., 2., 3.], requires_grad=True)
a, b, c = (w * 2).unbind()
with av.scope("encoder"):
    h = a * c
    p, q = t.stack([h, h * 2]).unbind()
(p * b + q * q).backward()
kept = {"h": h}
""",
    "hooks inside and outside": """
w = t.tensor(0.5, requires_grad=True)
k = w * 2
with av.scope("encoder"):
    h = k * w
    h.register_hook(lambda g: g * 3)
loss = h * h
loss.register_hook(lambda g: g * 5)
loss.backward()
kept = {"w": w}
""",
    "written to outside": """
w = t.tensor([0.5, 1.], requires_grad=True)
h = w * 2
with av.scope("encoder"):
    h = h * h
h *= 2
with av.scope("encoder"):
    k = (h * w).sum()
k.backward()
kept = {"w": w, "k": k}
""",
    "gradients that are asked for": """
w = t.tensor([0.5, 1.], requires_grad=True)
h = w * 2
with av.scope("encoder"):
    k = h * h
(g,) = t.autograd.grad(k.sum() * 2, [h])
kept = {"h": h}
""",
}

State = Mapping[str, tuple[Any, Any, int]]


def watched(program: str, library: Any, **options: Any) -> tuple[Recording, State]:
    """Its recording, and the state in which it leaves what it keeps."""
    space = {"t": library, "av": av}
    with av.record(**options) as rec:
        exec(compile(program, "<program>", "exec"), space)
    return rec, space["kept"]


def truth(program: str, library: Any) -> State:
    """How it leaves what it keeps when nobody watches."""
    space = {"t": library, "av": av}
    exec(compile(program, "<program>", "exec"), space)
    return numbers(space["kept"])


def numbers(kept: Mapping[str, Any]) -> State:
    """Values, gradients and versions, as they are now."""
    return {name: _numbers(each) for name, each in kept.items()}


def _numbers(tensor: Any) -> tuple[Any, Any, int]:
    keeps = tensor.is_leaf or tensor.retains_grad
    return _flat(tensor), _flat(tensor.grad if keeps else None), tensor._version


def _flat(tensor: Any) -> tuple[float, ...] | None:
    """Its numbers; of many, as in a recording, the mean."""
    if tensor is None:
        return None
    found = tuple(tensor.detach().reshape(-1).tolist())
    return found if len(found) <= _MANY else (round(sum(found) / len(found), 5),)


def state_told(rec: Recording, kept: Mapping[str, Any]) -> State:
    """Values, gradients and versions, as the recording says in the end.

    Only of tensors that it knows.
    """
    found = {}
    for name, tensor in kept.items():
        nodes = [find(tensor) for find in rec._find]
        for node in nodes:
            if node is not None:
                found[name] = _told(rec, node)
    return found


def _told(rec: Recording, node: int) -> tuple[Any, Any, int]:
    end = fold(rec.trace, len(rec.trace.steps))
    value, grad = end.values[node], end.grads.get(node)
    version = end.versions.get(rec.trace.graph.nodes[node].storage, 0)
    return _shown(value), _shown(grad), version


def _shown(value: Value | None) -> tuple[Any, ...] | None:
    if value is None or value.numbers is not None:
        return None if value is None else value.numbers
    assert value.summary is not None
    return (round(value.summary.mean, 5),)
