"""What an operation is: one row of the table in ``ops/``.

An ``Op`` has the forward function, and for each input a ``Grad``: the derivative as a
person writes it, and as a function. From them follows its ``Plan``: what has to be
saved, and what there will be to compute, if just these inputs want a gradient.

Next: ``node``, what running an operation leaves behind.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from autoviz.core.dtypes import Array

__all__ = ["Grad", "Op", "Plan"]


@dataclass(frozen=True)
class Grad:
    """The derivative with respect to one input.

    ``rule`` is for reading: ``"2 * self"`` is the local derivative, to be
    multiplied with the gradient that arrives; a rule that mentions ``g`` says
    what is sent (``"g @ mat2.T"``). ``vjp(g, …)`` computes what is sent. The
    names of its parameters say what it needs besides ``g``: an input, a result
    (``result``), ``self_sizes`` (the shape of ``self``), or an argument. Those
    tensors are saved at forward time, and no others. Of an operation with several
    results, ``g`` is a list: the gradient of each, None where none arrived.
    """

    rule: str
    vjp: Callable[..., Any]

    @functools.cached_property
    def needs(self) -> tuple[str, ...]:
        """What ``vjp`` takes besides ``g``."""
        code = self.vjp.__code__
        return code.co_varnames[1 : code.co_argcount]


@dataclass(frozen=True, eq=False)
class Op:
    """One operation: a row of the table.

    ``inputs`` are its tensor parameters, ``grads`` their derivatives in the
    same order (none at all: not differentiable; a condition comes last and has
    none). ``dtype`` says how operands
    are brought together: to their common type, to a floating type, or not;
    ``scalars`` are the arguments that have a say in it (``x**0.5``).
    ``symbol`` is how it is written: inputs by position, arguments by name.
    A ``view`` looks at the memory of its first input. ``results`` names what it
    makes; none at all means a list of tensors, as many as come out. ``optional``
    inputs may be None. ``aside`` names what ``forward`` has worked out on the way and
    returns after the result: no tensors for the program, but saved for backward.
    In place, one that ``overwrites`` puts one number everywhere.
    """

    name: str
    grad_fn: str
    inputs: tuple[str, ...]
    forward: Callable[..., Array]
    grads: tuple[Grad, ...]
    symbol: str
    dtype: Literal["promote", "float", "same"] = "promote"
    scalars: tuple[str, ...] = ()
    view: bool = False
    results: tuple[str, ...] = ("result",)
    optional: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    overwrites: bool = False

    @functools.cached_property
    def makes_several(self) -> bool:
        """Whether it makes more than one tensor."""
        return len(self.results) != 1

    def plan(self, wanted: int) -> Plan:
        """What a node does for these inputs: bit 0 stands for the first, and so on.

        The same few sets come again and again.
        """
        known = self._plans.get(wanted)
        if known is None:
            known = self._plans[wanted] = _plan(self, wanted)
        return known

    @functools.cached_property
    def _plans(self) -> dict[int, Plan]:
        return {}

    @functools.cached_property
    def saving_order(self) -> tuple[str, ...]:
        """All that a vjp asks for: inputs and arguments by name, then results."""
        names = sorted({name for grad in self.grads for name in grad.needs})
        before = [name for name in names if name not in self.results]
        return (*before, *(name for name in self.results if name in names))

    @functools.cached_property
    def kept_results(self) -> tuple[str, ...]:
        """Which results are saved, whichever inputs want a gradient."""
        return tuple(name for name in self.saving_order if name in self.results)


class Plan(NamedTuple):
    """What a node of ``op`` saves and computes when certain inputs want a gradient.

    ``saves`` are the names of what it saves: the inputs at ``inputs``, then the
    results numbered ``results``, then what is worked out aside. ``asks`` are the
    arguments that a vjp takes. Each of ``calls`` is the position of an input, its vjp,
    and where to find what that takes besides ``g``: among the saved, then the asked.
    """

    op: Op
    saves: tuple[str, ...]
    inputs: tuple[int, ...]
    results: tuple[int, ...]
    asks: tuple[str, ...]
    calls: tuple[tuple[int, Callable[..., Any], tuple[int, ...]], ...]


def _plan(op: Op, wanted: int) -> Plan:
    """What several derivatives need, or the only one there is, PyTorch saves anyway."""
    needs = [grad.needs for grad in op.grads]
    every = [name for some in needs for name in some]
    needed = {name for name in every if every.count(name) > 1}
    for position, some in enumerate(needs):
        if wanted >> position & 1 or len(needs) == 1:
            needed.update(some)
    order = [name for name in op.saving_order if name in needed]
    inputs = [name for name in order if name in op.inputs]
    saves = (*inputs, *op.kept_results, *op.aside)
    asks = tuple(name for name in order if name not in saves)
    places = {name: place for place, name in enumerate((*saves, *asks))}
    names = op.inputs[: len(needs)]
    by_name = sorted(range(len(needs)), key=names.__getitem__)  # as PyTorch does
    return Plan(
        op,
        saves,
        tuple(op.inputs.index(name) for name in inputs),
        tuple(op.results.index(name) for name in op.kept_results),
        asks,
        tuple(
            (
                position,
                op.grads[position].vjp,
                tuple(places[name] for name in needs[position]),
            )
            for position in by_name
            if wanted >> position & 1
        ),
    )
