"""Group norm: layer norm for images, the channels of which are put into groups.

All numbers of a group, in one example, get mean 0 and spread 1 together; what stretches
and moves them afterwards is one number a channel. No example looks at another, so it
works for a batch of one, and the same in training and afterwards.

Next: ``dropout``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.nn.batch_norm import channels_added, stretched, upright
from autoviz.core.ops.nn.layer_norm import (
    CENTRED,
    centred,
    check_one_type,
    normalized,
)
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "group_norm"]


def _group_norm(
    input: Array,
    weight: Array | None,
    bias: Array | None,
    N: int,
    C: int,
    HxW: int,
    group: int,
    eps: float,
) -> Any:
    """The result, the means of the groups, and one over their spreads."""
    only_floats("GroupNormKernelImpl", input)
    flat = input.reshape(N, group, C * HxW // group)
    mean = flat.mean(-1)
    rstd = 1 / np.sqrt(flat.var(-1) + input.dtype.type(eps))
    means, rstds = (upright(each.repeat(C // group, 1), input) for each in (mean, rstd))
    return stretched(input, means, rstds, weight, bias), mean, rstd


def _groups(g: Any, input: Any, mean: Any, rstd: Any, eps: float) -> tuple[Any, Any]:
    """The groups without their mean and spread, and one over that."""
    ones = (*mean.shape, 1)
    flat = input.reshape((*mean.shape, math.prod(input.shape[1:]) // mean.shape[1]))
    return normalized(g, flat, mean.reshape(ones), rstd.reshape(ones), (2,), eps)


def _vjp_of_input(
    g: Any,
    input: Any,
    weight: Any,
    result1: Any,
    result2: Any,
    N: int,
    C: int,
    HxW: int,
    group: int,
    eps: float,
) -> Any:
    rows, rstd = _groups(g, input, result1, result2, eps)
    if weight is not None:
        g = g * upright(weight, input)
    return centred(g.reshape(rows.shape), rows, rstd, (2,)).reshape(input.shape)


def _vjp_of_weight(g: Any, input: Any, result1: Any, result2: Any, eps: float) -> Any:
    rows, _ = _groups(g, input, result1, result2, eps)
    return channels_added(g * rows.reshape(input.shape))


GROUP_NORM = Op(
    "group_norm",
    "NativeGroupNormBackward0",
    ("input", "weight", "bias"),
    _group_norm,
    (
        Grad(CENTRED, _vjp_of_input),
        Grad("normalized(input)", _vjp_of_weight),
        Grad("1", channels_added),
    ),
    symbol="group_norm({0}, {1}, {2})",
    dtype="same",
    optional=("weight", "bias"),
    aside=("result1", "result2"),
)


def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
    cudnn_enabled: bool = False,
) -> Tensor:
    """Each group of channels with mean 0 and spread 1.

    Raises:
        RuntimeError: the channels cannot be put into so many groups, or there is not
            one weight a channel.
    """
    shape = list(input.shape)
    _check_groups(shape, num_groups)
    told = [0] if weight is None else list(weight.shape)  # of bias too, in PyTorch
    for name, each in (("weight", weight), ("bias", bias)):
        if each is not None and tuple(each.shape) != (shape[1],):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of "
                f"channels in input, but got {name} of shape {told} and input of shape "
                f"{shape}"
            )
    check_one_type(input, weight, bias)
    batch, channels, *rest = shape
    sizes = {"N": batch, "C": channels, "HxW": math.prod(rest)}
    input = input.contiguous()
    return apply(GROUP_NORM, input, weight, bias, **sizes, group=num_groups, eps=eps)


def _check_groups(shape: list[int], num_groups: int) -> None:
    if num_groups <= 0:
        raise RuntimeError(
            f"Expected num groups to be greater than 0, got {num_groups}"
        )
    if shape[1] % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but "
            f"got input of shape {shape} and num_groups={num_groups}"
        )


PUBLIC = public(group_norm)

FACES = ()
