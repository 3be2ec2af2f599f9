"""What a tensor knows without computing: its type, its size, its memory.

``stride`` is how many elements lie between two neighbours along a dimension. A
transpose changes nothing else, which is why it costs nothing, and why its result
``is_contiguous()`` no more.

Next: ``item_numpy``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.device import CPU, Device
from autoviz.core.dtypes import Dtype, number_dtype, result_dtype
from autoviz.core.faces import Face, public
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.shapes import real_dim
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "is_complex",
    "is_floating_point",
    "is_inference",
    "is_signed",
    "is_tensor",
    "numel",
    "result_type",
]


def is_tensor(obj: Any) -> bool:
    """Whether it is a tensor."""
    return isinstance(obj, Tensor)


def is_floating_point(input: Tensor) -> bool:
    """Whether its numbers are floats: only those can require gradients."""
    return _input("is_floating_point", input).dtype.is_floating_point


def is_complex(input: Tensor) -> bool:
    """Whether its numbers are complex: never, here."""
    return _input("is_complex", input).dtype.is_complex


def is_signed(input: Tensor) -> bool:
    """Whether its numbers can be negative."""
    return _input("is_signed", input).dtype.is_signed


def numel(input: Tensor) -> int:
    """The number of elements."""
    return _input("numel", input).array.size


def _input(function: str, given: Any) -> Tensor:
    return must_be_tensor(function, "input", 1, given)


def result_type(tensor: Tensor | Number, other: Tensor | Number) -> Dtype:
    """The type in which two would be added: see ``dtypes``.

    >>> import autoviz as av
    >>> av.result_type(av.tensor([1, 2]), 1.5)
    torch.float32
    """
    both = (tensor, other)
    tensors = [each for each in both if isinstance(each, Tensor)]
    numbers = [each for each in both if not isinstance(each, Tensor)]
    dimensioned = [each.dtype for each in tensors if each.array.ndim]
    zero_dim = [each.dtype for each in tensors if not each.array.ndim]
    if not tensors:
        zero_dim = [number_dtype(each) for each in numbers]
    return result_dtype(dimensioned, zero_dim, numbers)


# its memory


def _ndimension(self: Tensor) -> int:
    """The number of dimensions."""
    return self.array.ndim


def _stride(self: Tensor, dim: int | None = None) -> tuple[int, ...] | int:
    """Elements between neighbours, along each dimension or along one."""
    array = self.array
    steps = tuple(each // array.itemsize for each in array.strides)
    if not array.size:  # numpy says 0; what a tensor with elements would have
        lengths = [max(each, 1) for each in array.shape]
        steps = tuple(math.prod(lengths[at + 1 :]) for at in range(array.ndim))
    return steps if dim is None else steps[real_dim(dim, array.ndim)]


def _is_contiguous(self: Tensor) -> bool:
    """Whether its elements lie in memory in the order in which they are read."""
    return self.array.flags.c_contiguous


def _storage_offset(self: Tensor) -> int:
    """How many elements of its memory come before its first."""
    owner = self.array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    return (_data_ptr(self) - int(owner.ctypes.data)) // self.array.itemsize


def _data_ptr(self: Tensor) -> int:
    """The address of its first element."""
    return int(self.array.ctypes.data)


def _element_size(self: Tensor) -> int:
    """Bytes for each number."""
    return self.array.itemsize


def _nbytes(self: Tensor) -> int:
    """Bytes for all of them."""
    return self.array.nbytes


def _device(self: Tensor) -> Device:
    """Where it lives: on the CPU."""
    return CPU


def _is_cuda(self: Tensor) -> bool:
    """Whether it lives on a graphics card: never, here."""
    return False


def is_inference(self: Tensor) -> bool:
    """Whether it was made in ``inference_mode``, and so can be in no graph."""
    return self.storage.is_inference


PUBLIC = public(
    is_complex,
    is_floating_point,
    is_signed,
    is_tensor,
    numel,
    result_type,
    is_inference,
)

FACES = (
    Face(is_floating_point, ("is_floating_point",)),
    Face(is_complex, ("is_complex",)),
    Face(is_signed, ("is_signed",)),
    Face(numel, ("numel", "nelement")),
    Face(_ndimension, ("ndimension",)),
    Face(_stride, ("stride",)),
    Face(_is_contiguous, ("is_contiguous",)),
    Face(_storage_offset, ("storage_offset",)),
    Face(_data_ptr, ("data_ptr",)),
    Face(_element_size, ("element_size",), property="itemsize"),
    Face(_nbytes, property="nbytes"),
    Face(_device, property="device"),
    Face(_is_cuda, property="is_cuda"),
    Face(is_inference, ("is_inference",)),
)
