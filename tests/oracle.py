"""PyTorch as the judge: one program, run there and here, and everything compared.

A program is a function, or a text, in which ``t`` stands for the library. It runs
once with ``t=torch`` and once with ``t=ours``. What comes out is told in a form
both share (``Outcome``, ``graph_text``, ``backward_order``, ``raised``,
``warned``), so that a test is one comparison.
"""

from __future__ import annotations

import itertools
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch

import autoviz.autograd
import autoviz.core
import autoviz.cuda
import autoviz.distributions
import autoviz.linalg
import autoviz.nn
import autoviz.optim
import autoviz.special
import autoviz.utils
from autoviz.core import modes
from autoviz.core.node import AccumulateGrad, Node

__all__ = [
    "Outcome",
    "agree",
    "agree_on_story",
    "backward_order",
    "error_text",
    "graph_text",
    "nodes",
    "numbers",
    "ours",
    "outcome",
    "raised",
    "run",
    "story",
    "warned",
]

# PyTorch gives some of its warnings only once in a process, unless told.
torch.set_warn_always(True)

ours = SimpleNamespace(
    **autoviz.core.PUBLIC,
    autograd=autoviz.autograd,
    linalg=autoviz.linalg,
    nn=autoviz.nn,
    optim=autoviz.optim,
    special=autoviz.special,
    utils=autoviz.utils,
    cuda=autoviz.cuda,
    distributions=autoviz.distributions,
    load=autoviz.load,
    save=autoviz.save,
)


# the graph, as text


def nodes(tensor: Any) -> list[Any]:
    """Every node behind ``tensor``, each once, in the order a reader meets them."""
    found: list[Any] = []
    seen: set[Any] = set()
    stack = [tensor.grad_fn]
    while stack:
        node = stack.pop()
        if node is not None and node not in seen:
            seen.add(node)
            found.append(node)
            stack.extend(target for target, _ in reversed(node.next_functions))
    return found


def graph_text(tensor: Any) -> str:
    """One line a node: its number, its name, and where its edges lead.

    A leaf is told by its shape. A node that two edges lead to has one line.
    """
    found = nodes(tensor)
    number = {node: str(at) for at, node in enumerate(found)} | {None: "None"}
    lines = []
    for node in found:
        edges = [f"({number[to]}, {nr})" for to, nr in node.next_functions]
        lines.append(f"{number[node]} {_title(node)} -> {' '.join(edges)}".rstrip())
    return "\n".join(lines)


def _title(node: Any) -> str:
    name = node.name().removeprefix("torch::autograd::")
    return f"{name} {list(node.variable.shape)}" if _is_leaf(node) else name


def _is_leaf(node: Any) -> bool:
    return node.name() == "torch::autograd::AccumulateGrad"


# the order of a backward pass


def backward_order(root: Any, *seed: Any, **leaves: Any) -> list[str]:
    """Run ``root.backward(*seed)``; the names of the nodes in the order they ran.

    ``leaves`` gives leaves a name of their own. Of three or more leaves that
    become ready together PyTorch's order is arbitrary, so such a run is sorted.
    """
    listen = _listen_torch if isinstance(root, torch.Tensor) else _listen_ours
    ran: list[str] = []
    known = {id(leaf): name for name, leaf in leaves.items()}

    def note(node: Any) -> None:
        name = known.get(id(node.variable)) if _is_leaf(node) else None
        ran.append(f"AccumulateGrad {name}" if name else _title(node))

    with_hooks = listen(root, note)
    next(with_hooks)
    try:
        root.backward(*seed)
    finally:
        next(with_hooks, None)
    return list(_ties_sorted(ran))


def _listen_torch(root: Any, note: Callable[[Any], None]) -> Iterator[None]:
    found = nodes(root)
    only_by_base = root._base is not None and root._base.requires_grad
    if root.is_leaf and root.requires_grad and not only_by_base:
        found = [torch.autograd.graph.get_gradient_edge(root).node]
    handles = [node.register_hook(lambda *_, node=node: note(node)) for node in found]
    yield
    for handle in handles:
        handle.remove()


def _listen_ours(root: Any, note: Callable[[Any], None]) -> Iterator[None]:
    modes.state.observer = _Listener(note)
    yield
    modes.state.observer = None


class _Listener:
    """An observer that only wants to know which node ran."""

    def __init__(self, note: Callable[[Any], None]) -> None:
        self.note = note

    def created(self, *_: Any) -> None: ...

    def writing(self, *_: Any) -> None: ...

    def forward(self, *_: Any) -> None: ...

    def seed(self, *_: Any) -> None: ...

    def failed(self, *_: Any) -> None: ...

    def backward(self, node: Node, *_: Any) -> None:
        self.note(node)

    def accumulate(self, leaf: AccumulateGrad, *_: Any) -> None:
        self.note(leaf)


def _ties_sorted(ran: Sequence[str]) -> Iterator[str]:
    for leaf, run in itertools.groupby(
        ran, lambda name: name.startswith("AccumulateGrad")
    ):
        together = list(run)
        yield from sorted(together) if leaf and len(together) > 2 else together


# mistakes


def raised(program: Callable[[Any], Any], t: Any) -> str:
    """Type and text of the error that ``program(t)`` ends with."""
    try:
        program(t)
    except Exception as error:
        return error_text(error)
    return "no error"


def error_text(error: Exception | Warning) -> str:
    """Type and text, without PyTorch's build details."""
    text = re.sub(r" \(Triggered internally at .*\)", "", str(error))
    text = text.partition("\nException raised from ")[0]
    return f"{type(error).__name__}: {text}"


def warned(program: Callable[[Any], Any], t: Any) -> list[str]:
    """Category and text of every warning, without PyTorch's build details."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        program(t)
    return [error_text(each.message) for each in caught]


# everything at once


@dataclass
class Outcome:
    """What a program left behind: words that are equal, numbers that are close."""

    words: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)

    def tell(self, name: str, tensor: Any) -> None:
        """Note all there is to see of ``tensor``."""
        if not hasattr(tensor, "dtype"):
            self.words[name] = repr(tensor)
            if isinstance(tensor, tuple):
                tensors = [each for each in tensor if hasattr(each, "dtype")]
                self.words[f"{name} stride"] = [strides(each) for each in tensors]
            return
        self.words[name] = {
            "dtype": str(tensor.dtype),
            "shape": str(tensor.shape),
            "requires_grad": tensor.requires_grad,
            "is_leaf": tensor.is_leaf,
            "version": tensor._version,
            "retains_grad": tensor.retains_grad,
            "graph": graph_text(tensor),
            "repr": repr(tensor),
            "stride": strides(tensor),
        }
        self.numbers[name] = numbers(tensor)


def strides(tensor: Any) -> list[int]:
    """How far apart neighbours are in memory, where there are any."""
    pairs = zip(tensor.shape, tensor.stride(), strict=True)
    return [step for size, step in pairs if size > 1 and tensor.numel()]


def numbers(tensor: Any) -> np.ndarray[Any, Any]:
    """A copy of the values of a tensor of either kind."""
    return np.array(tensor.detach().numpy())


def run(program: str, t: Any, **names: Any) -> dict[str, Any]:
    """Run a program text; the names it has set."""
    space = {"t": t, **names}
    exec(program, space)
    del space["__builtins__"]
    return space


def story(program: str, t: Any) -> list[str]:
    """Run a program text; what it said with ``say(…)``, warned and raised."""
    told: list[str] = []

    def say(*things: Any) -> None:
        told.append(" ".join(_said(each) for each in things))

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            run(program, t, say=say, graph=graph_text)
        except Exception as error:
            told.append(error_text(error))
    return told + [error_text(each.message) for each in caught]


def _said(thing: Any) -> str:
    return _title(thing) if hasattr(thing, "next_functions") else repr(thing)


def outcome(setup: str, expression: str, t: Any) -> Outcome:
    """Evaluate ``expression`` after ``setup``, then go backward through it."""
    space = run(setup, t)
    given = {name: each for name, each in space.items() if isinstance(each, t.Tensor)}
    told = Outcome()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = eval(expression, space)
            told.tell("result", result)
            if isinstance(result, t.Tensor):
                _tell_relations(told, result, given)
                _go_backward(told, result, given, t)
        except Exception as error:
            told.words["error"] = error_text(error)
    told.words["warnings"] = sorted({error_text(each.message) for each in caught})
    for name, each in given.items():
        told.words[f"{name} afterwards"] = (each._version, each.requires_grad)
    return told


def _tell_relations(told: Outcome, result: Any, given: Mapping[str, Any]) -> None:
    bases = [name for name, each in given.items() if result._base is each]
    told.words["base"] = None if result._base is None else bases or "another"
    told.words["itself"] = [name for name, each in given.items() if result is each]
    told.words["saved"] = _saved(result)


def _saved(result: Any) -> dict[str, str]:
    """The saved tensors of the last node, by name."""
    names = ("self", "other", "result", "exponent", "mat2", "vec", "tensor")
    saved = {}
    for name in names:
        kept = getattr(result.grad_fn, f"_saved_{name}", "no such thing")
        saved[name] = repr(kept)
    return saved


def _go_backward(told: Outcome, result: Any, given: Mapping[str, Any], t: Any) -> None:
    if not result.requires_grad or result.is_leaf:
        return
    seed = np.cos(np.arange(result.numel())).reshape(tuple(result.shape))
    seed = t.tensor(seed.astype(str(result.dtype).removeprefix("torch.")))
    leaves = {name: each for name, each in given.items() if each.is_leaf}
    told.words["order"] = backward_order(result, seed, **leaves)
    for name, leaf in leaves.items():
        if leaf.grad is None:
            told.words[f"{name}.grad"] = None
        else:
            told.tell(f"{name}.grad", leaf.grad)
            for arbitrary in ("version", "repr"):  # in its last digit
                del told.words[f"{name}.grad"][arbitrary]


def agree(setup: str, expression: str) -> None:
    """Assert that a program has one and the same outcome in both worlds."""
    assert_same(outcome(setup, expression, torch), outcome(setup, expression, ours))


def agree_on_story(program: str) -> None:
    """Assert that a program says the same in both worlds, and says something."""
    program = textwrap.dedent(program)
    expected = story(program, torch)
    assert expected
    assert expected == story(program, ours)


def assert_same(expected: Outcome, actual: Outcome) -> None:
    """Words equal, numbers of equal shape and close."""
    assert expected.words == actual.words
    assert list(expected.numbers) == list(actual.numbers)
    coarse = any(each.dtype == np.float32 for each in expected.numbers.values())
    tolerance = 1e-5 if coarse else 1e-12
    for name, wanted in expected.numbers.items():
        np.testing.assert_allclose(
            actual.numbers[name], wanted, rtol=tolerance, atol=tolerance, err_msg=name
        )
