"""One program, recorded twice: run by the numpy core, and by real PyTorch.

A program is a text in which ``t`` stands for the library. ``differences`` tells what
is not the same in the two recordings: nothing, but for rounding.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import linecache
import math
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import torch

import autoviz as av
from autoviz.core.sentences import VIEW_REFUSED
from autoviz.recording import Recording
from autoviz.records import (
    Accumulate,
    Failure,
    Forward,
    Graph,
    GraphNode,
    Step,
    Trace,
    Update,
    Value,
)
from autoviz.records.value import Number
from tests.oracle import ours, run

__all__ = [
    "body",
    "differences",
    "masked",
    "recorded",
    "recorded_twice",
    "unlike",
]

_numbers = itertools.count()


def body(name: str) -> str:
    """The recorded lines of one of the five programs, with ``t`` for the library."""
    path = Path(av.__file__).parent / "programs" / f"{name}.py"
    _, block = path.read_text(encoding="utf-8").split(" as rec:\n")
    return textwrap.dedent(block).replace("av.", "t.")


def recorded(program: str, library: Any, **names: Any) -> Recording:
    """Record a program as a notebook records a cell."""
    return _recorded(program, library, names, f"<program {next(_numbers)}>", {})


def recorded_twice(
    program: str, before: str = "", **options: Any
) -> tuple[Recording, Recording]:
    """Record it with PyTorch, and with the numpy core; ``before`` is not recorded."""
    filename = f"<program {next(_numbers)}>"
    by_torch, by_numpy = (
        _recorded(program, library, run(before, library), filename, options)
        for library in (torch, ours)
    )
    return by_torch, by_numpy


def _recorded(
    program: str,
    library: Any,
    names: dict[str, Any],
    filename: str,
    options: dict[str, Any],
) -> Recording:
    lines = program.splitlines(keepends=True)
    linecache.cache[filename] = (len(program), None, lines, filename)
    space = {**names, "t": library}
    recorder = av.record(**options).cell(filename, len(lines), space)
    made = []
    refused = contextlib.suppress(RuntimeError, NotImplementedError, IndexError)
    with refused, recorder as rec:
        made.append(rec)
        exec(compile(program, filename, "exec"), space)
    return made[0]


def differences(expected: Trace, actual: Trace, tolerance: float) -> list[str]:
    """Where two traces differ, each place in words."""
    expected, actual = map(_counted_from_the_start, (expected, actual))
    pairs = [
        ("graph", _graph(expected), _graph(actual)),
        ("steps", _steps(expected), _steps(_refused(expected, actual))),
        ("source", expected.source, actual.source),
    ]
    return [each for pair in pairs for each in unlike(*pair, tolerance)]


def _counted_from_the_start(trace: Trace) -> Trace:
    """With versions that count from when a memory was first seen.

    Some operations of PyTorch's write into their own results, and so does a backward
    pass into what becomes a ``.grad``.
    """
    first = {}
    for node in trace.graph.nodes:
        is_given = node.kind == "input" and not node.names
        if is_given or any(name.endswith(".grad") for name in node.names):
            first[node.id] = node.version
    for step in trace.steps:
        if isinstance(step, Forward) and step.writes is None:
            first.setdefault(step.node, step.version)
    memory = [first.get(node.storage, 0) for node in trace.graph.nodes]
    nodes = (_recounted(node, memory) for node in trace.graph.nodes)
    steps = (
        replace(step, version=step.version - memory[step.node])
        if isinstance(step, Forward | Update)
        else step
        for step in trace.steps
    )
    graph = replace(trace.graph, nodes=tuple(nodes))
    return replace(trace, graph=graph, steps=tuple(steps))


def _recounted(node: GraphNode, memory: Sequence[int]) -> GraphNode:
    saved = tuple(
        replace(each, version=each.version - (memory[each.node] if each.node else 0))
        for each in node.saved
    )
    version = node.version and node.version - memory[node.id]
    return replace(node, version=version, saved=saved)


def _graph(trace: Trace) -> Graph:
    return replace(trace.graph, nodes=tuple(map(_laid_out, trace.graph.nodes)))


def _laid_out(node: GraphNode) -> GraphNode:
    """Without the strides that lead nowhere, and where nothing begins."""
    if node.op != "as_strided":
        return node
    told = dict(node.arguments)
    size, stride = (ast.literal_eval(told[each]) for each in ("size", "stride"))
    nothing = 0 in size
    pairs = zip(size, stride, strict=True)
    told["stride"] = str([0 if nothing or n == 1 else step for n, step in pairs])
    told["storage_offset"] = "0" if nothing else told["storage_offset"]
    return replace(node, arguments=tuple(told.items()))


def _refused(expected: Trace, actual: Trace) -> Trace:
    """Of two mistakes in a line, PyTorch sees first that a view must not be used."""
    *before, last = actual.steps or (None,)
    first = expected.steps[-1] if expected.steps else None
    if not isinstance(last, Failure) or not isinstance(first, Failure):
        return actual
    if last.source != first.source or VIEW_REFUSED["no_grad"] not in first.message:
        return actual
    told = replace(last, type=first.type, message=first.message)
    return replace(actual, steps=(*before, told))


def _steps(trace: Trace) -> list[Step]:
    """In order; of three or more leaves in a row PyTorch's order is arbitrary."""
    ordered: list[Step] = []
    for leaf, row in itertools.groupby(
        trace.steps, lambda step: isinstance(step, Accumulate)
    ):
        together = list(row)
        if leaf and len(together) > 2:
            together.sort(key=lambda step: getattr(step, "node", -1))
        ordered += together
    return ordered


def unlike(where: str, expected: Any, actual: Any, tolerance: float) -> Iterator[str]:
    """Where two structures differ, each place in words."""
    if isinstance(expected, Value) and isinstance(actual, Value):
        if not _close(expected, actual, tolerance):
            yield f"{where}: {expected} is not {actual}"
    elif is_dataclass(expected) and type(expected) is type(actual):
        for each in fields(expected):
            name = each.name
            one, other = getattr(expected, name), getattr(actual, name)
            yield from unlike(f"{where}.{name}", one, other, tolerance)
    elif isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        for at, (one, other) in enumerate(itertools.zip_longest(expected, actual)):
            yield from unlike(f"{where}[{at}]", one, other, tolerance)
    elif expected != actual:
        yield f"{where}: {expected!r} is not {actual!r}"


def _close(expected: Value, actual: Value, tolerance: float) -> bool:
    if (expected.shape, expected.dtype) != (actual.shape, actual.dtype):
        return False
    one, other = _all_numbers(expected), _all_numbers(actual)
    return len(one) == len(other) and all(
        a == b
        or (a != a and b != b)
        or math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)
        for a, b in zip(one, other, strict=True)
    )


def _all_numbers(value: Value) -> list[Number]:
    if value.summary is None:
        return list(value.numbers or ())
    *plain, rows = astuple(value.summary)
    return [*plain, *(each for row in rows for each in row)]


def masked(text: str) -> str:
    """A text without its numbers, which may differ in their last digit."""
    return re.sub(r"-?\d[\d.e+-]*", "#", text)
