"""NAdam and RAdam: Adam, with another beginning.

*NAdam* takes the momentum one step ahead, as Nesterov's does, and lets it grow slowly.
*RAdam* asks whether there are gradients enough to know how large they are; until then
it divides by nothing.

Sources: Dozat, *Incorporating Nesterov momentum into Adam* (2016); Liu and others, *On
the variance of the adaptive learning rate and beyond* (2020), algorithm 2.

Next: ``rprop``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.creation import tensor
from autoviz.core.filled import zeros_like
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_betas, check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["NAdam", "RAdam"]


def nadam(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    momentum_decay: float,
    **_: Any,
) -> None:
    """θ ← θ - lr (a part of g, and of the mean m) / (√v̂ + ε)."""
    t, (beta1, beta2) = count_step(noted), betas
    if "exp_avg" not in noted:
        noted["mu_product"] = tensor(1.0)
        noted["exp_avg"], noted["exp_avg_sq"] = zeros_like(param), zeros_like(param)
    mu = beta1 * (1.0 - 0.5 * 0.96 ** (t * momentum_decay))
    mu_next = beta1 * (1.0 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = noted["mu_product"].mul_(mu).item()
    m = noted["exp_avg"].lerp_(grad, 1 - beta1)
    v = noted["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    size = v.div(1 - beta2**t).sqrt().add_(eps)
    param.addcdiv_(grad, size, value=-lr * (1.0 - mu) / (1.0 - product))
    param.addcdiv_(m, size, value=-lr * mu_next / (1.0 - product * mu_next))


def radam(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    **_: Any,
) -> None:
    """θ ← θ - lr r m̂ / √v̂, once ρ, how many gradients v is made of, is above 5."""
    t, (beta1, beta2) = count_step(noted), betas
    if "exp_avg" not in noted:
        noted["exp_avg"], noted["exp_avg_sq"] = zeros_like(param), zeros_like(param)
    m = noted["exp_avg"].lerp_(grad, 1 - beta1)
    v = noted["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    step = m / (1 - beta1**t) * lr
    most = 2 / (1 - beta2) - 1
    rho = most - 2 * t * beta2**t / (1 - beta2**t)
    if rho > 5.0:
        rise = (rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)
        step = step * ((1 - beta2**t) ** 0.5 / v.sqrt().add_(eps)) * rise**0.5
    param.add_(step, alpha=-1.0)


class NAdam(Optimizer):
    """Adam with Nesterov's momentum.

    Args:
        params: what to optimize.
        lr: the learning rate.
        betas: how much of each running mean stays at each step.
        eps: added to what is divided by.
        weight_decay: how strongly parameters are drawn to zero.
        momentum_decay: how fast the momentum grows to its full size.
        decoupled_weight_decay: weight decay as ``AdamW`` has it.
        foreach: without effect, as is ``capturable``.
        maximize: uphill instead of downhill.
        capturable: without effect.
        differentiable: whether gradients flow through a step: not here.

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
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        at_least_0(eps=eps)
        check_betas(betas)
        at_least_0(weight_decay=weight_decay, momentum_decay=momentum_decay)
        check_how(differentiable)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, nadam, closure)


class RAdam(Optimizer):
    """Adam that first waits until it knows how large gradients are.

    The first steps are those of plain gradient descent:

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = RAdam([w], lr=0.25)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(1.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate.
        betas: how much of each running mean stays at each step.
        eps: added to what is divided by.
        weight_decay: how strongly parameters are drawn to zero.
        decoupled_weight_decay: weight decay as ``AdamW`` has it.
        foreach: without effect, as is ``capturable``.
        maximize: uphill instead of downhill.
        capturable: without effect.
        differentiable: whether gradients flow through a step: not here.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
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
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, radam, closure)
