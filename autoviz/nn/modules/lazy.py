"""Layers that learn how wide their input is when they first see one.

``LazyLinear(3)`` is ``Linear(?, 3)``. Until its first call its parameters have no
shape, and it is of a class of its own; then it becomes the layer that it stands for.
All begin in the same way, and differ in what is to be seen of an input: the length of
vectors, the channels of images, or those of a whole batch.

Next: ``dropout``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.tensor import Tensor
from autoviz.nn.modules.batchnorm import BatchNorm1d, BatchNorm2d, BatchNorm3d
from autoviz.nn.modules.conv import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d
from autoviz.nn.modules.linear import Linear
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


def _begin(self: Any, *args: Any, **kwargs: Any) -> None:
    """As the layer that it stands for, with 0 for the size that is not known."""
    self.cls_to_become.__init__(self, 0, *args, **kwargs)
    for name, parameter in self._parameters.items():
        if parameter is not None:
            setattr(self, name, UninitializedParameter(dtype=parameter.dtype))
    for name, buffer in self._buffers.items():
        if buffer is not None and buffer.ndim:
            setattr(self, name, UninitializedBuffer(dtype=buffer.dtype))
    self.register_forward_pre_hook(_at_first_sight)


def _at_first_sight(module: Any, args: tuple[Any, ...]) -> None:
    module.initialize_parameters(*args)
    for number, hook in list(module._forward_pre_hooks.items()):
        if hook is _at_first_sight:
            del module._forward_pre_hooks[number]
    module.__class__ = module.cls_to_become


def _give(module: Any, **shapes: tuple[int, ...]) -> None:
    """Shapes, and first numbers, unless some were loaded meanwhile."""
    tensors = {name: getattr(module, name) for name in shapes}
    waiting = [name for name, each in tensors.items() if is_lazy(each)]
    for name in waiting:
        tensors[name].materialize(shapes[name])
    if waiting:
        module.reset_parameters()


def _reset_parameters(self: Any) -> None:
    """New first numbers, once there is room for them."""
    if self.weight.array.size:
        self.cls_to_become.reset_parameters(self)


def _see_features(self: Any, input: Tensor) -> None:
    """How many numbers a vector has."""
    self.in_features = input.shape[-1]
    _give(self, weight=(self.out_features, self.in_features), bias=(self.out_features,))


def _see_channels(self: Any, input: Tensor, *_: Any) -> None:
    """How many channels a signal or an image has."""
    alone = self.dims + 1
    if input.ndim not in (alone, alone + 1):
        raise RuntimeError(
            f"Expected {alone}D (unbatched) or {alone + 1}D (batched) input to "
            f"{type(self).__name__}, but got input of size: {input.shape}"
        )
    channels = input.shape[0 if input.ndim == alone else 1]
    if channels % self.groups:
        raise ValueError("in_channels must be divisible by groups")
    self.in_channels = channels
    _give(self, weight=self._weight_shape(), bias=(self.out_channels,))


def _see_batch(self: Any, input: Tensor) -> None:
    """How many channels the examples of a batch have."""
    self.num_features = input.shape[1]
    names = ("weight", "bias", "running_mean", "running_var")
    _give(self, **dict.fromkeys(names, (self.num_features,)))


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
    __init__ = _begin
    reset_parameters = _reset_parameters
    initialize_parameters = _see_features


class LazyConv1d(Conv1d):
    """``Conv1d`` without ``in_channels``."""

    cls_to_become = Conv1d
    __init__ = _begin
    reset_parameters = _reset_parameters
    initialize_parameters = _see_channels


class LazyConv2d(Conv2d):
    """``Conv2d`` without ``in_channels``."""

    cls_to_become = Conv2d
    __init__ = _begin
    reset_parameters = _reset_parameters
    initialize_parameters = _see_channels


class LazyConvTranspose1d(ConvTranspose1d):
    """``ConvTranspose1d`` without ``in_channels``."""

    cls_to_become = ConvTranspose1d
    __init__ = _begin
    reset_parameters = _reset_parameters
    initialize_parameters = _see_channels


class LazyConvTranspose2d(ConvTranspose2d):
    """``ConvTranspose2d`` without ``in_channels``."""

    cls_to_become = ConvTranspose2d
    __init__ = _begin
    reset_parameters = _reset_parameters
    initialize_parameters = _see_channels


class LazyBatchNorm1d(BatchNorm1d):
    """``BatchNorm1d`` without ``num_features``."""

    cls_to_become = BatchNorm1d
    __init__ = _begin
    initialize_parameters = _see_batch


class LazyBatchNorm2d(BatchNorm2d):
    """``BatchNorm2d`` without ``num_features``."""

    cls_to_become = BatchNorm2d
    __init__ = _begin
    initialize_parameters = _see_batch


class LazyBatchNorm3d(BatchNorm3d):
    """``BatchNorm3d`` without ``num_features``."""

    cls_to_become = BatchNorm3d
    __init__ = _begin
    initialize_parameters = _see_batch
