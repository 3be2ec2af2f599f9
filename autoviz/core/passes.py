"""``backward()`` and ``grad()``: what a learner asks of the engine.

Both start a pass at one tensor or several and differ in where gradients end:
``backward`` adds them to the leaves' ``.grad``, ``grad`` hands them out and touches
nothing. In place of a tensor there may be a ``GradientEdge``: the place in the graph
that a gradient of it goes to. Here is what PyTorch refuses, in its words; the pass
itself is ``engine``.

Next: ``engine``.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autoviz.core import engine
from autoviz.core.dtypes import Dtype
from autoviz.core.gradients import as_tensor, fit
from autoviz.core.hints import hinted
from autoviz.core.node import AccumulateGrad, Edge, Node
from autoviz.core.sentences import CREATES_A_CYCLE
from autoviz.core.shapes import Size

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["GradientEdge", "backward", "get_gradient_edge", "grad"]

Tensors = Any
"""A tensor or a gradient edge, or several in a sequence, or tensors in a dict."""


class GradientEdge(NamedTuple):
    """The place in a graph that a gradient goes to."""

    node: Node | AccumulateGrad
    output_nr: int
    ownership_token: Node | None = None


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """Where a gradient of ``tensor`` goes.

    Raises:
        RuntimeError: the tensor does not require grad.
    """
    node = tensor.gradient_edge()
    if node is None:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not "
            "require gradients"
        )
    return GradientEdge(node, tensor.output_nr)


def backward(
    tensors: Tensors,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
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
    if grad_variables is not None:
        grad_tensors = _deprecated(grad_tensors, grad_variables)
    wanted = None if inputs is None else _inputs(inputs, "backward")
    roots = _roots(_several(tensors), grad_tensors, create_graph)
    edges = None if wanted is None else [_edge(each, retain=True) for each in wanted]
    if create_graph:
        warnings.warn(CREATES_A_CYCLE, UserWarning, stacklevel=3)
    with np.errstate(all="ignore"):
        engine.run(
            roots,
            retain_graph=create_graph if retain_graph is None else retain_graph,
            create_graph=create_graph,
            inputs=edges,
        )


def grad(
    outputs: Tensors,
    inputs: Tensors,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """The gradients of ``outputs`` with respect to ``inputs``; no ``.grad`` changes.

    A tuple, with a dict of inputs a dict.

    >>> import autoviz as av
    >>> x = av.tensor(3.0, requires_grad=True)
    >>> grad(x**2, x)
    (tensor(6.),)

    Raises:
        ValueError: ``materialize_grads`` with ``allow_unused=False``.
        RuntimeError: an input does not require grad, or was not used and
            ``allow_unused`` is not set; and all that ``backward`` raises.
        NotImplementedError: ``is_grads_batched``.
    """
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads="
            "True, but got: allow_unused=False."
        )
    starts, wanted = _several(outputs), _inputs(inputs, "grad")
    if not only_inputs:
        warnings.warn(ONLY_INPUTS, FutureWarning, stacklevel=2)
    if is_grads_batched:
        raise NotImplementedError(
            "grad(is_grads_batched=True) is not in autoviz's numpy core; record real "
            "PyTorch, or call grad() once for each gradient"
        )
    roots = _roots(starts, grad_outputs, create_graph)
    edges = [_edge(each) for each in wanted]
    with np.errstate(all="ignore"):
        found = engine.run(
            roots,
            retain_graph=create_graph if retain_graph is None else retain_graph,
            create_graph=create_graph,
            inputs=edges,
            accumulate=False,
        )
    if not (allow_unused or materialize_grads):
        _check_used(found)
    results = _results(found)
    if materialize_grads:
        results = _materialized(results, wanted, create_graph)
    return dict(zip(inputs, results, strict=True)) if type(inputs) is dict else results


ONLY_INPUTS = (
    "only_inputs argument is deprecated and is ignored now (defaults to True). To "
    "accumulate gradient for other parts of the graph, please use "
    "torch.autograd.backward."
)
GRAD_VARIABLES = "`grad_variables` is deprecated. Use `grad_tensors` instead."


def _deprecated(grad_tensors: Any, grad_variables: Any) -> Any:
    warnings.warn(GRAD_VARIABLES, FutureWarning, stacklevel=3)
    if grad_tensors is not None:
        raise RuntimeError(
            "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to "
            "`backward()`. Please only use `grad_tensors`."
        )
    return grad_variables


def _is_one(tensors: Tensors) -> bool:
    from autoviz.core.tensor import Tensor

    return isinstance(tensors, Tensor | GradientEdge)


def _several(tensors: Tensors) -> tuple[Any, ...]:
    return (tensors,) if _is_one(tensors) else tuple(tensors)


# where it ends


def _inputs(inputs: Tensors, function: str) -> tuple[Any, ...]:
    if isinstance(inputs, Mapping) and type(inputs) is not dict:
        raise TypeError(
            f"`inputs` argument to `{function}()` must be a dict, not "
            f"{type(inputs).__name__}. Other Mapping types are not supported."
        )
    wanted = tuple(inputs.values()) if isinstance(inputs, dict) else _several(inputs)
    if not wanted:
        raise RuntimeError(f"`inputs` argument to `{function}()` cannot be empty.")
    return wanted


def _edge(wanted: Any, *, retain: bool = False) -> Edge:
    if not _is_one(wanted):
        raise RuntimeError(
            "all inputs have to be Tensors or GradientEdges, but got "
            f"{type(wanted).__name__}"
        )
    if isinstance(wanted, GradientEdge):
        if not isinstance(wanted.node, Node | AccumulateGrad):
            raise RuntimeError(
                "GradientEdge's first object must be an autograd.graph.Node but got "
                f"{type(wanted.node).__name__}"
            )
        return wanted.node, wanted.output_nr
    if retain:
        wanted.retain_grad()
    if not wanted.requires_grad:
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    return wanted.gradient_edge(), wanted.output_nr


def _check_used(found: Sequence[Any]) -> None:
    for index, gradient in enumerate(found):
        if gradient is None:
            raise RuntimeError(
                f"The differentiated Tensor at index {index} appears to not have been "
                "used in the graph. Set allow_unused=True if this is the desired "
                "behavior."
            )


def _results(found: Sequence[Any]) -> tuple[Tensor | None, ...]:
    """As tensors; what is the same gradient is the same tensor."""
    made = {id(each): as_tensor(each) for each in found}
    return tuple(made[id(each)] for each in found)


def _materialized(
    results: tuple[Tensor | None, ...], wanted: Sequence[Any], create_graph: bool
) -> tuple[Tensor | None, ...]:
    """Zeros for what was not used."""
    from autoviz.core.tensor import wrap

    complete: list[Tensor] = []
    for gradient, each in zip(results, wanted, strict=True):
        if gradient is not None:
            complete.append(gradient)
        elif isinstance(each, GradientEdge):
            raise RuntimeError(
                "materialize_grads cannot be used when the given input is a "
                "GradientEdge"
            )
        else:
            zeros = np.zeros(each.array.shape, each.dtype.numpy)
            complete.append(wrap(zeros, requires_grad=create_graph))
    return tuple(complete)


# where it starts


def _roots(
    starts: Sequence[Any], grad_tensors: Any, create_graph: bool
) -> list[engine.Root]:
    given = (None,) * len(starts) if grad_tensors is None else _several(grad_tensors)
    pairs = enumerate(zip(starts, given, strict=False))
    gradients = [_seed(start, gradient, number) for number, (start, gradient) in pairs]
    if len(gradients) < len(starts):
        raise RuntimeError(f"got {len(starts)} tensors and {len(gradients)} gradients")
    roots = []
    for number, (start, gradient) in enumerate(zip(starts, gradients, strict=True)):
        is_edge = isinstance(start, GradientEdge)
        node = start.node if is_edge else start.gradient_edge()
        if node is None:
            text = f"element {number} of tensors does not require grad and does not "
            raise hinted(RuntimeError(text + "have a grad_fn"), "no graph", start)
        assert gradient is not None, "made for what requires grad"
        sent = gradient if create_graph else gradient.array
        seed = fit(sent, None, number, node, start.output_nr)
        known = None if is_edge else start
        roots.append(engine.Root((node, start.output_nr), seed, known))
    return roots


def _like(start: Any) -> tuple[Size, Dtype]:
    from autoviz.core.tensor import Tensor

    if isinstance(start, GradientEdge):
        shape, dtype = start.node._input_metadata[start.output_nr]
        return shape, dtype
    if not isinstance(start, Tensor):
        raise AssertionError("Expected output to be a torch.Tensor")
    return start.shape, start.dtype


def _seed(start: Any, gradient: Any, number: int) -> Tensor | None:
    from autoviz.core.tensor import Tensor, wrap

    shape, dtype = _like(start)
    if gradient is None:
        if not (isinstance(start, GradientEdge) or start.requires_grad):
            return None
        if shape.numel() != 1:
            text = "grad can be implicitly created only for scalar outputs"
            named = None if isinstance(start, GradientEdge) else start
            raise hinted(RuntimeError(text), "vector", named)
        return wrap(np.ones(shape, dtype.numpy))
    if not isinstance(gradient, Tensor):
        raise TypeError(
            "gradients can be either Tensors or None, but got "
            f"{type(gradient).__name__}"
        )
    if gradient.shape != shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{number}] has a shape of "
            f"{gradient.shape} and output[{number}] has a shape of {shape}."
        )
    return gradient if gradient.dtype is dtype else gradient.to(dtype)
