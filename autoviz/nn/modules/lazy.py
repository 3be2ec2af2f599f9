"""Layers that learn how wide their input is when they first see one.

``LazyLinear(3)`` is ``Linear(?, 3)``. Until its first call its parameters have no
shape, and it is of a class of its own; then it becomes the layer that it stands for.

Next: ``dropout``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.tensor import Tensor
from autoviz.nn.modules.batchnorm import BatchNorm1d, BatchNorm2d, BatchNorm3d
from autoviz.nn.modules.conv import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d
from autoviz.nn.modules.linear import Linear
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import UninitializedBuffer, UninitializedParameter, is_lazy

__all__ = [
    "LazyBatchNorm1d",
    "LazyBatchNorm2d",
    "LazyBatchNorm3d",
    "LazyConv1d",
    "LazyConv2d",
    "LazyConvTranspose1d",
    "LazyConvTranspose2d",
    "LazyLinear",
]


def _wait(module: Module) -> None:
    """Until the first call, nothing has a shape but what is one number."""
    for name, parameter in module._parameters.items():
        if parameter is not None:
            setattr(module, name, UninitializedParameter(dtype=parameter.dtype))
    for name, buffer in module._buffers.items():
        if buffer is not None and buffer.ndim:
            setattr(module, name, UninitializedBuffer(dtype=buffer.dtype))
    module.register_forward_pre_hook(_at_first_sight)


def _at_first_sight(module: Module, args: tuple[Any, ...]) -> None:
    module.initialize_parameters(*args)
    for number, hook in list(module._forward_pre_hooks.items()):
        if hook is _at_first_sight:
            del module._forward_pre_hooks[number]
    module.__class__ = module.cls_to_become


def _give(module: Module, **shapes: tuple[int, ...]) -> None:
    """Shapes, and first numbers, unless some were loaded meanwhile."""
    tensors = {name: getattr(module, name) for name in shapes}
    waiting = [name for name, each in tensors.items() if is_lazy(each)]
    for name in waiting:
        tensors[name].materialize(shapes[name])
    if waiting:
        module.reset_parameters()


class LazyLinear(Linear):
    """``Linear`` without ``in_features``.

    >>> import autoviz as av
    >>> layer = av.nn.LazyLinear(3)
    >>> layer(av.ones(4, 2)).shape
    torch.Size([4, 3])
    >>> layer
    Linear(in_features=2, out_features=3, bias=True)
    """

    cls_to_become = Linear

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def reset_parameters(self) -> None:
        if self.in_features:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:
        """What there is to be known of the input."""
        self.in_features = input.shape[-1]
        out = self.out_features
        _give(self, weight=(out, self.in_features), bias=(out,))


def _see_channels(module: Any, input: Tensor) -> None:
    """What there is to be known of a signal or an image."""
    alone = module.dims + 1
    if input.ndim not in (alone, alone + 1):
        raise RuntimeError(
            f"Expected {alone}D (unbatched) or {alone + 1}D (batched) input to "
            f"{type(module).__name__}, but got input of size: {input.shape}"
        )
    channels = input.shape[0 if input.ndim == alone else 1]
    if channels % module.groups:
        raise ValueError("in_channels must be divisible by groups")
    module.in_channels = channels
    _give(module, weight=module._weight_shape(), bias=(module.out_channels,))


class LazyConv1d(Conv1d):
    """``Conv1d`` without ``in_channels``."""

    cls_to_become = Conv1d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def reset_parameters(self) -> None:
        if self.in_channels:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor, *_: Any) -> None:
        _see_channels(self, input)


class LazyConv2d(Conv2d):
    """``Conv2d`` without ``in_channels``."""

    cls_to_become = Conv2d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def reset_parameters(self) -> None:
        if self.in_channels:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor, *_: Any) -> None:
        _see_channels(self, input)


class LazyConvTranspose1d(ConvTranspose1d):
    """``ConvTranspose1d`` without ``in_channels``."""

    cls_to_become = ConvTranspose1d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def reset_parameters(self) -> None:
        if self.in_channels:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor, *_: Any) -> None:
        _see_channels(self, input)


class LazyConvTranspose2d(ConvTranspose2d):
    """``ConvTranspose2d`` without ``in_channels``."""

    cls_to_become = ConvTranspose2d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def reset_parameters(self) -> None:
        if self.in_channels:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor, *_: Any) -> None:
        _see_channels(self, input)


def _see_features(module: Any, input: Tensor) -> None:
    """What there is to be known of a batch."""
    module.num_features = input.shape[1]
    names = ("weight", "bias", "running_mean", "running_var")
    _give(module, **dict.fromkeys(names, (module.num_features,)))


class LazyBatchNorm1d(BatchNorm1d):
    """``BatchNorm1d`` without ``num_features``."""

    cls_to_become = BatchNorm1d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def initialize_parameters(self, input: Tensor) -> None:
        _see_features(self, input)


class LazyBatchNorm2d(BatchNorm2d):
    """``BatchNorm2d`` without ``num_features``."""

    cls_to_become = BatchNorm2d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def initialize_parameters(self, input: Tensor) -> None:
        _see_features(self, input)


class LazyBatchNorm3d(BatchNorm3d):
    """``BatchNorm3d`` without ``num_features``."""

    cls_to_become = BatchNorm3d

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(0, *args, **kwargs)
        _wait(self)

    def initialize_parameters(self, input: Tensor) -> None:
        _see_features(self, input)
