"""L-BFGS: Newton's method, with a Hessian guessed from the last few steps.

How the gradient changed along a step says how strongly the loss is curved there. From
the last ``history_size`` of such pairs (step ``s``, change ``y``) the direction is put
together in two loops, without a matrix. In one ``step()`` many small steps are made; so
it needs a closure, which computes the loss and its gradients anew.

Source: Nocedal and Wright, *Numerical optimization* (2006), algorithms 7.4 and 7.5.

Next: ``line_search``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.modes import enable_grad, unrecorded
from autoviz.core.ops.shape.cat_stack import cat
from autoviz.core.tensor import Tensor
from autoviz.optim.line_search import Point, strong_wolfe
from autoviz.optim.optimizer import Closure, Optimizer, Params
from autoviz.optim.options import check_rate

__all__ = ["LBFGS"]


class LBFGS(Optimizer):
    """Newton's method from a memory of steps; all parameters are one group.

    >>> import autoviz as av
    >>> w = av.tensor(3.0, requires_grad=True)
    >>> optimizer = LBFGS([w], lr=0.5, max_iter=1)
    >>> def closure():
    ...     optimizer.zero_grad()
    ...     loss = w * w
    ...     loss.backward()
    ...     return loss
    >>> optimizer.step(closure)
    tensor(9., grad_fn=<MulBackward0>)
    >>> w
    tensor(2.5000, requires_grad=True)

    Args:
        params: what to optimize.
        lr: how much of each step is made.
        max_iter: how many steps ``step()`` makes at most,
        max_eval: and how often it calls the closure.
        tolerance_grad: gradients below this are zero.
        tolerance_change: changes below this are none.
        history_size: how many steps are remembered.
        line_search_fn: ``"strong_wolfe"`` looks how far each step should go.

    Raises:
        ValueError: the learning rate is negative, or there are several groups.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check_rate(lr)
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError(
                "LBFGS doesn't support per-parameter options (parameter groups)"
            )

    def step(self, closure: Closure) -> Any:  # type: ignore[override]
        """Make up to ``max_iter`` steps; returns the loss before the first."""
        with unrecorded():
            return self._descend(closure)

    def _descend(self, closure: Closure) -> Any:
        group = self.param_groups[0]
        params, noted = group["params"], self.state[group["params"][0]]
        so_far = noted.setdefault("func_evals", 0)
        noted.setdefault("n_iter", 0)
        first = self._evaluate(closure, noted)
        loss, gradient = float(first), _flat_gradient(params)
        if gradient.abs().max() <= group["tolerance_grad"]:
            return first
        for left in reversed(range(group["max_iter"])):
            step = _next_step(noted, gradient, group)
            if step is None:
                break
            before, noted["prev_loss"] = loss, loss
            found = None
            if group["line_search_fn"] is not None:
                start = Point(0.0, loss, float(gradient.dot(step)), gradient)
                found = self._search(closure, start, noted, so_far)
                noted["t"], loss, gradient = found.t, found.loss, found.gradient
            _move(params, step, noted["t"])
            if not left:
                break
            if found is None:
                loss = float(self._evaluate(closure, noted))
                gradient = _flat_gradient(params)
            if noted["func_evals"] - so_far >= group["max_eval"]:
                break
            if _is_enough(group, gradient, step * noted["t"], loss - before):
                break
        return first

    def _search(
        self, closure: Closure, start: Point, noted: dict[str, Any], so_far: int
    ) -> Point:
        """Where along the direction it is good to stop."""
        group = self.param_groups[0]
        if group["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        params, step = group["params"], noted["d"]
        begin = [each.clone() for each in params]

        def attempt(t: float) -> Point:
            _move(params, step, t)
            loss = float(self._evaluate(closure, noted))
            gradient = _flat_gradient(params)
            for each, was in zip(params, begin, strict=True):
                each.copy_(was)
            return Point(t, loss, float(gradient.dot(step)), gradient)

        length = float(step.abs().max())
        most = group["max_eval"] - (noted["func_evals"] - so_far)
        return strong_wolfe(start, attempt, noted["t"], length, 1e-9, most)

    def _evaluate(self, closure: Closure, noted: dict[str, Any]) -> Any:
        noted["func_evals"] += 1
        with enable_grad():
            return closure()


def _next_step(
    noted: dict[str, Any], gradient: Tensor, group: dict[str, Any]
) -> Tensor | None:
    """The direction, and in ``t`` how far; None if it leads downhill no more."""
    noted["n_iter"] += 1
    if noted["n_iter"] == 1:
        total = float(gradient.abs().sum())
        noted |= {"d": -gradient, "t": min(1.0, 1.0 / total) * _rate(group)}
        noted |= {"old_dirs": [], "old_stps": [], "ro": [], "H_diag": 1}
        noted["prev_flat_grad"] = gradient.clone()
    else:
        noted.setdefault("al", [None] * group["history_size"])
        _remember(noted, gradient, group["history_size"])
        noted["d"], noted["t"] = _direction(noted, gradient), _rate(group)
        noted["prev_flat_grad"].copy_(gradient)
    step: Tensor = noted["d"]
    return None if gradient.dot(step) > -group["tolerance_change"] else step


def _remember(noted: dict[str, Any], gradient: Tensor, history_size: int) -> None:
    """The last step and what it changed, if the loss is curved upwards there."""
    y, s = gradient - noted["prev_flat_grad"], noted["d"] * noted["t"]
    curved = y.dot(s)
    if curved <= 1e-10:
        return
    pairs = (("old_dirs", y), ("old_stps", s), ("ro", 1.0 / curved))
    for name, each in pairs:
        noted[name].append(each)
        del noted[name][:-history_size]
    noted["H_diag"] = curved / y.dot(y)


def _direction(noted: dict[str, Any], gradient: Tensor) -> Tensor:
    """Minus the gradient, times the guessed inverse of the Hessian: two loops."""
    known = list(zip(noted["old_dirs"], noted["old_stps"], noted["ro"], strict=True))
    q, weights = -gradient, noted["al"]
    for at in reversed(range(len(known))):
        y, s, ro = known[at]
        weights[at] = s.dot(q) * ro
        q.add_(y, alpha=-weights[at].item())
    r: Tensor = q * noted["H_diag"]
    for (y, s, ro), weight in zip(known, weights, strict=False):
        r.add_(s, alpha=(weight - y.dot(r) * ro).item())
    return r


def _is_enough(
    group: dict[str, Any], gradient: Tensor, step: Tensor, gained: float
) -> bool:
    return bool(
        gradient.abs().max() <= group["tolerance_grad"]
        or step.abs().max() <= group["tolerance_change"]
        or abs(gained) < group["tolerance_change"]
    )


def _rate(group: dict[str, Any]) -> float:
    lr = group["lr"]
    return float(lr.item() if isinstance(lr, Tensor) else lr)


def _flat_gradient(params: list[Tensor]) -> Tensor:
    gradients = (zeros_like(e) if e.grad is None else e.grad for e in params)
    return cat([each.reshape(-1) for each in gradients])


def _move(params: list[Tensor], step: Tensor, t: float) -> None:
    begin = 0
    for each in params:
        end = begin + each.numel()
        each.add_(step[begin:end].view(each.shape), alpha=t)
        begin = end
