"""Layers that learn how wide their input is when they first see one.

Until then their parameters have no shape, and they are of a class of their own; by
their first call they become the layer that they stand for.

Next: ``batchnorm``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.tensor import Tensor
from autoviz.nn.modules.batchnorm import BatchNorm1d, BatchNorm2d
from autoviz.nn.modules.conv import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d
from autoviz.nn.modules.linear import Linear
from autoviz.nn.modules.making import Sizes
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import UninitializedBuffer, UninitializedParameter, is_lazy

__all__ = [
    "LazyBatchNorm1d",
    "LazyBatchNorm2d",
    "LazyConv1d",
    "LazyConv2d",
    "LazyConvTranspose1d",
    "LazyConvTranspose2d",
    "LazyLinear",
]
