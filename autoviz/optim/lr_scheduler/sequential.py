"""One schedule after the other: a warm-up, say, and then a cosine.

Next: ``autoviz.utils``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from autoviz.optim.lr_scheduler.plateau import ReduceLROnPlateau
from autoviz.optim.lr_scheduler.scheduler import LRScheduler
from autoviz.optim.optimizer import Optimizer

__all__ = ["SequentialLR"]


class SequentialLR(LRScheduler):
    """Several schedules; at each of the ``milestones`` the next one begins.

    >>> import autoviz as av
    >>> from autoviz.optim.lr_scheduler import ConstantLR, ExponentialLR
    >>> optimizer = av.optim.SGD([av.ones(1, requires_grad=True)], lr=1.0)
    >>> two = [ConstantLR(optimizer, 0.25), ExponentialLR(optimizer, 0.5)]
    >>> schedule = SequentialLR(optimizer, two, milestones=[2])
    >>> for _ in range(4):
    ...     optimizer.step()
    ...     schedule.step()
    ...     print(schedule.get_last_lr())
    [0.25]
    [1.0]
    [0.5]
    [0.25]

    Raises:
        ValueError: there is not one milestone between each two, or they do not belong
            to this optimizer.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: Sequence[LRScheduler],
        milestones: Sequence[int],
        last_epoch: int = -1,
    ) -> None:
        _check(optimizer, schedulers)
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to be one "
                "more than the number of milestone points, but got number of "
                f"schedulers {len(schedulers)} and the number of milestones to be "
                f"equal to {len(milestones)}"
            )
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        self.optimizer = optimizer
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]
        self._undo()
        first = schedulers[bisect_right(milestones, 0)]
        first._initial_step()
        self._last_lr = first.get_last_lr()

    def _undo(self) -> None:
        """Each made a first step when it was made; only one of them is to."""
        for each in self._schedulers:
            if isinstance(each, SequentialLR):
                each._undo()
            else:
                each.last_epoch -= 1

    def step(self) -> None:  # type: ignore[override]
        """Time goes on, for the schedule whose turn it is."""
        self.last_epoch += 1
        at = bisect_right(self._milestones, self.last_epoch)
        scheduler = self._schedulers[at]
        if at > 0 and self._milestones[at - 1] == self.last_epoch:
            scheduler._update_lr(0)
        else:
            scheduler.step()
        self._last_lr = scheduler.get_last_lr()

    def state_dict(self) -> dict[str, Any]:
        """All it knows, but for the optimizer, and all its schedules know."""
        state = super().state_dict()
        del state["_schedulers"]  # it comes last
        return {**state, "_schedulers": [e.state_dict() for e in self._schedulers]}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on where another one stopped."""
        schedulers = self._schedulers
        super().load_state_dict({**state_dict, "_schedulers": schedulers})
        for each, state in zip(schedulers, state_dict["_schedulers"], strict=True):
            each.load_state_dict(state)


def _check(optimizer: Optimizer, schedulers: Sequence[Any]) -> None:
    if not schedulers:
        raise ValueError(
            "SequentialLR expects at least one scheduler, but got no scheduler."
        )
    for at, each in enumerate(schedulers):
        if not hasattr(each, "optimizer"):
            raise TypeError(
                f"SequentialLR at index {at} should have `optimizer` as its attribute."
            )
        if isinstance(each, ReduceLROnPlateau):
            raise ValueError(
                "SequentialLR does not support `ReduceLROnPlateau` scheduler as it "
                "requires additional kwargs to be specified when calling `step`, but "
                f"got one at index {at} in the given schedulers sequence."
            )
        if optimizer is not each.optimizer:
            raise ValueError(
                "SequentialLR expects all schedulers to belong to the same optimizer, "
                f"but got scheduler {type(each).__name__} at index {at} has "
                f"{each.optimizer}, which is different from {type(optimizer).__name__}."
            )
