"""Under which names an operation is found: the one loop that hangs them up.

PyTorch offers most operations several times: ``torch.add(x, y)``, ``x.add(y)``,
``x + y``, ``y + x``, ``x.add_(y)``, ``x += y``. Each family in ``ops/`` lists, for
each function, the names it goes by; ``bind`` puts methods and operators on
``Tensor``. Public functions are taken from the families by ``autoviz`` itself; what
PyTorch offers there besides, ``out=``, they refuse by name. Arguments go by numpy's
names, too: ``x.sum(axis=0, keepdims=True)``.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "Face",
    "bind",
    "in_numpy_words",
    "in_place_functions",
    "public",
    "without_out",
]


@dataclass(frozen=True)
class Face:
    """The names of one function; ``operator`` ``"add"`` means ``__add__``."""

    function: Callable[..., Any]
    methods: tuple[str, ...] = ()
    operator: str | None = None
    takes_numbers: bool = True
    takes_arrays: bool = False
    reflected: Callable[..., Any] | None = None
    in_place: Callable[..., Any] | None = None
    property: str | None = None
    setter: Callable[..., Any] | None = None


_UNARY = ("abs", "invert", "neg", "pos")
_NUMBERS: tuple[type, ...] = (Tensor, int, float, np.number, np.bool_)


def public(*functions: Callable[..., Any]) -> dict[str, Any]:
    """What a family offers as ``torch.add`` and the like, by name."""
    return {each.__name__: each for each in functions}


def without_out(offered: Any) -> Any:
    """A function that refuses ``out=``; anything else as it is."""
    if not isinstance(offered, FunctionType):
        return offered
    offered = in_numpy_words(offered, {"input": "self"} | _NUMPY_WORDS)

    @functools.wraps(offered)
    def function(*operands: Any, out: Any = None, **arguments: Any) -> Any:
        if out is not None:
            raise NotImplementedError(
                f"{offered.__name__}(out=...) is not in autoviz's numpy core; record "
                "real PyTorch"
            )
        return offered(*operands, **arguments)

    return function


_NUMPY_WORDS = {
    "axis": "dim",
    "keepdims": "keepdim",
    "x2": "other",
    "x": "self",
    "a": "self",
    "x1": "self",
}


def in_numpy_words(
    function: Callable[..., Any], words: dict[str, str] = _NUMPY_WORDS
) -> Callable[..., Any]:
    """A function whose arguments go by other names, too, where it has none of these.

    >>> in_numpy_words(lambda x, dim: (x, dim))([3], axis=0)
    ([3], 0)
    """
    own = inspect.signature(function).parameters
    known = {word: own_word for word, own_word in words.items() if own_word in own}
    renamed = {word: known[word] for word in known if word not in own}
    if not renamed:
        return function

    @functools.wraps(function)
    def worded(*operands: Any, **arguments: Any) -> Any:
        if arguments and not renamed.keys().isdisjoint(arguments):
            arguments = {renamed.get(k, k): value for k, value in arguments.items()}
        return function(*operands, **arguments)

    return worded


def in_place_functions() -> dict[str, Any]:
    """The in-place forms that are functions too: ``torch.exp_(x)`` is ``x.exp_()``."""
    return {name: getattr(Tensor, name) for name in _IN_PLACE}


_IN_PLACE = (
    *("abs_", "acos_", "acosh_", "addmv_", "arccos_", "arccosh_", "arcsin_"),
    *("arcsinh_", "arctan_", "arctanh_", "as_strided_", "asin_", "asinh_", "atan_"),
    *("atanh_", "ceil_", "clamp_", "clamp_max_", "clamp_min_", "clip_", "cos_"),
    *("cosh_", "deg2rad_", "detach_", "erf_", "erfc_", "exp2_", "exp_", "expm1_"),
    *("fill_", "fix_", "floor_", "frac_", "index_put_", "log10_", "log1p_", "log2_"),
    *("log_", "logit_", "nan_to_num_", "neg_", "negative_", "rad2deg_", "reciprocal_"),
    *("relu_", "round_", "rsqrt_", "sigmoid_", "sin_", "sinc_", "sinh_", "sqrt_"),
    *("square_", "tan_", "tanh_", "trunc_", "xlogy_", "zero_"),
)


def bind(faces: Iterable[Face]) -> None:
    """Put every method, operator and property on ``Tensor``."""
    for face in faces:
        for name in face.methods:
            setattr(Tensor, name, _method(face.function))
        if face.property:
            setattr(Tensor, face.property, property(face.function, face.setter))
        if face.operator in _UNARY:
            setattr(Tensor, f"__{face.operator}__", face.function)
        elif face.operator:
            plain = _operator(face.function, face.takes_numbers, face.takes_arrays)
            setattr(Tensor, f"__{face.operator}__", plain)
        if face.operator and face.reflected:
            setattr(Tensor, f"__r{face.operator}__", _operator(face.reflected))
        if face.in_place:
            setattr(Tensor, f"{face.methods[0]}_", face.in_place)
            if face.operator:
                setattr(Tensor, f"__i{face.operator}__", _operator(face.in_place))


def _method(function: Callable[..., Any]) -> Callable[..., Any]:
    """As it is, unless a dimension of it may be called an axis."""
    has_dim = "dim" in inspect.signature(function).parameters
    return in_numpy_words(function) if has_dim else function


def _operator(
    function: Callable[..., Any],
    takes_numbers: bool = True,
    takes_arrays: bool = False,
) -> Callable[..., Any]:
    """An operator says NotImplemented to what it cannot take, as Python wants."""
    allowed = _NUMBERS if takes_numbers else (Tensor,)
    if takes_arrays:
        allowed += (np.ndarray,)

    def operator(self: Tensor, other: Any) -> Any:
        kind = type(other)
        if kind is Tensor or (takes_numbers and (kind is float or kind is int)):
            return function(self, other)
        if not isinstance(other, allowed):
            return NotImplemented
        return function(self, _plain(other))

    return operator


def _plain(operand: Any) -> Any:
    """A number of numpy as a number of Python, an array as a tensor."""
    if isinstance(operand, np.ndarray):
        shared = wrap(operand)
        shared.storage.exported()
        return shared
    return operand.item() if isinstance(operand, np.generic) else operand
