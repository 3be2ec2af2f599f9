"""Frames around signals and images, as layers.

Next: ``fold``.
"""

from __future__ import annotations

from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn.modules.making import Sizes, one_for_each
from autoviz.nn.modules.module import Module

__all__ = [
    "CircularPad1d",
    "CircularPad2d",
    "ConstantPad1d",
    "ConstantPad2d",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ZeroPad1d",
    "ZeroPad2d",
]


class _Pad(Module):
    """``padding`` is left, right, and of images top and bottom."""

    dims: int
    mode: str

    def __init__(self, padding: Sizes) -> None:
        super().__init__()
        self.padding = one_for_each(padding, 2 * self.dims)

    def forward(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _ConstantPad(_Pad):
    mode = "constant"

    def __init__(self, padding: Sizes, value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, self.mode, self.value)

    def extra_repr(self) -> str:
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(_ConstantPad):
    """``value`` at both ends."""

    dims = 1


class ConstantPad2d(_ConstantPad):
    """``value`` all around."""

    dims = 2


class ZeroPad1d(_Pad):
    """0 at both ends."""

    dims, mode = 1, "constant"


class ZeroPad2d(_Pad):
    """0 all around."""

    dims, mode = 2, "constant"


class ReflectionPad1d(_Pad):
    """The numbers next to either end, mirrored."""

    dims, mode = 1, "reflect"


class ReflectionPad2d(_Pad):
    """The numbers next to every edge, mirrored."""

    dims, mode = 2, "reflect"


class ReplicationPad1d(_Pad):
    """The number at either end, again."""

    dims, mode = 1, "replicate"


class ReplicationPad2d(_Pad):
    """The numbers at every edge, again."""

    dims, mode = 2, "replicate"


class _CircularPad(_Pad):
    mode = "circular"

    def forward(self, input: Tensor) -> Tensor:
        least = self.dims + 1
        if input.ndim not in (least, least + 1):
            raise ValueError(
                f"expected {least}D or {least + 1}D input (got {input.ndim}D input)"
            )
        return super().forward(input)


class CircularPad1d(_CircularPad):
    """The numbers from the other end."""

    dims = 1


class CircularPad2d(_CircularPad):
    """The numbers from the opposite edge."""

    dims = 2
