"""Losses of classifiers: how surprising the right answers are.

``reduction`` is ``"mean"``, ``"sum"`` or ``"none"``. Cross-entropy is put together
as PyTorch does it: ``nll_loss`` of ``log_softmax`` where targets are classes, a sum of
products where they are probabilities, and for label smoothing a little of both.

Next: ``margins``.
"""

from __future__ import annotations

import warnings

from autoviz.core.apply import wrong_type
from autoviz.core.ops.nn import binary_cross_entropy as bce_rows
from autoviz.core.ops.nn import mse_bce_loss
from autoviz.core.ops.nn import nll_loss as nll_rows
from autoviz.core.ops.nn.mse_bce_loss import MEAN, NONE, SUM
from autoviz.core.ops.pointwise.logaddexp_xlogy import xlogy
from autoviz.core.ops.pointwise.scalar import over, plus, times
from autoviz.core.ops.shape.expand import broadcast_shapes
from autoviz.core.shapes import no_dimensions
from autoviz.core.tensor import Tensor
from autoviz.nn.functional.reduction import number_of, reduced, reduction_of

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "kl_div",
    "nll_loss",
]


def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How surprising yes (1) or no (0) is, given the probability of yes.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.binary_cross_entropy(av.tensor([0.5]), av.tensor([1.0]))
    tensor(0.6931)

    Raises:
        ValueError: the shapes differ, or there is no such reduction.
        RuntimeError: something is no probability.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input "
            f"size ({input.size()}) is deprecated. Please ensure they have the same "
            "size."
        )
    if weight is not None:
        weight = weight.expand(broadcast_shapes(target.size(), weight.size()))
    return bce_rows.binary_cross_entropy(input, target, weight, number)


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
    number = number_of(reduction_of(size_average, reduce, reduction))
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
    number = number_of(reduction_of(size_average, reduce, reduction))
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
    number = number_of(reduction_of(size_average, reduce, reduction))
    given = (("input", input), ("target", target), ("weight", weight))
    for position, (name, each) in enumerate(given, start=1):
        if not isinstance(each, Tensor) and not (name == "weight" and each is None):
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
    if not input.ndim:
        raise no_dimensions(1)
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
    share = times(others, smoothing / classes)  # first, as in PyTorch
    smoothed: Tensor = times(right, 1 - smoothing) + share
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


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """How far probabilities are from those of ``target``; ``input`` has logarithms.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> half = av.tensor([[0.5, 0.5]])
    >>> F.kl_div(half.log(), half, reduction="batchmean")
    tensor(0.)

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: the numbers are no floats.
    """
    if size_average is None and reduce is None and reduction == "mean":
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the "
            "support size.'batchmean' divides only by the batch size, and aligns with "
            "the KL div math definition.'mean' will be changed to behave the same as "
            "'batchmean' in the next major release.",
            stacklevel=2,
        )
    wanted = reduction_of(size_average, reduce, reduction)
    number = number_of("sum" if wanted == "batchmean" else wanted)
    if not (input.dtype.is_floating_point and target.dtype.is_floating_point):
        raise RuntimeError("kl_div: Integral inputs not supported.")
    if log_target:
        apart = target - input
        losses = target.exp() * apart
    else:
        shared = target * input
        losses = xlogy(target, target) - shared
    loss = reduced(losses, number)
    return loss / input.shape[0] if reduction == "batchmean" and input.ndim else loss
