"""What PyTorch has in ``torch.autograd.graph``: nodes, edges, and hooks on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autoviz.core.multi import (
    disable_saved_tensors_hooks,
    register_multi_grad_hook,
    saved_tensors_hooks,
)
from autoviz.core.node import BaseNode as Node
from autoviz.core.passes import GradientEdge, get_gradient_edge
from autoviz.core.tensor import Tensor

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]


def increment_version(tensor: Tensor | Iterable[Tensor]) -> None:
    """Count a write that the core did not see, to memory shared with numpy."""
    tensors = (tensor,) if isinstance(tensor, Tensor) else tensor
    for each in tensors:
        if not each.storage.is_inference:
            each.storage.version += 1


def save_on_cpu(*_: Any, **__: Any) -> Any:
    """Not here: everything is on the CPU."""
    raise NotImplementedError(
        "torch.autograd.graph.save_on_cpu is not in autoviz's numpy core; record real "
        "PyTorch instead"
    )


def allow_mutation_on_saved_tensors(*_: Any, **__: Any) -> Any:
    """Not here."""
    raise NotImplementedError(
        "torch.autograd.graph.allow_mutation_on_saved_tensors is not in autoviz's "
        "numpy core; record real PyTorch instead"
    )
