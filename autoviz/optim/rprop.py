"""Rprop: only the sign of a gradient counts, and each number has a step of its own.

While the sign stays, the step grows; when it changes, a minimum was passed: the step
shrinks, and waits once. It is for whole data sets, since of a mini-batch the sign is
often chance.

Sources: Riedmiller and Braun, *A direct adaptive method for faster backpropagation
learning: the RPROP algorithm* (1993); it is the form that waits and does not go back,
iRprop- of Igel and Hüsken, *Improving the Rprop learning algorithm* (2000).

Next: ``lbfgs``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import full_like, zeros_like
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["Rprop"]


def rprop(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    etas: tuple[float, float],
    step_sizes: tuple[float, float],
    **_: Any,
) -> None:
    """θ ← θ - s sign(g), where s grows while the sign of g stays."""
    count_step(noted)
    if "prev" not in noted:
        noted["prev"], noted["step_size"] = zeros_like(param), full_like(grad, lr)
    less, more = etas
    same = (grad * noted["prev"]).sign()
    factor = same.clone()
    factor[same > 0] = more
    factor[same < 0] = less
    factor[same == 0] = 1
    step = noted["step_size"].mul_(factor).clamp_(*step_sizes)
    grad = grad.clone()
    grad[factor == less] = 0
    param.addcmul_(grad.sign(), step, value=-1)
    noted["prev"].copy_(grad)


class Rprop(Optimizer):
    """Steps by the sign of the gradient alone.

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = Rprop([w], lr=0.5)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.5000, requires_grad=True)
    >>> optimizer.step()  # the same sign again: a step of 1.2 * 0.5
    >>> w
    tensor(1.9000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: how long the first step is.
        etas: what a step is multiplied by when the sign changes, and when it stays.
        step_sizes: the shortest and the longest step.
        capturable: without effect, as is ``foreach``.
        foreach: without effect.
        maximize: uphill instead of downhill.
        differentiable: whether gradients flow through a step: not here.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        check_how(differentiable)
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, rprop, closure)
