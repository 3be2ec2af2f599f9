"""Linear layers: every result is a weighted sum of all that comes in.

A row of ``weight`` has the weights of one result, so that ``weight`` has the shape
``(out_features, in_features)``.

Next: ``conv``.
"""

from __future__ import annotations

import math
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.inplace import unobserved
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn import init
from autoviz.nn.modules.making import parameter, spread_by_fan_in
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = ["Bilinear", "Identity", "Linear"]


class Identity(Module):
    """What goes in comes out; a place for a layer that is not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def forward(self, input: Tensor) -> Tensor:
        return input


class Linear(Module):
    """``x @ weight.T + bias``.

    >>> import autoviz as av
    >>> av.nn.Linear(2, 3)(av.zeros(4, 2)).shape
    torch.Size([4, 3])
    """

    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = parameter((out_features, in_features), dtype, device)
        added = parameter(out_features, dtype, device) if bias else None
        self.register_parameter("bias", added)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """New first numbers."""
        spread_by_fan_in(self.weight, self.bias)

    def forward(self, input: Tensor) -> Tensor:
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class Bilinear(Module):
    """``x1 @ weight @ x2 + bias``, with a matrix for each result."""

    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        if in1_features <= 0:
            raise ValueError(
                f"in1_features must be > 0, but got (in1_features={in1_features})"
            )
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        shape = (out_features, in1_features, in2_features)
        self.weight = parameter(shape, dtype, device)
        added = parameter(out_features, dtype, device) if bias else None
        self.register_parameter("bias", added)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """New first numbers."""
        bound = 1 / math.sqrt(self.weight.shape[1])
        with unobserved():
            init.uniform_(self.weight, -bound, bound)
            if self.bias is not None:
                init.uniform_(self.bias, -bound, bound)

    def forward(self, input1: Tensor, input2: Tensor) -> Tensor:
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self) -> str:
        return (
            f"in1_features={self.in1_features}, in2_features={self.in2_features}, "
            f"out_features={self.out_features}, bias={self.bias is not None}"
        )
