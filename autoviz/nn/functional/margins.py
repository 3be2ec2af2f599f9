"""Losses with a margin: content once things are far enough apart.

Those that compare (``hinge_embedding_loss``, ``margin_ranking_loss``,
``cosine_embedding_loss``, ``triplet_margin_loss``) are put together from other
operations. Where ``clamp_min`` cuts a loss off at 0, nothing is to be learnt any more.

Next: ``autoviz.nn.parameter``.
"""

from __future__ import annotations

from collections.abc import Callable

from autoviz.core.ops.nn import margin_loss
from autoviz.core.ops.nn.distance import pairwise_distance
from autoviz.core.ops.pointwise.maximum_minimum import minimum
from autoviz.core.ops.pointwise.scalar import alone, minus, plus
from autoviz.core.shapes import no_dimensions
from autoviz.core.tensor import Tensor
from autoviz.nn.functional.activations import logsigmoid
from autoviz.nn.functional.reduction import number_of, reduced, reduction_of

__all__ = [
    "cosine_embedding_loss",
    "hinge_embedding_loss",
    "margin_ranking_loss",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "soft_margin_loss",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
]


def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """A distance where the target is 1; where it is -1, what it lacks to ``margin``.

    Raises:
        ValueError: there is no such reduction.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    nothing = input.new_zeros(input.shape)
    lacking = (alone(margin, input) - input).clamp_min(0)
    apart = lacking.where(target != 1, nothing)
    return reduced(apart + input.where(target != -1, nothing), number)


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """What ``input1`` lacks to be above ``input2`` by ``margin``; below, for target -1.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.margin_ranking_loss(av.tensor([1.0]), av.tensor([3.0]), av.tensor([1.0]))
    tensor(2.)

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: the tensors have different numbers of dimensions.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but "
            f"got sizes: input1: {input1.size()}, input2: {input2.size()}, target: "
            f"{target.size()} "
        )
    return reduced(plus(-target * (input1 - input2), margin).clamp_min_(0), number)


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """One less the cosine where the target is 1; where it is -1, what it has too much.

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: the tensors are no vectors, or rows of them.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    dim = target.ndim
    _check_vectors(input1, input2, target)
    product = (input1 * input2).sum(dim)
    first, second = (plus((x * x).sum(dim), 1e-12) for x in (input1, input2))
    cosine = product / (first * second).sqrt()
    nothing = cosine.new_zeros(cosine.shape)
    too_far, too_near = alone(1, cosine) - cosine, minus(cosine, margin).clamp_min(0)
    wanted_near = too_far.where(target == 1, nothing)
    wanted_far = too_near.where(target == -1, nothing)
    return reduced(wanted_near + wanted_far, number)


def _check_vectors(input1: Tensor, input2: Tensor, target: Tensor) -> None:
    if target.ndim > 1:
        raise RuntimeError(
            "0D or 1D target tensor expected, multi-target not supported"
        )
    wanted = target.ndim + 1
    if not input1.ndim == input2.ndim == wanted:
        raise RuntimeError(
            f"{target.ndim}D target tensor expects {wanted}D input tensors, but found "
            f"inputs with sizes {list(input1.shape)} and {list(input2.shape)}."
        )


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-06,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """What ``negative`` lacks to be farther from ``anchor`` than ``positive`` is.

    Raises:
        ValueError: the margin is not above 0, or there is no such reduction.
        RuntimeError: the tensors have different numbers of dimensions.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))

    def distance(one: Tensor, other: Tensor) -> Tensor:
        return pairwise_distance(one, other, p, eps)

    _check_triplet(margin, anchor, positive, negative)
    near, far = _distances(anchor, positive, negative, distance, swap)
    return reduced((plus(near, margin) - far).clamp_min(0), number)


def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable[[Tensor, Tensor], Tensor] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """The same, with a distance of one's own.

    Raises:
        ValueError: the margin is not above 0, or there is no such reduction.
        RuntimeError: the tensors have different numbers of dimensions.
    """
    number = number_of(reduction)
    _check_triplet(margin, anchor, positive, negative)
    distance = distance_function or pairwise_distance
    near, far = _distances(anchor, positive, negative, distance, swap)
    return reduced((margin + near - far).clamp_min(0), number)


def _check_triplet(
    margin: float, anchor: Tensor, positive: Tensor, negative: Tensor
) -> None:
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same "
            f"number of dimensions, but got: anchor {anchor.ndim}D, positive "
            f"{positive.ndim}D, and negative {negative.ndim}D inputs"
        )


def _distances(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    distance: Callable[[Tensor, Tensor], Tensor],
    swap: bool,
) -> tuple[Tensor, Tensor]:
    """To ``positive`` and ``negative``; with ``swap``, from whichever is nearer."""
    near, far = distance(anchor, positive), distance(anchor, negative)
    return near, minimum(far, distance(positive, negative)) if swap else far


def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """``log(1 + e^(-target * x))``, where targets are 1 and -1.

    Raises:
        ValueError: there is no such reduction.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    return margin_loss.soft_margin_loss(input, target, number)


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """What the right class of each row lacks to be ahead of the others by ``margin``.

    Raises:
        ValueError: an argument is not what it must be.
        RuntimeError: targets or weights do not fit.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight.ndim != 1:
        raise ValueError("weight must be one-dimensional")
    return margin_loss.multi_margin_loss(input, target, p, margin, weight, number)


def multilabel_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The same for several right classes, listed in ``target``, up to the first -1.

    Raises:
        ValueError: there is no such reduction.
        RuntimeError: targets do not fit.
    """
    number = number_of(reduction_of(size_average, reduce, reduction))
    return margin_loss.multilabel_margin_loss(input, target, number)


def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How surprising several answers are, yes (1) or no (0), given their scores.

    Raises:
        ValueError: there is no such reduction.
    """
    wanted = reduction_of(size_average, reduce, reduction)
    losses = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    if weight is not None:
        losses = losses * weight
    if not input.ndim:
        raise no_dimensions(-1)
    losses = losses.sum(input.ndim - 1) / input.shape[-1]
    if wanted not in ("none", "mean", "sum"):
        raise ValueError(f"{wanted} is not valid")
    return reduced(losses, number_of(wanted))
