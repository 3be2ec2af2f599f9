"""Norms over a batch, or over each image of it: mean 0 and variance 1 by channel.

While training, the numbers of the batch decide. Of their means and variances a running
average is kept, in buffers, and that decides in ``eval()``.

Next: ``normalization``.
"""

from __future__ import annotations

import warnings
from typing import Any

from autoviz.core.creation import tensor
from autoviz.core.dtypes import Dtype, int64
from autoviz.core.filled import ones, zeros
from autoviz.core.inplace import unobserved
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn.modules.making import filled, parameter
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = [
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
]


class _Norm(Module):
    """What both have: a factor and a summand by channel, and running averages."""

    _version = 2
    weight: Parameter | None
    bias: Parameter | None
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(
        self,
        num_features: int,
        eps: float,
        momentum: float | None,
        affine: bool,
        track_running_stats: bool,
        device: Any,
        dtype: Dtype | None,
        bias: bool,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        for name, is_there in (("weight", affine), ("bias", affine and bias)):
            made = parameter(num_features, dtype, device) if is_there else None
            self.register_parameter(name, made)
        with unobserved():
            averages: dict[str, Tensor | None] = {
                "running_mean": zeros(num_features, dtype=dtype, device=device),
                "running_var": ones(num_features, dtype=dtype, device=device),
                "num_batches_tracked": tensor(0, dtype=int64),
            }
        for name, average in averages.items():
            self.register_buffer(name, average if track_running_stats else None)
        self.reset_parameters()

    def reset_running_stats(self) -> None:
        """The averages as they were at the beginning."""
        with unobserved():
            if self.running_mean is not None:
                self.running_mean.zero_()
            if self.running_var is not None:
                self.running_var.fill_(1)
            if self.num_batches_tracked is not None:
                self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Everything as it was at the beginning."""
        self.reset_running_stats()
        filled(self.weight, self.bias)

    def _load_from_state_dict(
        self,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        *others: Any,
    ) -> None:
        """Of before version 2, or made by hand, a state may be without the count."""
        count = self.num_batches_tracked
        if (local_metadata.get("version") or 0) < 2 and count is not None:
            state_dict.setdefault(f"{prefix}num_batches_tracked", count)
        super()._load_from_state_dict(state_dict, prefix, local_metadata, *others)

    def extra_repr(self) -> str:
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, bias={self.bias is not None}, "
            f"track_running_stats={self.track_running_stats}"
        )


class _BatchNorm(_Norm):
    dims: tuple[int, ...]

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        told = (eps, momentum, affine, track_running_stats, device, dtype, bias)
        super().__init__(num_features, *told)

    def forward(self, input: Tensor) -> Tensor:
        _check_dims(input, self.dims)
        share = 0.0 if self.momentum is None else self.momentum
        mean, var = self.running_mean, self.running_var
        by_batch = self.training or (mean is None and var is None)
        if self.training and not self.track_running_stats:
            mean = var = None
        elif self.training and self.num_batches_tracked is not None:
            with unobserved():  # a count, of no use to what is computed
                self.num_batches_tracked.add_(1)
            if self.momentum is None:  # the average of all batches there were
                share = 1.0 / float(self.num_batches_tracked)
        return F.batch_norm(
            input, mean, var, self.weight, self.bias, by_batch, share, self.eps
        )


class BatchNorm1d(_BatchNorm):
    """Of vectors ``(N, C)`` or signals ``(N, C, L)``."""

    dims = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Of images ``(N, C, H, W)``.

    >>> import autoviz as av
    >>> norm = av.nn.BatchNorm2d(1)
    >>> norm(av.tensor([[[[1.0, 3.0]]]])).detach()
    tensor([[[[-1.0000,  1.0000]]]])
    >>> norm.running_mean
    tensor([0.2000])
    """

    dims = (4,)


class BatchNorm3d(_BatchNorm):
    """Of volumes ``(N, C, D, H, W)``."""

    dims = (5,)


class _InstanceNorm(_Norm):
    dims: tuple[int, ...]

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: Any = None,
        dtype: Dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        told = (eps, momentum, affine, track_running_stats, device, dtype, bias)
        super().__init__(num_features, *told)

    def forward(self, input: Tensor) -> Tensor:
        _check_dims(input, self.dims)
        is_alone = input.ndim == self.dims[0]
        self._check_channels(input, 0 if is_alone else 1)
        if is_alone:
            return self._normed(input.unsqueeze(0)).squeeze(0)
        return self._normed(input)

    def _check_channels(self, input: Tensor, dim: int) -> None:
        if input.shape[dim] == self.num_features:
            return
        if self.affine:
            raise ValueError(
                f"expected input's size at dim={dim} to match num_features "
                f"({self.num_features}), but got: {input.shape[dim]}."
            )
        warnings.warn(
            f"input's size at dim={dim} does not match num_features. You can silence "
            "this warning by not passing in num_features, which is not used because "
            "affine=False",
            stacklevel=4,
        )

    def _normed(self, input: Tensor) -> Tensor:
        return F.instance_norm(
            input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            0.0 if self.momentum is None else self.momentum,
            self.eps,
        )


class InstanceNorm1d(_InstanceNorm):
    """Of each signal alone."""

    dims = (2, 3)


class InstanceNorm2d(_InstanceNorm):
    """Of each image alone."""

    dims = (3, 4)


class InstanceNorm3d(_InstanceNorm):
    """Of each volume alone."""

    dims = (4, 5)


def _check_dims(input: Tensor, dims: tuple[int, ...]) -> None:
    if input.dim() not in dims:
        expected = " or ".join(f"{each}D" for each in dims)
        raise ValueError(f"expected {expected} input (got {input.dim()}D input)")
