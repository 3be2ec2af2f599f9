"""Ways out of autograd: as Python's numbers and lists, and as numpy's arrays.

What comes out here remembers nothing of how it was computed, so no gradient finds
its way back through it. Where that is likely to be a mistake, PyTorch warns
(``math.sin(x)``) or refuses (``x.numpy()`` of a tensor that requires grad), and so
do we; ``item`` and ``tolist`` are asked for by name, and leave in silence.

Python calls most of these itself: ``float(x)``, ``if x:``, ``len(x)``.

Next: ``deepcopy_pickle``.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.hints import hinted
from autoviz.core.modes import state
from autoviz.core.sentences import NUMPY_REQUIRES_GRAD, TO_A_SCALAR
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = ["FACES", "PUBLIC", "is_nonzero", "item", "numpy", "tolist"]


def item(self: Tensor) -> Number:
    """The one number inside, as a Python number.

    >>> import autoviz as av
    >>> av.tensor([[2.5]]).item()
    2.5

    Raises:
        RuntimeError: there is not exactly one.
    """
    if self.array.size != 1:
        raise RuntimeError(
            f"a Tensor with {self.array.size} elements cannot be converted to Scalar"
        )
    _leaves(self, "item()")
    number: Number = self.array.item()
    return number


def tolist(self: Tensor) -> Any:
    """Nested lists of Python numbers; a number for a 0-d tensor.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).tolist()
    [[1, 2], [3, 4]]
    """
    _leaves(self, "tolist()")
    return self.array.tolist()


def numpy(self: Tensor, *, force: bool = False) -> Array:
    """The numbers as a numpy array that shares the memory.

    What is written to it changes the tensor, and no version counter knows. With
    ``force`` a tensor that requires grad is detached first.

    Raises:
        RuntimeError: the tensor requires grad, and grad is on.
    """
    if self.requires_grad and state.grad_enabled and not force:
        raise RuntimeError(NUMPY_REQUIRES_GRAD)
    _leaves(self, "numpy()")
    self.storage.exported()
    return self.array


def is_nonzero(input: Tensor) -> bool:
    """Whether its one number is not 0: what ``if x:`` asks.

    Raises:
        RuntimeError: there is not exactly one.
    """
    if input.array.size > 1:
        text = "Boolean value of Tensor with more than one value is ambiguous"
        raise hinted(RuntimeError(text), "truth", input)
    if input.array.size == 0:
        raise RuntimeError("Boolean value of Tensor with no values is ambiguous")
    _leaves(input, "bool()")
    return bool(input.array.item())


# as numbers of Python


def _float(self: Tensor) -> float:
    return float(_only_one(self, "float()"))


def _int(self: Tensor) -> int:
    if self.array.size != 1:
        _only_one(self, "int()")
    _leaves(self, "int()")
    return int(self.array.item())


def _complex(self: Tensor) -> complex:
    return complex(_only_one(self, "complex()"))


def _index(self: Tensor) -> int:
    """As a place in a list: ``words[x]``, ``range(x)``."""
    if self.array.size != 1 or self.dtype.is_floating_point:
        raise TypeError(
            "only integer tensors of a single element can be converted to an index"
        )
    return int(self.array.item())


def _only_one(self: Tensor, by: str) -> Any:
    if self.array.size != 1:
        raise ValueError("only one element tensors can be converted to Python scalars")
    if self.requires_grad and state.grad_enabled:
        warnings.warn(TO_A_SCALAR, UserWarning, stacklevel=3)
    _leaves(self, by)
    return self.array.item()


def _leaves(self: Tensor, by: str) -> None:
    """The numbers go where no gradient follows."""
    if state.observer is not None and self.requires_grad:
        state.observer.left(self, by)


# as a sequence


def _len(self: Tensor) -> int:
    if self.array.ndim == 0:
        raise TypeError("len() of a 0-d tensor")
    return len(self.array)


def _reversed(self: Tensor) -> Tensor:
    """Its rows, the last one first."""
    return self if self.array.ndim == 0 else self.flip(0)


def _contains(self: Tensor, element: Any) -> bool:
    """Whether any number equals ``element``."""
    if not isinstance(element, Tensor | int | float):
        raise RuntimeError(
            "Tensor.__contains__ only supports Tensor or scalar, but you passed in a "
            f"{type(element)}."
        )
    other = element.array if isinstance(element, Tensor) else element
    return bool((self.array == other).any())


# as arrays of numpy


def _array(self: Tensor, dtype: Any = None, copy: bool | None = None) -> Array:
    """What ``np.asarray(x)`` and every numpy function ask for."""
    return np.array(numpy(self), dtype=dtype, copy=copy)


def _array_wrap(
    self: Tensor, array: Any, context: Any = None, return_scalar: bool = False
) -> Tensor:
    """What a numpy function makes of a tensor becomes a tensor again."""
    result = np.asarray(array)
    return wrap(result.astype(np.uint8) if result.dtype == bool else result)


PUBLIC = public(is_nonzero)

FACES = (
    Face(item, ("item",)),
    Face(tolist, ("tolist",)),
    Face(numpy, ("numpy",)),
    Face(is_nonzero, ("is_nonzero", "__bool__")),
    Face(_float, ("__float__",)),
    Face(_int, ("__int__",)),
    Face(_complex, ("__complex__",)),
    Face(_index, ("__index__",)),
    Face(_len, ("__len__",)),
    Face(_reversed, ("__reversed__",)),
    Face(_contains, ("__contains__",)),
    Face(_array, ("__array__",)),
    Face(_array_wrap, ("__array_wrap__",)),
)
