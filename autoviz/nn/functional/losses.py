"""Losses: one number that says how wrong a prediction is.

``reduction`` is ``"mean"``, ``"sum"`` or ``"none"``. Cross-entropy is put together
as PyTorch does it: ``nll_loss`` of ``log_softmax`` where targets are classes, a sum of
products where they are probabilities, and for label smoothing a little of both.
"""

from __future__ import annotations

import warnings

from autoviz.core.apply import wrong_type
from autoviz.core.ops.nn import mse_bce_loss
from autoviz.core.ops.nn import nll_loss as nll_rows
from autoviz.core.ops.nn.mse_bce_loss import MEAN, NONE, SUM
from autoviz.core.ops.pointwise.scalar import over, plus, times
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = [
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "l1_loss",
    "mse_loss",
    "nll_loss",
]

_REDUCTIONS = {"none": NONE, "mean": MEAN, "sum": SUM}


def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """The squared error, averaged.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.mse_loss(av.tensor([1.0, 3.0]), av.tensor([0.0, 0.0]))
    tensor(5.)

    Raises:
        ValueError: there is no such reduction.
    """
    wanted = _reduction(size_average, reduce, reduction)
    a, b = _alike(input, target)
    if weight is not None:
        return _weighed((a - b) ** 2, weight, input, wanted)
    return mse_bce_loss.mse_loss(a, b, _number(wanted))


def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """The size of the error, averaged.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.l1_loss(av.tensor([1.0, 3.0]), av.tensor([0.0, 0.0]))
    tensor(2.)

    Raises:
        ValueError: there is no such reduction.
    """
    wanted = _reduction(size_average, reduce, reduction)
    a, b = _alike(input, target)
    if weight is not None:
        return _weighed((a - b).abs(), weight, input, wanted)
    number = _number(wanted)
    error = (a - b).abs()
    if number == NONE:
        return error
    return error.mean() if number == MEAN else error.sum()


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """How surprising yes (1) or no (0) is, given scores that sigmoid is to be put on.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.binary_cross_entropy_with_logits(av.tensor([0.0]), av.tensor([1.0]))
    tensor(0.6931)

    Raises:
        ValueError: the shapes differ, or there is no such reduction.
    """
    number = _number(_reduction(size_average, reduce, reduction))
    if target.shape != input.shape:
        raise ValueError(
            f"Target size ({target.shape}) must be the same as input size "
            f"({input.shape})"
        )
    return mse_bce_loss.binary_cross_entropy_with_logits(
        input, target, weight, pos_weight, number
    )


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Less the logarithm that the right class was given.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.nll_loss(av.tensor([[-0.5, -2.0]]), av.tensor([1]))
    tensor(2.)

    Raises:
        ValueError: targets do not fit, or there is no such reduction.
    """
    number = _number(_reduction(size_average, reduce, reduction))
    return nll_rows.nll_loss(input, target, weight, number, ignore_index)


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """How surprising the right classes are, given scores.

    ``target`` has the number of a class for each row, or a probability for each class.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.cross_entropy(av.tensor([[0.0, 0.0]]), av.tensor([1]))
    tensor(0.6931)

    Raises:
        ValueError: targets do not fit, or there is no such reduction.
        RuntimeError: targets or weights are of the wrong type.
    """
    number = _number(_reduction(size_average, reduce, reduction))
    for position, (name, each) in enumerate(
        (("input", input), ("target", target)), start=1
    ):
        if not isinstance(each, Tensor):
            raise wrong_type("cross_entropy_loss", name, position, each)
    if input.shape == target.shape:
        if not target.dtype.is_floating_point:
            raise RuntimeError(
                "Expected floating point type for target with class probabilities, "
                f"got {target.dtype.scalar_type}"
            )
        if ignore_index >= 0:
            raise RuntimeError(
                "ignore_index is not supported for floating point target"
            )
        return _of_probabilities(input, target, weight, number, label_smoothing)
    if label_smoothing > 0:
        _check_smoothing(label_smoothing)
        return _smoothed(input, target, weight, number, ignore_index, label_smoothing)
    logs = input.log_softmax(_classes(input))
    return nll_rows.nll_loss(logs, target, weight, number, ignore_index)


def _of_probabilities(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    smoothing: float,
) -> Tensor:
    _check_smoothing(smoothing)
    classes = input.shape[_classes(input)]
    _check_weight(weight, classes)
    logs = input.log_softmax(_classes(input))
    if smoothing:
        target = plus(times(target, 1 - smoothing), smoothing / classes)
    if weight is None:
        losses = logs * target
    else:
        along = _for_each_class(weight, input)
        losses = logs * target * along
    if reduction == NONE:
        return -losses.sum(_classes(input))
    total = -losses.sum()
    if reduction == SUM:
        return total
    mean: Tensor = over(total, input.numel() // classes)
    return mean


def _smoothed(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
    smoothing: float,
) -> Tensor:
    """The right class is taken a little less seriously, the others a little more."""
    classes = input.shape[_classes(input)]
    logs = input.log_softmax(_classes(input))
    right = nll_rows.nll_loss(logs, target, weight, reduction, ignore_index)
    each = logs if weight is None else logs * _for_each_class(weight, input)
    others = -each.sum(_classes(input))
    ignored = target == ignore_index
    others.masked_fill_(ignored, 0.0)
    if reduction != NONE:
        others = others.sum()
    if reduction == MEAN and weight is None:
        others = others / (~ignored).sum()
    elif reduction == MEAN and weight is not None:
        others = others / weight[target[~ignored]].sum()
    smoothed: Tensor = times(right, 1 - smoothing) + times(others, smoothing / classes)
    return smoothed


def _classes(input: Tensor) -> int:
    """Which dimension counts the classes."""
    return 0 if input.ndim == 1 else 1


def _for_each_class(weight: Tensor, input: Tensor) -> Tensor:
    """The weights, so that they stand along the classes."""
    if input.ndim == 1:
        return weight
    return weight.view(1, -1, *[1] * (input.ndim - 2))


def _check_weight(weight: Tensor | None, classes: int) -> None:
    if weight is not None and tuple(weight.shape) != (classes,):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {classes} "
            "classes or no classes but got weight tensor of shape: "
            f"{list(weight.shape)}"
        )


def _check_smoothing(smoothing: float) -> None:
    if not 0 <= smoothing <= 1:
        raise RuntimeError(
            f"label_smoothing must be between 0.0 and 1.0. Got: {smoothing:g}"
        )


# what the losses share


def _reduction(size_average: bool | None, reduce: bool | None, reduction: str) -> str:
    """Two older arguments said the same."""
    if size_average is None and reduce is None:
        return reduction
    wanted = "sum" if size_average is False else "mean"
    wanted = "none" if reduce is False else wanted
    warnings.warn(
        "size_average and reduce args will be deprecated, please use "
        f"reduction='{wanted}' instead.",
        stacklevel=4,
    )
    return wanted


def _number(reduction: str) -> int:
    if reduction not in _REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return _REDUCTIONS[reduction]


def _alike(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Both in one shape; a warning where that is not the one they came in."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input "
            f"size ({input.size()}). This will likely lead to incorrect results due to "
            "broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )
    shape = broadcast_shape(input.shape, target.shape)
    return _stretched(input, shape), _stretched(target, shape)


def _stretched(tensor: Tensor, shape: tuple[int, ...]) -> Tensor:
    return tensor if tensor.shape == shape else tensor.expand(shape)


def _weighed(errors: Tensor, weight: Tensor, input: Tensor, reduction: str) -> Tensor:
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
    weighed = errors * weight
    if reduction == "none":
        return weighed
    if reduction == "sum":
        return weighed.sum()
    if reduction == "mean":
        return weighed.sum() / weight.sum()
    raise ValueError(
        f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'."
    )
