"""Adamax: Adam, with the largest gradient in place of the mean of squares.

The largest fades as a running mean does, so that one outlier does not slow a parameter
down for good.

Source: Kingma and Ba, *Adam: a method for stochastic optimization* (2015), section 7.1
and algorithm 2.

Next: ``nadam``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.ops.pointwise.maximum_minimum import maximum
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_betas, check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["Adamax"]


def adamax(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    **_: Any,
) -> None:
    """θ ← θ - lr m̂ / u, where u is the largest |g|, fading."""
    t, (beta1, beta2) = count_step(noted), betas
    if "exp_avg" not in noted:
        noted["exp_avg"], noted["exp_inf"] = zeros_like(param), zeros_like(param)
    m = noted["exp_avg"].lerp_(grad, 1 - beta1)
    largest = noted["exp_inf"].mul_(beta2)
    largest.copy_(maximum(largest, grad.abs().add_(eps)))
    param.addcdiv_(m, largest, value=-lr / (1 - beta1**t))


class Adamax(Optimizer):
    """Running means of gradients, divided by the largest there were.

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = Adamax([w], lr=0.5)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate.
        betas: how much of the mean, and of the largest, stays at each step.
        eps: added to what is divided by.
        weight_decay: how strongly parameters are drawn to zero.
        foreach: without effect, as is ``capturable``.
        maximize: uphill instead of downhill.
        differentiable: whether gradients flow through a step: not here.
        capturable: without effect.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_rate(lr)
        at_least_0(eps=eps)
        check_betas(betas)
        at_least_0(weight_decay=weight_decay)
        check_how(differentiable)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, adamax, closure)
