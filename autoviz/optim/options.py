"""Options that many optimizers have, and which of them are allowed.

``foreach``, ``fused`` and ``capturable`` say how PyTorch is to compute a step. Here
there is one way; they are kept, as part of a group, and change nothing.

Next: ``steps``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.tensor import Tensor

__all__ = ["at_least_0", "check_betas", "check_how", "check_rate", "valid"]


def valid(allowed: bool, what: str, value: Any) -> None:
    """Refuse an option, in PyTorch's words.

    Raises:
        ValueError: it is not allowed.
    """
    if not allowed:
        raise ValueError(f"Invalid {what}: {value}")


def at_least_0(**values: Any) -> None:
    """Refuse what is negative."""
    for name, value in values.items():
        what = "epsilon" if name == "eps" else name
        valid(value >= 0.0, f"{what} value", value)


def check_rate(lr: Any) -> None:
    """Refuse a learning rate that is negative, or no single number."""
    if isinstance(lr, Tensor) and lr.numel() != 1:
        raise ValueError("Tensor lr must be 1-element")
    valid(not lr < 0.0, "learning rate", lr)


def check_betas(betas: tuple[float, float]) -> None:
    """Refuse weights of running means that are not from 0 to below 1."""
    for at in range(2):
        valid(0.0 <= betas[at] < 1.0, f"beta parameter at index {at}", betas[at])


def check_how(
    differentiable: bool, foreach: bool | None = None, fused: bool | None = None
) -> None:
    """Refuse ways of computing a step that contradict each other, or are not there.

    Raises:
        NotImplementedError: gradients are to flow through the step.
    """
    if fused and differentiable:
        raise RuntimeError("`fused` does not support `differentiable`")
    if fused and foreach:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")
    if differentiable:
        raise NotImplementedError(
            "autoviz's optimizers cannot be differentiated through "
            "(differentiable=True): write the step out, as in p = p - lr * g"
        )
