"""RMSprop: a step divided by how large gradients have been lately.

Each parameter has a running mean of its squared gradients. A parameter with steep
slopes takes smaller steps than its learning rate says, one with flat slopes larger
ones.

Source: Tieleman and Hinton, *Neural networks for machine learning*, lecture 6.5 (2012);
``centered`` is from Graves, *Generating sequences with recurrent neural networks*
(2013).

Next: ``adam``, which adds momentum.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["RMSprop"]


def rmsprop(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    alpha: float,
    eps: float,
    momentum: float,
    centered: bool,
    **_: Any,
) -> None:
    """θ ← θ - lr g / √v, where v is the running mean of g²."""
    count_step(noted)
    if "square_avg" not in noted:
        noted["square_avg"] = zeros_like(param)
        if momentum > 0:
            noted["momentum_buffer"] = zeros_like(param)
        if centered:
            noted["grad_avg"] = zeros_like(param)
    square_avg = noted["square_avg"]
    square_avg.mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
    if centered:  # the variance: the mean of squares, without the square of the mean
        mean = noted["grad_avg"].lerp_(grad, 1 - alpha)
        size = square_avg.addcmul(mean, mean, value=-1).sqrt_().add_(eps)
    else:
        size = square_avg.sqrt().add_(eps)
    if momentum > 0:
        buffer = noted["momentum_buffer"].mul_(momentum).addcdiv_(grad, size)
        param.add_(buffer, alpha=-lr)
    else:
        param.addcdiv_(grad, size, value=-lr)


class RMSprop(Optimizer):
    """Steps divided by the root of the running mean of squared gradients.

    The first gradient is divided by the root of a quarter of its square:

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = RMSprop([w], lr=0.25, alpha=0.75)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate.
        alpha: how much of the running mean stays at each step.
        eps: added to what is divided by.
        weight_decay: how strongly parameters are drawn to zero.
        momentum: how much of the last step there is in this one.
        centered: divide by the standard deviation instead.
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
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        at_least_0(eps=eps, momentum=momentum, weight_decay=weight_decay, alpha=alpha)
        check_how(differentiable)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, rmsprop, closure)
