"""Adadelta: a step as large as steps have been, for a gradient of usual size.

Besides the running mean of squared gradients there is one of squared steps. Their
quotient takes the place of a learning rate.

Source: Zeiler, *ADADELTA: an adaptive learning rate method* (2012), algorithm 1.

Next: ``adamax``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_how, check_rate, valid
from autoviz.optim.steps import count_step

__all__ = ["Adadelta"]


def adadelta(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    rho: float,
    eps: float,
    **_: Any,
) -> None:
    """θ ← θ - lr g √u / √v, with running means v of g² and u of squared steps."""
    count_step(noted)
    if "square_avg" not in noted:
        noted["square_avg"], noted["acc_delta"] = zeros_like(param), zeros_like(param)
    v, u = noted["square_avg"], noted["acc_delta"]
    v.mul_(rho).addcmul_(grad, grad, value=1 - rho)
    delta = u.add(eps).sqrt_().div_(v.add(eps).sqrt_()).mul_(grad)
    u.mul_(rho).addcmul_(delta, delta, value=1 - rho)
    param.add_(delta, alpha=-lr)


class Adadelta(Optimizer):
    """Steps that are scaled by earlier steps, and need no learning rate.

    The first step is √eps times a gradient that is divided by half of itself:

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = Adadelta([w], rho=0.75)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.9980, requires_grad=True)

    Args:
        params: what to optimize.
        lr: a factor of each step.
        rho: how much of each running mean stays at each step.
        eps: added below both roots; the first steps are made of it.
        weight_decay: how strongly parameters are drawn to zero.
        foreach: without effect, as is ``capturable``.
        capturable: without effect.
        maximize: uphill instead of downhill.
        differentiable: whether gradients flow through a step: not here.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        valid(0.0 <= rho <= 1.0, "rho value", rho)
        at_least_0(eps=eps, weight_decay=weight_decay)
        check_how(differentiable)
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "capturable": capturable,
            "foreach": foreach,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, adadelta, closure)
