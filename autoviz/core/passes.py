"""``backward()`` and ``grad()``: what a learner asks of the engine.

Both start a pass at one tensor or several and differ in where gradients end:
``backward`` adds them to the leaves' ``.grad``, ``grad`` hands them out and touches
nothing. Here is what PyTorch refuses, in its words; the pass itself is ``engine``.

Next: ``engine``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core import engine
from autoviz.core.node import Edge
from autoviz.core.sentences import CREATES_A_CYCLE

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["backward", "grad"]

Tensors = Any
"""A tensor, or several in a sequence."""


def backward(
    tensors: Tensors,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    *,
    inputs: Tensors | None = None,
) -> None:
    """Add the gradients of ``tensors`` to the ``.grad`` of the leaves behind them.

    ``grad_tensors`` has a gradient for each, of its shape; None for a tensor of one
    element means 1. The sum of all of them is differentiated. With ``inputs`` only
    their ``.grad`` grows.

    Raises:
        RuntimeError: a tensor does not require grad, a gradient is missing or does
            not fit, or the graph was already used and freed.
    """
    if inputs is not None and not _several(inputs):
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    roots = _roots(_several(tensors), grad_tensors, create_graph)
    if create_graph:
        warnings.warn(CREATES_A_CYCLE, UserWarning, stacklevel=3)
    with np.errstate(all="ignore"):
        engine.run(
            roots,
            retain_graph=create_graph if retain_graph is None else retain_graph,
            create_graph=create_graph,
            inputs=None if inputs is None else _edges(_several(inputs)),
        )


def grad(
    outputs: Tensors,
    inputs: Tensors,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool | None = None,
    *,
    materialize_grads: bool = False,
) -> tuple[Tensor | None, ...]:
    """The gradients of ``outputs`` with respect to ``inputs``; no ``.grad`` changes.

    >>> import autoviz as av
    >>> x = av.tensor(3.0, requires_grad=True)
    >>> grad(x**2, x)
    (tensor(6.),)

    Raises:
        ValueError: ``materialize_grads`` with ``allow_unused=False``.
        RuntimeError: an input does not require grad, or was not used and
            ``allow_unused`` is not set; and all that ``backward`` raises.
    """
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads="
            "True, but got: allow_unused=False."
        )
    wanted = _several(inputs)
    if not wanted:
        raise ValueError("grad requires non-empty inputs.")
    roots = _roots(_several(outputs), grad_outputs, create_graph)
    with np.errstate(all="ignore"):
        found = engine.run(
            roots,
            retain_graph=create_graph if retain_graph is None else retain_graph,
            create_graph=create_graph,
            inputs=_edges(wanted),
            accumulate=False,
        )
    unused_is_fine = allow_unused or materialize_grads
    for index, gradient in enumerate(found):
        if gradient is None and not unused_is_fine:
            raise RuntimeError(
                f"The differentiated Tensor at index {index} appears to not have been "
                "used in the graph. Set allow_unused=True if this is the desired "
                "behavior."
            )
    return tuple(
        _result(gradient, each, materialize_grads)
        for gradient, each in zip(found, wanted, strict=True)
    )


def _several(tensors: Tensors) -> Sequence[Any]:
    return tensors if isinstance(tensors, tuple | list) else (tensors,)


def _edges(tensors: Sequence[Tensor]) -> list[Edge]:
    edges: list[Edge] = []
    for each in tensors:
        node = each.gradient_edge()
        if node is None:
            raise RuntimeError(
                "One of the differentiated Tensors does not require grad"
            )
        edges.append((node, each.output_nr))
    return edges


def _roots(
    tensors: Sequence[Tensor], grad_tensors: Any, create_graph: bool
) -> list[engine.Root]:
    given = _several(grad_tensors) if grad_tensors is not None else ()
    seeds = [*given, *[None] * (len(tensors) - len(given))]
    if len(seeds) > len(tensors):
        raise RuntimeError(f"got {len(tensors)} tensors and {len(seeds)} gradients")
    gradients = [
        _seed(each, seed, number)
        for number, (each, seed) in enumerate(zip(tensors, seeds, strict=True))
    ]
    roots = []
    for number, (each, gradient) in enumerate(zip(tensors, gradients, strict=True)):
        node = each.gradient_edge()
        if node is None:
            raise RuntimeError(
                f"element {number} of tensors does not require grad and does not have "
                "a grad_fn"
            )
        seed = gradient if create_graph else gradient.array
        roots.append(engine.Root(each, (node, each.output_nr), seed))
    return roots


def _seed(tensor: Tensor, gradient: Any, number: int) -> Tensor:
    from autoviz.core.tensor import Tensor

    if gradient is None:
        if tensor.requires_grad and tensor.numel() != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        return Tensor(np.ones(tensor.array.shape, tensor.dtype.numpy))
    if not isinstance(gradient, Tensor):
        raise TypeError(f"'{type(gradient).__name__}' object is not iterable")
    if gradient.shape != tensor.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{number}] has a shape of "
            f"{gradient.shape} and output[{number}] has a shape of {tensor.shape}."
        )
    if gradient.dtype is tensor.dtype:
        return gradient
    return Tensor(gradient.array.astype(tensor.dtype.numpy))


def _result(gradient: Any, like: Tensor, materialize: bool) -> Tensor | None:
    from autoviz.core.tensor import Tensor

    if gradient is None:
        if not materialize:
            return None
        return Tensor(np.zeros(like.array.shape, like.dtype.numpy))
    return Tensor(gradient) if isinstance(gradient, np.ndarray) else gradient
