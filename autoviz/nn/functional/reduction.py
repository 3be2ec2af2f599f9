"""What becomes of many losses: their mean, their sum, or nothing.

Tools that all losses share; ``reduction`` is a word here, and a number for the rows.

Next: ``errors``.
"""

from __future__ import annotations

import warnings

from autoviz.core.ops.nn.mse_bce_loss import MEAN, NONE, SUM
from autoviz.core.ops.shape.expand import broadcast_tensors
from autoviz.core.tensor import Tensor

__all__ = ["alike", "number_of", "reduced", "reduction_of"]

_REDUCTIONS = {"none": NONE, "mean": MEAN, "sum": SUM}


def reduction_of(size_average: bool | None, reduce: bool | None, reduction: str) -> str:
    """Two older arguments said the same."""
    if size_average is None and reduce is None:
        return reduction
    wanted = "sum" if size_average is False else "mean"
    wanted = "none" if reduce is False else wanted
    warnings.warn(
        "size_average and reduce args will be deprecated, please use "
        f"reduction='{wanted}' instead.",
        stacklevel=3,
    )
    return wanted


def number_of(reduction: str) -> int:
    """The number that rows know a reduction by.

    Raises:
        ValueError: there is no such reduction.
    """
    if reduction not in _REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return _REDUCTIONS[reduction]


def reduced(losses: Tensor, reduction: int) -> Tensor:
    """All losses, their mean, or their sum."""
    if reduction == NONE:
        return losses
    return losses.mean() if reduction == MEAN else losses.sum()


def alike(input: Tensor, target: Tensor) -> tuple[Tensor, ...]:
    """Both in one shape; a warning where that is not the one they came in."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input "
            f"size ({input.size()}). This will likely lead to incorrect results due to "
            "broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )
    return broadcast_tensors(input, target)
