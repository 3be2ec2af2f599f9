"""Windows of an image as columns, and columns put back as an image.

Next: ``activation``.
"""

from __future__ import annotations

from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn.modules.making import Sizes
from autoviz.nn.modules.module import Module

__all__ = ["Fold", "Unfold"]


class Unfold(Module):
    """Every window becomes a column: convolution is a product with those."""

    def __init__(
        self,
        kernel_size: Sizes,
        dilation: Sizes = 1,
        padding: Sizes = 0,
        stride: Sizes = 1,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Tensor) -> Tensor:
        told = (self.kernel_size, self.dilation, self.padding, self.stride)
        return F.unfold(input, *told)

    def extra_repr(self) -> str:
        return _told(self)


class Fold(Module):
    """Columns back in their windows; where windows overlap, numbers are added."""

    def __init__(
        self,
        output_size: Sizes,
        kernel_size: Sizes,
        dilation: Sizes = 1,
        padding: Sizes = 0,
        stride: Sizes = 1,
    ) -> None:
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Tensor) -> Tensor:
        told = (self.kernel_size, self.dilation, self.padding, self.stride)
        return F.fold(input, self.output_size, *told)

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}, {_told(self)}"


def _told(module: Fold | Unfold) -> str:
    return (
        f"kernel_size={module.kernel_size}, dilation={module.dilation}, "
        f"padding={module.padding}, stride={module.stride}"
    )
