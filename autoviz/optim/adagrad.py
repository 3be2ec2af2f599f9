"""Adagrad: a step divided by all the gradients there have been.

Squares of gradients are added up and never forgotten. So steps become ever smaller;
a parameter that seldom gets a gradient, such as the vector of a rare word, keeps
taking large ones.

Source: Duchi, Hazan and Singer, *Adaptive subgradient methods for online learning and
stochastic optimization* (2011).

Next: ``adadelta``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.creation import tensor
from autoviz.core.filled import full_like
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["Adagrad"]


def adagrad(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    lr_decay: float,
    eps: float,
    **_: Any,
) -> None:
    """θ ← θ - lr g / √s, where s is the sum of all g²."""
    t = count_step(noted)
    total = noted["sum"].addcmul_(grad, grad, value=1)
    size = total.sqrt().add_(eps)
    param.addcdiv_(grad, size, value=-lr / (1 + (t - 1) * lr_decay))


class Adagrad(Optimizer):
    """Steps divided by the root of the sum of all squared gradients.

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = Adagrad([w], lr=0.5)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate.
        lr_decay: how fast the learning rate shrinks besides.
        weight_decay: how strongly parameters are drawn to zero.
        initial_accumulator_value: where the sum of squares begins.
        eps: added to what is divided by.
        foreach: without effect, as is ``fused``.
        maximize: uphill instead of downhill.
        differentiable: whether gradients flow through a step: not here.
        fused: without effect.

    Raises:
        ValueError: an option is not allowed.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_rate(lr)
        at_least_0(
            lr_decay=lr_decay,
            weight_decay=weight_decay,
            initial_accumulator_value=initial_accumulator_value,
            eps=eps,
        )
        check_how(differentiable, foreach, fused)
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        super().add_param_group(param_group)
        begins_at = self.defaults["initial_accumulator_value"]
        for each in param_group["params"]:
            total = full_like(each, begins_at)
            self.state[each] |= {"step": tensor(0.0), "sum": total}

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, adagrad, closure)
