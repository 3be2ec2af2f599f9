"""Rates that fall by a factor: now and then, at certain times, always, or as you say.

Next: ``ramps``.
"""

from __future__ import annotations

import types
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autoviz.optim.lr_scheduler.scheduler import LRScheduler, scaled
from autoviz.optim.optimizer import Optimizer

__all__ = ["ExponentialLR", "LambdaLR", "MultiStepLR", "StepLR"]


class StepLR(LRScheduler):
    """Every ``step_size`` epochs the rate falls to ``gamma`` times what it was.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = StepLR(optimizer, step_size=2, gamma=0.5)
    >>> for _ in range(4):
    ...     optimizer.step()
    ...     schedule.step()
    ...     print(schedule.get_last_lr())
    [1.0]
    [0.5]
    [0.5]
    [0.25]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        step_size: int,
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        if self.last_epoch == 0 or self.last_epoch % self.step_size:
            return self._current()
        return self._scaled(self.gamma)

    def _get_closed_form_lr(self) -> list[float]:
        times = self.last_epoch // self.step_size
        return scaled(self.base_lrs, self.gamma**times)


class MultiStepLR(LRScheduler):
    """At each of the ``milestones`` the rate falls to ``gamma`` times what it was.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = MultiStepLR(optimizer, milestones=[1, 3], gamma=0.5)
    >>> for _ in range(3):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.25]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Iterable[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.milestones = Counter(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        if self.last_epoch not in self.milestones:
            return self._current()
        return self._scaled(self.gamma ** self.milestones[self.last_epoch])

    def _get_closed_form_lr(self) -> list[float]:
        passed = bisect_right(sorted(self.milestones.elements()), self.last_epoch)
        return scaled(self.base_lrs, self.gamma**passed)


class ExponentialLR(LRScheduler):
    """Each epoch the rate is ``gamma`` times what it was.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = ExponentialLR(optimizer, gamma=0.5)
    >>> for _ in range(3):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.125]
    """

    def __init__(
        self, optimizer: Optimizer, gamma: float, last_epoch: int = -1
    ) -> None:
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        return self._current() if self._is_initial else self._scaled(self.gamma)

    def _get_closed_form_lr(self) -> list[float]:
        return scaled(self.base_lrs, self.gamma**self.last_epoch)


Factor = Callable[[int], float]


class LambdaLR(LRScheduler):
    """The rate is what it was at first, times a function of the epoch.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> schedule = LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch))
    >>> for _ in range(3):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.25]

    Raises:
        ValueError: there is not one function for each group.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Factor | Sequence[Factor],
        last_epoch: int = -1,
    ) -> None:
        groups = len(optimizer.param_groups)
        if not isinstance(lr_lambda, list | tuple):
            functions: list[Any] = [lr_lambda] * groups
        elif len(lr_lambda) == groups:
            functions = list(lr_lambda)
        else:
            raise ValueError(f"Expected {groups} lr_lambdas, but got {len(lr_lambda)}")
        self.lr_lambdas = functions
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        pairs = zip(self.lr_lambdas, self.base_lrs, strict=True)
        return [base_lr * function(self.last_epoch) for function, base_lr in pairs]

    def state_dict(self) -> dict[str, Any]:
        """All it knows, but for the optimizer; of functions, None."""
        known = [
            None if isinstance(each, types.FunctionType) else vars(each).copy()
            for each in self.lr_lambdas
        ]
        state = super().state_dict()
        del state["lr_lambdas"]  # it comes last
        return {**state, "lr_lambdas": known}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on where another one stopped; functions stay as they are."""
        functions = self.lr_lambdas
        super().load_state_dict({**state_dict, "lr_lambdas": functions})
        for function, known in zip(functions, state_dict["lr_lambdas"], strict=True):
            if known is not None:
                vars(function).update(known)
