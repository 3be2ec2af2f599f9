"""Adam: momentum, divided by how large gradients have been lately.

Two running means for each parameter, of its gradients (the first moment, m) and of
their squares (the second, v). Both begin at zero and are too small at first; dividing
by ``1 - beta**t`` makes up for that.

``AdamW`` is the same but for weight decay. Adam adds it to the gradient, where it is
divided like everything else; AdamW shrinks the parameter by itself, before the step
(both in ``optimizer``, for all that have it).

Sources: Kingma and Ba, *Adam: a method for stochastic optimization* (2015), algorithm
1; Loshchilov and Hutter, *Decoupled weight decay regularization* (2019), algorithm 2;
for ``amsgrad`` Reddi, Kale and Kumar, *On the convergence of Adam and beyond* (2018).

Next: ``adagrad``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.ops.pointwise.maximum_minimum import maximum
from autoviz.core.tensor import Tensor
from autoviz.optim.optimizer import Closure, Optimizer, Params, by_rule
from autoviz.optim.options import at_least_0, check_betas, check_how, check_rate
from autoviz.optim.steps import count_step

__all__ = ["Adam", "AdamW"]


def adam(
    param: Tensor,
    grad: Tensor,
    noted: dict[str, Any],
    *,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    amsgrad: bool,
    **_: Any,
) -> None:
    """θ ← θ - lr m̂ / (√v̂ + ε), with means m of g and v of g², made up for."""
    t, (beta1, beta2) = count_step(noted), betas
    if "exp_avg" not in noted:
        noted["exp_avg"], noted["exp_avg_sq"] = zeros_like(param), zeros_like(param)
        if amsgrad:
            noted["max_exp_avg_sq"] = zeros_like(param)
    m = noted["exp_avg"].lerp_(grad, 1 - beta1)
    v = noted["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    if amsgrad:  # never divide by less than before
        largest = noted["max_exp_avg_sq"]
        v = largest.copy_(maximum(largest, v))
    size = (v.sqrt() / (1 - beta2**t) ** 0.5).add_(eps)
    param.addcdiv_(m, size, value=-lr / (1 - beta1**t))


class Adam(Optimizer):
    """Running means of gradients, divided by the root of those of their squares.

    The first step is as long as ``lr``, however large the gradient is:

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = Adam([w], lr=0.5)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: the learning rate, about how far a parameter moves in a step.
        betas: how much of each running mean stays at each step.
        eps: added to what is divided by.
        weight_decay: how strongly parameters are drawn to zero.
        amsgrad: divide by the largest mean there was.
        foreach: without effect, as are ``capturable`` and ``fused``.
        maximize: uphill instead of downhill.
        capturable: without effect.
        differentiable: whether gradients flow through a step: not here.
        fused: without effect.
        decoupled_weight_decay: weight decay as ``AdamW`` has it.

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
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        is_apart = bool(foreach) and not capturable
        if isinstance(lr, Tensor) and is_apart:
            raise ValueError(f"lr {NO_TENSOR}")
        check_rate(lr)
        at_least_0(eps=eps)
        check_betas(betas)
        at_least_0(weight_decay=weight_decay)
        _check_kinds(betas, is_apart)
        check_how(differentiable, foreach, fused)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def step(self, closure: Closure | None = None) -> Any:
        return by_rule(self, adam, closure)


NO_TENSOR = "as a Tensor is not supported for capturable=False and foreach=True"


def _check_kinds(betas: tuple[Any, Any], is_apart: bool) -> None:
    """Refuse a mixture; an int is neither."""
    if not any(all(isinstance(each, k) for each in betas) for k in (float, Tensor)):
        raise ValueError("betas must be either both floats or both Tensors")
    for at, each in enumerate(betas):
        if isinstance(each, Tensor) and is_apart:
            raise ValueError(f"betas[{at}] {NO_TENSOR}")
        if isinstance(each, Tensor) and each.numel() != 1:
            raise ValueError(f"Tensor betas[{at}] must be 1-element")


class AdamW(Adam):
    """Adam, with weight decay that is not divided by anything.

    A tenth of the parameter goes, then comes Adam's step:

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = AdamW([w], lr=0.5, weight_decay=0.2)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w
    tensor(2.2000, requires_grad=True)

    Args are those of ``Adam``; ``weight_decay`` is on unless it is turned off.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            foreach=foreach,
            maximize=maximize,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )
