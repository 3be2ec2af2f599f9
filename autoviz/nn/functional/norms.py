"""Layers that normalize: mean 0 and spread 1, over rows, groups, channels or a batch.

They differ in which numbers are taken together: for ``layer_norm`` the features of one
example, for ``batch_norm`` one channel of all examples, for ``instance_norm`` one
channel of one example, for ``group_norm`` several. What one output depends on, its
gradient goes back to.

Sources: Ioffe and Szegedy, *Batch normalization* (2015), algorithm 1; Ba, Kiros and
Hinton, *Layer normalization* (2016); Ulyanov, Vedaldi and Lempitsky, *Instance
normalization* (2016); Wu and He, *Group normalization* (2018).

Next: ``attention``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.nn import batch_norm as batch_norm_rows
from autoviz.core.ops.nn import group_norm as group_norm_rows
from autoviz.core.ops.nn import layer_norm as layer_norm_rows
from autoviz.core.ops.nn.layer_norm import rms_norm
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "batch_norm",
    "group_norm",
    "instance_norm",
    "layer_norm",
    "normalize",
    "rms_norm",
]


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """Rows of shape ``normalized_shape`` with mean 0 and variance 1, then stretched.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.layer_norm(av.tensor([[-1.0, 1.0]]), (2,), eps=0)
    tensor([[-1.,  1.]])

    Raises:
        TypeError: ``input`` is no tensor.
        RuntimeError: the shapes do not fit.
    """
    must_be_tensor("layer_norm", "input", 1, input)
    return layer_norm_rows.layer_norm(input, normalized_shape, weight, bias, eps)


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-05,
) -> Tensor:
    """Each channel with mean 0 and spread 1: of the batch, or the running ones.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> mean, var = av.zeros(1), av.ones(1)
    >>> F.batch_norm(av.tensor([[1.0], [3.0]]), mean, var, training=True)
    tensor([[-1.0000],
            [ 1.0000]])
    >>> mean, var
    (tensor([0.2000]), tensor([1.1000]))

    Raises:
        ValueError: there is one example, or ``eps`` is too small.
        RuntimeError: there is not one number a channel, or types differ.
    """
    if training:
        _check_several(input.shape)
    if training and eps <= 0.0:
        raise ValueError(
            f"batch_norm eps must be positive during training, but got {eps}"
        )
    if eps < 0.0:
        raise ValueError(f"batch_norm eps must be non-negative, but got {eps}")
    return batch_norm_rows.batch_norm(
        input, weight, bias, running_mean, running_var, training, momentum, eps
    )


def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """Each group of channels of an example with mean 0 and spread 1.

    Raises:
        RuntimeError: the channels cannot be put into so many groups.
        ValueError: a group has one number.
    """
    if input.ndim < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {input.ndim}"
        )
    in_group = input.shape[0] * input.shape[1] // num_groups
    _check_several([in_group, num_groups, *input.shape[2:]])
    return group_norm_rows.group_norm(input, num_groups, weight, bias, eps)


def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-05,
) -> Tensor:
    """Each channel of each example with mean 0 and spread 1.

    Raises:
        ValueError: a channel has one number.
        RuntimeError: there is not one weight a channel.
    """
    if use_input_stats and math.prod(input.shape[2:]) == 1:
        raise ValueError(
            "Expected more than 1 spatial element when training, got input size "
            f"{input.shape}"
        )
    return batch_norm_rows.instance_norm(
        input,
        weight,
        bias,
        running_mean,
        running_var,
        use_input_stats,
        momentum,
        eps,
    )


def _check_several(size: Sequence[int]) -> None:
    """Of one number there is no spread."""
    if size[0] * math.prod(size[2:]) == 1:
        raise ValueError(
            "Expected more than 1 value per channel when training, got input size "
            f"{size}"
        )


def normalize(
    input: Tensor, p: Number = 2.0, dim: int = 1, eps: float = 1e-12
) -> Tensor:
    """Vectors along ``dim``, each divided by its length.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.normalize(av.tensor([3.0, 4.0]), dim=0)
    tensor([0.6000, 0.8000])
    """
    lengths = input.norm(p, dim, keepdim=True).clamp_min(eps)
    return input / lengths.expand_as(input)
