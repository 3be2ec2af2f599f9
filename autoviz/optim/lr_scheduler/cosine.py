"""Rates that swing: down along half a cosine, and up again or back at once.

Source: Loshchilov and Hutter, *SGDR: stochastic gradient descent with warm restarts*
(2017), formula 5.

Next: ``one_cycle``.
"""

from __future__ import annotations

import math

from autoviz.optim.lr_scheduler.scheduler import LRScheduler
from autoviz.optim.optimizer import Optimizer

__all__ = ["CosineAnnealingLR", "CosineAnnealingWarmRestarts"]


class CosineAnnealingLR(LRScheduler):
    """Down to ``eta_min`` in ``T_max`` epochs, along half a cosine, and up again.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = CosineAnnealingLR(optimizer, T_max=2)
    >>> for _ in range(1):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.5]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: int,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        if self._is_initial:
            return self._current()
        if self._step_count == 1 and self.last_epoch > 0:
            return self._get_closed_form_lr()
        if (self.last_epoch - 1 - self.T_max) % (2 * self.T_max) == 0:
            first = (1 - math.cos(math.pi / self.T_max)) / 2  # up from the bottom
            pairs = zip(self._current(), self.base_lrs, strict=True)
            return [lr + (base - self.eta_min) * first for lr, base in pairs]
        now = 1 + math.cos(math.pi * self.last_epoch / self.T_max)
        before = 1 + math.cos(math.pi * (self.last_epoch - 1) / self.T_max)
        rates = self._current()
        return [now / before * (lr - self.eta_min) + self.eta_min for lr in rates]

    def _get_closed_form_lr(self) -> list[float]:
        return _swung(self.base_lrs, self.eta_min, self.last_epoch, self.T_max)


class CosineAnnealingWarmRestarts(LRScheduler):
    """Down to ``eta_min`` along half a cosine, and at once up again.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = CosineAnnealingWarmRestarts(optimizer, T_0=2)
    >>> for _ in range(2):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [1.0]

    The first time in ``T_0`` epochs, each time after that in ``T_mult`` times as many.

    Raises:
        ValueError: these are no whole numbers, or too small.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_0: int,
        T_mult: int = 1,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        if T_0 <= 0 or not isinstance(T_0, int):
            raise ValueError(f"Expected positive integer T_0, but got {T_0}")
        if T_mult < 1 or not isinstance(T_mult, int):
            raise ValueError(f"Expected integer T_mult >= 1, but got {T_mult}")
        self.T_0 = self.T_i = T_0
        self.T_mult = T_mult
        self.eta_min = eta_min
        self.T_cur: float = last_epoch
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        return _swung(self.base_lrs, self.eta_min, self.T_cur, self.T_i)

    def step(self, epoch: float | None = None) -> None:
        """Time goes on; ``epoch`` may be a fraction, as after each batch.

        Raises:
            ValueError: it is negative.
        """
        if epoch is None and self.last_epoch >= 0:
            epoch = self.last_epoch + 1
            self.T_cur += 1
            if self.T_cur >= self.T_i:
                self.T_cur -= self.T_i
                self.T_i *= self.T_mult
        else:
            epoch = epoch or 0
            if epoch < 0:
                raise ValueError(f"Expected non-negative epoch, but got {epoch}")
            self._jump(epoch)
        self.last_epoch = math.floor(epoch)
        with self._asking():
            self._set(self.get_lr())

    def _jump(self, epoch: float) -> None:
        """To a time: in which round it is, and how far into it."""
        if epoch < self.T_0:
            self.T_cur, self.T_i = epoch, self.T_0
        elif self.T_mult == 1:
            self.T_cur = epoch % self.T_0
        else:
            rounds = int(
                math.log(epoch / self.T_0 * (self.T_mult - 1) + 1, self.T_mult)
            )
            over = self.T_0 * (self.T_mult**rounds - 1) / (self.T_mult - 1)
            self.T_cur, self.T_i = epoch - over, self.T_0 * self.T_mult**rounds


def _swung(
    base_lrs: list[float], eta_min: float, at: float, length: int
) -> list[float]:
    """Where half a cosine is that goes from each base to ``eta_min``."""
    height = 1 + math.cos(math.pi * at / length)
    return [eta_min + (base - eta_min) * height / 2 for base in base_lrs]
