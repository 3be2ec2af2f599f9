"""A rate that falls when nothing gets better any more.

It is told a number, such as the loss of a validation set, and waits ``patience`` epochs
for a better one.

Next: ``sequential``.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, Literal, SupportsFloat

from autoviz.optim.lr_scheduler.scheduler import (
    NO_EPOCH,
    LRScheduler,
    check_optimizer,
)
from autoviz.optim.optimizer import Optimizer

__all__ = ["ReduceLROnPlateau"]


class ReduceLROnPlateau(LRScheduler):
    """The rate falls to ``factor`` times what it was when a number stays as it is.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
    >>> for loss in (3.0, 2.0, 2.0, 2.0):
    ...     schedule.step(loss)
    >>> schedule.get_last_lr()
    [0.5]

    Args:
        optimizer: whose rates these are.
        mode: whether less is better (``"min"``), or more (``"max"``).
        factor: what the rate is multiplied by.
        patience: for how many epochs in a row nothing may get better.
        threshold: what counts as better,
        threshold_mode: as a part of the best number (``"rel"``), or in itself.
        cooldown: how many epochs are not counted after that.
        min_lr: where it ends; of each group, if it is a list.
        eps: what is less than this is no change.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        mode: Literal["min", "max"] = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: Literal["rel", "abs"] = "rel",
        cooldown: int = 0,
        min_lr: float | list[float] = 0,
        eps: float = 1e-8,
    ) -> None:
        if factor >= 1.0:
            raise ValueError("Factor should be < 1.0.")
        self.factor = factor
        check_optimizer(optimizer)
        self.optimizer = optimizer
        self.default_min_lr, self.min_lrs = _lowest(min_lr, optimizer)
        self.patience = patience
        self.cooldown = cooldown
        self.eps = eps
        self.last_epoch = 0
        self._last_lr = self._current()
        if mode not in ("min", "max"):
            raise ValueError(f"mode {mode} is unknown!")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold mode {threshold_mode} is unknown!")
        self.mode_worse = math.inf if mode == "min" else -math.inf
        self.mode = mode
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.best = self.mode_worse
        self.cooldown_counter = self.num_bad_epochs = 0

    def step(  # type: ignore[override]
        self, metrics: SupportsFloat, epoch: int | None = None
    ) -> None:
        """An epoch is over, and this number came of it."""
        current = float(metrics)
        if epoch is not None:
            warnings.warn(NO_EPOCH, UserWarning, stacklevel=2)
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        if self._is_better(current):
            self.best, self.num_bad_epochs = current, 0
        else:
            self.num_bad_epochs += 1
        if self.in_cooldown:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            self._reduce()
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0
        self._last_lr = self._current()

    @property
    def in_cooldown(self) -> bool:
        """Whether it has just fallen, and nothing is counted."""
        return self.cooldown_counter > 0

    def _is_better(self, current: float) -> bool:
        sign = 1 if self.mode == "max" else -1
        if self.threshold_mode == "abs":
            wanted = self.best + sign * self.threshold
        else:
            wanted = self.best * (1.0 + sign * self.threshold)
        return sign * current > sign * wanted

    def _reduce(self) -> None:
        groups = self.optimizer.param_groups
        if len(groups) != len(self.min_lrs):
            if self.default_min_lr is None:
                raise RuntimeError(
                    f"The number of param groups in the `optimizer` ({len(groups)}) "
                    "differs from when `ReduceLROnPlateau` was initialized "
                    f"({len(self.min_lrs)}), usually due to a new param group being "
                    "added to the optimizer. Please modify the `min_lrs` field to "
                    "match the length of the `optimizer` param groups."
                )
            self.min_lrs = [self.default_min_lr] * len(groups)
        for group, lowest in zip(groups, self.min_lrs, strict=True):
            old = float(group["lr"])
            new = max(old * self.factor, lowest)
            if old - new > self.eps:
                group["lr"] = new


def _lowest(
    min_lr: float | list[float], optimizer: Optimizer
) -> tuple[float | None, list[Any]]:
    groups = len(optimizer.param_groups)
    if not isinstance(min_lr, list | tuple):
        return min_lr, [min_lr] * groups
    if len(min_lr) != groups:
        raise ValueError(f"expected {groups} min_lrs, got {len(min_lr)}")
    return None, list(min_lr)
