"""Whole matrices of derivatives: ``jacobian``, ``hessian``, and products with them.

``backward()`` multiplies one vector with the Jacobian from the left: that is ``vjp``,
and all that reverse mode can do. The others are made from it:

- ``jacobian``: one ``vjp`` for each element of the output, each gives one row;
- ``hessian``: the Jacobian of the gradient;
- ``vhp``: the gradient of the gradient, with ``v`` for the seed;
- ``jvp``: the trick of going backward twice. ``vjp`` is linear in its vector, so its
  derivative with respect to that vector is the Jacobian again, from the other side;
- ``hvp``: likewise for the Hessian.

``func`` takes as many tensors as ``inputs`` has, and returns one or a tuple. With
``strict`` it is an error that something does not depend on an input; without, its
derivative is zeros.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autoviz.autograd.several import (
    GRADIENT_IS_CONSTANT,
    HESSIAN_IS_CONSTANT,
    JACOBIAN_IS_CONSTANT,
    Several,
    called,
    check_tracked,
    given_back,
    gradients,
    prepared,
    seeds,
    several,
    single_number,
    vector_for,
    whole,
)
from autoviz.core.filled import zeros_like
from autoviz.core.modes import enable_grad, is_grad_enabled, set_grad_enabled
from autoviz.core.ops.shape.cat_stack import stack
from autoviz.core.tensor import Tensor

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]

_ONE_NUMBER_OUT = (
    "the user-provided function returns a single Tensor with a single element"
)
_ONE_NUMBER_IN = (
    "the input to the user-provided function is a single Tensor with a single element"
)
_WHICH_STRATEGY = (
    ' Hint: If your function has more outputs than inputs, "forward-mode" tends to be '
    'more performant. Otherwise, prefer to use "reverse-mode".'
)


def vjp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """``func(inputs)``, and ``v`` times the Jacobian: what ``backward(v)`` computes.

    ``v`` has the shape of the output, and may be left out for a single number.

    Raises:
        RuntimeError: ``v`` does not fit; with ``strict``, an input plays no part.
    """
    with enable_grad():
        given = prepared("vjp", inputs, create_graph)
        outputs = called("vjp", func, given, strict)
        vector = vector_for("vjp", v, outputs, create_graph, _ONE_NUMBER_OUT)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        found = gradients(outputs.all, given.all, vector, create_graph)
        rows = whole(found, given.all, "back", strict, create_graph)
    made = given_back(outputs, outputs.all, create_graph)
    return made, given_back(given, rows, create_graph)


def jvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """``func(inputs)``, and the Jacobian times ``v``: how far a step ``v`` leads.

    ``v`` has the shape of the input, and may be left out for a single number.

    Raises:
        RuntimeError: ``v`` does not fit; with ``strict``, an input plays no part.
    """
    with enable_grad():
        given = prepared("jvp", inputs, create_graph)
        vector = vector_for("jvp", v, given, create_graph, _ONE_NUMBER_IN)
        outputs = called("jvp", func, given, strict)
        varied = seeds(outputs.all)
        found = gradients(outputs.all, given.all, varied, create_graph=True)
        check_tracked(found, GRADIENT_IS_CONSTANT, strict)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        twice = gradients(found, varied, vector, create_graph)
        columns = whole(twice, outputs.all, "back_trick", strict, create_graph)
    made = given_back(outputs, outputs.all, create_graph)
    return made, given_back(outputs, columns, create_graph)


def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """The derivative of each element of the output by each of the input.

    Of one output and one input a tensor of the shape ``(*output, *input)``; a tuple
    for several inputs, one such for each of several outputs. ``vectorize`` changes
    nothing here.

    Raises:
        RuntimeError: with ``strict``, an output does not depend on an input.
        NotImplementedError: another strategy.
    """
    _check_strategy(strategy, _WHICH_STRATEGY)
    with enable_grad():
        given = prepared("jacobian", inputs, create_graph)
        outputs = called("jacobian", func, given, strict)
        if vectorize and strict:
            raise RuntimeError(
                "torch.autograd.functional.jacobian: `strict=True` and "
                "`vectorized=True` are not supported together. Please either set "
                "`strict=False` or `vectorize=False`."
            )
        rows = tuple(
            given_back(
                given, _rows(number, output, given, create_graph, strict), create_graph
            )
            for number, output in enumerate(outputs.all)
        )
    return rows if outputs.was_tuple else rows[0]


def _rows(
    number: int, output: Tensor, given: Several, create_graph: bool, strict: bool
) -> list[Tensor]:
    """One output by every input: a backward pass for each of its elements."""
    columns: list[list[Tensor]] = [[] for _ in given.all]
    for at in range(output.numel()):
        element = (output.reshape(-1)[at],)
        found = gradients(element, given.all, None, create_graph, retain_graph=True)
        for place, (each, input) in enumerate(zip(found, given.all, strict=True)):
            if strict and each is None:
                raise RuntimeError(
                    f"Output {number} of the user-provided function is independent of "
                    f"input {place}. This is not allowed in strict mode."
                )
            if each is not None and strict and create_graph and not each.requires_grad:
                raise RuntimeError(
                    "The jacobian of the user-provided function is independent of "
                    f"input {place}. This is not allowed in strict mode when "
                    "create_graph=True."
                )
            columns[place].append(zeros_like(input) if each is None else each)
    return [
        stack(each, dim=0).view(output.shape + input.shape)
        for each, input in zip(columns, given.all, strict=True)
    ]


def _check_strategy(strategy: str, hint: str = "") -> None:
    if strategy == "forward-mode":
        raise NotImplementedError(
            "forward-mode differentiation is not in autoviz's numpy core; leave "
            'strategy="reverse-mode", or record real PyTorch'
        )
    if strategy != "reverse-mode":
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode".' + hint
        )


def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """The second derivatives of a function that returns a single number.

    Raises:
        RuntimeError: it returns more; with ``strict``, a derivative is constant.
        NotImplementedError: another strategy.
    """
    given = several("hessian", inputs, "inputs")
    _check_strategy(outer_jacobian_strategy)

    def number(*tensors: Tensor) -> Tensor:
        outputs = called("hessian", func, Several(tensors, True), strict)
        return single_number("hessian", outputs).squeeze()

    def gradient(*tensors: Tensor) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = jacobian(number, tensors, create_graph=True)
        check_tracked(found, JACOBIAN_IS_CONSTANT, strict)
        return found

    rows = jacobian(gradient, given.all, create_graph, strict, vectorize)
    return rows if given.was_tuple else rows[0][0]


def vhp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """``func(inputs)``, and ``v`` times the Hessian of a single number.

    Raises:
        RuntimeError: more than a number comes out; ``v`` does not fit.
    """
    with enable_grad():
        given = prepared("vhp", inputs, create_graph)
        vector = vector_for("vhp", v, given, create_graph, _ONE_NUMBER_IN)
        outputs = called("vhp", func, given, strict)
        number = single_number("vhp", outputs)
        first = gradients((number,), given.all, None, create_graph=True)
        check_tracked(first, JACOBIAN_IS_CONSTANT, strict)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        found = gradients(first, given.all, vector, create_graph)
        rows = whole(found, given.all, "double_back", strict, create_graph)
    made = given_back(outputs, outputs.all, create_graph)
    return made, given_back(given, rows, create_graph)


def hvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """``func(inputs)``, and the Hessian of a single number times ``v``.

    The Hessian is symmetric, so ``vhp`` gives the same for less.

    Raises:
        RuntimeError: more than a number comes out; ``v`` does not fit.
    """
    with enable_grad():
        given = prepared("hvp", inputs, create_graph)
        vector = vector_for("hvp", v, given, create_graph, _ONE_NUMBER_IN)
        outputs = called("hvp", func, given, strict)
        number = single_number("hvp", outputs)
        first = gradients((number,), given.all, None, create_graph=True)
        check_tracked(first, JACOBIAN_IS_CONSTANT, strict)
        varied = seeds(given.all)
        second = gradients(first, given.all, varied, create_graph=True)
        check_tracked(first, HESSIAN_IS_CONSTANT, strict)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        found = gradients(second, varied, vector, create_graph)
        columns = whole(found, given.all, "double_back_trick", strict, create_graph)
    made = given_back(outputs, outputs.all, create_graph)
    return made, given_back(given, columns, create_graph)
