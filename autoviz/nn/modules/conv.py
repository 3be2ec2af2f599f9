"""Convolutions: the same few weights at every place of a signal or an image.

``ConvTranspose2d`` is the way back: each number that comes in puts a whole filter into
the result. Several sizes of image lead to the same size of result, so that it may have
to be told which one is wanted.

Next: ``pooling``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn.modules.making import Sizes, one_for_each, parameter, spread_by_fan_in
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = ["Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d"]


class _Conv(Module):
    """What all have, in ``dims`` directions."""

    dims: int
    is_transposed = False
    weight: Parameter
    bias: Parameter | None
    padding: Any

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes,
        padding: Sizes | str,
        output_padding: Sizes,
        dilation: Sizes,
        groups: int,
        bias: bool,
        padding_mode: str,
        device: Any,
        dtype: Dtype | None,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = one_for_each(kernel_size, self.dims)
        self.stride = one_for_each(stride, self.dims)
        is_text = isinstance(padding, str)
        self.padding = padding if is_text else one_for_each(padding, self.dims)
        self.dilation = one_for_each(dilation, self.dims)
        self.transposed = self.is_transposed
        self.output_padding = one_for_each(output_padding, self.dims)
        self.groups = groups
        self.padding_mode = padding_mode
        self._check()
        self.weight = parameter(self._weight_shape(), dtype, device)
        added = parameter(out_channels, dtype, device) if bias else None
        self.register_parameter("bias", added)
        self.reset_parameters()

    def _weight_shape(self) -> tuple[int, ...]:
        first, second = self.out_channels, self.in_channels
        if self.is_transposed:
            first, second = second, first
        return (first, second // self.groups, *self.kernel_size)

    def _check(self) -> None:
        if self.groups <= 0:
            raise ValueError("groups must be a positive integer")
        if self.in_channels % self.groups:
            raise ValueError("in_channels must be divisible by groups")
        if self.out_channels % self.groups:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                raise ValueError(
                    f"Invalid padding string {self.padding!r}, should be one of "
                    "{'same', 'valid'}"
                )
            if self.padding == "same" and any(step != 1 for step in self.stride):
                raise ValueError(
                    "padding='same' is not supported for strided convolutions"
                )
        if self.padding_mode not in ("zeros", "reflect", "replicate", "circular"):
            raise ValueError(
                "padding_mode must be one of {'zeros', 'reflect', 'replicate', "
                f"'circular'}}, but got padding_mode='{self.padding_mode}'"
            )

    def reset_parameters(self) -> None:
        """New first numbers."""
        spread_by_fan_in(self.weight, self.bias)

    def extra_repr(self) -> str:
        told = [
            f"{self.in_channels}, {self.out_channels}",
            f"kernel_size={self.kernel_size}, stride={self.stride}",
        ]
        if self.padding != (0,) * len(self.padding):
            told.append(f"padding={self.padding}")
        if self.dilation != (1,) * self.dims:
            told.append(f"dilation={self.dilation}")
        if self.output_padding != (0,) * self.dims:
            told.append(f"output_padding={self.output_padding}")
        if self.groups != 1:
            told.append(f"groups={self.groups}")
        if self.bias is None:
            told.append("bias=False")
        if self.padding_mode != "zeros":
            told.append(f"padding_mode={self.padding_mode}")
        return ", ".join(told)


class _Forward(_Conv):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes | str = 0,
        dilation: Sizes = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            0,
            dilation,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def _framed(self, input: Tensor) -> tuple[Tensor, Any]:
        """The input with its frame, if that is not one of zeros; the frame to add."""
        if self.padding_mode == "zeros":
            return input, self.padding
        return F.pad(input, self._frame(), mode=self.padding_mode), 0

    def _frame(self) -> list[int]:
        """Before and after each direction, the last one first, as ``F.pad`` has it."""
        sides: list[int] = []
        for at in reversed(range(self.dims)):
            if isinstance(self.padding, str):
                total = self.dilation[at] * (self.kernel_size[at] - 1)
                total = total if self.padding == "same" else 0
                sides += [total // 2, total - total // 2]
            else:
                sides += [self.padding[at]] * 2
        return sides


class Conv1d(_Forward):
    """Filters that run along a signal: ``(N, channels, length)``."""

    dims = 1

    def forward(self, input: Tensor) -> Tensor:
        framed, padding = self._framed(input)
        how = (self.stride, padding, self.dilation, self.groups)
        return F.conv1d(framed, self.weight, self.bias, *how)


class Conv2d(_Forward):
    """Filters that run over an image: ``(N, channels, height, width)``.

    >>> import autoviz as av
    >>> av.nn.Conv2d(1, 4, kernel_size=3, padding=1)(av.zeros(2, 1, 8, 8)).shape
    torch.Size([2, 4, 8, 8])
    """

    dims = 2

    def forward(self, input: Tensor) -> Tensor:
        framed, padding = self._framed(input)
        how = (self.stride, padding, self.dilation, self.groups)
        return F.conv2d(framed, self.weight, self.bias, *how)


class _Transposed(_Conv):
    is_transposed = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Sizes = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        if padding_mode != "zeros":
            raise ValueError(
                f'Only "zeros" padding mode is supported for {type(self).__name__}'
            )
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            output_padding,
            dilation,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def _more(self, input: Tensor, output_size: Sequence[int] | None) -> Any:
        """How much longer than the shortest possible the result is to be.

        Raises:
            ValueError: it cannot be of this size.
        """
        if output_size is None:
            return self.output_padding
        before = input.ndim - self.dims
        sizes = list(output_size)
        if len(sizes) == input.ndim:
            sizes = sizes[before:]
        if len(sizes) != self.dims:
            raise ValueError(
                f"ConvTranspose{self.dims}D: for {input.ndim}D input, output_size must "
                f"have {self.dims} or {input.ndim} elements (got {len(sizes)})"
            )
        least = self._least(input.shape[before:])
        most = [size + step - 1 for size, step in zip(least, self.stride, strict=True)]
        bounds = zip(least, sizes, most, strict=True)
        if not all(low <= size <= high for low, size, high in bounds):
            raise ValueError(
                f"requested an output size of {sizes}, but valid sizes range from "
                f"{least} to {most} (for an input of {input.shape[2:]})"
            )
        return [size - low for size, low in zip(sizes, least, strict=True)]

    def _least(self, lengths: Sequence[int]) -> list[int]:
        """The shortest possible results of inputs so long."""
        how = (self.stride, self.padding, self.dilation, self.kernel_size)
        return [
            (length - 1) * step - 2 * frame + far * (window - 1) + 1
            for length, step, frame, far, window in zip(lengths, *how, strict=True)
        ]


class ConvTranspose1d(_Transposed):
    """From a short signal a longer one."""

    dims = 1

    def forward(
        self, input: Tensor, output_size: Sequence[int] | None = None
    ) -> Tensor:
        more = self._more(input, output_size)
        how = (self.stride, self.padding, more, self.groups, self.dilation)
        return F.conv_transpose1d(input, self.weight, self.bias, *how)


class ConvTranspose2d(_Transposed):
    """From a small image a larger one."""

    dims = 2

    def forward(
        self, input: Tensor, output_size: Sequence[int] | None = None
    ) -> Tensor:
        more = self._more(input, output_size)
        how = (self.stride, self.padding, more, self.groups, self.dilation)
        return F.conv_transpose2d(input, self.weight, self.bias, *how)
