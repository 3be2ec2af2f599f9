"""Stochastic gradient descent: a step against the gradient.

With *momentum* the step is a running sum of gradients: what they have in common grows,
what alternates cancels out. *Nesterov* takes that sum one step ahead.

Source: Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and
momentum in deep learning* (2013). There the learning rate is part of the momentum;
here, as in PyTorch, it is a factor of the whole step.

Next: ``rmsprop``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_how, check_rate

__all__ = ["SGD"]


def sgd(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    momentum: float,
    dampening: float,
    nesterov: bool,
    **_: Any,
) -> None:
    """θ ← θ - lr g, where g may be the momentum of all gradients so far."""
    if momentum:
        buffer = noted.get("momentum_buffer")
        if buffer is None:
            buffer = noted["momentum_buffer"] = grad.detach().clone()
        else:
            buffer.mul_(momentum).add_(grad, alpha=1 - dampening)
        grad = grad.add(buffer, alpha=momentum) if nesterov else buffer
    param.add_(grad, alpha=-lr)


class SGD(Optimizer):
    """Stochastic gradient descent, if wanted with momentum.

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = SGD([w], lr=0.25)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(1.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate, how long a step is.
        momentum: how much of the last step there is in this one.
        dampening: how much of a gradient does not go into the momentum.
        weight_decay: how strongly parameters are drawn to zero.
        nesterov: whether the momentum is taken one step ahead.
        maximize: uphill instead of downhill.
        foreach: without effect, as are the others that follow.
        differentiable: whether gradients flow through a step: not here.
        fused: without effect.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_rate(lr)
        at_least_0(momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        check_how(differentiable, foreach, fused)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, sgd, closure)
