"""How a tensor prints: the text that PyTorch's ``repr`` gives, character for character.

The one idea: all numbers of a tensor share one *style*. Among floats, PyTorch
looks at the nonzero finite ones that will be on show and chooses for all

- ``2.5000e+00``, when the largest is more than 1000 times the smallest, or the
  sizes leave 0.0001 … 100000000;
- else ``2.``, when every number is whole;
- else ``2.5000``.

Then each number is padded on the left to the longest of them, which is what
makes the columns of a matrix line up. ``nan``, ``inf`` and ``0`` have no say in
the style, nor in the width.

A tensor of more than 1000 elements shows three at either end of each axis. What
is not a number (``dtype=``, ``requires_grad=``, ``grad_fn=``) comes after the
numbers, and goes to a line of its own when the last one is full.
``set_printoptions`` changes how many digits, elements and columns there are.

Read ``tensor_text`` first; everything below it is in the order of use.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autoviz.core.dtypes import Array, get_default_dtype

__all__ = ["PUBLIC", "set_printoptions", "tensor_text"]

_PREFIX = "tensor("


@dataclass(frozen=True, slots=True)
class _Options:
    """What ``set_printoptions`` sets."""

    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


_PROFILES = {
    "default": _Options(),
    "short": _Options(precision=2, edgeitems=2),
    "full": _Options(threshold=math.inf),
}
_options = _Options()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Change how tensors print, from now on.

    ``precision`` is the number of digits after the point, ``linewidth`` of columns. A
    tensor of more than ``threshold`` elements shows ``edgeitems`` at either end.
    ``sci_mode`` settles whether ``1e+03`` is written; None, and every call that does
    not give it, leaves that to the numbers. A ``profile`` (``"default"``, ``"short"``,
    ``"full"``) sets all the others at once.
    """
    global _options
    before = _PROFILES.get(profile or "", _options)
    _options = _Options(
        before.precision if precision is None else precision,
        before.threshold if threshold is None else threshold,
        before.edgeitems if edgeitems is None else edgeitems,
        before.linewidth if linewidth is None else linewidth,
        sci_mode,
    )


def tensor_text(
    array: Array,
    *,
    dtype: str,
    requires_grad: bool = False,
    grad_fn: str | None = None,
) -> str:
    """Say what ``repr`` of a PyTorch tensor with these numbers says.

    ``array`` holds floats, integers or bools (complex numbers are not printed
    here). ``dtype`` is PyTorch's short name; it is told, not read off the array,
    because numpy has no ``bfloat16``.

    >>> print(tensor_text(np.array(16.0), dtype="float32", grad_fn="AddBackward0"))
    tensor(16., grad_fn=<AddBackward0>)
    >>> print(tensor_text(np.array([[1.0, 0.5], [-3.0, np.inf]]), dtype="float32"))
    tensor([[ 1.0000,  0.5000],
            [-3.0000,     inf]])
    >>> print(tensor_text(np.arange(2000), dtype="int32"))
    tensor([   0,    1,    2,  ..., 1997, 1998, 1999], dtype=torch.int32)
    """
    suffixes = list(_suffixes(array, dtype, requires_grad, grad_fn))
    return _with_suffixes(_PREFIX + _numbers(array), suffixes) + ")"


def _numbers(array: Array) -> str:
    """Everything between ``tensor(`` and the first suffix."""
    if array.size == 0:
        return "[]"
    most, edge = _options.threshold, _options.edgeitems
    cut = tuple(array.size > most and side > 2 * edge for side in array.shape)
    shown = _shown(array, cut)
    return _block(shown, cut, len(_PREFIX), _style(shown))


def _shown(array: Array, cut: tuple[bool, ...]) -> Array:
    """Leave only the edges of each axis that is ``cut``."""
    for axis, is_cut in enumerate(cut):
        if is_cut:
            last = array.shape[axis] - _options.edgeitems
            array = np.delete(array, np.s_[_options.edgeitems : last], axis)
    return array


@dataclass(frozen=True, slots=True)
class _Style:
    """How each number of one tensor is written.

    ``spec`` is Python's format specification; ``point`` adds the dot by which
    ``2.`` differs from the integer ``2``; ``width`` is what to pad to.
    """

    spec: str
    point: bool = False
    width: int = 1

    def text(self, number: float) -> str:
        """One number, padded.

        >>> _Style(".0f", point=True, width=5).text(2.0)
        '   2.'
        """
        text = format(number, self.spec)
        dot = "." if self.point and np.isfinite(number) else ""
        return (text + dot).rjust(self.width)


def _style(shown: Array) -> _Style:
    """Choose the one style for all of ``shown``."""
    if shown.dtype.kind == "f":
        measured = shown[np.isfinite(shown) & (shown != 0)]
        style = _float_style(measured)
    else:
        measured = shown
        style = _Style("")
    lengths = (len(style.text(number)) for number in measured.ravel().tolist())
    return _Style(style.spec, style.point, max(lengths, default=1))


def _float_style(measured: Array) -> _Style:
    """Whole, fixed or scientific; ``measured`` are the nonzero finite numbers."""
    if measured.size == 0:
        return _Style(".0f", point=True)
    scientific = _options.sci_mode
    if scientific is None:
        sizes = np.abs(measured)
        smallest, largest = float(sizes.min()), float(sizes.max())
        scientific = largest / smallest > 1000.0 or largest > 1e8 or smallest < 1e-4
    if scientific:
        return _Style(f".{_options.precision}e")
    if np.all(measured == np.ceil(measured)):
        return _Style(".0f", point=True)
    return _Style(f".{_options.precision}f")


def _block(part: Array, cut: tuple[bool, ...], indent: int, style: _Style) -> str:
    """Write a number, a row in brackets, or blocks with blank lines between.

    ``indent`` is the column in which the block begins.
    """
    if part.ndim == 0:
        return style.text(part.item())
    if part.ndim == 1:
        return _row(part, cut[0], indent, style)
    blocks = [_block(each, cut[1:], indent + 1, style) for each in part]
    if cut[0]:
        blocks.insert(_options.edgeitems, "...")
    between = "," + "\n" * (part.ndim - 1) + " " * (indent + 1)
    return f"[{between.join(blocks)}]"


def _row(part: Array, is_cut: bool, indent: int, style: _Style) -> str:
    """One row, on as many lines as it takes."""
    texts = [style.text(number) for number in part.tolist()]
    if is_cut:
        texts.insert(_options.edgeitems, " ..." if texts else "...")
    per_line = max(1, (_options.linewidth - indent) // (style.width + len(", ")))
    lines = [
        ", ".join(texts[start : start + per_line])
        for start in range(0, len(texts), per_line)
    ]
    between = ",\n" + " " * (indent + 1)
    return f"[{between.join(lines)}]"


def _suffixes(
    array: Array, dtype: str, requires_grad: bool, grad_fn: str | None
) -> Iterator[str]:
    """Yield what the numbers alone do not say."""
    if array.size == 0 and array.ndim != 1:
        yield f"size={array.shape}"
    default = get_default_dtype().name
    implied = (default,) if array.size == 0 else (default, "int64", "bool")
    if dtype not in implied:
        yield f"dtype=torch.{dtype}"
    if grad_fn is not None:
        yield f"grad_fn=<{grad_fn}>"
    elif requires_grad:
        yield "requires_grad=True"


def _with_suffixes(text: str, suffixes: list[str]) -> str:
    """``text`` and the suffixes, a new line before each one that does not fit.

    PyTorch counts the line that holds the numbers two characters too long, and
    leaves no room for the closing parenthesis; so do we.
    """
    used = len(text.rpartition("\n")[2]) + 2
    for suffix in suffixes:
        if used + len(", ") + len(suffix) > _options.linewidth:
            text += ",\n" + " " * len(_PREFIX) + suffix
            used = len(_PREFIX) + len(suffix)
        else:
            text += ", " + suffix
            used += len(", ") + len(suffix)
    return text


PUBLIC = {"set_printoptions": set_printoptions}
