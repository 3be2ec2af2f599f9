"""Gradients made smaller when they are too large, between backward and step.

``clip_grad_norm_`` takes all gradients for one long vector and shortens that, so that
its direction stays. ``clip_grad_value_`` looks at each number alone.

Source: Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural
networks* (2013), algorithm 1.

Next: ``convert_parameters``.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Iterable

from autoviz.core.creation import tensor
from autoviz.core.inplace import unobserved
from autoviz.core.modes import unrecorded
from autoviz.core.ops.reduction.norm import vector_norm
from autoviz.core.ops.shape.cat_stack import stack
from autoviz.core.tensor import Tensor

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grads_with_norm_",
    "get_total_norm",
]

Tensors = Tensor | Iterable[Tensor]


def clip_grad_norm_(
    parameters: Tensors,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Shorten all gradients together to ``max_norm``; returns the length of before.

    Raises:
        RuntimeError: ``error_if_nonfinite``, and the length is nan or infinite.
    """
    params = _listed(parameters)
    if isinstance(parameters, types.GeneratorType) and not params:
        warnings.warn(
            "`parameters` is an empty generator, no gradient clipping will occur.",
            stacklevel=2,
        )
    gradients = _gradients(params)
    length = get_total_norm(gradients, norm_type, error_if_nonfinite, foreach)
    clip_grads_with_norm_(params, max_norm, length, foreach)
    return length


def clip_grads_with_norm_(
    parameters: Tensors,
    max_norm: float,
    total_norm: Tensor,
    foreach: bool | None = None,
) -> None:
    """The second half of that, with a length that is known."""
    with unrecorded():
        with unobserved():
            factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
        for gradient in _gradients(_listed(parameters)):
            gradient.mul_(factor)


def get_total_norm(
    tensors: Tensors,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """The length of all together, as if they were one vector.

    Raises:
        RuntimeError: ``error_if_nonfinite``, and it is nan or infinite.
    """
    kind = float(norm_type)
    with unrecorded(), unobserved():
        lengths = [vector_norm(each, kind) for each in _listed(tensors)]
        if not lengths:
            return tensor(0.0)
        total = vector_norm(stack(lengths), kind)
        if error_if_nonfinite and not total.isfinite():
            raise RuntimeError(
                f"The total norm of order {kind} for gradients from `parameters` is "
                "non-finite, so it cannot be clipped. To disable this error and scale "
                "the gradients by the non-finite norm anyway, set "
                "`error_if_nonfinite=False`"
            )
    return total


def clip_grad_value_(
    parameters: Tensors, clip_value: float, foreach: bool | None = None
) -> None:
    """Keep every number of every gradient between ``-clip_value`` and that."""
    gradients = _gradients(_listed(parameters))
    with unrecorded():
        for each in gradients:
            each.clamp_(min=-float(clip_value))
        for each in gradients:
            each.clamp_(max=float(clip_value))


def _listed(tensors: Tensors) -> list[Tensor]:
    return [tensors] if isinstance(tensors, Tensor) else list(tensors)


def _gradients(parameters: Iterable[Tensor]) -> list[Tensor]:
    return [each.grad for each in parameters if each.grad is not None]
