"""What schedulers have in common: they count, ask ``get_lr()``, and write it down.

``last_epoch`` says how often ``step()`` was called; making a scheduler is the first
time. A schedule says in ``get_lr()`` what comes next, mostly as a factor of what there
is: so two schedules can work on one optimizer. Those that know it say in
``_get_closed_form_lr()`` what the rate is at any time, from where it began.

Next: ``steps``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autoviz.optim.optimizer import Optimizer

__all__ = ["LRScheduler", "check_optimizer", "scaled"]


class LRScheduler:
    """A schedule of learning rates for the groups of an optimizer.

    Args:
        optimizer: whose rates these are.
        last_epoch: how many steps were made before; -1 at the start.

    Raises:
        TypeError: it is no optimizer.
        KeyError: it goes on, and the groups do not know where they began.
    """

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        for number, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", group["lr"])
            elif "initial_lr" not in group:
                raise KeyError(NOT_RESUMED.format(number=number))
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self._step_count = 0
        self._is_initial = self._get_lr_called_within_step = False
        self._initial_step()

    def get_lr(self) -> list[float]:
        """The rate of each group that comes next."""
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """The rate of each group, as it was set last."""
        return self._last_lr

    def step(self, epoch: int | None = None) -> None:
        """Time goes on; call it after the optimizer's ``step()``."""
        if self._step_count == 1 and not self.optimizer._opt_called:
            warnings.warn(WRONG_ORDER, UserWarning, stacklevel=2)
        self._step_count += 1
        if epoch is not None:
            warnings.warn(NO_EPOCH, UserWarning, stacklevel=2)
        self._update_lr(epoch)

    def state_dict(self) -> dict[str, Any]:
        """All it knows, but for the optimizer."""
        return {name: each for name, each in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on where another one stopped."""
        vars(self).update(state_dict)

    # for schedules

    def _initial_step(self) -> None:
        """The first one, when it is made."""
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
            self._is_initial = False

    def _update_lr(self, epoch: int | None = None) -> None:
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        closed_form = getattr(self, "_get_closed_form_lr", None)
        with self._asking():
            jumps = epoch is not None and closed_form is not None
            values = closed_form() if jumps and closed_form else self.get_lr()
        self._set(values)

    def _set(self, values: list[float]) -> None:
        for group, lr in zip(self.optimizer.param_groups, values, strict=True):
            group["lr"] = lr
        self._last_lr = self._current()

    def _current(self) -> list[float]:
        return [group["lr"] for group in self.optimizer.param_groups]

    def _scaled(self, factor: float) -> list[float]:
        return [lr * factor for lr in self._current()]

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self._get_lr_called_within_step = True
        try:
            yield
        finally:
            self._get_lr_called_within_step = False

    def _warn_if_asked(self) -> None:
        """``get_lr()`` is no way to see the rate: it tells the next one."""
        if not self._get_lr_called_within_step:
            warnings.warn(ASKED, UserWarning, stacklevel=3)


def check_optimizer(optimizer: Any) -> None:
    """Refuse what is none."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def scaled(rates: list[float], factor: float) -> list[float]:
    """Each of them, times a factor."""
    return [each * factor for each in rates]


ASKED = (
    "To get the last learning rate computed by the scheduler, please use "
    "`get_last_lr()`."
)
WRONG_ORDER = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch "
    "1.1.0 and later, you should call them in the opposite order: `optimizer.step()` "
    "before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping "
    "the first value of the learning rate schedule. See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)
NO_EPOCH = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being "
    "deprecated where possible. Please use `scheduler.step()` to step the scheduler. "
    "During the deprecation, if epoch is different from None, the closed form is used "
    "instead of the new chainable form, where available. Please open an issue if you "
    "are unable to replicate your use case: "
    "https://github.com/pytorch/pytorch/issues/new/choose."
)
NOT_RESUMED = (
    "param 'initial_lr' is not specified in param_groups[{number}] when resuming "
    "scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're trying "
    "to resume training from a checkpoint but haven't properly loaded the optimizer "
    "state\n2. You're using last_epoch >= 0 for a fresh training run (not recommended)"
)
