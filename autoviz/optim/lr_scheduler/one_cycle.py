"""One cycle: up to a large rate, down to a tiny one; the momentum the other way.

Source: Smith and Topin, *Super-convergence: very fast training of neural networks using
large learning rates* (2018).

Next: ``plateau``.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from autoviz.optim.lr_scheduler.scheduler import LRScheduler, check_optimizer
from autoviz.optim.optimizer import Optimizer

__all__ = ["OneCycleLR"]


class OneCycleLR(LRScheduler):
    """The rate of each batch of a whole training.

    >>> import autoviz as av
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], momentum=0.9)
    >>> schedule = OneCycleLR(optimizer, 1.0, total_steps=4, pct_start=0.5)
    >>> for _ in range(1):
    ...     optimizer.step()
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [1.0]

    Args:
        optimizer: whose rates these are.
        max_lr: the highest rate; of each group, if it is a list.
        total_steps: how many batches there are in all.
        epochs: or else, how many epochs,
        steps_per_epoch: of how many batches.
        pct_start: which part of it the rate rises.
        anneal_strategy: along half a cosine (``"cos"``), or a line (``"linear"``).
        cycle_momentum: whether the momentum goes the other way.
        base_momentum: its lowest value, where the rate is highest.
        max_momentum: its highest value.
        div_factor: how much smaller than the highest the first rate is.
        final_div_factor: how much smaller than the first the last rate is.
        three_phase: first up, then down as far, and only then to the last rate.
        last_epoch: how many steps were made before; -1 at the start.

    Raises:
        ValueError: an option is not allowed, or the optimizer has no momentum.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float | list[float],
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: Literal["cos", "linear"] = "cos",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.85,
        max_momentum: float | list[float] = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        self.total_steps = _total(total_steps, epochs, steps_per_epoch)
        if not (isinstance(pct_start, float) and 0 <= pct_start <= 1):
            raise ValueError(
                f"Expected float between 0 and 1 pct_start, but got {pct_start}"
            )
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                "anneal_strategy must be one of 'cos' or 'linear', instead got "
                f"{anneal_strategy}"
            )
        self._schedule_phases = _phases(self.total_steps, pct_start, three_phase)
        self._anneal_func_type = anneal_strategy
        self.cycle_momentum = cycle_momentum
        if last_epoch == -1:
            self._prepare_rates(_each(optimizer, "max_lr", max_lr), div_factor)
            for group in optimizer.param_groups:
                group["min_lr"] = group["initial_lr"] / final_div_factor
        if cycle_momentum:
            self._prepare_momentum(max_momentum, base_momentum, last_epoch)
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self._warn_if_asked()
        now = self.last_epoch
        if now > self.total_steps:
            raise ValueError(
                f"Tried to step {now} times. The specified number of total steps is "
                f"{self.total_steps}"
            )
        phases = self._schedule_phases
        last = len(phases) - 1
        at = next((i for i, e in enumerate(phases) if now <= e["end_step"]), last)
        begin = phases[at - 1]["end_step"] if at else 0.0
        part = (now - begin) / (phases[at]["end_step"] - begin)
        if self.cycle_momentum:
            for group in self.optimizer.param_groups:
                momentum = self._between(group, phases[at], "momentum", part)
                self._set_momentum(group, momentum)
        groups = self.optimizer.param_groups
        return [self._between(group, phases[at], "lr", part) for group in groups]

    def _between(
        self, group: dict[str, Any], phase: dict[str, Any], what: str, part: float
    ) -> float:
        start, end = group[phase[f"start_{what}"]], group[phase[f"end_{what}"]]
        if self._anneal_func_type == "linear":
            return float((end - start) * part + start)
        return float(end + (start - end) / 2.0 * (math.cos(math.pi * part) + 1))

    def _prepare_rates(self, highest: list[float], div_factor: float) -> None:
        pairs = zip(self.optimizer.param_groups, highest, strict=True)
        for group, max_lr in pairs:
            group["initial_lr"], group["max_lr"] = max_lr / div_factor, max_lr

    def _prepare_momentum(
        self,
        highest: float | list[float],
        lowest: float | list[float],
        last_epoch: int,
    ) -> None:
        optimizer = self.optimizer
        if not {"momentum", "betas"} & set(optimizer.defaults):
            raise ValueError(
                "optimizer must support momentum or beta1 with `cycle_momentum` option "
                "enabled"
            )
        self.use_beta1 = "betas" in optimizer.defaults
        most = _each(optimizer, "max_momentum", highest)
        least = _each(optimizer, "base_momentum", lowest)
        if last_epoch == -1:
            groups = optimizer.param_groups
            for group, high, low in zip(groups, most, least, strict=True):
                self._set_momentum(group, high)
                group["max_momentum"], group["base_momentum"] = high, low

    def _set_momentum(self, group: dict[str, Any], momentum: float) -> None:
        if self.use_beta1:
            group["betas"] = (momentum, *group["betas"][1:])
        else:
            group["momentum"] = momentum


def _total(total: int | None, epochs: int | None, per_epoch: int | None) -> int:
    if total is not None:
        return _positive("total_steps", total)
    if epochs is None or per_epoch is None:
        raise ValueError(
            "You must define either total_steps OR (epochs AND steps_per_epoch)"
        )
    return _positive("epochs", epochs) * _positive("steps_per_epoch", per_epoch)


def _positive(name: str, value: int) -> int:
    if not isinstance(value, int) or value <= 0:
        raise ValueError(f"Expected positive integer {name}, but got {value}")
    return value


def _phases(total: int, part: float, three_phase: bool) -> list[dict[str, Any]]:
    """When each phase ends, and between which options of a group it leads."""
    up = _phase(float(part * total) - 1, "initial_lr", "max_lr")
    if not three_phase:
        return [up, _phase(total - 1, "max_lr", "min_lr")]
    down = _phase(float(2 * part * total) - 2, "max_lr", "initial_lr")
    return [up, down, _phase(total - 1, "initial_lr", "min_lr")]


def _phase(end: float, start_lr: str, end_lr: str) -> dict[str, Any]:
    """Where the rate is highest, the momentum is lowest."""
    momentum = {"max_lr": "base_momentum"}
    return {
        "end_step": end,
        "start_lr": start_lr,
        "end_lr": end_lr,
        "start_momentum": momentum.get(start_lr, "max_momentum"),
        "end_momentum": momentum.get(end_lr, "max_momentum"),
    }


def _each(optimizer: Optimizer, name: str, value: float | list[float]) -> list[float]:
    """A value for each group."""
    groups = len(optimizer.param_groups)
    if not isinstance(value, list | tuple):
        return [value] * groups
    if len(value) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. {name} has "
            f"{len(value)} values, param_groups has {groups}."
        )
    return list(value)
