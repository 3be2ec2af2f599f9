"""Schedules: how the learning rate changes while one trains.

A scheduler writes into the optimizer's groups. It is told when time goes on by its own
``step()``, once an epoch, or after each batch, and always after the optimizer's.

Next: ``scheduler``, then ``steps``, ``ramps``, ``cosine``, ``one_cycle``, ``plateau``,
``sequential``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.optim.lr_scheduler.cosine import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
)
from autoviz.optim.lr_scheduler.one_cycle import OneCycleLR
from autoviz.optim.lr_scheduler.plateau import ReduceLROnPlateau
from autoviz.optim.lr_scheduler.ramps import ConstantLR, LinearLR, PolynomialLR
from autoviz.optim.lr_scheduler.scheduler import LRScheduler
from autoviz.optim.lr_scheduler.sequential import SequentialLR
from autoviz.optim.lr_scheduler.steps import (
    ExponentialLR,
    LambdaLR,
    MultiStepLR,
    StepLR,
)

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "OneCycleLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
]

_LRScheduler = LRScheduler  # of old, for schedules of one's own


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
