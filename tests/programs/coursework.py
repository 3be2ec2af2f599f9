"""Programs of a first course, as a course has them: they import torch.

Each is run twice, as it is and with its import lines changed to autoviz, and what it
prints and all its variables are compared. Then it is recorded twice, from the line
``# recorded from here`` on. Data and weights are made by formula, because the two
libraries draw other random numbers. A variable whose name begins with ``_`` is not
compared.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby, zip_longest
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

import autoviz
from autoviz.records import Forward, Graph, Step, Trace, Value
from tests.optim.training import same
from tests.oracle import graph_text
from tests.watch.parity import recorded_twice

__all__ = ["LOOSELY", "PROGRAMS", "outcome", "recordings", "traces"]

FOLDER = Path(__file__).parent / "course"
PROGRAMS = sorted(each.stem for each in FOLDER.glob("*.py"))
HERE = "# recorded from here\n"

_IMPORT = re.compile(r"^(import|from) torch\b(.*)$", re.MULTILINE)


def text_of(name: str, library: ModuleType) -> str:
    """A program, with the import lines for this library."""
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    if library is torch:
        return text
    text = re.sub(r"^import torch$", "import autoviz as torch", text, flags=re.M)
    return _IMPORT.sub(r"\1 autoviz\2", text)


def parts(name: str) -> tuple[str, str]:
    """What is not recorded, for ``t`` in place of the imports; and what is."""
    before, recorded = text_of(name, torch).split(HERE)
    return "\n".join(map(_assigned, before.splitlines())), recorded


def _assigned(line: str) -> str:
    match line.split():
        case ["import", "torch"]:
            return "torch = t"
        case ["import", name, "as", short] if name.startswith("torch."):
            return f"{short} = t.{name.removeprefix('torch.')}"
        case ["from", home, "import", *names] if home.split(".")[0] == "torch":
            owner = home.replace("torch", "t", 1)
            found = [each.strip(",") for each in names]
            return "; ".join(f"{each} = {owner}.{each}" for each in found)
    return line


def ran(name: str, library: ModuleType) -> tuple[str, dict[str, Any]]:
    """Run a program; what it printed, and what its variables are then."""
    space: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), _as_plain_operations():
        exec(compile(text_of(name, library), f"<{name}>", "exec"), space)
    return printed.getvalue(), {
        each: value for each, value in space.items() if not each.startswith("_")
    }


def outcome(name: str) -> None:
    """Assert that a program does the same with both libraries."""
    (said, expected), (also_said, actual) = ran(name, torch), ran(name, autoviz)
    assert said
    assert said == also_said
    assert list(expected) == list(actual)
    for each, value in expected.items():
        same(_observed(value), _observed(actual[each]), each, 2e-4)


@contextlib.contextmanager
def _as_plain_operations() -> Iterator[None]:
    """Without a library with which PyTorch computes a whole LSTM as one node."""
    torch.backends.mkldnn.enabled = False  # type: ignore[assignment]
    try:
        yield
    finally:
        torch.backends.mkldnn.enabled = True  # type: ignore[assignment]


def _observed(value: Any) -> Any:
    """All that there is to see of a variable, in what both libraries share."""
    if _is(value, "Tensor"):
        version = value._version if value.requires_grad and value.is_leaf else None
        seen = (value.requires_grad, value.is_leaf, version, graph_text(value))
        return {"tensor": _copy(value), "is": seen, "grad": _grad(value)}
    if _is(value, "Module"):
        grads = {each: _grad(p) for each, p in value.named_parameters()}
        modes = [each.training for each in value.modules()]
        return [dict(value.state_dict()), repr(value), grads, modes]
    if _is(value, "Optimizer"):
        whole = value.state_dict()
        state = {each: sorted(of.items()) for each, of in whole["state"].items()}
        return [state, whole["param_groups"], repr(value)]
    if isinstance(value, dict):
        return {each: _observed(inner) for each, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_observed(each) for each in value]
    return value if isinstance(value, bool | int | float | str | None) else None


def _grad(tensor: Any) -> Any:
    held = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
    return None if held is None else _copy(held)


def _copy(tensor: Any) -> Any:
    """The numbers, without how often they were written to."""
    return tensor.detach().clone()


def _is(value: Any, kind: str) -> bool:
    return any(each.__name__ == kind for each in type(value).__mro__)


# recordings


LOOSELY = {
    "custom_function": "PyTorch does not say where a Function of one's own was called",
    "gradient_penalty": "the graph of a gradient is told after its pass",
    "maml": "as gradient_penalty",
    "newton": "as gradient_penalty",
    "physics_informed": "as gradient_penalty",
}
"""Of these programs what comes of each pass is compared, and why not all of it."""

_RESULTS = ("Accumulate", "Cut", "GradSet", "Mode", "Update")


@functools.cache
def traces(name: str) -> tuple[Trace, Trace]:
    """PyTorch's recording of a program, and the numpy core's."""
    before, program = parts(name)
    with _as_plain_operations():
        expected, actual = recorded_twice(program, before)
    return expected.trace, actual.trace


def recordings(name: str) -> tuple[list[Any], list[Any]]:
    """What these two tell."""
    told = [_told(each, name in LOOSELY) for each in traces(name)]
    return told[0], _where_known(*told)


def _where_known(expected: Any, actual: Any) -> Any:
    """What is actual, but for numbers that PyTorch did not tell."""
    if isinstance(expected, list) and isinstance(actual, list):
        pairs = zip_longest(expected, actual)
        return [_where_known(*each) for each in pairs][: len(actual)]
    is_value = isinstance(expected, Value) and isinstance(actual, Value)
    if is_value and expected.numbers is None and expected.summary is None:
        return expected
    return actual


def _told(trace: Trace, loosely: bool) -> list[Any]:
    """What a recording tells, with nodes by what they are called.

    Not compared is what ``docs/parity.md`` says differs: what a call computes that is
    not tracked, and results that it does not return, in which order the inputs of one
    call are met, the version of a write, and in which order leaves get their gradients
    that become ready together.
    """
    scopes = [(e.name, e.type, e.call, e.outer) for e in trace.graph.scopes]
    steps = [list(_fields(trace.graph, e)) for e in trace.steps if _is_told(trace, e)]
    if loosely:
        steps = [each for each in steps if each[0] in _RESULTS]
    ordered: list[Any] = []
    for leaf, row in groupby(steps, lambda step: step[0] == "Accumulate"):
        together = list(row)
        if leaf:
            together.sort(key=lambda step: str(step[1]))
        ordered += together
    return [scopes, *ordered]


def _is_told(trace: Trace, step: Step) -> bool:
    if not isinstance(step, Forward):
        return True
    node = trace.graph.nodes[step.node]
    return node.kind == "op" and node.op != "output"


def _fields(graph: Graph, step: Step) -> Iterator[Any]:
    yield type(step).__name__
    for field in fields(step):
        value = getattr(step, field.name)
        if field.name == "node" and value is not None:
            node = graph.nodes[value]
            scope = None if node.scope is None else graph.scopes[node.scope].name
            yield [node.kind, node.grad_fn, node.names, node.shape, scope]
        elif field.name not in ("writes", "version", "shared"):
            yield [field.name, value]
