"""How far numbers are from their targets: losses of regression.

The squared error, the plain one, what is between the two, and two that come from
probabilities: of a normal distribution whose variance is predicted as well, and of
counts. These two, and ``l1_loss``, are put together from other operations.

Next: ``losses``.
"""

from __future__ import annotations

import math

from autoviz.core.modes import no_grad
from autoviz.core.ops.nn import mse_bce_loss, smooth_l1_huber_loss
from autoviz.core.ops.nn.mse_bce_loss import NONE
from autoviz.core.ops.pointwise.scalar import plus, times
from autoviz.core.tensor import Tensor
from autoviz.nn.functional.reduction import alike, number_of, reduced, reduction_of

__all__ = [
    "gaussian_nll_loss",
    "huber_loss",
    "l1_loss",
    "mse_loss",
    "poisson_nll_loss",
    "smooth_l1_loss",
]


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
    wanted = reduction_of(size_average, reduce, reduction)
    a, b = alike(input, target)
    if weight is not None:
        return _weighed((a - b) ** 2, weight, input, wanted)
    return mse_bce_loss.mse_loss(a, b, number_of(wanted))


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
    wanted = reduction_of(size_average, reduce, reduction)
    a, b = alike(input, target)
    if weight is not None:
        return _weighed((a - b).abs(), weight, input, wanted)
    return reduced((a - b).abs(), number_of(wanted))


def _weighed(errors: Tensor, weight: Tensor, input: Tensor, reduction: str) -> Tensor:
    _check_weight(weight, input)
    weighed = errors * weight
    if reduction == "mean":
        return weighed.sum() / weight.sum()
    return _sum_or_none(weighed, reduction)


def _check_weight(weight: Tensor, input: Tensor) -> None:
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")


def _sum_or_none(weighed: Tensor, reduction: str) -> Tensor:
    if reduction not in ("none", "sum"):
        raise ValueError(
            f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', "
            "'sum'."
        )
    return weighed if reduction == "none" else weighed.sum()


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """The squared error while it is below ``beta``, then the error.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.smooth_l1_loss(av.tensor([0.5, 3.0]), av.zeros(2), reduction="none")
    tensor([0.1250, 2.5000])

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: ``beta`` is below 0.
    """
    a, b = alike(input, target)
    number = number_of(reduction_of(size_average, reduce, reduction))
    if beta == 0:
        return reduced((a - b).abs(), number)
    return smooth_l1_huber_loss.smooth_l1_loss(a, b, number, beta)


def huber_loss(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """The squared error while it is below ``delta``, then ``delta`` times the error.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.huber_loss(av.tensor([1.0, 3.0]), av.zeros(2), reduction="none", delta=2.0)
    tensor([0.5000, 4.0000])

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: ``delta`` is not above 0.
    """
    a, b = alike(input, target)
    if weight is None:
        number = number_of(reduction)
        return smooth_l1_huber_loss.huber_loss(a, b, number, delta)
    _check_weight(weight, input)
    weighed = smooth_l1_huber_loss.huber_loss(a, b, NONE, delta) * weight
    return weighed.mean() if reduction == "mean" else _sum_or_none(weighed, reduction)


def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Tensor | float,
    full: bool = False,
    eps: float = 1e-06,
    reduction: str = "mean",
) -> Tensor:
    """How surprising targets are, given the means and variances of normal numbers.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.gaussian_nll_loss(av.tensor([0.0]), av.tensor([2.0]), av.tensor([1.0]))
    tensor(2.)

    Raises:
        ValueError: a variance is negative or of another shape, or there is no such
            reduction.
    """
    if (var if isinstance(var, float) else var.min().item() if var.numel() else 0) < 0:
        raise ValueError("var has negative entry/entries")
    spread = input.new_full(input.shape, var) if isinstance(var, float) else var
    spread = _with_the_shape(spread, input)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    spread = spread.clone()
    with no_grad():
        spread.clamp_(min=eps)
    losses = 0.5 * (spread.log() + (input - target) ** 2 / spread)
    if full:
        losses += 0.5 * math.log(2 * math.pi)
    return reduced(losses, number_of(reduction))


def _with_the_shape(var: Tensor, input: Tensor) -> Tensor:
    """Variances may be one a row: without its dimension, or with length 1."""
    if var.size() == input.size():
        return var
    if input.shape[:-1] == var.shape:
        return var.unsqueeze(-1)
    pairs = zip(input.shape, var.shape, strict=False)
    if input.ndim == var.ndim and sum(own for n, own in pairs if n != own) == 1:
        return var
    raise ValueError("var is of incorrect size")


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-08,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How surprising counts are, given how many were to be expected, or its logarithm.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.poisson_nll_loss(av.tensor([0.0]), av.tensor([3.0]))
    tensor(1.)

    Raises:
        ValueError: there is no such reduction.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    if log_input:
        product = target * input
        losses = input.exp() - product
    else:
        losses = input - target * plus(input, eps).log()
    if full:
        rest = times(times(target, 2 * math.pi).log(), 0.5)
        stirling = target * target.log() - target + rest
        losses += stirling.masked_fill(target <= 1, 0)
    return reduced(losses, number)
