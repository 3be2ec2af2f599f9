"""Running statistics, to which batch norm writes, and which PyTorch does not count.

While training, ``running_mean`` and ``running_var`` follow the batches. No version says
so, and so they are read before such a call and after it. That ``BatchNorm`` counts its
batches is not told: nothing is computed from that.

Next: ``torch_side``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

import torch

from autoviz.watch.torch_values import tensors_in

__all__ = ["NORMS", "is_count", "running_statistics"]

NORMS = {"batch_norm": ("training", False), "instance_norm": ("use_input_stats", True)}
"""Functions that have them, and what each is told if it is to change them."""


def running_statistics(
    name: str,
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> list[torch.Tensor]:
    """Those that a call is going to change."""
    word, usual = NORMS[name]
    if not (args[5] if len(args) > 5 else kwargs.get(word, usual)):
        return []
    first = 1 if isinstance(function, FunctionType) else 3  # weight, bias come before
    named = [kwargs.get(each) for each in ("running_mean", "running_var")]
    return tensors_in([*args[first : first + 2], *named])


def is_count(code: CodeType) -> bool:
    """Whether it is where ``BatchNorm`` counts its batches."""
    return code is torch.nn.modules.batchnorm._BatchNorm.forward.__code__
